// SPDX-License-Identifier: BSL-1.0
// The ruler: how tests compare floating-point numbers. Symmetric in its two numbers; NaN is near NaN and far from
// all else; an infinity is near itself alone. `near` counts in ulps, `close` relatively, `identical` by bits.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <limits>
#include <ostream>
#include <sstream>
#include <string>
#include <type_traits>

namespace ruler {

/// The outcome of a comparison, for BOOST_TEST: true or false, and printed with both numbers and their distance.
struct Comparison {
  bool holds = false;
  std::string message;
  explicit operator bool() const { return holds; }
  friend std::ostream& operator<<(std::ostream& out, const Comparison& c) { return out << c.message; }
};

inline constexpr std::uint64_t kFar = std::numeric_limits<std::uint64_t>::max();

/// The number of representable values from `a` to `b`; the two zeros are one value. `kFar` where that has no meaning.
template <std::floating_point T>
std::uint64_t ulps(T a, T b) {
  static_assert(sizeof(T) == 4 || sizeof(T) == 8);
  using Bits = std::conditional_t<sizeof(T) == 4, std::int32_t, std::int64_t>;
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b) ? 0 : kFar;
  if (std::isinf(a) || std::isinf(b)) return a == b ? 0 : kFar;
  const auto ordinal = [](T x) {  // monotone in x, and zero for both zeros
    const auto bits = std::int64_t{std::bit_cast<Bits>(x)};
    return bits >= 0 ? bits : std::int64_t{std::numeric_limits<Bits>::min()} - bits;
  };
  const std::int64_t p = ordinal(a);
  const std::int64_t q = ordinal(b);
  return p > q ? static_cast<std::uint64_t>(p) - static_cast<std::uint64_t>(q)
               : static_cast<std::uint64_t>(q) - static_cast<std::uint64_t>(p);
}

/// |a - b| relative to the larger magnitude; infinite where that has no meaning.
template <std::floating_point T>
T relative_distance(T a, T b) {
  if (ulps(a, b) == 0) return 0;
  if (ulps(a, b) == kFar) return std::numeric_limits<T>::infinity();
  const T larger = std::max(std::fabs(a), std::fabs(b));
  return std::fabs(a / larger - b / larger);  // divided first: the difference of large numbers may overflow
}

template <std::floating_point T>
Comparison compared(bool holds, T a, T b) {
  std::ostringstream text;
  text.precision(std::numeric_limits<T>::max_digits10);
  text << a << " against " << b << ", ";
  if (ulps(a, b) == kFar) {
    text << "not comparable";
  } else {
    text << ulps(a, b) << " ulps apart (" << relative_distance(a, b) << " relative)";
  }
  return {holds, text.str()};
}

/// At most `most` ulps apart.
template <std::floating_point T>
Comparison near(T a, std::type_identity_t<T> b, std::uint64_t most = 0) {
  const std::uint64_t distance = ulps<T>(a, b);
  return compared<T>(distance != kFar && distance <= most, a, b);
}

/// At most `tolerance` apart, relative to the larger magnitude. Numbers below `floor` count as equal, so that a
/// result that should be zero can be compared.
template <std::floating_point T>
Comparison close(T a, std::type_identity_t<T> b, std::type_identity_t<T> tolerance, std::type_identity_t<T> floor = 0) {
  const bool small = std::fabs(a) <= floor && std::fabs(b) <= floor;
  const bool comparable = ulps<T>(a, b) != kFar;
  return compared<T>(small || (comparable && relative_distance<T>(a, b) <= tolerance), a, b);
}

/// The same bits, except that any NaN equals any NaN: tells the two zeros apart.
template <std::floating_point T>
Comparison identical(T a, std::type_identity_t<T> b) {
  const bool nan = std::isnan(a) && std::isnan(b);
  return compared<T>(nan || (a == b && std::signbit(a) == std::signbit(b)), a, b);
}

}  // namespace ruler
