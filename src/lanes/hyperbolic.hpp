// SPDX-License-Identifier: BSL-1.0
// Hyperbolic sine and cosine on lanes of double, through half of the exponential, which is finite as long as they are,
// and their inverses and that of the tangent, through logarithms of 1 + u with u free of cancellation (Kahan 1987).
#pragma once

#include "lanes/exp.hpp"
#include "lanes/log.hpp"

namespace adage::lanes {

struct SinhTable {
  /// sinh(x) = x + x*z*(c0 + c1*z + …), z = x^2, for |x| <= 1, relative error 3.0e-19.
  static constexpr double odd[] = {0x1.5555555555556p-3,  0x1.111111111104p-7,   0x1.a01a01a0318d8p-13,
                                   0x1.71de3a40565e2p-19, 0x1.ae646b4d5f193p-26, 0x1.6118df717749ap-33,
                                   0x1.b52ebddfa9c53p-41};
};

/// exp(x)/2.
template <class L>
[[gnu::always_inline]] inline L half_exp(L x) {
  const auto [tail, k] = exponential(x, ExpTable<Element<L>>::highest + 1);
  return scale(L(1) + tail, k - L(1));
}

template <class L>
[[gnu::always_inline]] inline L cosh(L x) {
  const L half = half_exp(magnitude(x));
  return half + L(0.25) / half;
}

template <class L>
[[gnu::always_inline]] inline L sinh(L x) {
  const L a = magnitude(x);
  const L z = x * x;
  const L half = half_exp(a);
  return select(a <= L(1), fused(x * z, polynomial(z, SinhTable::odd), x), with_sign_of(half - L(0.25) / half, x));
}

/// Beyond, x^2 + 1 and x^2 - 1 are x^2, and not to be computed.
inline constexpr double kSquareAlone = 0x1p28;

/// log(2*a) for a large a.
template <class L>
[[gnu::always_inline]] inline L log_of_double(L a) {
  return log(a) + L(0x1.62e42fefa39efp-1);
}

/// The same of x + rest, where the rest is what rounding lost of the argument.
template <class L>
[[gnu::always_inline]] inline L cosh_of_sum(L x, L rest) {
  return moved_by(cosh(x), select(x < L(0), L(-1), L(1)), rest);
}
template <class L>
[[gnu::always_inline]] inline L sinh_of_sum(L x, L rest) {
  return moved_by(sinh(x), select(x < L(0), L(-1), L(1)), rest);
}

template <class L>
[[gnu::always_inline]] inline L asinh(L x) {
  const L a = magnitude(x);
  const L u = a + a * a / (L(1) + square_root(fused(a, a, L(1))));
  const L large = select(a > L(kSquareAlone), a, L(1));
  const L near = log1p(select(a > L(kSquareAlone), L(1), u));
  return with_sign_of(select(a > L(kSquareAlone), log_of_double(large), select(x == x, near, x)), x);
}

template <class L>
[[gnu::always_inline]] inline L acosh(L x) {
  const L t = x - L(1);
  const L near = log1p(t + square_root(fused(t, t, L(2) * t)));
  const L far = log_of_double(select(x > L(kSquareAlone), x, L(1)));
  const L inside = select(x > L(kSquareAlone), far, near);
  return select(x < L(1), L(Format<Element<L>>::nan), inside);
}

template <class L>
[[gnu::always_inline]] inline L atanh(L x) {
  const L a = magnitude(x);
  return with_sign_of(L(0.5) * log1p(L(2) * a / (L(1) - a)), x);
}

}  // namespace adage::lanes
