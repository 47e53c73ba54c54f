// SPDX-License-Identifier: BSL-1.0
// Polynomials with rational coefficients, as values, cut and shifted as series are.
#pragma once

#include <flint/fmpq_poly.h>

#include "ball/number.hpp"

namespace adage::ball {

/// A polynomial with rational coefficients, as a value.
class Polynomial {
 public:
  Polynomial() { fmpq_poly_init(value_); }
  Polynomial(const Polynomial& other) : Polynomial() { fmpq_poly_set(value_, other.value_); }
  Polynomial(Polynomial&& other) noexcept : Polynomial() { fmpq_poly_swap(value_, other.value_); }
  Polynomial& operator=(Polynomial other) noexcept { return fmpq_poly_swap(value_, other.value_), *this; }
  ~Polynomial() { fmpq_poly_clear(value_); }

  operator fmpq_poly_struct*() { return value_; }              // NOLINT(google-explicit-constructor): as fmpq_poly_t
  operator const fmpq_poly_struct*() const { return value_; }  // NOLINT(google-explicit-constructor)
  slong length() const { return fmpq_poly_length(value_); }
  bool zero() const { return length() == 0; }
  /// How many zeros does it begin with? It must not be zero.
  slong leading_zeros() const;
  Ball coefficient(slong i, slong bits) const;
  /// What is left of it without the first `count` terms, divided by t^count.
  Polynomial from(slong count) const;
  /// The first `count` terms.
  Polynomial below(slong count) const;
  Polynomial times_power(slong exponent) const;

 private:
  fmpq_poly_t value_;
};

}  // namespace adage::ball
