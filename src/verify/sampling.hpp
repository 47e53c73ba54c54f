// SPDX-License-Identifier: BSL-1.0
// Where claims are tried: exact points over many magnitudes, simple ones first, inside given intervals. The same
// seed gives the same points on every machine, so nothing of <random>'s distributions is used.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/exact_text.hpp"
#include "ops/precise.hpp"
#include "verify/linear.hpp"

namespace adage {

/// splitmix64 (Steele, Lea & Flood 2014).
class Generator {
 public:
  explicit Generator(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  /// A whole number in [lo, hi].
  int between(int lo, int hi);
  /// In [0, 1).
  double uniform() { return static_cast<double>(next() >> 11U) * 0x1p-53; }
  bool chance(int percent) { return between(1, 100) <= percent; }

 private:
  std::uint64_t state_;
};

class Sampler {
 public:
  Sampler(std::span<const Interval> box, std::uint64_t seed) : box_(box.begin(), box.end()), random_(seed) {}

  std::size_t size() const { return box_.size(); }
  Generator& random() { return random_; }
  /// The next point: a value for each variable.
  std::vector<Rational> draw();
  /// Close to `value`, by a relative 1e-3, 1e-12 or 1e-30; for zero itself, by as much absolutely.
  Rational beside(const Rational& value);
  /// The same point moved by a relative 1e-12, or `finer` powers of ten less, in every coordinate that may move, to
  /// tell what holds there alone; or whole numbers stay.
  std::vector<Rational> moved(std::span<const Rational> point, int finer = 0, bool whole_stay = false);
  bool allowed(std::size_t variable, const Rational& value) const;

 private:
  enum class Magnitude : std::uint8_t { simple, moderate, wide, extreme };
  Magnitude magnitude();
  Rational positive(Magnitude magnitude);
  Rational value(std::size_t variable, Magnitude magnitude);

  std::vector<Interval> box_;
  Generator random_;
  std::uint32_t drawn_ = 0;
};

/// `digits` · 10^`exponent`.
Rational decimal(std::int64_t digits, int exponent);
/// About the number, to 50 digits; nothing when it is not finite or beyond what a rational should hold.
std::optional<Rational> rational_near(const PreciseNumber& value);
/// The number rounded to so many digits, as the formula language reads it.
std::string rounded_text(const PreciseNumber& value, int digits);

}  // namespace adage
