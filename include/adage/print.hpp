// SPDX-License-Identifier: BSL-1.0
// Expressions to text.
#pragma once

#include <iosfwd>
#include <string>

#include "adage/expression.hpp"

namespace adage {

enum class Format {
  infix,  ///< the formula language; parsing it gives the same node again
  latex,  ///< LaTeX mathematics
  dot,    ///< a Graphviz digraph of the nodes
  tree,   ///< indented operations, shared nodes by reference
  graph,  ///< one line a node: id, operation, arguments
};

/// Deterministic. Iterative, so any depth is safe. The infix text of a graph with heavy sharing can be
/// exponentially longer than the graph: beyond `max_bytes` shared nodes are printed as definitions first.
std::string to_string(const Expression& e, Format format = Format::infix);

std::ostream& operator<<(std::ostream& out, const Expression& e);

}  // namespace adage
