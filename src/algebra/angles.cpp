// SPDX-License-Identifier: BSL-1.0
// Sine and cosine: sums and whole multiples of angles expand over one pair with s^2 = 1 - c^2; multiples of a twelfth
// of pi are radicals; inverse functions give back their argument. Angle addition as in DLMF 4.21.
#include "algebra/functions.hpp"

namespace adage::algebra {
namespace {

constexpr std::int64_t kMostMultiples = 24;
constexpr std::size_t kMostAngles = 5;  ///< added in one argument
constexpr int kAngles = 2;              ///< as distinct from exponents and roots in the plan

}  // namespace

Functions::Angle Functions::added(const Angle& a, const Angle& b) const {
  return {difference(product(a.cos, b.cos), product(a.sin, b.sin)), sum(product(a.sin, b.cos), product(a.cos, b.sin))};
}

Functions::Angle Functions::multiple(Angle base, std::int64_t times) const {
  if (times < 0) base.sin = negated(base.sin);
  Angle result{constant(Rational(1)), constant(Rational(0))};
  for (auto left = static_cast<std::uint64_t>(times < 0 ? -times : times); left != 0; left /= 2) {
    if (left % 2 != 0) result = added(result, base);
    if (left > 1) base = added(base, base);
  }
  return result;
}

Functions::Angle Functions::base_angle(const Term& term, const Rational& unit) {
  const Id argument = node(scaled(term.part, unit));
  const std::array<Id, 1> args{argument};
  const std::size_t cosine = kernel({.node = arena_.intern(cos_, args)});
  const Fraction c = kernel_fraction(cosine);
  const Fraction square = difference(constant(Rational(1)), product(c, c));
  const std::size_t sine = kernel({.node = arena_.intern(sin_, args), .degree = 2, .value = square.num});
  return {c, kernel_fraction(sine)};
}

std::optional<Functions::Angle> Functions::angle_of_inverse(const Term& term) {
  if (!term.kernel || !term.coefficient.is_integer()) return std::nullopt;
  const Kernel kernel = (*this)[*term.kernel];
  if (!kernel.inner || kernel.family != Family::plain) return std::nullopt;
  const Fraction& v = *kernel.inner;
  const Fraction one = constant(Rational(1));
  const Op op = arena_.op(kernel.node);
  if (op == asin_) return Angle{power_of(difference(one, product(v, v)), Rational(1, 2)), v};
  if (op != atan_) return std::nullopt;
  const Fraction secant = power_of(sum(one, product(v, v)), Rational(1, 2));
  return Angle{ratio(one, secant), ratio(v, secant)};
}

/// Whole multiples of pi/12, which is pi/3 - pi/4.
std::optional<Functions::Angle> Functions::angle_of_turns(const Term& term) {
  if (!term.kernel || arena_.op((*this)[*term.kernel].node) != pi_) return std::nullopt;
  const Rational twelfths = term.coefficient * Rational(12);
  const auto whole_twelfths = (twelfths - Rational(24) * floor(twelfths / Rational(24))).small_integer();
  if (!whole_twelfths) return std::nullopt;
  const auto root = [this](std::int64_t number) {
    return scaled(power_of(constant(Rational(number)), Rational(1, 2)), Rational(1, 2));
  };
  const Fraction half = constant(Rational(1, 2));
  const std::int64_t n = *whole_twelfths;
  // n = 6*quarters + 4*thirds + 3*eighths with small parts
  const std::int64_t rest = n % 6;
  const Angle quarter{constant(Rational(0)), constant(Rational(1))};
  Angle result = multiple(quarter, n / 6);
  if (rest == 1) result = added(result, {added({half, root(3)}, {root(2), negated(root(2))})});
  if (rest == 2) result = added(result, {root(3), half});
  if (rest == 3) result = added(result, {root(2), root(2)});
  if (rest == 4) result = added(result, {half, root(3)});
  if (rest == 5) result = added(result, added({root(3), half}, {root(2), root(2)}));
  return result;
}

Functions::Angle Functions::angle(const Term& term) {
  if (const auto known = angle_of_turns(term)) return *known;
  if (const auto known = angle_of_inverse(term)) {
    const auto times = term.coefficient.small_integer();
    if (times && *times <= kMostMultiples && *times >= -kMostMultiples) return multiple(*known, *times);
  }
  const auto [unit, times] = measured(kAngles, term.node, term.coefficient, kMostMultiples);
  return multiple(base_angle(term, unit), times);
}

Functions::Angle Functions::angle(const Fraction& u) {
  std::vector<Term> parts = terms(u);
  if (parts.size() > kMostAngles) {
    const bool flip = u.num.leads_negative();
    parts = {Term{Rational(flip ? -1 : 1), flip ? negated(u) : u, node(flip ? negated(u) : u), std::nullopt}};
  }
  Angle result{constant(Rational(1)), constant(Rational(0))};
  for (const Term& term : parts) result = added(result, angle(term));
  return result;
}

}  // namespace adage::algebra
