// SPDX-License-Identifier: BSL-1.0
// Polynomials with integer coefficients over numbered generators, as values; the ring counts the work and stops it.
// Knows nothing of what a generator stands for.
#pragma once

#include <flint/fmpz_mpoly.h>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "algebra/algebra.hpp"
#include "base/rational.hpp"

namespace adage::algebra {

/// Ends an attempt: a bound was passed, or the expression is defined nowhere.
struct GiveUp {
  std::string reason;
};

using Exponents = std::vector<ulong>;

class Ring {
 public:
  Ring(std::size_t generators, const AlgebraOptions& options);
  ~Ring();
  Ring(const Ring&) = delete;
  Ring& operator=(const Ring&) = delete;

  /// The library takes no const contexts in some places; it never changes one.
  fmpz_mpoly_ctx_struct* context() const { return const_cast<fmpz_mpoly_ctx_struct*>(context_); }
  std::size_t generators() const { return generators_; }
  const AlgebraOptions& options() const { return *options_; }
  /// Throws GiveUp when this is more than what is left.
  void spend(std::uint64_t work) const;

 private:
  fmpz_mpoly_ctx_t context_;
  std::size_t generators_;
  const AlgebraOptions* options_;
  mutable std::uint64_t work_ = 0;
  std::chrono::steady_clock::time_point start_;
};

class Poly {
 public:
  explicit Poly(const Ring& ring) : ring_(&ring) { fmpz_mpoly_init(value_, ring.context()); }
  /// A whole number.
  Poly(const Ring& ring, const Rational& integer);
  Poly(const Poly& other) : Poly(*other.ring_) { fmpz_mpoly_set(value_, other.value_, context()); }
  Poly(Poly&& other) noexcept : Poly(*other.ring_) { fmpz_mpoly_swap(value_, other.value_, context()); }
  Poly& operator=(Poly other) noexcept {
    fmpz_mpoly_swap(value_, other.value_, context());
    return *this;
  }
  ~Poly() { fmpz_mpoly_clear(value_, context()); }

  static Poly generator(const Ring& ring, std::size_t index, ulong exponent = 1);

  fmpz_mpoly_struct* raw() { return value_; }
  const fmpz_mpoly_struct* raw() const { return value_; }
  const Ring& ring() const { return *ring_; }

  bool is_zero() const { return fmpz_mpoly_is_zero(value_, context()) != 0; }
  bool is_one() const { return fmpz_mpoly_is_one(value_, context()) != 0; }
  bool is_constant() const { return fmpz_mpoly_is_fmpz(value_, context()) != 0; }
  std::size_t length() const { return static_cast<std::size_t>(fmpz_mpoly_length(value_, context())); }
  /// Highest power of a generator.
  std::int64_t degree(std::size_t generator) const;
  Rational coefficient(std::size_t term) const;
  Exponents exponents(std::size_t term) const;
  /// The only generator it is, when it is one and nothing else.
  std::optional<std::size_t> as_generator() const;
  bool leads_negative() const { return !is_zero() && fmpz_sgn(value_->coeffs) < 0; }
  /// The greatest common divisor of the coefficients.
  Rational content() const;
  Poly divided_by_integer(const Rational& integer) const;
  /// The quotient, when it is a polynomial.
  std::optional<Poly> divided_by(const Poly& divisor) const;
  /// What stands beside generator^power.
  Poly beside(std::size_t generator, std::uint64_t power) const;
  void push(const Rational& coefficient, const Exponents& exponents);
  void collect();  ///< after pushing

  friend bool operator==(const Poly& a, const Poly& b) {
    return fmpz_mpoly_equal(a.value_, b.value_, a.context()) != 0;
  }
  Poly operator-() const;
  friend Poly operator+(const Poly& a, const Poly& b);
  friend Poly operator-(const Poly& a, const Poly& b);
  friend Poly operator*(const Poly& a, const Poly& b);
  Poly power(std::uint64_t exponent) const;

 private:
  fmpz_mpoly_ctx_struct* context() const { return ring_->context(); }
  const Poly& checked() const;

  const Ring* ring_;
  fmpz_mpoly_t value_;
};

/// Divides both by a common divisor: the greatest where it is cheap to find.
void cancel(Poly& a, Poly& b);

struct Factors {
  Rational constant;
  std::vector<std::pair<Poly, std::int64_t>> parts;  ///< leading coefficients positive; irreducible where that is cheap
};
Factors factors(const Poly& poly);

}  // namespace adage::algebra
