// SPDX-License-Identifier: BSL-1.0
// Arithmetic on balls as functions, at the precision that bounds are computed to.
#pragma once

#include "ball/number.hpp"

namespace adage::ball {

inline constexpr slong kBits = 64;

inline Ball sum_of(const Ball& a, const Ball& b) {
  Ball result;
  arb_add(result, a, b, kBits);
  return result;
}
inline Ball product_of(const Ball& a, const Ball& b) {
  Ball result;
  arb_mul(result, a, b, kBits);
  return result;
}
inline double upper(const Ball& a) {
  Real bound;
  arb_get_abs_ubound_arf(bound, a, 60);
  return arf_get_d(bound, ARF_RND_CEIL);
}
inline double lower(const Ball& a) {
  Real bound;
  arb_get_abs_lbound_arf(bound, a, 60);
  return arf_get_d(bound, ARF_RND_FLOOR);
}
inline bool is_finite(const Ball& a) { return arb_is_finite(a) != 0; }

}  // namespace adage::ball
