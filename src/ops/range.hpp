// SPDX-License-Identifier: BSL-1.0
// Intervals that surely contain a real value, with ends that may be excluded. Every computed end is rounded
// outward unless it is known to be exact, so `exp(x) > 0` and `1 + x^2 >= 1` are facts and not estimates.
#pragma once

#include <limits>

namespace adage {

/// The set of finite reals between `lo` and `hi`. A truth value is [0, 0], [1, 1] or, unknown, [0, 1].
struct Range {
  double lo = -std::numeric_limits<double>::infinity();
  double hi = std::numeric_limits<double>::infinity();
  bool lo_open = false;  ///< `lo` itself is not reached
  bool hi_open = false;
  bool integer = false;  ///< every value in it is an integer

  bool positive() const { return lo > 0 || (lo == 0 && lo_open); }
  bool negative() const { return hi < 0 || (hi == 0 && hi_open); }
  bool nonnegative() const { return lo >= 0; }
  bool nonpositive() const { return hi <= 0; }
  bool nonzero() const { return positive() || negative(); }
  bool point() const { return lo == hi; }
  bool surely_true() const { return lo == 1; }
  bool surely_false() const { return hi == 0; }
};

namespace range {

inline constexpr Range kTrue{1, 1};
inline constexpr Range kFalse{0, 0};
inline constexpr Range kUnknown{0, 1};
inline constexpr Range truth(bool yes, bool no) { return yes ? kTrue : no ? kFalse : kUnknown; }

using Function = Range (*)(const Range& a, const Range& b, const Range& c);

/// The range of an increasing function of one argument, computed at the ends and widened by `ulps`.
Range increasing(double (*function)(double), const Range& a, Range image, int ulps = 4);

Range neg(const Range&, const Range&, const Range&);
Range add(const Range&, const Range&, const Range&);
Range sub(const Range&, const Range&, const Range&);
Range mul(const Range&, const Range&, const Range&);
Range div(const Range&, const Range&, const Range&);
Range pow(const Range&, const Range&, const Range&);
Range eq(const Range&, const Range&, const Range&);
Range ne(const Range&, const Range&, const Range&);
Range lt(const Range&, const Range&, const Range&);
Range le(const Range&, const Range&, const Range&);
Range gt(const Range&, const Range&, const Range&);
Range ge(const Range&, const Range&, const Range&);
Range logical_and(const Range&, const Range&, const Range&);
Range logical_or(const Range&, const Range&, const Range&);
Range logical_not(const Range&, const Range&, const Range&);
Range where(const Range&, const Range&, const Range&);
Range min(const Range&, const Range&, const Range&);
Range max(const Range&, const Range&, const Range&);
Range abs(const Range&, const Range&, const Range&);
Range sign(const Range&, const Range&, const Range&);
Range floor(const Range&, const Range&, const Range&);
Range ceil(const Range&, const Range&, const Range&);
Range hypot(const Range&, const Range&, const Range&);
Range cosh(const Range&, const Range&, const Range&);
Range sin(const Range&, const Range&, const Range&);
Range cos(const Range&, const Range&, const Range&);
Range atan2(const Range&, const Range&, const Range&);

/// Both ranges together.
Range hull(const Range& a, const Range& b);
/// What is in both. When nothing is, the result may be either.
Range intersection(const Range& a, const Range& b);

}  // namespace range
}  // namespace adage
