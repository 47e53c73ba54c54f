// SPDX-License-Identifier: BSL-1.0
// Exact rational numbers. Fractions of two 64-bit integers, which nearly all constants are, stay in place;
// larger ones live in a Boost.Multiprecision number. A value is always in lowest terms, denominator > 0.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace adage {

/// An exact rational number. Immutable in effect; copies are cheap. Safe to read from several threads.
class Rational {
 public:
  struct Big;  // defined in rational_big.hpp, which few files need

  Rational() = default;
  Rational(std::int64_t value) : num_(value) {}  // NOLINT(google-explicit-constructor): an integer is a rational
  /// Throws Error when `den` is zero.
  Rational(std::int64_t num, std::int64_t den);
  static Rational from_big(Big value);

  /// Decimal text as the formula language writes it: `2`, `.5`, `1e-5`. Nothing when the exponent makes it too large to
  /// hold.
  static std::optional<Rational> from_decimal(std::string_view text);
  /// The shortest decimal that rounds to `value`, taken exactly: 0.1 is one tenth. Nothing for infinities and NaN.
  static std::optional<Rational> from_double(double value);
  /// The exact binary value of `value`. Nothing for infinities and NaN.
  static std::optional<Rational> from_double_exactly(double value);

  bool is_zero() const { return !big_ && num_ == 0; }
  bool is_one() const { return !big_ && num_ == 1 && den_ == 1; }
  bool is_minus_one() const { return !big_ && num_ == -1 && den_ == 1; }
  bool is_integer() const { return big_ ? big_is_integer() : den_ == 1; }
  bool is_negative() const { return sign() < 0; }
  int sign() const { return big_ ? big_sign() : (num_ > 0) - (num_ < 0); }
  /// The value when it is an integer of 64 bits.
  std::optional<std::int64_t> small_integer() const {
    if (big_ || den_ != 1) return std::nullopt;
    return num_;
  }
  /// Numerator and denominator when both fit 64 bits.
  bool small() const { return !big_; }
  std::int64_t small_num() const { return num_; }
  std::int64_t small_den() const { return den_; }
  Big big() const;

  Rational numerator() const;
  Rational denominator() const;
  /// Bits of numerator and denominator together; what the cap on exact folding counts.
  std::size_t bits() const;

  /// Correctly rounded (to nearest, ties to even), overflowing to infinity.
  double to_double() const;
  float to_float() const;
  /// `3`, `-7`, `0.25` where the decimal is finite and short, otherwise `1/3`.
  std::string to_string() const;
  std::size_t hash() const;

  Rational operator-() const { return big_ || !in_range(num_) ? negated() : Rational(-num_, den_, Lowest{}); }
  // Integers that stay small, which coefficients and exponents nearly always are, in place; all else out of line.
  friend Rational operator+(const Rational& a, const Rational& b) {
    std::int64_t sum = 0;
    return both_whole(a, b) && !__builtin_add_overflow(a.num_, b.num_, &sum) && in_range(sum) ? Rational(sum)
                                                                                              : a.plus(b);
  }
  friend Rational operator-(const Rational& a, const Rational& b) { return a + (-b); }
  friend Rational operator*(const Rational& a, const Rational& b) {
    std::int64_t product = 0;
    return both_whole(a, b) && !__builtin_mul_overflow(a.num_, b.num_, &product) && in_range(product)
               ? Rational(product)
               : a.times(b);
  }
  /// Throws Error when `b` is zero.
  friend Rational operator/(const Rational& a, const Rational& b) {
    return b.is_one() ? a : b.is_minus_one() ? -a : a.divided_by(b);
  }
  friend bool operator==(const Rational& a, const Rational& b) {
    return a.big_ || b.big_ ? a.equals_big(b) : a.num_ == b.num_ && a.den_ == b.den_;
  }
  friend std::strong_ordering operator<=>(const Rational& a, const Rational& b) {
    return both_whole(a, b) ? a.num_ <=> b.num_ : a.compare(b);
  }

 private:
  static bool both_whole(const Rational& a, const Rational& b) {
    return !a.big_ && !b.big_ && a.den_ == 1 && b.den_ == 1;
  }
  /// The small form is symmetric, so that every small value has a negative.
  static bool in_range(std::int64_t value) { return value != std::numeric_limits<std::int64_t>::min(); }
  struct Lowest {};
  Rational(std::int64_t num, std::int64_t den, Lowest) : num_(num), den_(den) {}
  bool big_is_integer() const;
  Rational negated() const;
  int big_sign() const;
  Rational plus(const Rational& b) const;
  Rational times(const Rational& b) const;
  Rational divided_by(const Rational& b) const;
  bool equals_big(const Rational& b) const;
  std::strong_ordering compare(const Rational& b) const;

  std::int64_t num_ = 0;
  std::int64_t den_ = 1;
  std::shared_ptr<const Big> big_;
};

/// `base^exponent`, or nothing when the result would have more than `max_bits` bits or divides by zero.
std::optional<Rational> power(const Rational& base, std::int64_t exponent, std::size_t max_bits);
/// The exact root, if there is one: `root(8, 3)` is 2. Nothing for a negative radicand under an even root.
std::optional<Rational> exact_root(const Rational& radicand, std::int64_t degree);
Rational floor(const Rational& value);
inline Rational abs(const Rational& value) { return value.is_negative() ? -value : value; }

}  // namespace adage
