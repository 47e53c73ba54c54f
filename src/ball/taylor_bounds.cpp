// SPDX-License-Identifier: BSL-1.0
// What is asked of Taylor models: bounds of their values, and their coefficients as doubles.
#include <algorithm>
#include <cmath>

#include "ball/bounds.hpp"
#include "ball/taylor_model.hpp"

namespace adage::ball {

Ball TaylorModels::piece(slong i) const {
  const double step = 2 * arf_get_d(radius_, ARF_RND_NEAR) / kPieces;  // exact: both are powers of two
  Ball result;
  arb_set_interval_arf(result, Real(step * static_cast<double>(i - kPieces / 2)),
                       Real(step * static_cast<double>(i + 1 - kPieces / 2)), kBits);
  return result;
}

Ball TaylorModels::value_of(const Unit& unit) {
  constexpr slong bits = 128;
  Ball result, two;
  arb_const_sqrt_pi(result, bits);
  arb_pow_ui(result, result, static_cast<ulong>(std::abs(unit.pi_halves)), bits);
  if (unit.pi_halves < 0) arb_inv(result, result, bits);
  arb_sqrt_ui(two, 2, bits);
  if (unit.root_two) arb_mul(result, result, two, bits);
  return result;
}

double TaylorModels::coefficient(const TaylorModel& a, slong i) const {
  constexpr slong bits = 128;
  Ball result = a.series.coefficient(i, bits), power;
  arb_pow_ui(power, value_of(scale_), static_cast<ulong>(std::abs(a.order + i)), bits);
  if (a.order + i < 0) arb_inv(power, power, bits);
  arb_mul(result, result, power, bits);
  arb_mul(result, result, value_of(a.unit), bits);
  return arf_get_d(arb_midref(static_cast<const arb_struct*>(result)), ARF_RND_NEAR);
}

double TaylorModels::radius() const {
  Ball result{radius_};
  arb_div(result, result, value_of(scale_), kBits);
  return lower(result);
}

TaylorModels::Size TaylorModels::size(const TaylorModel& a) const {
  Size result{.least = HUGE_VAL};
  for (slong i = 0; i != kPieces; ++i) {
    const Ball t = piece(i);
    const Ball value = sum_of(over(a.series, t), product_of(a.rest, power_of(t, a.length)));
    const double here = is_finite(value) ? lower(value) : 0;
    result.least = std::min(result.least, here);
    result.cancelled = std::max(result.cancelled, tails(a, upper(t)).front() / here);
  }
  return result;
}

double TaylorModels::largest(const TaylorModel& a) const {
  if (a.order < 0) return HUGE_VAL;
  const Ball values = sum_of(over(a.series, all_), product_of(a.rest, power_of(all_, a.length)));
  return is_finite(values) ? upper(product_of(value_of(a.unit), product_of(values, power_of(all_, a.order))))
                           : HUGE_VAL;
}

std::vector<double> TaylorModels::tails(const TaylorModel& a, double size) const {
  std::vector<double> result(static_cast<std::size_t>(a.length) + 1);
  const Ball t{Real(size)};
  Ball total = product_of(a.rest, power_of(t, a.length));
  arb_abs(total, total);
  result.back() = upper(total);
  for (slong i = a.length; i-- != 0;) {
    Ball term = product_of(a.series.coefficient(i, kBits), power_of(t, i));
    arb_abs(term, term);
    total = sum_of(total, term);
    result[static_cast<std::size_t>(i)] = upper(total);
  }
  return result;
}

}  // namespace adage::ball
