// SPDX-License-Identifier: BSL-1.0
// The hyperbolic tangent on lanes: an odd polynomial near zero, 1 - 2/(exp(2x) + 1) elsewhere.
#pragma once

#include "lanes/exp.hpp"

namespace adage::lanes {

template <class T>
struct TanhTable;
template <>
struct TanhTable<float> {
  /// tanh(x) = x + x*z*(c0 + c1*z + …), z = x^2, for |x| <= 0.9, relative error 4.1e-9.
  static constexpr float odd[] = {-0x1.555554p-2F, 0x1.111076p-3F, -0x1.b9f502p-5F, 0x1.643d9ap-6F,
                                  -0x1.13e028p-7F, 0x1.65af3cp-9F, -0x1.0b000ap-11F};
  static constexpr float near = 0.9F;
  static constexpr float far = 10;  ///< from there on it is 1
};
template <>
struct TanhTable<double> {
  /// The same, relative error 4.8e-17.
  static constexpr double odd[] = {-0x1.5555555555555p-2,  0x1.1111111110e72p-3,   -0x1.ba1ba1b9e068bp-5,
                                   0x1.664f487332dc9p-6,   -0x1.226e33453fb02p-7,  0x1.d6d37a7b7bb0cp-9,
                                   -0x1.7d9ee3796c629p-10, 0x1.352f2d143c2e9p-11,  -0x1.f371756ec365cp-13,
                                   0x1.8d2111a2b0feep-14,  -0x1.2aa37cbbbc95cp-15, 0x1.83cb211f98a2bp-17,
                                   -0x1.7004d47029755p-19, 0x1.6b762ea89ba3ap-22};
  static constexpr double near = 0.9;
  static constexpr double far = 20;
};

template <class L>
[[gnu::always_inline]] inline L tanh(L x) {
  using T = Element<L>;
  using Table = TanhTable<T>;
  const L square = x * x;
  const L near = fused(x * square, polynomial(square, Table::odd), x);
  const auto [tail, k] = exponential(held(L(2) * magnitude(x), T(0), 2 * Table::far));
  const L power = power_of_two<L>(k);
  const L far = L(1) - L(2) / (fused(power, tail, power) + L(1));
  const L value = select(magnitude(x) < L(Table::near), near, with_sign_of(far, x));
  return select(x == x, value, x);
}

}  // namespace adage::lanes
