// SPDX-License-Identifier: BSL-1.0
// Differentiation over ids; the public functions of differentiate.hpp are thin over these.
#pragma once

#include <span>
#include <vector>

#include "graph/arena.hpp"

namespace adage {

/// One backward sweep: Σ adjoints[i]·∂outputs[i]/∂wrt[j] for each j.
std::vector<Id> reverse(Arena& arena, std::span<const Id> outputs, std::span<const Id> adjoints,
                        std::span<const Id> wrt);

/// One forward sweep: the tangent of each output when wrt[j] has the tangent tangents[j].
std::vector<Id> forward(Arena& arena, std::span<const Id> outputs, std::span<const Id> wrt,
                        std::span<const Id> tangents);

/// The gradient of one output.
std::vector<Id> gradient(Arena& arena, Id output, std::span<const Id> wrt);

/// The n-th derivative with respect to one variable, removable kinks repaired.
Id derivative(Arena& arena, Id output, Id variable, unsigned n = 1);

}  // namespace adage
