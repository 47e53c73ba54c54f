// SPDX-License-Identifier: BSL-1.0
// A derivative together with the condition under which it is not zero. Sums and products of these never
// multiply a zero by something that may be infinite.
#pragma once

#include <span>
#include <unordered_map>
#include <vector>

#include "graph/arena.hpp"
#include "graph/slice.hpp"

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

/// Positions in a slice in constant time: a table where ids lie close together, a hash map where they do not.
class PositionMap {
 public:
  explicit PositionMap(const Slice& nodes);
  /// The node must be in the slice.
  std::size_t operator[](Id id) const { return dense_.empty() ? sparse_.at(id) : dense_[id - first_]; }
  bool contains(Id id) const {
    if (dense_.empty()) return sparse_.contains(id);
    return id >= first_ && id - first_ < dense_.size() && dense_[id - first_] != kNone;
  }

 private:
  Id first_ = 0;
  std::vector<std::uint32_t> dense_;
  std::unordered_map<Id, std::uint32_t> sparse_;
};

/// Which nodes of the slice depend on any of `wrt`, by position.
std::vector<bool> depends_on(const Arena& arena, const Slice& nodes, const PositionMap& position,
                             std::span<const Id> wrt);

}  // namespace adage
