// SPDX-License-Identifier: BSL-1.0
// What a search has used: single equations between expressions, each one rule at one place. From them a proof is
// found again without searching: whatever follows from some of them by arithmetic, a small e-graph tells.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "simplify/saturate.hpp"

namespace adage {

/// A node with the number that belongs to it, as `Part` is of a class.
struct Multiple {
  Id of = kNone;
  Rational by{1};
};

/// `left` and `right` are equal by the rule or, without one, by something else.
struct Equation {
  const ERule* rule = nullptr;
  Op op = Op::number;                ///< of the whole
  std::vector<Multiple> bindings{};  ///< for each hole of the rule
  Rational scale{1};                 ///< and as in `EMatch`
  std::int64_t times = 1;
  std::vector<Multiple> rest{};
  Id left = kNone;  ///< as it is shown
  Id right = kNone;
  std::string_view by{};  ///< without a rule: by what

  std::string_view name() const { return rule == nullptr ? by : rule->name; }
};

/// Writes down every equation that a saturation adds, until two expressions have become equal; without a second one,
/// to the end.
class EquationLog : public Witness {
 public:
  EquationLog(Arena& arena, Id from, Id to) : arena_(arena), from_(from), to_(to) {}

  void rule(const EGraph& graph, const ERule& rule, const EMatch& match, ClassId result) override;
  void known(Id from, Id to, std::string_view by) override {
    equations.push_back({.left = from, .right = to, .by = by});
  }
  bool done(EGraph& graph) override { return to_ != kNone && graph.add(from_) == graph.add(to_); }

  std::vector<Equation> equations;

 private:
  /// A class as an expression: exactly so, and as people write it, which may be another node of equal value.
  struct Term {
    Id exact = kNone;
    Id shown = kNone;
  };
  Term term(const EGraph& graph, ClassId c);

  Arena& arena_;
  Id from_;
  Id to_;
  NodeMap<Term> terms_;  // by class
};

/// The classes of the sides just as the rule says them; identities may have changed what is shown of them.
ClassId left_class(EGraph& graph, const Equation& equation);
ClassId right_class(EGraph& graph, const Equation& equation);

using Equations = std::vector<const Equation*>;

/// Proofs from given equations. What it costs is counted, and beyond a limit nothing is proved any more.
class Prover {
 public:
  Prover(Arena& arena, std::span<const Id> assumptions);

  /// Are the two equal by these equations and arithmetic?
  bool equal(Id a, Id b, const Equations& equations);
  /// Few of the equations, early ones first, that suffice; nothing if not even all of them do.
  std::optional<Equations> core(Id a, Id b, const Equations& equations);

  Arena& arena() { return arena_; }
  Ranges& known() { return known_; }

 private:
  Arena& arena_;
  Ranges known_;
  std::size_t left_;  // nodes that proofs may still make
};

}  // namespace adage
