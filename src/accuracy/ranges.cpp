// SPDX-License-Identifier: BSL-1.0
// From ranges to the doubles within them.
#include "accuracy/ranges.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "rules/ranges.hpp"

namespace adage {

std::vector<VariableRange> variable_ranges(const Arena& arena, std::span<const Id> variables,
                                           std::span<const Id> assumptions) {
  Ranges ranges(arena);
  for (const Id assumption : assumptions) ranges.assume(assumption);
  constexpr double most = std::numeric_limits<double>::max();
  std::vector<VariableRange> result;
  for (const Id variable : variables) {
    const Range range = ranges[variable];
    VariableRange known{std::max(range.lo, -most), std::min(range.hi, most)};
    if (range.lo_open) known.lo = std::nextafter(known.lo, most);
    if (range.hi_open) known.hi = std::nextafter(known.hi, -most);
    result.push_back(known);
  }
  return result;
}

}  // namespace adage
