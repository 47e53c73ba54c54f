// SPDX-License-Identifier: BSL-1.0
// What a condition says of the formulas under it: relu(x) is x where x > 0.
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "graph/arena.hpp"

namespace adage {

/// Case distinctions among the nodes of `roots`, each with a form whose branches are simplified under its condition,
/// where that changes them.
std::vector<std::pair<Id, Id>> under_conditions(Arena& arena, std::span<const Id> roots,
                                                std::span<const Id> assumptions);

}  // namespace adage
