// SPDX-License-Identifier: BSL-1.0
// Exact zeros of switching functions.
#pragma once

#include <vector>

#include "graph/arena.hpp"

namespace adage {

/// Points, free of `variable`, that include every zero of `g` that could be found exactly: linear and quadratic
/// functions, products, invertible functions around these, and their combinations by max, min and abs.
/// `complete` is set to false when there may be others.
std::vector<Id> zeros(Arena& arena, Id g, Id variable, bool& complete);

}  // namespace adage
