// SPDX-License-Identifier: BSL-1.0
// Exponentials on lanes: x = k*log(2) + r with |r| <= log(2)/2 (Cody & Waite 1980), exp(r) by a polynomial fitted in
// the largest relative error (Remez; coefficients rounded by Brisebarre & Chevillard 2007), and 2^k by its bits.
#pragma once

#include "lanes/lane.hpp"

namespace adage::lanes {

template <class T>
struct ExpTable;
template <>
struct ExpTable<float> {
  /// exp(r) = 1 + r + r^2*(c0 + c1*r + …), relative error 1.3e-10.
  static constexpr float tail[] = {0x1p-1F,        0x1.555552p-3F,  0x1.5554e4p-5F,
                                   0x1.1115b6p-7F, 0x1.6d514ap-10F, 0x1.9a93c2p-13F};
  static constexpr float log2_high = 0x1.62e43p-1F;
  static constexpr float log2_low = -0x1.05c61p-29F;
  static constexpr float lowest = -104;           ///< below, exp is zero
  static constexpr float highest = 89;            ///< above, exp is infinite
  static constexpr float lowest_minus_one = -18;  ///< below, expm1 is -1
};
template <>
struct ExpTable<double> {
  /// The same, relative error 3.8e-18.
  static constexpr double tail[] = {0x1.000000000000ap-1,  0x1.55555555554fep-3,  0x1.55555555506b2p-5,
                                    0x1.1111111126b2ep-7,  0x1.6c16c1847a79ap-10, 0x1.a01a012ff75e4p-13,
                                    0x1.a01999534e977p-16, 0x1.71df18c9f440bp-19, 0x1.28ae09375d38ep-22,
                                    0x1.ad9344b39fb32p-26};
  static constexpr double log2_high = 0x1.62e42fefa39efp-1;
  static constexpr double log2_low = 0x1.abc9e3b39803fp-56;
  static constexpr double lowest = -746;
  static constexpr double highest = 710;
  static constexpr double lowest_minus_one = -38;
};

/// exp(x) = (1 + tail)*2^exponent, with `tail` in [-0.3, 0.42] and a whole exponent in two's complement.
template <class L>
struct Exponential {
  L tail;
  Bits<L> exponent;
};

/// `x` must have been held between the table's bounds, or be a NaN.
template <class L>
[[gnu::always_inline]] inline Exponential<L> exponential(L x) {
  using T = Element<L>;
  using Table = ExpTable<T>;
  const L rounder(Format<T>::rounder);
  const L shifted = fused(x, L(T(1.44269504088896340736)), rounder);
  const L k = shifted - rounder;
  const L r = fused(k, L(-Table::log2_low), fused(k, L(-Table::log2_high), x));
  return {fused(r * r, polynomial(r, Table::tail), r), bits(shifted) - word<L>(bits(Format<T>::rounder))};
}

/// 2^k for a whole k in two's complement, within the range of normal numbers.
template <class L>
[[gnu::always_inline]] inline L power_of_two(Bits<L> k) {
  using T = Element<L>;
  return from_bits((k + word<L>(Format<T>::bias)) << Format<T>::fraction);
}

/// x*2^k, rounded once even where that is subnormal, for k up to twice the exponents of normal numbers.
template <class L>
[[gnu::always_inline]] inline L scaled(L x, Bits<L> k) {
  constexpr Word<L> far = 1 << 14;  // keeps the shifted number positive
  const Bits<L> half = ((k + word<L>(far)) >> 1) - word<L>(far / 2);
  return x * power_of_two<L>(half) * power_of_two<L>(k - half);
}

template <class L>
[[gnu::always_inline]] inline L exp(L x) {
  using Table = ExpTable<Element<L>>;
  const auto [tail, k] = exponential(held(x, Table::lowest, Table::highest));
  return scaled(L(1) + tail, k);
}

/// exp(x) - 1; the power of two is halved, as it may be just above the largest number.
template <class L>
[[gnu::always_inline]] inline L expm1(L x) {
  using Table = ExpTable<Element<L>>;
  const auto [tail, k] = exponential(held(x, Table::lowest_minus_one, Table::highest));
  const L half = power_of_two<L>(k - word<L>(1));
  const L value = L(2) * fused(half, tail, half - L(0.5));
  return select(x == L(0), x, value);  // keeps the sign of zero
}

/// exp(s*x^2) for s <= 0, with the error of the square put back, which exp would amplify |s*x^2| times.
template <class L>
[[gnu::always_inline]] inline L exp_of_square(L x, L s) {
  const L square = x * x;
  const L product = s * square;
  const L rest = fused(s, square, -product) + s * fused(x, x, -square);
  const auto [tail, k] = exponential(held(product, ExpTable<Element<L>>::lowest, Element<L>(0)));
  const L value = L(1) + tail;
  return scaled(select(magnitude(rest) < L(1), fused(value, rest, value), value), k);
}

/// 1/(1 + exp(-x)). Numerator and denominator carry what their rounding lost, and one step of Newton's
/// iteration puts it back, so that the result is within one unit in the last place.
template <class L>
[[gnu::always_inline]] inline L sigmoid(L x) {
  using T = Element<L>;
  const auto [tail, k] = exponential(held(-magnitude(x), ExpTable<T>::lowest, T(0)));
  const L mantissa = L(1) + tail;
  const L small = scaled(mantissa, k);
  const L small_rest = scaled(tail - (mantissa - L(1)), k);
  const L below = L(1) + small;
  const L below_rest = (small - (below - L(1))) + small_rest;
  const L above = select(x < L(0), small, L(1));
  const L above_rest = select(x < L(0), small_rest, L(0));
  const L inverse = L(1) / below;
  const L quotient = above * inverse;
  const L residual = fused(-below, quotient, above) + fused(-below_rest, quotient, above_rest);
  return fused(residual, inverse, quotient);
}

}  // namespace adage::lanes
