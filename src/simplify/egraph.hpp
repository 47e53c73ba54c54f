// SPDX-License-Identifier: BSL-1.0
// An e-graph: many equal forms at once (Nelson 1980; Willsey et al. 2021). Sums and products are multisets, terms with
// exact coefficients and factors with exact exponents, so that neither order, nor grouping, nor signs need rules.
// Invariants after `rebuild`: equal nodes are in one class; what is known of a class holds for all of its nodes.
#pragma once

#include <bitset>
#include <boost/container/small_vector.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "graph/arena.hpp"
#include "rules/ranges.hpp"

namespace adage {

using ClassId = std::uint32_t;

/// A class with the number that belongs to it: a term's coefficient or a factor's exponent; 1 for an argument.
struct Part {
  ClassId of = 0;
  Rational by{1};
  friend bool operator==(const Part&, const Part&) = default;
};

/// Most forms have few.
using Parts = boost::container::small_vector<Part, 3>;

/// One form. `Op::add`: the sum of by·of. `Op::mul`: the product of of^by. `Op::variable`: the arena's node `leaf`,
/// into which the e-graph does not look. Any other operation: applied to its parts in order.
struct ENode {
  Op op = Op::number;
  Id leaf = kNone;
  Parts parts;
  friend bool operator==(const ENode&, const ENode&) = default;
};

using NodeId = std::uint32_t;

/// What is known of a class at every point.
struct Facts {
  Range range;
  bool total = false;     ///< has a finite value everywhere
  bool constant = false;  ///< depends on no variable
  bool smooth = false;    ///< some form has no kink and no choice
  bool boolean = false;
  float size = 1e9F;  ///< of the smallest form written as a tree, roughly in nodes
};

/// What the numbers of a sum of several terms have in common, with the sign of the first; none if there is no such
/// number.
std::optional<Rational> content(const ENode& sum);

class EGraph {
 public:
  /// `known` tells what holds of nodes of the arena; it must outlive the e-graph, as must the arena.
  EGraph(Arena& arena, Ranges& known);

  ClassId one() const { return find(one_); }
  ClassId number(const Rational& value);
  ClassId leaf(Id node);
  /// Σ by·of and Π of^by, collected. What may be undefined never disappears.
  ClassId sum(std::span<const Part> terms);
  ClassId product(std::span<const Part> factors);
  /// Any operation; arithmetic becomes sums and products.
  ClassId apply(Op op, std::span<const ClassId> args);
  /// The class of an expression; nodes that `leaves` contains are not looked into.
  ClassId add(Id root, const NodeMap<bool>& leaves = {});
  /// The value of a template at these classes.
  ClassId instantiate(const Template& text, std::span<const ClassId> bindings);

  ClassId find(ClassId c) const {
    while (parent_[c] != c) c = parent_[c] = parent_[parent_[c]];
    return c;
  }
  /// Declares two classes equal. False when they were. Two different numbers are never made equal: that sets
  /// `contradiction`, which says that some rule is wrong.
  bool unite(ClassId a, ClassId b);
  /// Restores the invariants.
  void rebuild();
  bool contradiction() const { return contradiction_; }

  const Facts& facts(ClassId c) const { return classes_[find(c)].facts; }
  /// The class as a multiple of another one that is no multiple itself; a number is a multiple of one.
  Part resolve(ClassId c) const {
    c = find(c);
    return classes_[c].multiple ? resolved(c) : Part{c, 1};
  }
  std::optional<Rational> value(ClassId c) const;
  /// The class as multiples of others: c = by·of for each; c itself comes first. Others count only if they have forms
  /// of their own. Valid until the next node or union.
  std::span<const Part> guises(ClassId c) const;
  /// Lets every class be written as a multiple of those that are multiples of it. For the end: the index of forms does
  /// not know these.
  void write_multiples();
  /// The class by·of.
  ClassId scaled(const Part& value);
  /// The operations of the forms of a class and of its guises.
  std::bitset<256> operations(ClassId c) const;
  bool has(ClassId c, Op op) const { return classes_[find(c)].ops.test(static_cast<std::size_t>(op)); }

  /// Forms of a class, oldest first; those that are outdated are not among them.
  std::span<const NodeId> nodes(ClassId c) const { return classes_[find(c)].nodes; }
  const ENode& operator[](NodeId n) const { return nodes_[n].form; }
  ClassId class_of(NodeId n) const { return find(nodes_[n].of); }
  bool alive(NodeId n) const { return nodes_[n].alive; }
  /// Is this form itself defined everywhere?
  bool total(NodeId n) const { return compute(nodes_[n].form).total; }
  /// What a form of these parts would have as `Facts::size`.
  float size(std::span<const Part> parts) const;
  std::size_t all_nodes() const { return nodes_.size(); }
  std::size_t live_nodes() const { return live_; }
  std::size_t all_classes() const { return classes_.size(); }
  /// The version at which the class last got a form, was united, or became better known.
  std::size_t changed(ClassId c) const { return classes_[find(c)].changed; }
  /// Grows with every node and every union.
  std::size_t version() const { return nodes_.size() + unions_; }
  Arena& arena() { return arena_; }

 private:
  struct Stored {
    ENode form;
    ClassId of;
    bool alive = true;
    bool dirty = false;
  };
  struct Class {
    std::vector<NodeId> nodes;
    std::vector<NodeId> users;
    std::optional<Part> multiple;    ///< what it is a multiple of
    std::vector<ClassId> multiples;  ///< what is a multiple of it, perhaps out of date
    mutable Parts guises;
    mutable std::pair<std::size_t, std::size_t> guises_as_of{kNone, 0};  ///< unions and multiples then
    Facts facts;
    std::bitset<256> ops;
    int narrowed = 0;
    std::size_t changed = 0;
  };
  /// coefficient · form, or coefficient · single when there is no form left.
  struct Canonical {
    Rational coefficient{1};
    ENode form;
    std::optional<ClassId> single;
  };
  struct Hash {
    std::size_t operator()(const ENode& node) const;
  };

  Part resolved(ClassId c) const;
  Canonical canonical(const ENode& node) const;
  Canonical canonical_sum(std::span<const Part> parts) const;
  Canonical canonical_product(std::span<const Part> parts) const;
  Canonical canonical_other(const ENode& node) const;
  bool may_merge(ClassId base, const Rational& a, const Rational& b) const;
  bool may_vanish(ClassId c) const { return facts(c).total; }

  ClassId insert(const Canonical& canonical);
  ClassId intern(ENode form);
  void add_primitive(ClassId c, const ENode& sum);
  Facts compute(const ENode& form) const;
  void learn(ClassId c, const Facts& facts);
  void notice(ClassId c, NodeId n);
  void relate(ClassId a, ClassId b, const Part& of_a, const Part& of_b);
  void set_multiple(ClassId c, const Part& multiple);
  void touch_users(ClassId c);
  void refresh(NodeId n);

  Arena& arena_;
  Ranges& known_;
  std::deque<Stored> nodes_;
  std::deque<Class> classes_;
  mutable std::vector<ClassId> parent_;
  boost::unordered_flat_map<ENode, NodeId, Hash> index_;
  std::vector<NodeId> dirty_;
  std::size_t live_ = 0;
  std::size_t unions_ = 0;
  ClassId one_ = 0;
  bool contradiction_ = false;
};

}  // namespace adage
