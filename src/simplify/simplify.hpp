// SPDX-License-Identifier: BSL-1.0
// The first tier of simplification: like terms, powers, cancellation and the rules of the table.
#pragma once

#include <span>
#include <vector>

#include "graph/arena.hpp"

namespace adage {

/// Simplified nodes equal to `roots` wherever those are defined, given that `assumptions` (truth values) hold.
/// Idempotent; never more nodes than before; deterministic. Linear in time for large graphs.
std::vector<Id> simplify(Arena& arena, std::span<const Id> roots, std::span<const Id> assumptions = {});
inline Id simplify(Arena& arena, Id root, std::span<const Id> assumptions = {}) {
  return simplify(arena, std::span<const Id>(&root, 1), assumptions).front();
}

}  // namespace adage
