// SPDX-License-Identifier: BSL-1.0
// Sums whose terms cancel next to a point: there they are run as polynomials. 1/x - 1/tan(x) has no right digit below
// 1e-8 as it stands; next to zero x/3 + x^3/45 + ... has them all.
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "ball/expansion.hpp"
#include "graph/node_map.hpp"
#include "graph/slice.hpp"

namespace adage {

/// By node what it depends on, and what it is where that is next to 0, 1 or -1.
using Series = NodeMap<std::pair<Id, Expansion>>;

/// Of nodes below `roots` that cancel so; from the top, and nothing below what has been found. Nodes must have been
/// expanded. Takes microseconds where nothing cancels, else milliseconds; large slices are not looked at.
Series find_series(const Arena& arena, const Slice& nodes, std::span<const Id> roots);

/// `roots`, below which `nodes` are, with these told apart by cases. For tapes alone.
std::vector<Id> with_series(Arena& arena, const Slice& nodes, std::span<const Id> roots, const Series& series);

}  // namespace adage
