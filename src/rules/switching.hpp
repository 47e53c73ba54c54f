// SPDX-License-Identifier: BSL-1.0
// What a piecewise operation is on either side of its switch, as its row says.
#pragma once

#include "graph/arena.hpp"

namespace adage {

/// The switching function of a node whose row states one, made in the arena.
Id switching_function(Arena& arena, Id id);

/// Does the row say what its operation is on either side of the switch?
bool can_be_split(Op op);
/// What the node is where its switching function is positive, negative or zero.
Id piece(Arena& arena, Id id, int sign);

}  // namespace adage
