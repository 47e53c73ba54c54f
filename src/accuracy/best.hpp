// SPDX-License-Identifier: BSL-1.0
// What simplification gives in the end: the form found by searching that also is safe to run.
#pragma once

#include <span>
#include <vector>

#include "simplify/search.hpp"

namespace adage {

/// Nodes equal to `roots`, by the aim of the options. Of the aims `balanced` and `speed` what is better must not be
/// less accurate than local simplification; of `size` nothing is asked but that. Given again they stay as
/// they are, unless they are too large to be searched or four rounds do not settle them.
std::vector<Id> best_forms(Arena& arena, std::span<const Id> roots, const SearchOptions& options);

}  // namespace adage
