// SPDX-License-Identifier: BSL-1.0
// From nodes to instructions and registers: a linear scan in which a register is free again after its last use.
#pragma once

#include <span>

#include "graph/slice.hpp"
#include "lower/tape.hpp"

namespace adage {

/// The tape of `roots`, below which `nodes` are, over the variables `inputs`. Every operation below the roots must have
/// machine code, and every variable must be among `inputs`.
Tape assemble(const Arena& arena, const Slice& nodes, std::span<const Id> roots, std::span<const Id> inputs);

}  // namespace adage
