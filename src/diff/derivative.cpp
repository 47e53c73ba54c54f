// SPDX-License-Identifier: BSL-1.0
// Derivatives in one variable: forward mode, then repair of the points where the conventions for ties give
// another value than the slope that both sides agree on (Kakade & Lee 2018 discuss the failure).
#include <algorithm>

#include "diff/diff.hpp"
#include "diff/kinks.hpp"
#include "graph/slice.hpp"
#include "simplify/simplify.hpp"

namespace adage {
namespace {

Id repaired(Arena& arena, Id f, Id slope, Id x) {
  if (!arena.has(f, kPiecewise) || switches(arena, f, x).size() > kMostSwitches) return slope;
  for (const KinkPoint& kink : find_kinks(arena, f, x)) {
    if (kink.point == kNone || !kink.continuous() || !kink.one_slope()) continue;
    const Id there = substitute(arena, std::span<const Id>(&slope, 1), std::span<const Id>(&x, 1),
                                std::span<const Id>(&kink.point, 1))
                         .front();
    if (simplify(arena, there) == kink.left_slope) continue;
    slope = arena.make(Op::where, arena.make(Op::eq, x, kink.point), kink.left_slope, slope);
  }
  return slope;
}

}  // namespace

Id derivative(Arena& arena, Id output, Id variable, unsigned n) {
  Id f = output;
  for (unsigned i = 0; i != n; ++i) {
    const Id one = arena.number(1);
    const Id slope =
        forward(arena, std::span<const Id>(&f, 1), std::span<const Id>(&variable, 1), std::span<const Id>(&one, 1))
            .front();
    f = repaired(arena, f, slope, variable);
  }
  return f;
}

}  // namespace adage
