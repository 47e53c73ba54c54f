// SPDX-License-Identifier: BSL-1.0
// Expressions to text.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

#include "adage/expression.hpp"

namespace adage {

enum class Format {
  infix,   ///< the formula language; parsing it into the same graph gives the same node again
  latex,   ///< LaTeX mathematics
  mathml,  ///< a `<math>` element of presentation MathML, for web pages
  dot,     ///< a Graphviz digraph of the nodes
  tree,    ///< indented operations, shared nodes by reference
  graph,   ///< one line a node: number, operation, arguments
  json,    ///< `{"nodes":[{"id","op","args"|"value"|"name"}…],"root":…,"infix":…}`, values as exact text
};

/// `e` as text, the same bytes on every run. No depth is too deep. Throws Error when `e` is empty. Safe while
/// no other thread makes nodes in the graph.
///
/// A formula with heavy sharing can be exponentially longer than its graph: an infix or LaTeX text beyond
/// `max_bytes` defines shared nodes first, `t1 = …; t2 = …; result`, which parses as it stands.
std::string to_string(const Expression& e, Format format = Format::infix, std::size_t max_bytes = std::size_t{1} << 20);

/// A picture of reverse mode at a point, for Graphviz: the digraph of `Format::dot` with the value of every node and
/// its adjoint, the derivative of `e` with respect to the node, and as dashed edges the backward sweep, each with its
/// local partial derivative. Kinks follow the conventions of `gradient` (differentiate.hpp); nothing flows into the
/// branch of a `where` that is not taken. Throws Error when a variable has no value in `point` or has two, or `e` is
/// empty. Makes nodes in the graph, so it is for one thread at a time.
std::string to_dot(const Expression& e, const std::vector<std::pair<std::string, double>>& point);

/// The infix text.
std::ostream& operator<<(std::ostream& out, const Expression& e);

}  // namespace adage
