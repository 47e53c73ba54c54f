// SPDX-License-Identifier: BSL-1.0
// Inequalities that algebra and ranges decide: an expression whose factors, or whose every piece, have known signs.
#pragma once

#include <span>

#include "graph/arena.hpp"

namespace adage {

/// Is the number-valued node surely nonnegative, or positive when `strict`, at every point where it is defined and the
/// assumptions hold, kinks included? Splits into up to `max_cases` cases at linear switches. Adds nodes to the arena.
bool surely_above_zero(Arena& arena, Id id, bool strict, std::span<const Id> assumptions, std::size_t max_cases);

}  // namespace adage
