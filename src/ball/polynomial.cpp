// SPDX-License-Identifier: BSL-1.0
// Thin calls of FLINT.
#include "ball/polynomial.hpp"

namespace adage::ball {

Ball Polynomial::coefficient(slong i, slong bits) const {
  fmpq_t exact;
  fmpq_init(exact);
  fmpq_poly_get_coeff_fmpq(exact, value_, i);
  Ball result;
  arb_set_fmpq(result, exact, bits);
  fmpq_clear(exact);
  return result;
}

slong Polynomial::leading_zeros() const {
  slong count = 0;
  while (fmpz_is_zero(value_->coeffs + count) != 0) ++count;
  return count;
}

Polynomial Polynomial::from(slong count) const {
  Polynomial result;
  fmpq_poly_shift_right(result, value_, count);
  return result;
}

Polynomial Polynomial::below(slong count) const {
  Polynomial result = *this;
  fmpq_poly_truncate(result, count);
  return result;
}

Polynomial Polynomial::times_power(slong exponent) const {
  Polynomial result;
  fmpq_poly_shift_left(result, value_, exponent);
  return result;
}

}  // namespace adage::ball
