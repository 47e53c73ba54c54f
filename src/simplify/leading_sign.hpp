// SPDX-License-Identifier: BSL-1.0
// -(2*x/y) as -2*x/y: a sign before a product goes into the number that the product begins with.
#pragma once

#include <span>
#include <vector>

#include "graph/arena.hpp"

namespace adage {

/// The same formulas, with an operation less for each such sign; what stands elsewhere too keeps its own.
std::vector<Id> with_leading_signs(Arena& arena, std::span<const Id> roots);

}  // namespace adage
