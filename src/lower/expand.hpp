// SPDX-License-Identifier: BSL-1.0
// From what people write to what machines have: operations with a body are replaced by it, and powers with a
// small constant exponent by products, quotients and square roots.
#pragma once

#include <span>
#include <vector>

#include "graph/arena.hpp"

namespace adage {

/// Roots equal to `roots` below which every operation is a leaf or has machine code. Throws Error when bodies
/// contain each other, which is a fault of the operation table.
std::vector<Id> expand(Arena& arena, std::span<const Id> roots);

/// `base^exponent` by cheaper operations with an error of at most 2 units in the last place, or kNone when the
/// general power is the better one. Nodes are made without identities, which would put the power back.
Id cheap_power(Arena& arena, Id base, Id exponent);

}  // namespace adage
