// SPDX-License-Identifier: BSL-1.0
// The rows of the rule table as tests see them: what their holes stand for, numbers for these, and whether a guard
// holds for numbers.
#pragma once

#include <algorithm>
#include <ostream>
#include <random>
#include <vector>

#include "rules/ranges.hpp"
#include "rules/rule.hpp"
#include "verify/bounded.hpp"

namespace adage::testing {

/// A row with its stage.
struct Case {
  Stage stage;
  RuleRow row;
  friend std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.row.name; }
};

inline std::vector<Case> every_rule_row() {
  std::vector<Case> result;
  for (const Stage stage : kStages) {
    for (const RuleRow& row : rule_rows(stage)) result.push_back({stage, row});
  }
  return result;
}

inline std::vector<std::string_view> hole_names(const Rule& rule) { return {rule.holes.begin(), rule.holes.end()}; }

/// Holes that stand where a truth value must.
inline std::vector<bool> boolean_holes(const Template& text) {
  std::vector<bool> result(text.parameters(), false);
  for (const Step& step : text.steps()) {
    for (std::size_t i = 0; i != step.count; ++i) {
      if (step.args[i] < text.parameters() && (row(step.op).boolean_arguments >> i & 1) != 0)
        result[step.args[i]] = true;
    }
  }
  return result;
}

inline std::vector<bool> asked_for(const std::optional<Template>& guard, std::size_t holes,
                                   std::initializer_list<Predicate> predicates) {
  std::vector<bool> result(holes, false);
  if (!guard) return result;
  for (const Step& step : guard->steps()) {
    for (const Predicate p : predicates) {
      if (step.predicate == p) result[step.args[0]] = true;
    }
  }
  return result;
}

/// For each hole, whether the guard refuses something of it: it occurs in a predicate under a `not`.
inline std::vector<bool> refused_holes(const Template& guard, std::size_t holes) {
  const auto steps = guard.steps();
  std::vector<bool> under(steps.size(), false), result(holes, false);
  for (std::size_t i = steps.size(); i-- != 0;) {
    const Step& step = steps[i];
    if (step.predicate != Predicate::none) {
      if (under[i]) result[step.args[0]] = true;
    } else if (step.op != Op::number) {
      for (std::size_t k = 0; k != step.count; ++k) {
        if (step.args[k] >= holes && (under[i] || step.op == Op::logical_not)) under[step.args[k] - holes] = true;
      }
    }
  }
  return result;
}

/// A number that no rule has as a special case, small enough that exponentials stay in range.
inline Rational general(std::mt19937_64& random) {
  const auto numerator = static_cast<std::int64_t>(random() % 2'000'003) - 1'000'001;
  constexpr std::int64_t denominators[] = {99'991, 700'001, 1'299'709, 15'485'863};
  return Rational(numerator, denominators[random() % 4]);
}

inline Rational special(std::mt19937_64& random) {
  constexpr std::int64_t values[] = {0, 1, -1, 2, -2, 3, -3, 4, 10};
  const Rational value(values[random() % 9]);
  return random() % 3 == 0 ? value / Rational(static_cast<std::int64_t>(random() % 4) + 1) : value;
}

inline bool guard_holds(const Template& guard, std::span<const Rational> values) {
  std::vector<Range> ranges;
  for (const Rational& v : values) ranges.push_back(literal_range(v));
  // Values stand for literals where the guard asks for literals, and for expressions where it refuses them.
  const std::vector<bool> refused = refused_holes(guard, values.size());
  const auto answer = [&](Predicate predicate, std::uint32_t hole) {
    if ((predicate == Predicate::number || predicate == Predicate::constant) && refused[hole]) return false;
    if (predicate == Predicate::integer) return values[hole].is_integer();
    if (predicate == Predicate::even) return (values[hole] / 2).is_integer();
    return true;  // a value is a number, constant, defined and without kinks
  };
  return value_range(guard, ranges, answer).surely_true();
}

/// For each hole, whether it stands for a truth value.
inline std::vector<bool> truth_holes(const Rule& rule, const Template& left) {
  std::vector<bool> truth = boolean_holes(left);
  const std::vector<bool> right = boolean_holes(*rule.right);
  for (std::size_t i = 0; i != truth.size(); ++i) truth[i] = truth[i] || right[i];
  return truth;
}

/// For each hole, whether the guard asks for a literal number.
inline std::vector<bool> literal_holes(const Rule& rule) {
  std::vector<bool> asked =
      asked_for(rule.guard, rule.holes.size(), {Predicate::number, Predicate::integer, Predicate::even});
  if (!rule.guard) return asked;
  const std::vector<bool> refused = refused_holes(*rule.guard, rule.holes.size());
  for (std::size_t i = 0; i != asked.size(); ++i) asked[i] = asked[i] && !refused[i];
  return asked;
}

inline bool agree(const Bounded& a, const Bounded& b) {
  return abs(PreciseNumber(a.value - b.value)) <= 2 * (a.error + b.error);
}

}  // namespace adage::testing
