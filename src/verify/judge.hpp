// SPDX-License-Identifier: BSL-1.0
// One computed number against the enclosure of the true one: the error in ulps, or which of the two is not finite.
#pragma once

#include <optional>
#include <span>

#include "ball/ball.hpp"
#include "ops/between.hpp"
#include "verify/bounded.hpp"

namespace adage {

/// A binary floating-point format: bits of significance, and the exponents of the smallest normal and largest number.
struct FloatFormat {
  int digits = 53;
  int min_exponent = -1022;
  int max_exponent = 1023;
};
inline constexpr FloatFormat kFloat16{11, -14, 15};
inline constexpr FloatFormat kBfloat16{8, -126, 127};
inline constexpr FloatFormat kFloat32{24, -126, 127};
inline constexpr FloatFormat kFloat64{53, -1022, 1023};

struct Judgement {
  enum class Kind : std::uint8_t {
    measured,         ///< both are finite, and `low` to `high` encloses the error
    agreed,           ///< neither is: no value, or one beyond the format, against the right infinity or NaN
    wrong_nonfinite,  ///< an infinity or NaN that should not be there
    wrong_finite,     ///< a number where there should be none
    unclear,
  };
  Kind kind = Kind::unclear;
  double low = 0;
  double high = 0;

  /// Known to three digits, and whether it is more than half an ulp: the histogram's row is that of `high`.
  bool settled() const;
};

/// An ulp is the distance of the format's numbers in the binade of the true value rounded; among subnormal numbers
/// theirs. A true value that rounds to an infinity asks for that infinity; one that does not exist, for an infinity or
/// NaN.
Judgement judge(const Between& truth, double computed, const FloatFormat& format);
Judgement judge(const Bounded& truth, double computed, const FloatFormat& format);
Judgement judge(const Split& truth, double computed, const FloatFormat& format);

/// Whether the true value, rounded to the format, is an infinity; nothing where that is not known.
std::optional<bool> rounds_to_infinity(const Split& truth, const FloatFormat& format);
/// The exponent of an ulp at a true value.
int exponent_of_ulp(const Split& truth, const FloatFormat& format);

/// The histogram's row of an error: 0 for none, 1 up to a half, then each up to twice the one before; the last has no
/// end.
inline constexpr std::size_t kErrorRows = 24;
std::size_t row_of_error(double ulps);

/// The same for many rows of a format of few exponents: how large each error is at most, in ulps, 0 where both are not
/// finite, and its row of the histogram. What is in no row: infinity or NaN in the right place, and what judge() has to
/// look at.
inline constexpr std::uint8_t kAgreedRow = 0xFE;
inline constexpr std::uint8_t kHardRow = 0xFF;
void judge_rows(std::span<const Between> truths, std::span<const double> computed, const FloatFormat& format,
                std::span<double> high, std::span<std::uint8_t> rows);

}  // namespace adage
