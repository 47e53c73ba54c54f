// SPDX-License-Identifier: BSL-1.0
// Error functions on lanes. Where a is not small, erfc(a) is exp(-a^2)*g(t)/(a + K) and the normal distribution at -a
// exp(-a^2/2)*h(t)/(a + K), where g and h are smooth in t = (a - K)/(a + K) (Shepherd & Laframboise 1981), so that one
// quotient serves twice. The square's rounding is put back, since exp would amplify it, and that of the quotient.
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
  /// (a + K)*exp(a^2)*erfc(a) in t, for a from 0.5 to 10.1, relative error 1.2e-9.
  static constexpr float erfc_tail[] = {0x1.0b3444p0F,   -0x1.8845bp-1F, 0x1.927984p-2F,   -0x1.e52288p-4F,
                                        0x1.a3d05ep-9F,  0x1.80327ap-7F, -0x1.f86c86p-10F, -0x1.860aacp-10F,
                                        0x1.17e742p-12F, 0x1.c43eb2p-13F};
  static constexpr float erfc_centre = 2.3125F;  ///< K
  static constexpr float erfc_last = 10.1F;
  /// (a + K)*exp(a^2/2)*normal_cdf(-a) in t, for a from 0.7 to 14.3, relative error 3.8e-9.
  static constexpr float normal_tail[] = {0x1.7850b2p-1F,  -0x1.0fa22ep-1F, 0x1.0b328p-2F,    -0x1.1f7b64p-4F,
                                          -0x1.91b7cep-9F, 0x1.0ced34p-7F,  -0x1.f1c6c4p-12F, -0x1.298432p-10F,
                                          0x1.b6c12p-15F,  0x1.42071ep-13F};
  static constexpr float normal_centre = 3.171875F;
  static constexpr float normal_last = 14.3F;
  static constexpr float normal_near = 0.707F;
};
template <>
struct ErfTable<double> {
  /// The same, relative error 1.1e-17.
  static constexpr double odd[] = {0x1.06eba8214db69p-3,   -0x1.812746b0379fdp-2,  0x1.ce2f21a04362dp-4,
                                   -0x1.b82ce312abf08p-6,  0x1.565bcd12991cp-8,    -0x1.c02db49b09506p-11,
                                   0x1.f9a335388d2f6p-14,  -0x1.f4d333884b60dp-17, 0x1.b9ee95850fe1bp-20,
                                   -0x1.5f9828c564078p-23, 0x1.fc78cbcd5b242p-27,  -0x1.46794fecbb4b8p-30,
                                   0x1.29783048052bbp-34};
  /// The same for a from 0.5 to 27.3, relative error 5.0e-18.
  static constexpr double erfc_tail[] = {0x1.1864914f808fcp0,   -0x1.f2642c9843ed2p-1,  0x1.8887be17d6ffep-1,
                                         -0x1.1043a75c01028p-1, 0x1.4901a943ce934p-2,   -0x1.53fa27774e976p-3,
                                         0x1.22a9b7d3aa4bbp-4,  -0x1.801aadbb5d8f5p-6,  0x1.41eb081b2c362p-8,
                                         0x1.4652d428f15d6p-15, -0x1.ec675c3f3767p-12,  0x1.3144d418fd50fp-13,
                                         0x1.35079d1f8dd85p-17, -0x1.3c01dcbd33cc4p-16, 0x1.8d7979bfc5db3p-19,
                                         0x1.e8eaac23b015fp-20, -0x1.67df7e071c311p-21, -0x1.53add54e7a27dp-23,
                                         0x1.bfac913aca236p-24, 0x1.7addd233d06ddp-27,  -0x1.7532fdaccea87p-27};
  static constexpr double erfc_centre = 3.953125;
  static constexpr double erfc_last = 27.3;
  /// The same for a from 0.7 to 38.7, relative error 3.7e-18.
  static constexpr double normal_tail[] = {0x1.8c9bf8225cd9ep-1,   -0x1.60bd9a1fde8c4p-1,  0x1.163d51843a50ep-1,
                                           -0x1.82eb4d3d7f175p-2,  0x1.d5395ad566d9cp-3,   -0x1.e75e3ea51bcf2p-4,
                                           0x1.a3e3da5c2cb12p-5,   -0x1.190be27dace13p-6,  0x1.e5bfeafdddc7dp-9,
                                           -0x1.0f1c51748eb36p-15, -0x1.5aac1f37a0c98p-12, 0x1.ca98abdc83505p-14,
                                           0x1.127a93b675efbp-18,  -0x1.c1c47a6ef45e6p-17, 0x1.480011911b1cfp-19,
                                           0x1.4793185a742abp-20,  -0x1.12a2594ac7cf3p-21, -0x1.9f4837d8addbfp-24,
                                           0x1.4bbb375c42d41p-24,  0x1.98ed6fb23e107p-28,  -0x1.10c95e064292bp-27};
  static constexpr double normal_centre = 5.609375;
  static constexpr double normal_last = 38.7;
  static constexpr double normal_near = 0.707;
};

/// square*g(t)/(a + K) for a up to `last`, beyond which it is held: one product, in which what rounding lost of the
/// quotient moves the exponential as its own rest does. The centre has so few bits that a + K less K is exact. By
/// Horner's rule alone, as the last terms are large beside their sum.
template <class L, std::size_t N>
[[gnu::always_inline]] inline L gaussian_tail(const Gaussian<L>& square, L a, Element<L> last, Element<L> centre,
                                              const Element<L> (&g)[N]) {
  const L at = select(a > L(last), L(last), a);
  const L below = at + L(centre);
  const L lost = at - (below - L(centre));
  const L inverse = L(1) / below;
  const L inverse_rest = fused(-inverse, lost, fused(-inverse, below, L(1)));
  const L t = (at - L(centre)) * inverse;
  const L quotient = horner<0, 1>(fused(t, inverse_rest, t), g) * inverse;
  const L tail = moved_tail(square.rounded.tail, square.rest + inverse_rest);
  return scale(fused(quotient, tail, quotient), square.rounded.k);
}

/// erf(x) for |x| <= 1; by Horner's rule alone, as the series' last steps weigh too much to be rounded once more.
template <class L>
[[gnu::always_inline]] inline L near_erf(L x) {
  return fused(x, horner<0, 1>(x * x, ErfTable<Element<L>>::odd), x);
}

/// The functions from the exponential of the square, and from what they are near zero.
template <class L>
[[gnu::always_inline]] inline L far_erfc(const Gaussian<L>& square, L a) {
  using Table = ErfTable<Element<L>>;
  return gaussian_tail(square, a, Table::erfc_last, Table::erfc_centre, Table::erfc_tail);
}
template <class L>
[[gnu::always_inline]] inline L erfc(L x, const Gaussian<L>& square, L near) {
  const L upper = far_erfc(square, magnitude(x));
  return select(magnitude(x) < L(0.5), near, select(x < L(0), L(2) - upper, upper));
}
/// erfc(-x/sqrt(2))/2.
template <class L>
[[gnu::always_inline]] inline L normal_cdf(L x, const Gaussian<L>& square, L near) {
  using Table = ErfTable<Element<L>>;
  const L a = magnitude(x);
  const L upper = gaussian_tail(square, a, Table::normal_last, Table::normal_centre, Table::normal_tail);
  return select(a < L(Table::normal_near), near, select(x < L(0), upper, L(1) - upper));
}
template <class L>
[[gnu::always_inline]] inline L near_normal_cdf(L x) {
  return fused(L(0.5), near_erf(x * L(static_cast<Element<L>>(0.70710678118654752440L))), L(0.5));
}

template <class L>
[[gnu::always_inline]] inline L erf(L x) {
  const L upper = far_erfc(gaussian(x, L(-1)), magnitude(x));
  return select(magnitude(x) < L(1), near_erf(x), with_sign_of(L(1) - upper, x));
}
template <class L>
[[gnu::always_inline]] inline L erfc(L x) {
  return erfc(x, gaussian(x, L(-1)), L(1) - near_erf(x));
}
template <class L>
[[gnu::always_inline]] inline L normal_cdf(L x) {
  return normal_cdf(x, gaussian(x, L(-0.5)), near_normal_cdf(x));
}

/// At least zero.
template <class L>
[[gnu::always_inline]] inline L not_below_zero(L x) {
  return select(x < L(0), L(0), x);
}

/// The square where |x| grows by `rest`: the slope of the whole tail's logarithm is nearly s*2*|x| far out, where it
/// weighs most, and there is something to add to it nearer to zero, of which a digit is enough.
template <class L>
[[gnu::always_inline]] inline Gaussian<L> moved_by_rest(const Gaussian<L>& square, L slope, L x, L rest) {
  return {square.rounded, square.rest + small_rest(-slope * select(x < L(0), -rest, rest))};
}

/// The same of x + rest, where the rest is what rounding lost of the argument, and is let go where that cancels.
template <class L>
[[gnu::always_inline]] inline L erfc_of_sum(L x, L rest) {
  using T = Element<L>;
  const L a = magnitude(x);
  const L slope = fused(L(2), a, not_below_zero(fused(L(T(-0.17)), a, L(T(0.95)))));
  const L near = L(1) - near_erf(x);
  return erfc(x, moved_by_rest(gaussian(x, L(-1)), slope, x, rest), near - small_rest(rest));
}
template <class L>
[[gnu::always_inline]] inline L normal_cdf_of_sum(L x, L rest) {
  using T = Element<L>;
  const L a = magnitude(x);
  const L slope = a + not_below_zero(fused(L(T(-0.12)), a, L(T(0.7))));
  const L near = fused(L(T(0.35)), small_rest(rest), near_normal_cdf(x));
  return normal_cdf(x, moved_by_rest(gaussian(x, L(-0.5)), slope, x, rest), near);
}

}  // namespace adage::lanes
