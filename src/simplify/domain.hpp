// SPDX-License-Identifier: BSL-1.0
// What roots and functions ask of their arguments: where 1/sqrt(1 - x^2) has a value, 1 - x^2 is no less than zero.
#pragma once

#include <span>
#include <vector>

#include "graph/arena.hpp"

namespace adage {

/// Conditions such as u >= 0, in the order of their ids, that hold wherever any of `roots` has a value, because each of
/// them takes a root of u, or a logarithm, or another function with bounds, everywhere. What holds anyway is left out.
std::vector<Id> asked(Arena& arena, std::span<const Id> roots);
/// Those of `conditions` that are among `others`, of polynomials written in any way.
std::vector<Id> in_common(Arena& arena, const std::vector<Id>& conditions, const std::vector<Id>& others);

}  // namespace adage
