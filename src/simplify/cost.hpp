// SPDX-License-Identifier: BSL-1.0
// What a form costs, by what it is wanted for. Shared nodes are paid once.
#pragma once

#include <adage/simplify.hpp>
#include <span>
#include <vector>

#include "graph/node_map.hpp"
#include "simplify/egraph.hpp"

namespace adage {

class CostModel {
 public:
  explicit CostModel(Aim aim);

  double operation(Op op) const { return operations_[static_cast<std::size_t>(op)]; }
  double number() const { return number_; }
  double leaf() const { return leaf_; }
  /// Of a base to a power other than one, which is not negative.
  double power(const Rational& exponent) const;
  /// A price for differences that may cancel and for functions that may leave the numbers, so that products of bounded
  /// functions are chosen.
  void shun_unsteady(double cost) { unsteady_ = cost; }
  /// Gives one leaf a price of its own; infinity forbids it.
  void price(Id leaf, double cost) { prices_.insert_or_assign(leaf, cost); }
  double leaf(Id node) const {
    const auto own = prices_.find(node);
    return own == prices_.end() ? leaf_ : own->second;
  }
  /// Of a form in an e-graph without its parts, as it will be written down.
  double own(const EGraph& graph, NodeId n) const;
  /// Of whole expressions: their nodes and, where people are to read them, the length of their text.
  double total(const Arena& arena, std::span<const Id> roots) const;
  double total(const Arena& arena, Id root) const { return total(arena, std::span(&root, 1)); }

 private:
  double as_written(const EGraph& graph, const ENode& form) const;

  std::vector<double> operations_;
  bool by_time_ = false;
  double number_ = 1;
  double leaf_ = 1;
  double character_ = 0;
  double unsteady_ = 0;
  NodeMap<double> prices_;
};

}  // namespace adage
