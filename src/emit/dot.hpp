// SPDX-License-Identifier: BSL-1.0
// A graph as a description for Graphviz: arguments below, results above, one node for what is shared.
#pragma once

#include <string>

#include "emit/trace.hpp"
#include "graph/arena.hpp"

namespace adage {

/// Nodes are numbered by their place in the slice, not by their ids in the arena.
std::string to_dot(const Arena& arena, Id root);

/// The same with the values and adjoints of a trace in its nodes, and the backward sweep as dashed edges.
std::string to_dot(const Arena& arena, const Trace& trace);

/// Four or five digits, `1.5e-7`.
std::string short_number(double value);

}  // namespace adage
