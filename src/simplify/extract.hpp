// SPDX-License-Identifier: BSL-1.0
// From an e-graph back to nodes: in each class one form is chosen, and the chosen forms are written down as people
// write sums and products.
#pragma once

#include <functional>
#include <vector>

#include "simplify/cost.hpp"

namespace adage {

/// For each class by its id, the form chosen, or kNoForm.
using Choice = std::vector<NodeId>;
inline constexpr NodeId kNoForm = 0xFFFF'FFFF;

/// The cheapest choice under `model`, what is shared being paid once (greedily, since the least is NP-hard; cf.
/// Goharshady, Lam & Parreaux 2024). Of a class that is defined everywhere only forms are chosen that are. Every class
/// that has a finite form gets one.
Choice cheapest(const EGraph& graph, const CostModel& model);

/// A choice that is no dearer for these roots, together, by exchanging forms one by one; with `keep_roots` those of
/// what is below the roots alone.
Choice exchanged(const EGraph& graph, const CostModel& model, Choice choice, std::span<const ClassId> roots,
                 bool keep_roots = false);

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
