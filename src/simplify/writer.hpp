// SPDX-License-Identifier: BSL-1.0
// Chosen forms of an e-graph as nodes: sums and products are written down as people write them.
#pragma once

#include <functional>
#include <vector>

#include "graph/node_map.hpp"
#include "simplify/extract.hpp"

namespace adage {

/// Writes one form, `part` giving the node of each class it is made of.
Id write_form(Arena& arena, const ENode& form, const std::function<Id(ClassId)>& part);

/// Writes chosen classes as nodes.
class Writer {
 public:
  Writer(EGraph& graph, const Choice& choice) : graph_(graph), choice_(choice) {}
  /// The node of a class, all below it being chosen.
  Id write(ClassId c);
  /// The node of one form, what it is made of being chosen; kNone when the form is made of its own class.
  Id write_node(NodeId n);
  /// Of a form that is a number times one class, the nodes of all forms of that class, so many times.
  std::vector<Id> write_multiples(NodeId n);
  /// Of a product, and of a number times one, the nodes with a sum of whole numbers of terms where a multiple of it is
  /// a factor: 1/(1 + x/3) is 3/(x + 3).
  std::vector<Id> write_rescaled(NodeId n);

 private:
  Id write_known(const ENode& form);
  Id times(const Rational& number, Id unit);
  bool is_primitive(ClassId c) const;
  /// Would writing the parts need a class?
  bool is_needed(ClassId own, std::span<const Part> parts) const;

  EGraph& graph_;
  const Choice& choice_;
  NodeMap<Id> written_;
};

}  // namespace adage
