// SPDX-License-Identifier: BSL-1.0
// What is known of every node: an interval that contains its values, and whether it is defined everywhere.
// Facts come from the rows and from assumptions about variables; nothing is guessed.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "graph/node_map.hpp"
#include "rules/template.hpp"

namespace adage {

/// Looks at a node when it is first asked for, and at what it is made of. One thread at a time.
class Ranges {
 public:
  explicit Ranges(const Arena& arena) : arena_(&arena) {}
  /// Restricts to points where `assumption` holds. Understood: comparisons of nodes, for each other's order and for
  /// their difference as it is written, and with a constant for the node's range; joined by `and`, and under `not`.
  /// What else might follow is not looked for, which is safe. Call before asking.
  void assume(Id assumption);

  Range operator[](Id id) { return fact(id).range; }
  /// Does the node have a finite real value at every point (within the assumptions)?
  bool total(Id id) { return fact(id).total; }

 private:
  struct Fact {
    Range range;
    bool total = true;
  };
  /// Valid until the next call.
  const Fact& fact(Id id);
  Fact compute(Id id) const;
  /// What the assumed orders of the two arguments say of the node.
  Range by_order(const Node& node) const;

  const Arena* arena_;
  NodeMap<Fact> facts_;
  std::vector<std::pair<Id, Range>> assumed_;
  struct Order {
    Id left, right;
    unsigned outcomes;  ///< of comparing them, that are left
  };
  std::vector<Order> orders_;
};

/// The smallest range with double ends that contains the number.
Range literal_range(const Rational& value);

/// The range of a template's value when its parameters lie where `parameter` says; it is asked about those that matter.
/// `answer` decides predicates of a parameter; without it they are false.
Range value_range(const Template& formula, const std::function<Range(std::uint32_t)>& parameter,
                  const std::function<bool(Predicate, std::uint32_t)>& answer = nullptr);
Range value_range(const Template& formula, std::span<const Range> parameters,
                  const std::function<bool(Predicate, std::uint32_t)>& answer = nullptr);

}  // namespace adage
