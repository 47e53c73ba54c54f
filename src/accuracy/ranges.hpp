// SPDX-License-Identifier: BSL-1.0
// Where variables lie, in doubles, and where assumptions hold.
#pragma once

#include <span>
#include <vector>

#include "accuracy/trial.hpp"

namespace adage {

/// For each variable the doubles that the assumptions leave it.
std::vector<VariableRange> variable_ranges(const Arena& arena, std::span<const Id> variables,
                                           std::span<const Id> assumptions);

/// The node where the assumptions about these variables hold, without a value elsewhere.
Id within(Arena& arena, Id node, std::span<const Id> variables, std::span<const Id> assumptions);

}  // namespace adage
