// SPDX-License-Identifier: BSL-1.0
// Functions of one variable whose conditions change over at numbers only: one formula for each interval between these.
#pragma once

#include "graph/arena.hpp"

namespace adage {

/// An expression equal to `e` at every point, made of its formulas on those intervals, each simplified by itself, and
/// of its values at their ends; or kNone where that can not be told, for what has no cases, and where it is no shorter.
Id by_intervals(Arena& arena, Id e);

}  // namespace adage
