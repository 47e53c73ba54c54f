// SPDX-License-Identifier: BSL-1.0
// Functions whose conditions change over at a few places of one variable: one formula for each interval between these.
#pragma once

#include <span>

#include "graph/arena.hpp"

namespace adage {

/// An expression equal to `e` wherever the assumptions hold, made of its formulas on those intervals, each simplified
/// by itself, and of its values at their ends; or kNone where that can not be told, for what has no cases, and where it
/// is no shorter. Of several variables one is taken apart, the others are parameters: where the places lie, and in
/// which order, has to follow from the assumptions.
Id by_intervals(Arena& arena, Id e, std::span<const Id> assumptions = {});

}  // namespace adage
