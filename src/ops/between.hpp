// SPDX-License-Identifier: BSL-1.0
// Closed intervals of doubles that surely contain a real value, for many points at a time. Unlike a Range, which holds
// for all points, an enclosure holds for one point and is a few units wide. Every computed end is moved outward.
#pragma once

#include <cmath>
#include <cstddef>
#include <limits>

namespace adage {

/// The value exists and lies in [lo, hi], where one infinite end means that there is no bound on that side. Two
/// infinite ends: nothing is known, not even whether there is a value. NaN: there surely is no finite real value.
struct Between {
  double lo = -std::numeric_limits<double>::infinity();
  double hi = std::numeric_limits<double>::infinity();

  bool unknown() const { return std::isinf(lo) && std::isinf(hi); }
  bool undefined() const { return lo != lo; }
  bool point() const { return lo == hi; }
  bool surely_true() const { return lo == 1; }
  bool surely_false() const { return hi == 0; }

  static Between nothing() {
    return {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
  }
};

/// How far a computed double may be from the truth, relatively and (where doubles are subnormal) absolutely.
struct Margin {
  double relative = 0;
  double absolute = 0;

  /// For a value that errs by at most `units` in the last place.
  static constexpr Margin of_units(double units) {
    // One unit more pays for the roundings of the margin itself.
    return {(units + 1) * std::numeric_limits<double>::epsilon(),
            (units + 1) * std::numeric_limits<double>::denorm_min()};
  }
  double down(double x) const {
    constexpr double most = std::numeric_limits<double>::max();
    return (x > most ? most : x) - (std::fabs(x > most ? most : x) * relative + absolute);
  }
  double up(double x) const { return -down(-x); }
};

/// Encloses the results of an operation for `n` points, given enclosures of its arguments; unused ones are ignored.
using Enclose = void (*)(Between* out, const Between* a, const Between* b, const Between* c, std::size_t n,
                         Margin margin);

}  // namespace adage
