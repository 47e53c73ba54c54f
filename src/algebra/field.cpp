// SPDX-License-Identifier: BSL-1.0
// Arithmetic of quotients, and the way back to nodes.
#include "algebra/field.hpp"

#include <numeric>

namespace adage::algebra {
namespace {

Rational greatest_common_measure(const Rational& a, const Rational& b) {
  if (!a.small() || !b.small()) return Rational(0);
  const std::int64_t num = std::gcd(a.small_num(), b.small_num());
  const std::int64_t part = b.small_den() / std::gcd(a.small_den(), b.small_den());
  std::int64_t den = 0;
  if (__builtin_mul_overflow(a.small_den(), part, &den)) return Rational(0);
  return Rational(num, den);
}

std::optional<std::int64_t> whole_ratio(const Rational& a, const Rational& unit, std::int64_t limit) {
  const auto ratio = (a / unit).small_integer();
  if (!ratio || *ratio > limit || *ratio < -limit) return std::nullopt;
  return ratio;
}

}  // namespace

Rational Fraction::constant() const { return num.is_zero() ? Rational(0) : num.coefficient(0) / den.coefficient(0); }

Fraction Field::constant(const Rational& value) const {
  return {Poly(ring_, value.numerator()), Poly(ring_, value.denominator())};
}

/// Every power k^e with e >= n written as k^(e mod n) * value^(e div n).
Poly Field::reduced(const Poly& a, std::size_t index) const {
  const Kernel& kernel = kernels_[index];
  std::map<std::uint64_t, Poly> parts;
  for (std::size_t i = 0; i != a.length(); ++i) {
    Exponents powers = a.exponents(i);
    const std::uint64_t times = powers[index] / kernel.degree;
    powers[index] %= kernel.degree;
    parts.try_emplace(times, ring_).first->second.push(a.coefficient(i), powers);
  }
  ring_.spend(a.length());
  Poly result(ring_);
  for (auto& [times, part] : parts) {
    part.collect();
    result = result + (times == 0 ? part : part * kernel.value->power(times));
  }
  return result;
}

/// Relations lead to earlier kernels only, so one pass from the last to the first is enough.
Poly Field::reduced(Poly a) const {
  for (std::size_t index = kernels_.size(); index-- != 0;) {
    const std::uint64_t degree = kernels_[index].degree;
    if (degree != 0 && a.degree(index) >= static_cast<std::int64_t>(degree)) a = reduced(a, index);
  }
  return a;
}

namespace {

/// A number, or one and squares, plainly.
bool never_zero(const Poly& a) {
  bool one = false;
  for (std::size_t i = 0; i != a.length(); ++i) {
    const Exponents powers = a.exponents(i);
    if (a.length() > 1 && a.coefficient(i).is_negative()) return false;
    if (std::ranges::any_of(powers, [](ulong power) { return power % 2 != 0; })) return false;
    one = one || std::ranges::all_of(powers, [](ulong power) { return power == 0; });
  }
  return one;
}

}  // namespace

/// No power of a kernel with a relation divides the denominator: 1/k is k^(n-1)/value, and where the one exists, so
/// does the other. Nor is a square root part of one whose product with its conjugate is never zero.
void Field::rationalise(Poly& num, Poly& den) const {
  for (std::size_t index = kernels_.size(); index-- != 0;) {
    const std::uint64_t degree = kernels_[index].degree;
    if (degree == 0 || den.is_zero() || den.degree(index) == 0) continue;
    std::uint64_t least = degree;
    for (std::size_t i = 0; i != den.length() && least != 0; ++i) {
      least = std::min<std::uint64_t>(least, den.exponents(i)[index]);
    }
    if (least == 0 && degree != 2) continue;
    const Poly missing = least == 0 ? conjugate(den, index) : Poly::generator(ring_, index, degree - least);
    Poly whole = reduced(den * missing);
    if (least == 0 && !never_zero(whole)) continue;
    num = reduced(num * missing);
    den = std::move(whole);
  }
}

/// a - b*k of a + b*k, k a square root.
Poly Field::conjugate(const Poly& sum, std::size_t root) const {
  Poly result(ring_);
  for (std::size_t i = 0; i != sum.length(); ++i) {
    const Exponents powers = sum.exponents(i);
    result.push(powers[root] == 1 ? -sum.coefficient(i) : sum.coefficient(i), powers);
  }
  result.collect();
  return result;
}

Fraction Field::quotient(Poly num, Poly den) const {
  num = reduced(std::move(num));
  den = reduced(std::move(den));
  if (den.is_zero()) throw GiveUp{"a denominator vanishes"};
  if (num.is_zero()) return constant(Rational(0));
  cancel(num, den);
  rationalise(num, den);
  if (den.is_zero()) throw GiveUp{"a denominator vanishes"};
  if (num.is_zero()) return constant(Rational(0));
  cancel(num, den);
  if (den.leads_negative()) {
    num = -num;
    den = -den;
  }
  return {std::move(num), std::move(den)};
}

Fraction Field::sum(const Fraction& a, const Fraction& b) const {
  if (a.is_zero()) return b;
  if (b.is_zero()) return a;
  if (a.den == b.den) return quotient(a.num + b.num, a.den);
  Poly part_a = a.den;
  Poly part_b = b.den;
  cancel(part_a, part_b);
  return quotient(a.num * part_b + b.num * part_a, a.den * part_b);
}

Fraction Field::product(const Fraction& a, const Fraction& b) const {
  Fraction left = a;
  Fraction right = b;
  cancel(left.num, right.den);
  cancel(right.num, left.den);
  return quotient(left.num * right.num, left.den * right.den);
}

Fraction Field::ratio(const Fraction& a, const Fraction& b) const {
  if (b.is_zero()) throw GiveUp{"a denominator vanishes"};
  return product(a, quotient(b.den, b.num));
}

Fraction Field::power(const Fraction& a, std::int64_t exponent) const {
  if (exponent < 0) {
    if (a.is_zero()) throw GiveUp{"a denominator vanishes"};
    return power(quotient(a.den, a.num), -exponent);
  }
  const auto times = static_cast<std::uint64_t>(exponent);
  return quotient(a.num.power(times), a.den.power(times));
}

std::size_t Field::kernel(Kernel kernel) {
  if (const auto known = by_node_.find(kernel.node); known != by_node_.end()) return known->second;
  if (kernels_.size() == ring_.generators()) throw TooManyKernels();
  by_node_.emplace(kernel.node, kernels_.size());
  kernels_.push_back(std::move(kernel));
  return kernels_.size() - 1;
}

Fraction Field::kernel_fraction(std::size_t index, std::int64_t exponent) const {
  const auto size = static_cast<ulong>(exponent < 0 ? -exponent : exponent);
  Poly power = Poly::generator(ring_, index, size);
  Poly one(ring_, Rational(1));
  return exponent < 0 ? quotient(std::move(one), std::move(power)) : quotient(std::move(power), std::move(one));
}

std::pair<Rational, std::int64_t> Field::measured(int family, Id thing, const Rational& coefficient,
                                                  std::int64_t limit) {
  const Rational size = abs(coefficient);
  auto& known = plan_.measures[{family, thing}];
  for (const Plan::Measure& measure : known) {
    if (const auto times = whole_ratio(coefficient, measure.unit, limit)) return {measure.unit, *times};
  }
  for (Plan::Measure& measure : known) {
    const Rational unit = greatest_common_measure(measure.unit, size);
    const Rational largest = std::max(measure.largest, size);
    if (unit.is_zero() || !whole_ratio(largest, unit, limit)) continue;
    measure = {unit, largest};
    throw Again();
  }
  known.push_back({size, size});
  return {size, coefficient.is_negative() ? -1 : 1};
}

Id Field::power_node(std::size_t index, std::int64_t exponent) {
  const auto [known, fresh] = power_nodes_.try_emplace({index, exponent}, kNone);
  if (!fresh) return known->second;
  const Kernel& kernel = kernels_[index];
  const Rational power = kernel.scale * Rational(exponent);
  Id result = kernel.node;
  if (kernel.family == Family::exponential) {
    result = arena_.make(exp_, node(scaled(*kernel.inner, power)));
  } else if (kernel.family == Family::root) {
    result = arena_.make(Op::pow, node(*kernel.inner), arena_.number(power));
  } else if (exponent != 1) {
    result = arena_.make(Op::pow, kernel.node, arena_.number(exponent));
  }
  return power_nodes_[{index, exponent}] = result;
}

Id Field::node(const Poly& a) {
  ring_.spend(8 * a.length());
  Id total = kNone;
  for (std::size_t i = 0; i != a.length(); ++i) {
    const Exponents powers = a.exponents(i);
    const Rational coefficient = a.coefficient(i);
    const bool negative = coefficient.is_negative();
    Id term = kNone;
    for (std::size_t index = 0; index != powers.size(); ++index) {
      if (powers[index] == 0) continue;
      const Id factor = power_node(index, static_cast<std::int64_t>(powers[index]));
      term = term == kNone ? factor : arena_.make(Op::mul, term, factor);
    }
    const Id number = arena_.number(abs(coefficient));
    if (term == kNone) {
      term = number;
    } else if (!abs(coefficient).is_one()) {
      term = arena_.make(Op::mul, number, term);
    }
    if (total == kNone) {
      total = negative ? arena_.make(Op::neg, term) : term;
    } else {
      total = arena_.make(negative ? Op::sub : Op::add, total, term);
    }
  }
  return total == kNone ? arena_.number(0) : total;
}

Id Field::node(const Fraction& a) {
  if (a.is_constant()) return arena_.number(a.constant());
  if (a.den.is_one()) return node(a.num);
  return arena_.make(Op::div, node(a.num), node(a.den));
}

Id Field::factored_node(const Poly& a, bool together) {
  if (a.is_constant()) return node(a);
  Factors found = factors(a);
  auto& parts = found.parts;
  for (std::size_t i = 0; together && i != parts.size(); ++i) {
    for (std::size_t k = parts.size(); k-- != i + 1;) {
      const bool sums = parts[i].first.length() > 1 && parts[k].first.length() > 1;
      if (!sums || parts[k].second != parts[i].second) continue;
      parts[i].first = reduced(parts[i].first * parts[k].first);
      parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(k));
    }
  }
  Id result = arena_.number(found.constant);
  for (const auto& [base, exponent] : parts) {
    result = arena_.make(Op::mul, result, arena_.make(Op::pow, node(base), arena_.number(exponent)));
  }
  return result;
}

Id Field::factored_node(const Fraction& a, bool together) {
  if (a.is_constant()) return arena_.number(a.constant());
  const Id above = factored_node(a.num, together);
  return a.den.is_one() ? above : arena_.make(Op::div, above, factored_node(a.den, together));
}

}  // namespace adage::algebra
