// SPDX-License-Identifier: BSL-1.0
// What must hold for expressions to have values: the conditions of their rows, and the bounds that follow for single
// variables. A claim is about points where both sides are defined, so these may be assumed.
#pragma once

#include "verify/linear.hpp"

namespace adage {

struct Domain {
  std::vector<Id> conditions;            ///< comparisons and bounds on variables; each must hold
  std::vector<Inequality> inequalities;  ///< those of them that are linear
};

/// Of what no choice can leave aside in the roots. Empty when the conditions surely exclude each other.
Domain domain_of(Arena& arena, std::span<const Id> roots);

}  // namespace adage
