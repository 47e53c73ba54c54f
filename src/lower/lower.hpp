// SPDX-License-Identifier: BSL-1.0
// From a slice of a graph to a tape. The graph is not changed: the work happens on a copy, under identities
// that choose what is safe to run over what is short to read.
#pragma once

#include <span>

#include "graph/arena.hpp"
#include "lower/tape.hpp"

namespace adage {

/// The program that computes `outputs` from `inputs`. Throws Error when an input is not a variable or is given
/// twice, when an output depends on a variable that is not an input (naming it), or when there is no output.
/// Linear in the size of the slice.
Tape lower(const Arena& arena, std::span<const Id> outputs, std::span<const Id> inputs);

}  // namespace adage
