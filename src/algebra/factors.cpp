// SPDX-License-Identifier: BSL-1.0
// Quotients taken apart: into terms for exponentials and angles, into factors of known sign for logarithms and roots.
#include <algorithm>

#include "algebra/functions.hpp"

namespace adage::algebra {
namespace {

constexpr std::size_t kMostTerms = 24;        ///< more are left as one
constexpr std::int64_t kLargestPrime = 2000;  ///< looked for

}  // namespace

std::vector<Functions::Term> Functions::terms(const Fraction& u) {
  std::vector<Term> result;
  const auto add = [&](const Rational& coefficient, Fraction part) {
    const Id id = node(part);
    std::optional<std::size_t> kernel;
    if (part.den.is_one()) kernel = part.num.as_generator();
    for (Term& known : result) {
      if (known.node == id) return void(known.coefficient = known.coefficient + coefficient);
    }
    result.push_back({coefficient, std::move(part), id, kernel});
  };
  const Rational den = u.den.content();
  const Poly primitive = u.den.divided_by_integer(den);
  if (u.num.length() > kMostTerms) {
    const Rational num = u.num.leads_negative() ? -u.num.content() : u.num.content();
    add(num / den, quotient(u.num.divided_by_integer(num), primitive));
    return result;
  }
  for (std::size_t i = 0; i != u.num.length(); ++i) {
    Poly monomial(ring_);
    monomial.push(Rational(1), u.num.exponents(i));
    Fraction part = quotient(std::move(monomial), primitive);
    // The relation of a kernel may leave a number behind.
    Rational factor = Rational(1) / part.den.content();
    part.den = part.den.divided_by_integer(part.den.content());
    if (!part.num.is_zero()) {
      const Rational content = part.num.leads_negative() ? -part.num.content() : part.num.content();
      part.num = part.num.divided_by_integer(content);
      factor = factor * content;
    }
    add(u.num.coefficient(i) / den * factor, std::move(part));
  }
  std::erase_if(result, [](const Term& term) { return term.coefficient.is_zero(); });
  return result;
}

Functions::Factor Functions::factor(const Poly& base, std::int64_t exponent) {
  const Id id = node(base);
  const Range range = ranges_[id];
  Factor result{base, exponent};
  if (range.nonnegative()) result.sign = 1;
  if (range.nonpositive()) result.sign = -1;
  if (result.sign == 0) result.sign = learned_sign(base);
  result.vanishes = !range.nonzero() && (arena_.has(id, kPiecewise) || ring_.options().everywhere);
  return result;
}

Functions::Product Functions::product_of(const Fraction& u) {
  Product result;
  for (const bool below : {false, true}) {
    const Factors found = algebra::factors(below ? u.den : u.num);
    const Rational size = adage::abs(found.constant);
    result.sign *= found.constant.is_negative() ? -1 : 1;
    result.size = below ? result.size / size : result.size * size;
    for (const auto& [base, exponent] : found.parts)
      result.factors.push_back(factor(base, below ? -exponent : exponent));
  }
  for (Factor& factor : result.factors) {
    if (factor.sign >= 0) continue;
    factor.base = -factor.base;
    factor.sign = 1;
    if (factor.exponent % 2 != 0) result.sign = -result.sign;
  }
  return result;
}

bool Functions::make_nonnegative(Product& product, bool may_vanish) {
  std::vector<Factor> known;
  std::vector<Factor> unknown;
  for (const Factor& factor : product.factors) {
    if (factor.sign != 0) {
      known.push_back(factor);
    } else if (factor.exponent % 2 == 0) {
      known.push_back({absolute_base(factor).num, factor.exponent, 1, factor.vanishes});
    } else {
      unknown.push_back(factor);
    }
  }
  // That the rest is nonnegative follows only where the known factors are not zero.
  const auto vanishes = [](const Factor& factor) { return factor.vanishes; };
  if (may_vanish && (product.sign < 0 || !unknown.empty()) && std::ranges::any_of(known, vanishes)) return false;
  if (unknown.empty() && product.sign < 0) throw GiveUp{"a root or logarithm of what is never positive"};
  if (!unknown.empty()) {
    Factor rest{Poly(ring_, Rational(product.sign)), 1, 1};
    if (unknown.size() == 1) rest.exponent = unknown.front().exponent;
    for (const Factor& factor : unknown) {
      if (unknown.size() > 1 && may_vanish && factor.vanishes) return false;
      rest.base = rest.base * factor.base;
      if (unknown.size() == 1 || factor.exponent == 1) continue;
      known.push_back({absolute_base(factor).num, factor.exponent - 1, 1, factor.vanishes});
    }
    known.push_back(std::move(rest));
  }
  product.factors = std::move(known);
  product.sign = 1;
  return true;
}

/// |base| as a kernel of its own, whose square is the square of the base.
Fraction Functions::absolute_base(const Factor& factor) {
  if (factor.sign != 0) return whole(factor.sign > 0 ? factor.base : -factor.base);
  if (const auto index = factor.base.as_generator(); index && arena_.op((*this)[*index].node) == abs_) {
    return whole(factor.base);
  }
  const std::array<Id, 1> args{node(factor.base)};
  return kernel_fraction(kernel({.node = arena_.intern(abs_, args), .degree = 2, .value = factor.base.power(2)}));
}

Fraction Functions::abs(const Fraction& u) {
  if (u.is_constant()) return constant(adage::abs(u.constant()));
  const Product product = product_of(u);
  Fraction result = constant(product.size);
  for (const Factor& factor : product.factors) {
    result = this->product(result, Field::power(absolute_base(factor), factor.exponent));
  }
  return result;
}

Fraction Functions::cbrt(const Fraction& u) {
  if (u.is_zero()) return u;
  const Product product = product_of(u);
  Fraction result = constant(Rational(product.sign));
  for (const auto& [prime, exponent] : primes(product.size)) {
    result = this->product(result, power_of_base(Poly(ring_, prime), Rational(exponent, 3)));
  }
  for (const Factor& factor : product.factors) {
    if (factor.sign != 0) {
      result = this->product(result, power_of_base(factor.base, Rational(factor.exponent, 3)));
      continue;
    }
    const std::array<Id, 1> args{node(factor.base)};
    const std::size_t root = kernel({.node = arena_.intern(cbrt_, args), .degree = 3, .value = factor.base});
    result = this->product(result, kernel_fraction(root, factor.exponent));
  }
  return result;
}

std::vector<std::pair<Rational, std::int64_t>> Functions::primes(const Rational& positive) {
  std::vector<std::pair<Rational, std::int64_t>> result;
  for (const bool below : {false, true}) {
    Rational rest = below ? positive.denominator() : positive.numerator();
    const std::int64_t sign = below ? -1 : 1;
    ring_.spend(static_cast<std::uint64_t>(rest.bits()));
    for (std::int64_t prime = 2; prime < kLargestPrime && !rest.is_one(); prime += prime == 2 ? 1 : 2) {
      if (rest.small() && prime * prime > rest.small_num()) break;
      std::int64_t times = 0;
      for (Rational next = rest / Rational(prime); next.is_integer(); next = rest / Rational(prime)) {
        rest = next;
        ++times;
      }
      if (times != 0) result.emplace_back(Rational(prime), sign * times);
    }
    if (rest.is_one()) continue;
    std::int64_t times = 1;
    for (const std::int64_t degree : {2, 2, 2, 3, 3, 5, 7}) {
      if (const auto root = exact_root(rest, degree)) rest = *root, times *= degree;
    }
    result.emplace_back(rest, sign * times);
  }
  return result;
}

}  // namespace adage::algebra
