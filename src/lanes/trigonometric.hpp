// SPDX-License-Identifier: BSL-1.0
// Sine, cosine and tangent on lanes of double: x = k*pi/2 + r with |r| <= pi/4 and pi/2 in three parts (Cody & Waite
// 1980), r as a sum of two numbers, and polynomials fitted in the largest relative error (as exp.hpp has it).
#pragma once

#include "lanes/lane.hpp"

namespace adage::lanes {

struct TurnTable {
  /// pi/2 = high + middle + low, with an error below 2^-162.
  static constexpr double high = 0x1.921fb54442d18p0;
  static constexpr double middle = 0x1.1a62633145c07p-54;
  static constexpr double low = -0x1.f1976b7ed8fbcp-110;
  static constexpr double inverse = 0x1.45f306dc9c883p-1;
  /// sin(r) = r + r*z*(c0 + c1*z + …), z = r^2, |r| <= 0.786, relative error 4.1e-18.
  static constexpr double odd[] = {-0x1.5555555555547p-3, 0x1.111111110f5cbp-7,   -0x1.a01a019bbeecdp-13,
                                   0x1.71de3531b3de8p-19, -0x1.ae5e3040063a1p-26, 0x1.5d83837e9d9cp-33};
  /// cos(r) = 1 - z/2 + z^2*(c0 + c1*z + …), relative error 6.2e-20.
  static constexpr double even[] = {0x1.555555555554ap-5,   -0x1.6c16c16c14df7p-10, 0x1.a01a019c5abd9p-16,
                                    -0x1.27e4f7cbccee6p-22, 0x1.1ee9c217a6ea6p-29,  -0x1.8f99257515d56p-37};
};

/// The magnitude up to which the number of quarter turns times the parts of pi/2 leaves enough digits: with k <= 2^30
/// nothing is lost that matters beside the smallest r of a double, some 2^-61 (Kahan 1983; Muller 2016, 11.3).
inline constexpr std::int64_t kFarthestAngle = std::int64_t{1} << 30;

/// x = quarters*pi/2 + high + low, for |x| <= kFarthestAngle.
template <class L>
struct Turned {
  L high;
  L low;
  Bits<L> quarters;  ///< the low bits count
};

template <class L>
[[gnu::always_inline]] inline Turned<L> turned(L x) {
  using Table = TurnTable;
  const L rounder(Format<double>::rounder);
  const L sum = fused(x, L(Table::inverse), rounder);
  const L k = sum - rounder;
  const L exact = fused(k, L(-Table::high), x);  // whole multiples of 2^-53, if k is not 0, with a sum below one
  const L product = k * L(Table::middle);
  const auto [high, lost] = two_sum(exact, -product);
  const L beneath = fused(k, L(Table::middle), -product);
  return {high, fused(k, L(-Table::low), lost - beneath), bits(sum)};
}

/// The same of x + rest. A rest that is none, as where the argument has overflowed, is let go.
template <class L>
[[gnu::always_inline]] inline Turned<L> turned(L x, L rest) {
  const auto [sum, beneath] = two_sum(x, select(magnitude(rest) < L(double(kFarthestAngle)), rest, L(0)));
  const auto [high, low, quarters] = turned(sum);
  const auto [first, second] = two_sum(high, low + beneath);
  return {first, second, quarters};
}

/// Numbers from here on are whole, and those from there on even.
inline constexpr double kAllWhole = 0x1p52, kAllEven = 0x1p53;

template <class L>
struct Quarter {
  L within;  ///< at most a quarter
  Bits<L> halves;
};

/// x = 2*k + halves/2 + within, exactly, for |x| up to kAllWhole, as far as adding the rounder rounds to whole numbers.
template <class L>
[[gnu::always_inline]] inline Quarter<L> quarter(L x) {
  const L rounder(Format<double>::rounder);
  const L turns = fused(x, L(0.5), rounder) - rounder;
  const L part = fused(L(-2), turns, x);
  const L sum = fused(part, L(2), rounder);
  return {fused(L(-0.5), sum - rounder, part), bits(sum)};
}

/// pi*x and pi*(x + rest) as angles, for any x; pi is taken in two parts.
template <class L>
[[gnu::always_inline]] inline Turned<L> half_turns(L x) {
  constexpr double high = 2 * TurnTable::high, low = 2 * TurnTable::middle;
  const L odd_or_even = select(magnitude(x) < L(kAllEven), x - select(x < L(0), L(-kAllWhole), L(kAllWhole)), L(0));
  const auto [within, halves] = quarter(select(magnitude(x) < L(kAllWhole), x, odd_or_even));
  const L product = within * L(high);
  return {product, fused(within, L(high), -product) + within * L(low), halves};
}
template <class L>
[[gnu::always_inline]] inline Turned<L> half_turns(L x, L rest) {
  const auto held = [](L a) { return select(magnitude(a) < L(kAllEven), a, L(0)); };
  const auto [sum, beneath] = two_sum(held(x), held(rest));
  const auto [high, low, quarters] = half_turns(sum);
  const auto [first, second] = two_sum(high, fused(beneath, L(2 * TurnTable::high), low));
  return {first, second, quarters};
}

/// The sine if `shift` is 0, the cosine if it is 1.
template <class L>
[[gnu::always_inline]] inline L wave(const Turned<L>& angle, Word<L> shift) {
  using Table = TurnTable;
  const auto [high, low, quarters] = angle;
  const L z = high * high;
  const L sine = high + fused(high * z, polynomial(z, Table::odd), low);
  const L half = L(0.5) * z;
  const L near = L(1) - half;
  const L cosine = near + (((L(1) - near) - half) + fused(z * z, polynomial(z, Table::even), -(high * low)));
  const Bits<L> n = quarters + word<L>(shift);
  const Bits<L> odd = word<L>(0) - (n & word<L>(1));
  const Bits<L> chosen = (bits(cosine) & odd) | (bits(sine) & ~odd);
  return from_bits(chosen + ((n >> 1) << 63));  // the sign changes with each half turn
}

/// Zero has its sign from the argument.
template <class L>
[[gnu::always_inline]] inline L sin(L x) {
  return select(x == L(0), x, wave(turned(x), 0));
}
template <class L>
[[gnu::always_inline]] inline L cos(L x) {
  return wave(turned(x), 1);
}
template <class L>
[[gnu::always_inline]] inline L tan(L x) {
  const Turned<L> angle = turned(x);
  return select(x == L(0), x, wave(angle, 0) / wave(angle, 1));
}

/// `value`, but a zero with the sign of x. The angle of a zero need not be one: pi in two parts has a sine of zero.
template <class L>
[[gnu::always_inline]] inline L signed_zero(L value, L x) {
  return select(value == L(0), with_sign_of(value, x), value);
}

template <class L>
[[gnu::always_inline]] inline L sin_of_sum(L x, L rest) {
  return signed_zero(wave(turned(x, rest), 0), x);
}
template <class L>
[[gnu::always_inline]] inline L cos_of_sum(L x, L rest) {
  return wave(turned(x, rest), 1);
}
template <class L>
[[gnu::always_inline]] inline L tan_of_sum(L x, L rest) {
  const Turned<L> angle = turned(x, rest);
  return signed_zero(wave(angle, 0) / wave(angle, 1), x);
}

/// The sine or cosine of an angle that was made of x, which may be infinite; a zero has the sign of x.
template <class L>
[[gnu::always_inline]] inline L wave_of(L x, const Turned<L>& angle, Word<L> shift) {
  return select(magnitude(x) < L(Format<double>::infinity), signed_zero(wave(angle, shift), x), x - x);
}

/// sin(pi*x) and cos(pi*x), the sinPi and cosPi of IEEE 754-2019: exact where they are 0, 1 or -1.
template <class L>
[[gnu::always_inline]] inline L sin_pi(L x) {
  return wave_of(x, half_turns(x), 0);
}
template <class L>
[[gnu::always_inline]] inline L cos_pi(L x) {
  return wave_of(x, half_turns(x), 1);
}
template <class L>
[[gnu::always_inline]] inline L sin_pi_of_sum(L x, L rest) {
  return wave_of(x, half_turns(x, rest), 0);
}
template <class L>
[[gnu::always_inline]] inline L cos_pi_of_sum(L x, L rest) {
  return wave_of(x, half_turns(x, rest), 1);
}

}  // namespace adage::lanes
