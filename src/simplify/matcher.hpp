// SPDX-License-Identifier: BSL-1.0
// The matcher itself, one for a rule. Goals are a list on the machine's stack, as deep as a left side is long, so that
// backtracking is returning. Only ematch.cpp and the matcher's own files need it.
#pragma once

#include <algorithm>
#include <optional>

#include "simplify/ematch.hpp"

namespace adage {

/// Longer sums and products are not searched for pairs.
inline constexpr std::size_t kMostMatched = 8;

class Matcher {
  using Kind = EPattern::Kind;

 public:
  Matcher(EGraph& graph, const ERule& rule, EMatchLimits& limits)
      : graph_(graph), rule_(rule), limits_(limits), bindings_(rule.holes.size()) {}

  void at(NodeId n);

  std::vector<EMatch> found;

 private:
  /// Either: `value` is the pattern. Or, with a `form`: what of its parts is not in `used` are the parts of the pattern
  /// from `term` on; `ratio` is what the form's coefficients are multiplied by, zero while it is unknown.
  struct Goal {
    const Goal* next = nullptr;
    const EPattern* pattern = nullptr;
    Part value;
    const ENode* form = nullptr;
    std::size_t term = 0;
    std::uint32_t used = 0;
    Rational ratio{1};
    bool root = false;
  };

  bool full() const { return found.size() >= limits_.matches || limits_.steps == 0; }
  const EPattern& at_position(std::uint32_t i) const { return rule_.positions[i]; }

  Part normal(const Part& value) const;

  void solve(const Goal* goal);

  /// Calls f(form, by) for each form with value = by·form. Forms may be added meanwhile; those are left for the next
  /// round.
  template <class F>
  void each_form(const Part& value, Op op, F&& f) {
    const std::span<const Part> known = graph_.guises(value.of);
    if (known.size() == 1) return each_own_form(value.of, op, value.by, f);
    const Parts guises(known.begin(), known.end());
    for (const Part& guise : guises) each_own_form(guise.of, op, value.by * guise.by, f);
  }
  template <class F>
  void each_own_form(ClassId c, Op op, const Rational& by, F&& f) {
    if (!graph_.has(c, op)) return;
    // Forms themselves never move or change, their list may.
    const std::size_t count = graph_.nodes(c).size();
    for (std::size_t i = 0; i < count && i < graph_.nodes(c).size() && !full(); ++i) {
      const ENode& form = graph_[graph_.nodes(c)[i]];
      if (form.op == op && form.parts.size() <= kMostMatched) f(form, by);
    }
  }
  bool may_be(ClassId c, Op op) const;

  template <class F>
  void bind(std::uint32_t hole, const Part& raw, F&& then) {
    const Part value = normal(raw);
    if (bindings_[hole]) {
      if (*bindings_[hole] == value) then();
      return;
    }
    if (rule_.literal[hole] && value.of != graph_.one()) return;
    bindings_[hole] = value;
    then();
    bindings_[hole].reset();
  }

  void arguments(const EPattern& p, const ENode& form, const Goal* next);

  /// Does the sign or number before a hole come from the argument itself, as it must for f(-a)?
  bool steered(const EPattern& inner, const Part& value) const;

  void sum(const Goal& goal);

  void product(const Goal& goal);

  static std::uint32_t all_of(const ENode& form) { return (1U << form.parts.size()) - 1; }

  Parts unused(const ENode& form, std::uint32_t used) const;

  void assign_term(const Goal& goal);

  void assign_factor(const Goal& goal);

  /// The exponent in the node is not the one in the pattern.
  void more_of_it(const Goal& goal, Goal& then, const EPattern& inner, const EPattern::Part& factor, const Part& part);

  /// `times` copies of the factor are taken from the part; what is left of it stays with the rest.
  void factor_found(const Goal& goal, const Goal& then, const EPattern& inner, const EPattern::Part& factor,
                    const Part& part, std::int64_t times);

  void finish();

  bool guarded() const;

  EGraph& graph_;
  const ERule& rule_;
  EMatchLimits& limits_;
  std::vector<std::optional<Part>> bindings_;
  NodeId node_ = 0;
  Rational scale_{1};
  std::int64_t times_ = 1;
  Parts rest_;
  Parts leftovers_;
};

}  // namespace adage
