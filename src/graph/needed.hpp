// SPDX-License-Identifier: BSL-1.0
// What a formula needs at every point, whichever branch it takes.
#pragma once

#include <vector>

#include "graph/arena.hpp"
#include "graph/node_map.hpp"

namespace adage {

/// Adds the nodes that must have a value wherever `root` has one: of a choice the condition, of what `and` and `or`
/// join the first alone.
inline void add_needed(const Arena& arena, Id root, NodeMap<bool>& needed) {
  std::vector<Id> open{root};
  while (!open.empty()) {
    const Id id = open.back();
    open.pop_back();
    if (!needed.emplace(id, true).second) continue;
    const Op op = arena.op(id);
    const bool chooses = op == Op::where || op == Op::logical_and || op == Op::logical_or;
    const auto args = arena.args(id);
    open.insert(open.end(), args.begin(), chooses ? args.begin() + 1 : args.end());
  }
}

}  // namespace adage
