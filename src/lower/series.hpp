// SPDX-License-Identifier: BSL-1.0
// Sums whose terms cancel next to a point: there they are run as polynomials. 1/x - 1/tan(x) has no right digit below
// 1e-8 as it stands; next to zero x/3 + x^3/45 + ... has them all.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "graph/slice.hpp"

namespace adage {

/// Copies `roots`, below which `nodes` are, into `target`, an arena without identities, with what cancels next to 0, 1
/// or -1 of what it depends on told apart by cases. Nothing if there is no such place, or none is understood. For tapes
/// alone; nodes must have been expanded.
std::optional<std::vector<Id>> with_series(const Arena& source, const Slice& nodes, std::span<const Id> roots,
                                           Arena& target);

}  // namespace adage
