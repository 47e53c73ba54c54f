// SPDX-License-Identifier: BSL-1.0
// Finding left sides in an e-graph by backtracking. A sum or product at the top of a rule may be a part of a node: up
// to a common factor of its terms, or to a power of it, with the rest left over.
#pragma once

#include <vector>

#include "simplify/egraph.hpp"
#include "simplify/epattern.hpp"

namespace adage {

/// A left side found: node = scale · rule(bindings)^times + rest, or · rest, as the node is a sum or a product.
struct EMatch {
  NodeId node = 0;
  Parts bindings;  ///< for each hole a multiple of a class
  Rational scale{1};
  std::int64_t times = 1;
  Parts rest;
};

struct EMatchLimits {
  std::size_t matches = 0;  ///< found before it gives up
  std::size_t steps = 0;    ///< looked at
};

/// The matches of a rule at the given nodes, guards included. Adds nodes to the e-graph, for what a hole stands for.
/// `steps` is lowered by what was done.
std::vector<EMatch> ematch(EGraph& graph, const ERule& rule, std::span<const NodeId> nodes, EMatchLimits& limits);

/// How large that class's form will be, as `Facts::size`; to be asked first, so that nothing useless is made.
float rewritten_size(const EGraph& graph, const ERule& rule, const EMatch& match);

/// The class that the match says the node is equal to.
ClassId rewritten(EGraph& graph, const ERule& rule, const EMatch& match);

}  // namespace adage
