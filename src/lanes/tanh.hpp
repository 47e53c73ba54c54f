// SPDX-License-Identifier: BSL-1.0
// The hyperbolic tangent on lanes: an odd polynomial near zero, 1 - 2*E/(1 + E) with E = exp(-2|x|) elsewhere.
#pragma once

#include "lanes/exp.hpp"

namespace adage::lanes {

template <class T>
struct TanhTable;
template <>
struct TanhTable<float> {
  /// tanh(x) = x + x*z*(c0 + c1*z + …), z = x^2, for |x| <= 1, relative error 3.0e-9.
  static constexpr float odd[] = {-0x1.555556p-2F, 0x1.11113p-3F,  -0x1.ba1c2cp-5F, 0x1.661p-6F,
                                  -0x1.1f09f8p-7F, 0x1.af19d2p-9F, -0x1.00a3fp-10F, 0x1.4ad2b2p-13F};
  static constexpr float near = 1;
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
};

template <class L>
[[gnu::always_inline]] inline L tanh(L x) {
  using Table = TanhTable<Element<L>>;
  const L a = magnitude(x);
  const L square = a * a;
  const L near = fused(a * square, polynomial(square, Table::odd), a);
  const L small = exp(-(a * L(2)));
  const L inverse = L(1) / (L(1) + small);
  const L far = fused(L(-2) * small, inverse, L(1));
  return with_sign_of(select(a < L(Table::near), near, far), x);
}

}  // namespace adage::lanes
