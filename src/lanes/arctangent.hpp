// SPDX-License-Identifier: BSL-1.0
// The inverse tangent and the angle of a point on lanes of double: a polynomial on [0, 1], fitted as exp.hpp has it,
// and pi/2 less that of the reciprocal beyond, with what quotient and difference are rounded by.
#pragma once

#include "lanes/lane.hpp"

namespace adage::lanes {

struct ArctangentTable {
  /// atan(t) = t + t*z*(c0 + c1*z + …), z = t^2, for 0 <= t <= 1, relative error 4.6e-18.
  static constexpr double odd[] = {
      -0x1.5555555555526p-2, 0x1.99999999955b4p-3,  -0x1.249249237f57dp-3,  0x1.c71c717fcf76dp-4,
      -0x1.745d11ae74c7ap-4, 0x1.3b13669a2a047p-4,  -0x1.110e5126fd02dp-4,  0x1.e1bba66c1a4b8p-5,
      -0x1.ae5e72c0e6984p-5, 0x1.82dad79d1736p-5,   -0x1.59a3ff2ac6667p-5,  0x1.2c2e5ccfd4e26p-5,
      -0x1.e9fa0da6643e9p-6, 0x1.683cc98472e13p-6,  -0x1.c78fcd542af16p-7,  0x1.d7b927bbdceedp-8,
      -0x1.7a399ad4364a2p-9, 0x1.b3facbcd7bb8ap-11, -0x1.3f364d4b9695cp-13, 0x1.bbed9f7b04237p-17};
};

/// A number as a sum, the second part far below the first one.
template <class L>
struct Angle {
  L high;
  L low;
};

/// `turn` + `turn_low` - angle, for an angle of at most `turn`.
template <class L>
[[gnu::always_inline]] inline Angle<L> complement(double turn, double turn_low, Angle<L> angle) {
  const L high = L(turn) - angle.high;
  const L lost = (L(turn) - high) - angle.high;
  return {high, lost + (L(turn_low) - angle.low)};
}

/// The angle of the point (b, a) with 0 <= a, b: atan(a/b), or pi/2 less atan(b/a).
template <class L>
[[gnu::always_inline]] inline Angle<L> angle_in_first_quarter(L a, L b) {
  const auto steep = b < a;
  const L smaller = select(steep, b, a);
  const L larger = select(steep, a, b);
  const L t = select(smaller == L(0), smaller, select(a == b, L(1), smaller / larger));
  const L z = t * t;
  const L rest = fused(-t, larger, smaller) / larger;  // of the quotient; the tangent there rises by some 1 - z/2
  const L known_rest = select(magnitude(rest) < L(1), rest, L(0));
  const L bent = fused(known_rest, fused(L(-0.5), z, L(1)), t * z * polynomial(z, ArctangentTable::odd));
  const Angle<L> turned = complement(0x1.921fb54442d18p0, 0x1.1a62633145c07p-54, Angle<L>{t, bent});
  return {select(steep, turned.high, t), select(steep, turned.low, bent)};
}

template <class L>
[[gnu::always_inline]] inline L atan(L x) {
  const auto [high, low] = angle_in_first_quarter(magnitude(x), L(1) + zero_like(x));
  return select(x == x, with_sign_of(high + low, x), x);
}

template <class L>
[[gnu::always_inline]] inline L atan2(L y, L x) {
  const Angle<L> near = angle_in_first_quarter(magnitude(y), magnitude(x));
  const Angle<L> turned = complement(0x1.921fb54442d18p1, 0x1.1a62633145c07p-53, near);
  const auto left = with_sign_of(L(1) + zero_like(x), x) < L(0);
  const L angle = select(left, turned.high + turned.low, near.high + near.low);
  return select(either(x != x, y != y), x + y, with_sign_of(angle, y));
}

/// The angle whose sine is x, with the cosine sqrt(1 - x^2) rounded twice; a NaN beyond 1.
template <class L>
[[gnu::always_inline]] inline L asin(L x) {
  return select(x == L(0), x, atan2(x, square_root(fused(-x, x, L(1)))));
}
template <class L>
[[gnu::always_inline]] inline L acos(L x) {
  return atan2(square_root(fused(-x, x, L(1))), x);
}

}  // namespace adage::lanes
