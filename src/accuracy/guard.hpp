// SPDX-License-Identifier: BSL-1.0
// A shorter form is no gain if it overflows or cancels where the longer one does not.
#pragma once

#include <span>

#include "graph/arena.hpp"

namespace adage {

/// The first of `candidates` that, run the way `compile` runs it, errs hardly more than the best of them where inputs
/// are of moderate size, and farther out hardly more than `baseline`, which is the last choice: by the mean bits of
/// error over points between 1e-100 and 1e100, of which a few may be lost. All must be equal wherever `baseline` is
/// defined. Without balls, or where there is nothing to measure, the first.
Id first_safe(Arena& arena, std::span<const Id> candidates, Id baseline, std::span<const Id> assumptions);

}  // namespace adage
