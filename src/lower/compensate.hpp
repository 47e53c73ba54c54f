// SPDX-License-Identifier: BSL-1.0
// Exponentials and sines that get what rounding lost of their argument, which they would amplify: exp(1.702*x) errs by
// some |x| units in the last place if the product is rounded first, by one or two if its rest is put back.
#pragma once

#include <span>
#include <vector>

#include "graph/slice.hpp"

namespace adage {

/// Is there any operation that would be compensated, if its argument is not exact?
bool needs_compensation(const Arena& arena, const Slice& nodes);

/// `roots`, below which `nodes` are, with such operations in the form that takes the rest of short arguments (Ogita,
/// Rump & Oishi 2005 for sums and products). For tapes alone; nodes must have been expanded.
std::vector<Id> compensate(Arena& arena, const Slice& nodes, std::span<const Id> roots);

}  // namespace adage
