// SPDX-License-Identifier: BSL-1.0
// Where a function of one variable may have kinks, and its slopes on either side of them. Everything here is
// exact: a point is solved for, and a slope is the derivative of the branch that surely holds beside it.
#pragma once

#include <optional>
#include <vector>

#include "graph/arena.hpp"

namespace adage {

/// One point at which a switching function is zero.
struct KinkPoint {
  Id condition = kNone;  ///< the switching function
  Id point = kNone;      ///< kNone when it could not be solved for
  Id value = kNone;      ///< of the function at the point
  /// Limits of value and slope from either side; kNone where no branch could be shown to hold.
  Id left_value = kNone;
  Id right_value = kNone;
  Id left_slope = kNone;
  Id right_slope = kNone;

  bool continuous() const { return left_value != kNone && left_value == right_value && value == left_value; }
  bool one_slope() const { return left_slope != kNone && left_slope == right_slope; }
};

/// Most switching functions that are looked at; beyond it, and for `derivative`, kinks are left as they are.
inline constexpr std::size_t kMostSwitches = 64;

/// The switching functions below `f` that depend on `variable` (on anything, when kNone), simplified, each once.
std::vector<Id> switches(Arena& arena, Id f, Id variable);

/// The kinks of `f` as a function of `variable`, other variables being parameters.
std::vector<KinkPoint> find_kinks(Arena& arena, Id f, Id variable);

}  // namespace adage
