// SPDX-License-Identifier: BSL-1.0
// Signs of polynomials, and zeros that relations between neighbouring kernels do not show: nested roots, products of
// roots, sums of them. Every step holds at each point by itself, so nothing is asked of where functions are connected.
#include "algebra/functions.hpp"

namespace adage::algebra {
namespace {

constexpr std::size_t kLongest = 200;  ///< terms of what is squared
constexpr std::size_t kLongestOrdered = 30;
constexpr std::size_t kMostLearned = 32;  ///< signs

}  // namespace

Poly Functions::unknown_part(const Product& product) const {
  Poly result(ring_, Rational(1));
  for (const Factor& factor : product.factors) {
    if (factor.sign == 0 && factor.exponent % 2 != 0) result = result * factor.base;
  }
  return result;
}

int Functions::learned_sign(const Poly& a) const {
  for (const auto& [poly, sign] : learned_) {
    if (poly == a) return sign;
  }
  return 0;
}

void Functions::learn(const Fraction& positive, bool strict) {
  if (positive.is_constant() || learned_.size() == kMostLearned) return;
  const Product product = product_of(positive);
  // What a factor of this is where another factor vanishes is not known.
  for (const Factor& factor : product.factors) {
    if (!strict && factor.vanishes) return;
  }
  const Poly unknown = unknown_part(product);
  if (!unknown.is_constant() && learned_sign(unknown) == 0) learned_.emplace_back(unknown, product.sign);
}

int Functions::sign_of(const Poly& a, int depth) {
  const Range range = ranges_[node(a)];
  if (range.nonnegative()) return 1;
  if (range.nonpositive()) return -1;
  const Product product = product_of({a, Poly(ring_, Rational(1))});
  const Poly unknown = unknown_part(product);
  if (unknown.is_constant()) return product.sign;
  if (const int sign = learned_sign(unknown); sign != 0) return product.sign * sign;
  if (depth == 0 || a.length() > kLongestOrdered) return 0;
  // Ordered by the powers of a kernel that is nonnegative, all coefficients may have one sign.
  for (std::size_t index = 0; index != kernels(); ++index) {
    const std::int64_t degree = a.degree(index);
    if (degree <= 0 || !ranges_[(*this)[index].node].nonnegative()) continue;
    int sign = 0;
    for (std::int64_t power = 0; power <= degree; ++power) {
      const Poly coefficient = a.beside(index, static_cast<std::uint64_t>(power));
      if (coefficient.is_zero()) continue;
      const int one = sign_of(coefficient, depth - 1);
      sign = sign == 0 || sign == one ? one : 0;
      if (sign == 0) break;
    }
    if (sign != 0) return sign;
  }
  return 0;
}

/// Is a equal to b, because both have one sign and equal squares?
bool Functions::equal_squares(const Poly& a, const Poly& b, int depth) {
  if (a.is_zero() || b.is_zero() || a.length() > kLongest || b.length() > kLongest) return false;
  const int sign = sign_of(a);
  return sign != 0 && sign == sign_of(b) && vanishes(reduced(a * a - b * b), depth - 1);
}

/// Is a zero, because a root in it equals what a = 0 makes of it?
bool Functions::equal_powers(const Poly& a, std::size_t index, int depth) {
  const Kernel kernel = (*this)[index];
  const Poly rest = a.beside(index, 0);
  const Poly root = Poly::generator(ring_, index);
  const Poly once = a.beside(index, 1);
  if (kernel.degree == 2) return equal_squares(once * root, -rest, depth);
  if (kernel.degree != 3) return false;
  const Poly twice = a.beside(index, 2);
  if (!once.is_zero() && !twice.is_zero()) return false;
  const Poly other = once.is_zero() ? twice * root.power(2) : once * root;
  if (other.length() > kLongest || rest.length() > kLongest) return false;
  return vanishes(reduced(other.power(3) + rest.power(3)), depth - 1);
}

bool Functions::vanishes(const Poly& a, int depth) {
  if (a.is_zero()) return true;
  if (depth == 0 || a.is_constant()) return false;
  const Factors split = factors(a);
  if (split.parts.size() > 1 || split.parts.front().second > 1) {
    for (const auto& [part, exponent] : split.parts) {
      if (vanishes(part, depth)) return true;
    }
    return false;
  }
  Poly above(ring_);
  Poly below(ring_);
  for (std::size_t i = 0; i != a.length(); ++i) {
    Poly term(ring_);
    term.push(a.coefficient(i), a.exponents(i));
    const int sign = sign_of(term);
    if (sign == 0) break;
    (sign > 0 ? above : below) = (sign > 0 ? above : below) + term;
  }
  if (above + below == a && equal_squares(above, -below, depth)) return true;
  for (std::size_t index = kernels(); index-- != 0;) {
    if ((*this)[index].degree != 0 && a.degree(index) > 0 && equal_powers(a, index, depth)) return true;
  }
  return false;
}

}  // namespace adage::algebra
