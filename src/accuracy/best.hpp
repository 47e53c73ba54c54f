// SPDX-License-Identifier: BSL-1.0
// What simplification gives in the end: the form found by searching that also is safe to run.
#pragma once

#include <span>
#include <vector>

#include "simplify/search.hpp"

namespace adage {

/// Nodes equal to `roots`, by the aim of the options. Of the aims `balanced` and `speed` what is better must not be
/// less accurate than local simplification; of `size` nothing is asked but that. What is given stays as it is when it
/// is given again, but where four rounds do not get there.
std::vector<Id> best_forms(Arena& arena, std::span<const Id> roots, const SearchOptions& options);

}  // namespace adage
