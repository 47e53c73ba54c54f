// SPDX-License-Identifier: BSL-1.0
// From what people write to what machines have: operations with a body are replaced by it, and powers with a
// small constant exponent by products. New nodes are made without identities, which would undo both.
#pragma once

#include <span>
#include <vector>

#include "graph/slice.hpp"

namespace adage {

/// Is there anything to expand?
bool needs_expansion(const Arena& arena, const Slice& nodes);

/// Whether powers, and squares under a division, become what is cheaper to run, and a*b^2 becomes (a*b)*b.
enum class Powers : std::uint8_t { meeting, cheap, kept };

/// `roots`, below which `nodes` are, such that every operation is a leaf or has machine code. The arena must be without
/// identities now. Throws Error when bodies contain each other, which is a fault of the operation table.
std::vector<Id> expand(Arena& arena, const Slice& nodes, std::span<const Id> roots, Powers powers);

/// A form of `op` of `args` that is cheaper, or leaves the numbers less often at the same cost, and whose error is at
/// most 2 units in the last place; or kNone. `sole` says of each argument whether nothing else needs it.
Id cheap_power(Arena& arena, Op op, std::span<const Id> args, std::span<const bool> sole);

}  // namespace adage
