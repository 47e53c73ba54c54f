// SPDX-License-Identifier: BSL-1.0
// Logarithms on lanes: x = 2^k*(1 + f) with 1 + f in [sqrt(1/2), sqrt(2)), and log(1 + f) by a polynomial in
// s = f/(2 + f), arranged so that the leading terms are exact (Ng 1993, FreeBSD's e_log.c).
#pragma once

#include "lanes/lane.hpp"

namespace adage::lanes {

template <class T>
struct LogTable;
template <>
struct LogTable<float> {
  /// log((1 + s)/(1 - s)) = 2*s + s*z*(c0 + c1*z + …), z = s^2, relative error 6.1e-11.
  static constexpr float tail[] = {0x1.555556p-1F, 0x1.99986ep-2F, 0x1.24c14p-2F, 0x1.ce848ep-3F};
  static constexpr float log2_high = 0x1.62e3p-1F;  ///< so short that its product with an exponent is exact
  static constexpr float log2_low = 0x1.2fefa2p-17F;
  static constexpr float root_half = 0x1.6a09e6p-1F;
  static constexpr float up = 0x1p25F;
  static constexpr int up_exponent = 25;
  static constexpr float all_whole = 0x1p24F;
};
template <>
struct LogTable<double> {
  /// The same, relative error 4.5e-18.
  static constexpr double tail[] = {0x1.5555555555558p-1, 0x1.99999999952b9p-2, 0x1.2492492dfb9b8p-2,
                                    0x1.c71c62d649d8cp-3, 0x1.7462b925f9ff5p-3, 0x1.39fdcbbcecb1p-3,
                                    0x1.2b5f5b2f84a73p-3};
  static constexpr double log2_high = 0x1.62e42feep-1;
  static constexpr double log2_low = 0x1.a39ef35793c76p-33;
  static constexpr double root_half = 0x1.6a09e667f3bcdp-1;
  static constexpr double up = 0x1p54;
  static constexpr int up_exponent = 54;
  static constexpr double all_whole = 0x1p53;
};

/// log(1 + f) + exponent*log(2), for f in [sqrt(1/2) - 1, sqrt(2) - 1] and a whole exponent.
template <class L>
[[gnu::always_inline]] inline L log_of_mantissa(L f, L exponent) {
  using Table = LogTable<Element<L>>;
  const L s = f / (L(2) + f);
  const L z = s * s;
  const L half_square = L(0.5) * f * f;
  const L bent = fused(s, half_square + z * polynomial(z, Table::tail), exponent * L(Table::log2_low));
  return fused(exponent, L(Table::log2_high), f - (half_square - bent));
}

/// 2^exponent*(1 + f), with 1 + f in [sqrt(1/2), sqrt(2)) and a whole exponent.
template <class L>
struct Split {
  L f;
  L exponent;
};

/// x + rest as such, where x > 0 is finite and |rest| is at most half a unit in its last place.
template <class L>
[[gnu::always_inline]] inline Split<L> split(L x, L rest) {
  using T = Element<L>;
  using Table = LogTable<T>;
  using F = Format<T>;
  const auto subnormal = x < L(std::numeric_limits<T>::min());
  const L normal = select(subnormal, x * L(Table::up), x);
  const Bits<L> all = bits(normal);
  const Bits<L> biased = (all + word<L>(bits(T(1)) - bits(Table::root_half))) >> F::fraction;
  const Bits<L> k = biased - word<L>(F::bias);
  const L mantissa = from_bits(all - (k << F::fraction));
  const L scale = from_bits((word<L>(2 * F::bias + 1) - biased) << F::fraction);  // 2^(1 - k)
  constexpr T whole(Word<L>(1) << F::fraction);
  const L exponent = from_bits(word<L>(bits(whole)) | biased) - L(whole + T(F::bias)) -
                     select(subnormal, L(T(Table::up_exponent)), L(0));
  return {fused(L(0.5) * rest, scale, mantissa - L(1)), exponent};
}

/// The logarithm of x + rest.
template <class L>
[[gnu::always_inline]] inline L log_of_sum(L x, L rest) {
  const auto [f, exponent] = split(x, rest);
  return log_of_mantissa(f, exponent);
}

/// What a logarithm is where its argument `x` is zero, negative, infinite or a NaN.
template <class L>
[[gnu::always_inline]] inline L log_at_edges(L x, L inside) {
  using F = Format<Element<L>>;
  const L outside = select(x == L(0), L(-F::infinity), L(F::nan));
  return select(x < L(F::infinity), select(x > L(0), inside, outside), x);
}

template <class L>
[[gnu::always_inline]] inline L log(L x) {
  return log_at_edges(x, log_of_sum(x, zero_like(x)));
}

/// log(1 + x), with what the sum loses.
template <class L>
[[gnu::always_inline]] inline L log1p(L x) {
  const auto [sum, lost] = two_sum(L(1), x);
  const L rest = select(x < L(LogTable<Element<L>>::all_whole), lost, L(0));
  return select(x == L(0), x, log_at_edges(sum, log_of_sum(sum, rest)));
}

/// A number that is known beyond the digits of its type.
struct Constant {
  double high;
  double low;
};

/// The logarithm to another base, on lanes of double: log(x)*factor, with the logarithm of 2 to that base `of_two`.
/// That of the mantissa is kept in two parts, so that whole results come out whole.
template <class L>
[[gnu::always_inline]] inline L log_to_base(L x, Constant factor, Constant of_two) {
  const auto [f, exponent] = split(x, zero_like(x));
  const L s = f / (L(2) + f);
  const L z = s * s;
  const L half_square = L(0.5) * f * f;
  const L high = f - half_square;
  const L low = ((f - high) - half_square) + s * (half_square + z * polynomial(z, LogTable<double>::tail));
  const L near = high * L(factor.high);
  const L near_rest = fused(high, L(factor.high), -near) + fused(high, L(factor.low), low * L(factor.high));
  const L far = exponent * L(of_two.high);
  const L far_rest = fused(exponent, L(of_two.high), -far) + exponent * L(of_two.low);
  const L sum = far + near;
  const L lost = (far - sum) + near;  // an exponent that is not 0 leaves more than its mantissa
  return log_at_edges(x, sum + (lost + (near_rest + far_rest)));
}

template <class L>
[[gnu::always_inline]] inline L log2(L x) {
  return log_to_base(x, {0x1.71547652b82fep0, 0x1.777d0ffda0d24p-56}, {1, 0});
}
template <class L>
[[gnu::always_inline]] inline L log10(L x) {
  return log_to_base(x, {0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57}, {0x1.34413509f79ffp-2, -0x1.9dc1da994fd21p-59});
}

}  // namespace adage::lanes
