// SPDX-License-Identifier: BSL-1.0
// A formula in the form that is computed most accurately in double: of all that an e-graph holds, by measurement.
#pragma once

#include <span>

#include "simplify/search.hpp"

namespace adage {

/// A node equal to `root` wherever that is defined, whose mean error over the doubles that satisfy the assumptions is,
/// to a twentieth of a bit, the least that was found, and never more than that of `root` or of its local
/// simplification. Deterministic unless the time limit of the search is reached. Without balls the local simplification
/// is the result.
Id most_accurate(Arena& arena, Id root, const SearchOptions& options);

}  // namespace adage
