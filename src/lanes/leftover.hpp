// SPDX-License-Identifier: BSL-1.0
// What cancels near zero, on lanes of double: x - sin(x), x - tanh(x) and the slope of sin(x)/x. Polynomials in x^2
// interpolated at Chebyshev's points; elsewhere the plain form, or none.
#pragma once

#include "lanes/tanh.hpp"
#include "lanes/trigonometric.hpp"

namespace adage::lanes {

struct LeftoverTable {
  /// (x - sin(x))/x^3 in z = x^2 for z <= 4, relative error 6.5e-17.
  static constexpr double sin[] = {0x1.5555555555555p-3,   -0x1.1111111111111p-7,  0x1.a01a01a01a019p-13,
                                   -0x1.71de3a556c64ap-19, 0x1.ae64567f48735p-26,  -0x1.61246134fd6dep-33,
                                   0x1.ae7f3b4cf8683p-41,  -0x1.952b5af9d74f2p-49, 0x1.2f0d289540080p-57,
                                   -0x1.6362b1b21e3a9p-66};
  /// (x*cos(x) - sin(x))/x^3 likewise, 8.5e-17.
  static constexpr double slope[] = {-0x1.5555555555555p-2,  0x1.1111111111111p-5,   -0x1.3813813813810p-10,
                                     0x1.71de3a556c4b4p-16,  -0x1.0cfeb60f84702p-22, 0x1.08db48e44dcbbp-29,
                                     -0x1.78af525347e19p-37, 0x1.952af17a064b8p-45,  -0x1.54dfdbf8c093bp-53,
                                     0x1.ba7954d6d58b9p-62};
  /// (x - tanh(x))/x^3 for z <= 1, 1.1e-16.
  static constexpr double tanh[] = {0x1.5555555555555p-2,   -0x1.1111111111109p-3,  0x1.ba1ba1ba1ad79p-5,
                                    -0x1.664f488284a62p-6,  0x1.226e3554e44b7p-7,   -0x1.d6d3cf0c9f4f0p-9,
                                    0x1.7da3468275600p-10,  -0x1.3556d1497c973p-11, 0x1.f567a08729e42p-13,
                                    -0x1.95f8917d9e05ap-14, 0x1.4716206d34c37p-15,  -0x1.02a4681561bf1p-16,
                                    0x1.83b86bf37b691p-18,  -0x1.01ed0537aafe1p-19, 0x1.1306c68e489eap-21,
                                    -0x1.922fdbe58a872p-24, 0x1.255e7760dc76dp-27};
};

template <class L>
[[gnu::always_inline]] inline L sub_sin(L x) {
  const L z = x * x;
  return select(z <= L(4), x * (z * polynomial(z, LeftoverTable::sin)), x - sin(x));
}
template <class L>
[[gnu::always_inline]] inline L sub_tanh(L x) {
  const L z = x * x;
  return select(z <= L(1), x * (z * polynomial(z, LeftoverTable::tanh)), x - tanh(x));
}
/// For |x| <= 2, and 0 elsewhere. At zero the quotient has no slope.
template <class L>
[[gnu::always_inline]] inline L sinc_slope(L x) {
  const L z = x * x;
  const L near = x * polynomial(z, LeftoverTable::slope);
  return select(z <= L(4), select(x == L(0), x / x, near), select(x == x, L(0), x));
}

}  // namespace adage::lanes
