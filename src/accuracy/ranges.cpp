// SPDX-License-Identifier: BSL-1.0
// From ranges to the doubles within them.
#include "accuracy/ranges.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "graph/slice.hpp"
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

Id within(Arena& arena, Id node, std::span<const Id> variables, std::span<const Id> assumptions) {
  const Id nothing = arena.make(Op::div, arena.number(0), arena.number(0));
  for (const Id assumption : assumptions) {
    const std::vector<Id> about = adage::variables(arena, std::span<const Id>(&assumption, 1));
    const bool asked =
        std::ranges::all_of(about, [&](Id v) { return std::ranges::find(variables, v) != variables.end(); });
    if (asked) node = arena.make(Op::where, assumption, node, nothing);
  }
  return node;
}

}  // namespace adage
