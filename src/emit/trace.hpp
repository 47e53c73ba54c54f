// SPDX-License-Identifier: BSL-1.0
// Reverse mode at one point, written down: the value and the adjoint of every node, and what flows along every edge.
#pragma once

#include <array>
#include <span>
#include <utility>
#include <vector>

#include "graph/arena.hpp"
#include "graph/slice.hpp"

namespace adage {

struct Trace {
  /// What the backward sweep sends from a node to one of its arguments: the node's adjoint times `partial`.
  struct Flow {
    bool exists = false;  ///< not to numbers, to truth values, nor to what the taken branch does not depend on
    double partial = 0;
  };

  Slice nodes;
  std::vector<double> values;    ///< by position in `nodes`; 1 and 0 for truth values
  std::vector<double> adjoints;  ///< d root / d node; 0 for what no flow reaches
  std::vector<bool> active;      ///< depends on a variable and is no truth value, so that it has an adjoint
  std::vector<std::array<Flow, kMaxArity>> flows;  ///< by argument, in the order of the arena
};

/// Conventions at kinks are those of `reverse`; nothing flows into a branch that is not taken. Every variable below
/// `root` must have a value in `point`, or Error is thrown. Partial derivatives are made as nodes of the arena.
/// Linear in the slice.
Trace trace(Arena& arena, Id root, std::span<const std::pair<Id, double>> point);

}  // namespace adage
