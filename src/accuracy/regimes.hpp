// SPDX-License-Identifier: BSL-1.0
// Where no single form serves: which form to use below and above which values of a variable, as few pieces as possible.
#pragma once

#include <vector>

#include "accuracy/as_run.hpp"

namespace adage {

/// One of `forms`, or a choice between some of them by conditions on a variable. Each further piece must be worth a bit
/// of the mean error.
Id best_by_regimes(Arena& arena, std::span<const Id> forms, AsRun& run, std::span<const Id> variables);

}  // namespace adage
