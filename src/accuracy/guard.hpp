// SPDX-License-Identifier: BSL-1.0
// A shorter form is no gain if it overflows or cancels where the longer one does not.
#pragma once

#include <span>

#include "graph/arena.hpp"

namespace adage {

/// The first of `candidates` that, run the way `compile` runs it, errs no more than `baseline` does, to a tenth of a
/// bit in the mean over points spread over all doubles; `baseline` if none. All must be equal wherever `baseline` is
/// defined. Without balls, or where there is nothing to measure, the first candidate.
Id first_safe(Arena& arena, std::span<const Id> candidates, Id baseline, std::span<const Id> assumptions);

}  // namespace adage
