// SPDX-License-Identifier: BSL-1.0
// Exact arithmetic on numbers as nodes are made. A result larger than a stated size is not folded.
#pragma once

#include "graph/arena.hpp"

namespace adage {

/// Bits of numerator and denominator together that a folded number may have: about 600 decimal digits.
inline constexpr std::size_t kMaxFoldedBits = 2048;

/// `op` of number nodes as a node, or kNone when it has no exact rational or truth value.
Id fold(Arena& arena, Op op, std::span<const Id> args);

}  // namespace adage
