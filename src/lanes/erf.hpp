// SPDX-License-Identifier: BSL-1.0
// Error functions on lanes. erfc(a) for a >= 0 is exp(-a^2)*g(t)/(1 + 2*a), where g is smooth in t = (a - K)/(a + K)
// (Shepherd & Laframboise 1981); the square's rounding is put back, since exp would amplify it.
#pragma once

#include "lanes/exp.hpp"

namespace adage::lanes {

template <class T>
struct ErfTable;
template <>
struct ErfTable<float> {
  /// erf(x) = x + x*(c0 + c1*z + …), z = x^2, for |x| <= 1, relative error 8.6e-10.
  static constexpr float odd[] = {0x1.06eba8p-3F, -0x1.812744p-2F,  0x1.ce2eap-4F,   -0x1.b821e6p-6F,
                                  0x1.55dcc6p-8F, -0x1.b99eb6p-11F, 0x1.c77348p-14F, -0x1.1fd45cp-17F};
  /// (1 + 2*a)*exp(a^2)*erfc(a) in t, for a <= 10.1, relative error 6.5e-9.
  static constexpr float scaled_tail[] = {0x1.46e80ep0F,    -0x1.7bf5e8p-4F, -0x1.5407a6p-3F, 0x1.4ff9e4p-3F,
                                          -0x1.bc2d58p-5F,  -0x1.07213p-7F,  0x1.1dca9ep-7F,  0x1.489feap-10F,
                                          -0x1.7abcb8p-10F, -0x1.ad455p-12F, 0x1.876e86p-13F, 0x1.783126p-14F};
  static constexpr float centre = 2;  ///< K
  static constexpr float last = 10.1F;
};
template <>
struct ErfTable<double> {
  /// The same, relative error 1.1e-17.
  static constexpr double odd[] = {0x1.06eba8214db69p-3,   -0x1.812746b0379fdp-2,  0x1.ce2f21a04362dp-4,
                                   -0x1.b82ce312abf08p-6,  0x1.565bcd12991cp-8,    -0x1.c02db49b09506p-11,
                                   0x1.f9a335388d2f6p-14,  -0x1.f4d333884b60dp-17, 0x1.b9ee95850fe1bp-20,
                                   -0x1.5f9828c564078p-23, 0x1.fc78cbcd5b242p-27,  -0x1.46794fecbb4b8p-30,
                                   0x1.29783048052bbp-34};
  /// The same for a <= 27.3, relative error 4.1e-17.
  static constexpr double scaled_tail[] = {
      0x1.3ba5916e9fd7fp0,   -0x1.1df1ad154a29bp-3,  0x1.f7f5df66fcb71p-7,   0x1.16ecefcfa5f55p-4,
      -0x1.9ddb23c3e596ep-4, 0x1.7fee004df8e99p-4,   -0x1.0fb06dfe87795p-4,  0x1.3079edf9aa46bp-5,
      -0x1.0962387a632d9p-6, 0x1.49c671a979044p-8,   -0x1.8d4aa3b0058e4p-11, -0x1.a1de94aede68p-13,
      0x1.3be1002e01803p-13, -0x1.9967fec937822p-16, -0x1.78ad91b084799p-17, 0x1.7f9e6d792c243p-18,
      0x1.44d89e6bbeab4p-22, -0x1.bf3a55cab38d5p-21, 0x1.0b36d1c5460b7p-24,  0x1.e84b1cef7c45ap-24,
      -0x1.107b7206172bp-27, -0x1.c2ea3ba18a5e2p-27, -0x1.bc0badee2e922p-30};
  static constexpr double centre = 4;
  static constexpr double last = 27.3;
};

/// exp(a^2)*erfc(a) for a >= 0.
template <class L>
[[gnu::always_inline]] inline L scaled_erfc(L a) {
  using Table = ErfTable<Element<L>>;
  const L centre(Table::centre);
  const L at = select(a > L(Table::last), L(Table::last), a);
  return polynomial((at - centre) / (at + centre), Table::scaled_tail) / fused(L(2), at, L(1));
}

/// erf(x) for |x| <= 1; by Horner's rule alone, as the series' last steps weigh too much to be rounded once more.
template <class L>
[[gnu::always_inline]] inline L near_erf(L x) {
  return fused(x, horner<0, 1>(x * x, ErfTable<Element<L>>::odd), x);
}

template <class L>
[[gnu::always_inline]] inline L erf(L x) {
  const L a = magnitude(x);
  const L far = fused(-exp_of_square(x, L(-1)), scaled_erfc(a), L(1));
  return select(a < L(1), near_erf(x), with_sign_of(far, x));
}

/// erfc from what it is near zero, and from that for positive arguments.
template <class L>
[[gnu::always_inline]] inline L erfc(L x) {
  const L a = magnitude(x);
  const L upper = exp_of_square(x, L(-1)) * scaled_erfc(a);
  const L far = select(x < L(0), L(2) - upper, upper);
  return select(a < L(0.5), L(1) - near_erf(x), far);
}

/// erfc(-x/sqrt(2))/2, where the exponential is that of x itself: the rounding of x/sqrt(2) hardly matters to the rest.
template <class L>
[[gnu::always_inline]] inline L normal_cdf(L x) {
  const L z = x * L(static_cast<Element<L>>(0.70710678118654752440L));
  const L a = magnitude(z);
  const L upper = L(0.5) * exp_of_square(x, L(-0.5)) * scaled_erfc(a);
  const L far = select(x < L(0), upper, L(1) - upper);
  return select(a < L(0.5), fused(L(0.5), near_erf(z), L(0.5)), far);
}

/// The same of x + rest, where the rest is what rounding lost of the argument: in the tails the slopes of the
/// logarithms are close to -2*x and -x.
template <class L>
[[gnu::always_inline]] inline L erfc_of_sum(L x, L rest) {
  return moved_by(erfc(x), select(x > L(0), L(-2) * x, L(0)), rest);
}
template <class L>
[[gnu::always_inline]] inline L normal_cdf_of_sum(L x, L rest) {
  return moved_by(normal_cdf(x), select(x < L(0), -x, L(0)), rest);
}

}  // namespace adage::lanes
