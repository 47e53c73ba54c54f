// SPDX-License-Identifier: BSL-1.0
// What judge() does, without a branch, so that a compiler makes vectors of it: nearly all rows of a kernel are numbers
// beside narrow enclosures.
#include <bit>
#include <cmath>
#include <limits>

#include "lanes/versions.hpp"
#include "verify/judge.hpp"

namespace adage {
namespace {

constexpr int kFraction = 52;
constexpr int kBias = 1023;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// 2^-e for the exponent e of an ulp at a size that is not negative, as exponent_of_ulp() has it: half an ulp more
/// carries into the exponent of the number that the size is rounded to.
[[gnu::always_inline]] inline double per_ulp(double size, const FloatFormat& format) {
  const std::int64_t rounded = std::bit_cast<std::int64_t>(size) + (std::int64_t{1} << (kFraction - format.digits));
  const std::int64_t least = format.min_exponent + kBias;
  const std::int64_t exponent = std::max(rounded >> kFraction, least);
  return std::bit_cast<double>((2 * kBias + format.digits - 1 - exponent) << kFraction);
}

/// As row_of_error(): a power of two belongs below.
[[gnu::always_inline]] inline std::uint8_t row_of(double ulps) {
  const std::int64_t binade = ((std::bit_cast<std::int64_t>(ulps) - 1) >> kFraction) - kBias;
  const std::int64_t row = std::min<std::int64_t>(std::max<std::int64_t>(binade + 3, 1), kErrorRows - 1);
  return static_cast<std::uint8_t>(ulps == 0 ? 0 : row);
}

constexpr auto loop = [](const Between* truths, const double* computed, std::size_t n, FloatFormat format, double limit,
                         double* high, std::uint8_t* rows) __attribute__((always_inline)) {
  for (std::size_t i = 0; i != n; ++i) {
    const auto [lo, hi] = truths[i];
    const double out = computed[i];
    const double below = out - lo, above = hi - out;
    const double far = below > above ? below : above;
    const double least = below < above ? below : above;
    const double near = least < 0 ? -least : 0.0;
    const double smallest = lo > 0 ? lo : hi < 0 ? -hi : 0.0;
    const double largest = -lo > hi ? -lo : hi;
    const double low_ulps = near * per_ulp(largest, format);
    const double high_ulps = far * per_ulp(smallest, format);
    const double width = high_ulps - low_ulps;
    const bool finite = (lo > -limit) & (hi < limit) & (std::fabs(out) < limit);
    const bool narrow = width <= 0x1p-10 * (high_ulps > 1 ? high_ulps : 1.0);
    const bool one_side = (low_ulps <= 0.5) == (high_ulps <= 0.5);
    const bool beyond = ((lo >= limit) & (out == kInfinity)) | ((hi <= -limit) & (out == -kInfinity));
    const bool agreed = beyond | ((lo != lo) & !(std::fabs(out) < kInfinity));
    high[i] = agreed ? 0 : high_ulps;
    const std::uint8_t other = agreed ? kAgreedRow : kHardRow;
    const bool settled = finite & narrow & one_side;
    rows[i] = settled ? row_of(high_ulps) : other;
  }
};

}  // namespace

void judge_rows(std::span<const Between> truths, std::span<const double> computed, const FloatFormat& format,
                std::span<double> high, std::span<std::uint8_t> rows) {
  const double limit = std::ldexp(2 - std::ldexp(1.0, -format.digits), format.max_exponent);
  lanes::on_target(loop, truths.data(), computed.data(), computed.size(), format, limit, high.data(), rows.data());
}

}  // namespace adage
