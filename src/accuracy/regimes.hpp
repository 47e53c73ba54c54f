// SPDX-License-Identifier: BSL-1.0
// Where no single form serves: which form to use below and above which values of a variable, as few pieces as possible.
#pragma once

#include <functional>
#include <vector>

#include "accuracy/as_run.hpp"

namespace adage {

/// More points, at which this variable is between two numbers.
using Nearby = std::function<AsRun(std::size_t variable, VariableRange between)>;

/// One of `forms`, or a choice between some of them by conditions on a variable. Each further piece must be worth a bit
/// of the mean error. Where one gives way to the next is found out at more points.
Id best_by_regimes(Arena& arena, std::span<const Id> forms, AsRun& run, std::span<const Id> variables,
                   const Nearby& nearby);

}  // namespace adage
