// SPDX-License-Identifier: BSL-1.0
// Forms that exact algebra knows: expanded, factored, cancelled, in partial fractions. They are wanted as
// further members of an e-graph.
#pragma once

#include <span>
#include <vector>

#include "graph/arena.hpp"

namespace adage {

/// Sums, products and powers that are roots or arguments of something else: where algebra has something to say.
std::vector<Id> arithmetic_tops(const Arena& arena, std::span<const Id> roots);

/// Forms equal to `id` wherever that is defined, and defined at most at isolated points more. Empty for large ones and
/// without the algebra. `in_sigmoids`: also with the sigmoid as the unknown in place of the exponential.
std::vector<Id> algebraic_forms(Arena& arena, Id id, std::span<const Id> assumptions, bool in_sigmoids = false);
/// Those among them in which a vanishing exponential is the unknown.
std::vector<Id> decay_forms(Arena& arena, Id id, std::span<const Id> assumptions);

}  // namespace adage
