// SPDX-License-Identifier: BSL-1.0
// Numbers that are kept exactly, as nodes without variables: their simplest form, their sign, an enclosure. What is not
// known to be zero and not seen to be something else has no sign.
#pragma once

#include <optional>

#include "ball/ball.hpp"
#include "graph/arena.hpp"
#include "graph/node_map.hpp"

namespace adage::analysis {

class Constants {
 public:
  explicit Constants(Arena& arena) : arena_(&arena) {}

  Arena& arena() { return *arena_; }
  Id number(const Rational& value) { return arena_->number(value); }
  /// `op` of constants, simplified.
  Id make(Op op, Id a, Id b = kNone);
  /// -1, 0 or 1; nothing where it cannot be told.
  std::optional<int> sign(Id constant);
  /// Outward rounded to doubles; the whole line where it has no value.
  const Enclosure& enclosure(Id constant);
  bool is_zero(Id constant) { return sign(constant) == 0; }

 private:
  Arena* arena_;
  NodeMap<Enclosure> enclosures_;
  NodeMap<bool> zeros_;  // of those that balls do not decide
};

}  // namespace adage::analysis
