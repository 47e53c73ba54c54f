// SPDX-License-Identifier: BSL-1.0
// Exponentials, logarithms and powers. exp(q*log(f)) is f^q, log(exp(t)) is t, and roots of equal bases share one
// kernel, so that every relation among them is one of polynomials.
#include "algebra/functions.hpp"

namespace adage::algebra {
namespace {

constexpr std::int64_t kMostMultiples = 1'000;  ///< of one unit in an exponent
constexpr std::int64_t kHighestRoot = 60;
enum Counted : int { kExponents, kRoots };

}  // namespace

Fraction Functions::exp(const Fraction& u) {
  Fraction result = constant(Rational(1));
  if (u.is_zero()) return result;
  for (const Term& term : terms(u)) {
    if (term.kernel && (*this)[*term.kernel].family == Family::logarithm) {
      const Poly base = (*this)[*term.kernel].inner->num;
      result = product(result, power_of_base(base, term.coefficient));
    } else {
      result = product(result, exponential(term.coefficient, term.part, term.node));
    }
  }
  return result;
}

Fraction Functions::exponential(const Rational& coefficient, const Fraction& part, Id id) {
  if (coefficient.is_zero()) return constant(Rational(1));
  const auto [unit, times] = measured(kExponents, id, coefficient, kMostMultiples);
  const Fraction exponent = scaled(part, unit);
  if (const auto log = generic_logarithm(part)) {
    const Id base = node(*(*this)[*log].inner);
    const Id self = arena_.make(Op::pow, base, node(ratio(exponent, kernel_fraction(*log))));
    return kernel_fraction(kernel({.node = self}), times);
  }
  const Id self = arena_.make(exp_, node(exponent));
  return kernel_fraction(kernel({.node = self, .family = Family::exponential, .scale = unit, .inner = part}), times);
}

/// The logarithm in a product of variables and one of a base that may be negative. Its exponential is a power that also
/// has values where the base is negative and the exponent whole. The identities of exponentials hold there as they do
/// for complex ones; only its sign is not known, and as a power it stands for itself.
std::optional<std::size_t> Functions::generic_logarithm(const Fraction& part) {
  if (ring_.options().everywhere) return std::nullopt;
  for (std::size_t index = 0; index != kernels(); ++index) {
    if (part.num.degree(index) <= 0 || (*this)[index].family != Family::logarithm) continue;
    const Poly& base = (*this)[index].inner->num;
    if (sign_of(base) != 1) return index;
  }
  return std::nullopt;
}

/// base^q where the base is nonnegative, as it surely is when this is called, and not zero if q < 0.
Fraction Functions::power_of_base(const Poly& base, const Rational& q) {
  if (const auto whole_power = q.small_integer()) return Field::power(whole(base), *whole_power);
  if (const auto index = base.as_generator()) {
    const Kernel kernel = (*this)[*index];
    if (kernel.family == Family::exponential) {
      return exponential(kernel.scale * q, *kernel.inner, node(*kernel.inner));
    }
    if (kernel.family == Family::root) return power_of_base(kernel.inner->num, kernel.scale * q);
  }
  if (!q.small()) throw GiveUp{"an exponent is too long"};
  const Id id = node(base);
  // One is counted along, so that the unit is the inverse of a whole number.
  measured(kRoots, id, Rational(1), kHighestRoot);
  const auto [unit, times] = measured(kRoots, id, q, std::numeric_limits<std::int64_t>::max());
  const auto degree = (Rational(1) / unit).small_integer();
  if (!degree || *degree > kMostMultiples) {
    return plain(arena_.make(Op::pow, id, arena_.number(q)));
  }
  const Id self = arena_.make(Op::pow, id, arena_.number(unit));
  const std::size_t root = kernel({.node = self,
                                   .family = Family::root,
                                   .scale = unit,
                                   .inner = whole(base),
                                   .degree = static_cast<std::uint64_t>(*degree),
                                   .value = base});
  return kernel_fraction(root, times);
}

/// Moves what 1 - cos^2 divides from `rest` to `result`, which gets its power: |sin| to the power 2q, not a product of
/// powers of 1 - cos and 1 + cos.
void Functions::take_sines(Fraction& rest, Fraction& result, const Rational& q) {
  const auto power = (Rational(2) * q).small_integer();
  for (std::size_t index = 0; power && index != kernels(); ++index) {
    const Kernel kernel = (*this)[index];
    if (kernel.degree != 2 || arena_.op(kernel.node) != sin_) continue;
    const Factor sine = factor(Poly::generator(ring_, index), 1);
    // Where it is zero nothing says that the rest is not negative.
    if (sine.vanishes) continue;
    for (Poly* side : {&rest.num, &rest.den}) {
      while (const auto part = side->divided_by(*kernel.value)) {
        *side = *part;
        result = product(result, Field::power(absolute_base(sine), side == &rest.num ? *power : -*power));
      }
    }
  }
}

Fraction Functions::power_of(const Fraction& u, const Rational& q) {
  if (const auto whole_power = q.small_integer()) return Field::power(u, *whole_power);
  if (u.is_zero()) {
    if (q.is_negative()) throw GiveUp{"a denominator vanishes"};
    return u;
  }
  Fraction result = constant(Rational(1));
  Fraction rest = u;
  take_sines(rest, result, q);
  Product product = product_of(rest);
  if (!make_nonnegative(product, true)) return plain(arena_.make(Op::pow, node(u), arena_.number(q)));
  for (const auto& [prime, exponent] : primes(product.size)) {
    result = this->product(result, power_of_base(Poly(ring_, prime), Rational(exponent) * q));
  }
  for (const Factor& factor : product.factors) {
    result = this->product(result, power_of_base(factor.base, Rational(factor.exponent) * q));
  }
  return result;
}

Fraction Functions::log(const Fraction& u) {
  if (u.is_zero()) throw GiveUp{"a logarithm of zero"};
  Product product = product_of(u);
  make_nonnegative(product, false);
  Fraction result = constant(Rational(0));
  for (const auto& [prime, exponent] : primes(product.size)) {
    result = sum(result, scaled(log_of_base(Poly(ring_, prime)), Rational(exponent)));
  }
  for (const Factor& factor : product.factors) {
    result = sum(result, scaled(log_of_base(factor.base), Rational(factor.exponent)));
  }
  return result;
}

Fraction Functions::log_of_base(const Poly& base) {
  if (base.is_one()) return constant(Rational(0));
  if (const auto index = base.as_generator()) {
    const Kernel kernel = (*this)[*index];
    if (kernel.family == Family::exponential) return scaled(*kernel.inner, kernel.scale);
    if (kernel.family == Family::root) return scaled(log_of_base(kernel.inner->num), kernel.scale);
  }
  const Id self = arena_.make(log_, node(base));
  return kernel_fraction(kernel({.node = self, .family = Family::logarithm, .inner = whole(base)}));
}

Fraction Functions::odd(Op op, const Fraction& u) {
  if (u.is_zero()) return u;
  const bool flip = u.num.leads_negative();
  const std::array<Id, 1> args{node(flip ? negated(u) : u)};
  const Id folded = arena_.make(op, args);
  if (arena_.is_number(folded)) return constant(flip ? -arena_.value(folded) : arena_.value(folded));
  const Fraction result = kernel_fraction(kernel({.node = arena_.intern(op, args), .inner = flip ? negated(u) : u}));
  return flip ? negated(result) : result;
}

Fraction Functions::atan2(const Fraction& y, const Fraction& x) {
  const std::array<Id, 2> args{node(y), node(x)};
  return kernel_fraction(kernel({.node = arena_.intern(atan2_, args), .inner = y, .second = x}));
}

/// log(u + sqrt(u^2 + 1)), for u of one sign chosen so that asinh(-u) and -asinh(u) have one kernel.
Fraction Functions::asinh(const Fraction& u) {
  const bool flip = u.num.leads_negative();
  const Fraction v = flip ? negated(u) : u;
  const Fraction root = power_of(sum(product(v, v), constant(Rational(1))), Rational(1, 2));
  const Fraction result = log(sum(v, root));
  return flip ? negated(result) : result;
}

}  // namespace adage::algebra
