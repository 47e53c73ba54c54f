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
  /// 1/3!, 1/4!, …: the series beyond r^2/2, to 2^-13 of a unit in the last place of the whole.
  static constexpr float beyond[] = {1.F / 6, 1.F / 24, 1.F / 120, 1.F / 720, 1.F / 5040, 1.F / 40320, 1.F / 362880};
  static constexpr float log2_high = 0x1.62e43p-1F;
  static constexpr float log2_low = -0x1.05c61p-29F;
  static constexpr float lowest = -104;  ///< below, exp is zero
  static constexpr float highest = 89;   ///< above, exp is infinite
};
template <>
struct ExpTable<double> {
  /// The same, relative error 3.8e-18.
  static constexpr double tail[] = {0x1.000000000000ap-1,  0x1.55555555554fep-3,  0x1.55555555506b2p-5,
                                    0x1.1111111126b2ep-7,  0x1.6c16c1847a79ap-10, 0x1.a01a012ff75e4p-13,
                                    0x1.a01999534e977p-16, 0x1.71df18c9f440bp-19, 0x1.28ae09375d38ep-22,
                                    0x1.ad9344b39fb32p-26};
  static constexpr double beyond[] = {
      1. / 6,       1. / 24,       1. / 120,       1. / 720,        1. / 5040,        1. / 40320,        1. / 362880,
      1. / 3628800, 1. / 39916800, 1. / 479001600, 1. / 6227020800, 1. / 87178291200, 1. / 1307674368000};
  static constexpr double log2_high = 0x1.62e42fefa39efp-1;
  static constexpr double log2_low = 0x1.abc9e3b39803fp-56;
  static constexpr double lowest = -746;
  static constexpr double highest = 710;
};

/// exp(x) = (1 + tail)*2^k, with `tail` in [-0.3, 0.42] and a whole k.
template <class L>
struct Exponential {
  L tail;
  L k;
};

/// Of `x` held to where the result is neither zero nor infinite, or below another `highest`; a NaN stays one.
template <class L>
[[gnu::always_inline]] inline Exponential<L> exponential(L x, Element<L> highest = ExpTable<Element<L>>::highest) {
  using T = Element<L>;
  using Table = ExpTable<T>;
  const L held_x = held(x, Table::lowest, highest);
  const L rounder(Format<T>::rounder);
  const L k = fused(held_x, L(T(1.44269504088896340736)), rounder) - rounder;
  const L r = fused(k, L(-Table::log2_low), fused(k, L(-Table::log2_high), held_x));
  return {fused(r * r, polynomial(r, Table::tail), r), k};
}

template <class L>
[[gnu::always_inline]] inline L exp(L x) {
  const auto [tail, k] = exponential(x);
  return scale(L(1) + tail, k);
}

/// 2^x, exact where x is whole: the distance to the nearest whole number is, and log(2) in two parts takes it on.
template <class L>
[[gnu::always_inline]] inline L exp2(L x) {
  using T = Element<L>;
  using Table = ExpTable<T>;
  const L held_x = held(x, T(-1100), T(1100));
  const L rounder(Format<T>::rounder);
  const L k = (held_x + rounder) - rounder;
  const L distance = held_x - k;
  const L r = distance * L(Table::log2_high);
  const L rest = fused(distance, L(Table::log2_high), -r) + distance * L(Table::log2_low);
  const L bent = fused(r * r, polynomial(r, Table::tail), fused(rest, r, rest));
  return scale(L(1) + (r + bent), k);
}

/// exp(x) - 1; the power of two is halved, as it may be just above the largest number.
template <class L>
[[gnu::always_inline]] inline L expm1(L x) {
  const auto [tail, k] = exponential(x);
  const L half = scale(L(0.5), k);
  const L value = L(2) * fused(half, tail, half - L(0.5));
  constexpr Element<L> least = 4 * std::numeric_limits<Element<L>>::min();
  return select(magnitude(x) < L(least), x, value);  // half of a subnormal number may not be one
}

/// A rest that is put back to first order; one too large for that is let go.
template <class L>
[[gnu::always_inline]] inline L small_rest(L rest) {
  return select(magnitude(rest) < L(0.001953125), rest, L(0));
}

/// The tail of exp(r + rest) from that of exp(r), for a small rest.
template <class L>
[[gnu::always_inline]] inline L moved_tail(L tail, L rest) {
  return fused(L(1) + tail, rest, tail);
}

/// exp(x + rest), where the rest is what rounding lost of the argument, which exp would amplify |x| times. It is far
/// below 2^-9 wherever the result is neither zero nor infinite, unless the argument cancels: then it is let go.
template <class L>
[[gnu::always_inline]] inline L exp_of_sum(L x, L rest) {
  const auto [tail, k] = exponential(x);
  return scale(L(1) + moved_tail(tail, small_rest(rest)), k);
}

/// The value of a function at x + rest from that at x and the slope of the function's logarithm there: for functions
/// that magnify the rest in tails where this slope is simple. Let go where the argument cancels.
template <class L>
[[gnu::always_inline]] inline L moved_by(L value, L slope, L rest) {
  const L moved = slope * rest;
  const L sum = fused(value, moved, value);
  return select(magnitude(moved) < L(0.001953125), select(sum == sum, sum, value), value);  // infinities have none
}

/// exp(x) minus what `exp` gives, to 2^-8 of a unit in the last place: 1 + r + r^2/2 is summed without loss, and the
/// series beyond, which is below 2^-7, is all that is rounded.
template <class L>
[[gnu::always_inline]] inline L exp_rest(L x) {
  using T = Element<L>;
  using Table = ExpTable<T>;
  const L held_x = held(x, Table::lowest, Table::highest);
  const L rounder(Format<T>::rounder);
  const L k = fused(held_x, L(T(1.44269504088896340736)), rounder) - rounder;
  const L exact = fused(k, L(-Table::log2_high), held_x);  // no bit is lost, as the high part is short of k's
  const L r = fused(k, L(-Table::log2_low), exact);
  const L r_rest = fused(k, L(-Table::log2_low), exact - r);
  const L square = r * r;
  const L value = L(1) + fused(square, polynomial(r, Table::tail), r);
  const L beyond = (square * r) * polynomial(r, Table::beyond);
  const auto [linear, linear_rest] = two_sum(L(1) - value, r);
  const auto [quadratic, quadratic_rest] = two_sum(linear, L(0.5) * square);
  const L rests = linear_rest + quadratic_rest + L(0.5) * fused(r, r, -square);
  return scale((quadratic + beyond) + fused(value, r_rest, rests), k);
}

/// exp(s*x^2), and what to put back of the errors of the products, which exp would amplify |s*x^2| times; they are far
/// below 2^-9 wherever the result is neither zero nor infinite.
template <class L>
struct Gaussian {
  Exponential<L> rounded;
  L rest;
};
template <class L>
[[gnu::always_inline]] inline Gaussian<L> gaussian(L x, L s) {
  const L square = x * x;
  const L product = s * square;
  const L rest = fused(s, square, -product) + s * fused(x, x, -square);
  return {exponential(product), small_rest(rest)};
}
template <class L>
[[gnu::always_inline]] inline L exp_of_square(L x, L s) {
  const auto [rounded, rest] = gaussian(x, s);
  return scale(L(1) + moved_tail(rounded.tail, rest), rounded.k);
}
/// exp(s*x^2 + rest), where the rest is what rounding lost of x and s.
template <class L>
[[gnu::always_inline]] inline L exp_of_square(L x, L s, L rest) {
  const auto [rounded, own] = gaussian(x, s);
  return scale(L(1) + moved_tail(rounded.tail, own + small_rest(rest)), rounded.k);
}

}  // namespace adage::lanes
