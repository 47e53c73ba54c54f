// SPDX-License-Identifier: BSL-1.0
// A derivative together with the condition under which it is not zero. Sums and products of these never
// multiply a zero by something that may be infinite.
#pragma once

#include <span>
#include <vector>

#include "graph/arena.hpp"
#include "graph/slice_table.hpp"

namespace adage {

/// `value` where `condition` holds, and zero elsewhere. kNone as condition: everywhere; as value: zero.
struct Masked {
  Id value = kNone;
  Id condition = kNone;
  bool empty() const { return value == kNone; }
};

/// The partial derivative of `node` with respect to its argument `k`; a row's text `where(c, p, 0)` gives p
/// under the condition c. Empty when it is the number zero.
Masked masked_partial(Arena& arena, Id node, std::size_t k);

/// `sum` += `term`.
void accumulate(Arena& arena, Masked& sum, Masked term);

Masked product(Arena& arena, Masked a, Masked b);

/// As an ordinary node: `where(condition, value, 0)`.
Id unmasked(Arena& arena, Masked a);

/// Which nodes of the slice depend on any of `wrt`, by position.
std::vector<bool> depends_on(const Arena& arena, const Slice& nodes, const PositionMap& position,
                             std::span<const Id> wrt);

}  // namespace adage
