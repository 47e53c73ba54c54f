// SPDX-License-Identifier: BSL-1.0
// From nodes to instructions and registers: a linear scan in which a register is free again after its last use.
#pragma once

#include <span>
#include <string_view>

#include "graph/arena.hpp"
#include "lower/tape.hpp"

namespace adage {

/// The tape of `roots` over the variables named `inputs`. Every operation below the roots must have machine
/// code, and every variable a name among `inputs`.
Tape assemble(const Arena& arena, std::span<const Id> roots, std::span<const std::string_view> inputs);

}  // namespace adage
