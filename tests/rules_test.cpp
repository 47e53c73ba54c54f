// SPDX-License-Identifier: BSL-1.0
// Every row of the rule table is sampled in 64 digits on both sides, inside its guard and at its edges: equal values
// where the left side is defined, no value at a general point where it has none, and none at all where the rule holds
// both ways. Nothing here knows the rules themselves, so this is evidence apart from proofs.
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <set>

#include "effort.hpp"
#include "rule_rows.hpp"
#include "rules/fold.hpp"

using namespace adage;
using namespace adage::testing;

namespace {

/// A number that stands to `value` as the holes of some rule do where one of its sides ends.
Rational related(std::mt19937_64& random, const Rational& value) {
  const Rational one(1);
  const Rational sign(random() % 2 == 0 ? 1 : -1);
  switch (random() % 4) {
    case 0:
      return sign * value;
    case 1:
      return value.is_zero() ? value : sign * (one / value);
    case 2:
      return sign * value + one;
    default:
      return sign * value * value;
  }
}

/// The values of a rule's holes at one point. At edges they are numbers that rules single out, or that stand in simple
/// relations to each other.
std::vector<Rational> draw(std::mt19937_64& random, const std::vector<bool>& truth, const std::vector<bool>& literal,
                           bool edges) {
  std::vector<Rational> values;
  for (std::size_t i = 0; i != truth.size(); ++i) {
    if (truth[i]) {
      values.emplace_back(static_cast<std::int64_t>(random() % 2));
    } else if (edges && i != 0 && !truth[i - 1] && random() % 3 == 0) {
      values.push_back(related(random, values.back()));
    } else {
      values.push_back(edges || (literal[i] && random() % 2 == 0) ? special(random) : general(random));
    }
  }
  return values;
}

/// The value of a formula in 64 digits, exact as long as arithmetic is: sqrt(0) is a divisor of nothing.
Bounded value_at(const Template& formula, std::span<const Rational> values) {
  Arena exact;
  std::vector<Id> ids;
  std::vector<Bounded> made;
  const auto add = [&](Id id, const Bounded& value) {
    const bool number = id != kNone && exact.is_number(id);
    ids.push_back(number ? id : kNone);
    made.push_back(number ? bounded(exact.value(id)) : value);
  };
  for (const Rational& value : values) add(exact.number(value), {});
  for (const Step& step : formula.steps()) {
    if (step.op == Op::number) {
      add(exact.number(formula.numbers()[step.args[0]]), {});
      continue;
    }
    std::vector<Id> args;
    std::vector<Bounded> bounds;
    for (std::size_t i = 0; i != step.count; ++i) {
      args.push_back(ids[step.args[i]]);
      bounds.push_back(made[step.args[i]]);
    }
    const bool numbers = !args.empty() && std::ranges::find(args, kNone) == args.end();
    add(numbers ? fold(exact, step.op, args) : kNone, adage::apply(step.op, bounds));
  }
  return made[formula.result()];
}

struct Sampled {
  std::string fault;  ///< empty: none
  int compared = 0;
  int tried = 0;
};

Sampled sample(const RuleRow& row) {
  const Rule rule(row);
  const std::vector<std::string_view> holes = hole_names(rule);
  const Template left(row.left, holes);
  const std::vector<bool> truth = truth_holes(rule, left);
  const std::vector<bool> literal = literal_holes(rule);
  std::mt19937_64 random(7);
  Sampled result;
  constexpr int wanted = 20 * testing::scale;
  for (; result.compared != wanted && result.tried != 5'000; ++result.tried) {
    const bool edges = result.tried % 2 == 0;
    const std::vector<Rational> values = draw(random, truth, literal, edges);
    if (rule.guard && !guard_holds(*rule.guard, values)) continue;
    const Bounded before = value_at(left, values);
    const Bounded after = value_at(*rule.right, values);
    std::ostringstream fault;
    if (before.known() && after.state == Bounded::State::undefined) {
      fault << "the right side loses a value";
    } else if (before.known() && after.known() && !agree(before, after)) {
      fault << before.value << " became " << after.value;
    } else if (before.state == Bounded::State::undefined && after.known() && (row.both || !edges)) {
      fault << "the right side defines what the left does not";
    } else if (before.known() && after.known()) {
      ++result.compared;
    }
    if (!fault.str().empty()) {
      fault << " at";
      for (std::size_t i = 0; i != holes.size(); ++i) fault << ' ' << holes[i] << '=' << values[i].to_string();
      result.fault = fault.str();
      return result;
    }
    if (holes.empty()) break;
  }
  return result;
}

/// What stands for the holes may be related: the right side of a^b*a^c == a^(b + c) has values for a < 0 and c = 1 - b,
/// and the left side has none there. So each hole is a function of two numbers; several general points at which only
/// the right side has a value are no isolated ones.
std::string gained(const RuleRow& row, int choices) {
  using Function = Rational (*)(const Rational& x, const Rational& y);
  constexpr Function functions[] = {
      [](const Rational& x, const Rational&) { return x; },
      [](const Rational& x, const Rational&) { return -x; },
      [](const Rational& x, const Rational&) { return Rational(1) - x; },
      [](const Rational& x, const Rational&) { return x + Rational(1); },
      [](const Rational& x, const Rational&) { return x * x; },
      [](const Rational&, const Rational& y) { return y; },
      [](const Rational&, const Rational& y) { return -y; },
      [](const Rational&, const Rational& y) { return Rational(1) - y; },
      [](const Rational& x, const Rational& y) { return x + y; },
      [](const Rational& x, const Rational& y) { return x - y; },
      [](const Rational& x, const Rational& y) { return y - x; },
      [](const Rational& x, const Rational& y) { return x * y; },
  };
  const Rule rule(row);
  const std::vector<std::string_view> holes = hole_names(rule);
  const Template left(row.left, holes);
  const std::vector<bool> truth = truth_holes(rule, left), literal = literal_holes(rule);
  std::mt19937_64 random(11);
  for (int n = 0; n != choices; ++n) {
    const std::vector<Rational> fixed = draw(random, truth, literal, true);
    std::vector<Function> chosen;
    for (std::size_t i = 0; i != holes.size(); ++i) {
      chosen.push_back(truth[i] || literal[i] ? nullptr : functions[random() % std::size(functions)]);
    }
    constexpr int points = 12, several = 4;
    int found = 0;
    std::vector<Rational> values(holes.size());
    for (int k = 0; k != points && found != several; ++k) {
      const Rational x = general(random), y = general(random);
      for (std::size_t i = 0; i != holes.size(); ++i) values[i] = chosen[i] == nullptr ? fixed[i] : chosen[i](x, y);
      if (rule.guard && !guard_holds(*rule.guard, values)) continue;
      if (value_at(left, values).state != Bounded::State::undefined) continue;
      found += value_at(*rule.right, values).known() ? 1 : 0;
    }
    if (found != several) continue;
    std::string at;
    for (std::size_t i = 0; i != holes.size(); ++i) at += " " + std::string(holes[i]) + "=" + values[i].to_string();
    return "the right side has more values, as at" + at;
  }
  return "";
}

}  // namespace

/// What a hole stands for may have no value although numbers, as sampled below, have one: sign(sqrt(x) + 1)^2 is not 1.
/// A branch that is not taken contributes nothing.
BOOST_DATA_TEST_CASE(what_a_rule_drops_has_a_value, boost::unit_test::data::make(every_rule_row()), c) {
  if (c.row.left.find("where(") != std::string_view::npos) return;
  const auto check = [](const RuleRow& row) {
    const Rule rule(row);
    std::vector<bool> kept(rule.holes.size(), false);
    const auto keep = [&](std::uint32_t i) {
      if (i < kept.size()) kept[i] = true;
    };
    keep(rule.right->result());
    for (const Step& step : rule.right->steps()) {
      if (step.op != Op::number) std::ranges::for_each(std::span(step.args).first(step.count), keep);
    }
    const std::vector<bool> defined =
        testing::asked_for(rule.guard, rule.holes.size(), {Predicate::number, Predicate::total});
    for (std::size_t i = 0; i != kept.size(); ++i)
      BOOST_TEST((kept[i] || defined[i]), row.name << ": " << rule.holes[i]);
  };
  check(c.row);
  if (c.row.both) check(reversed(c.row));
}

BOOST_DATA_TEST_CASE(a_rule_keeps_value_and_domain, boost::unit_test::data::make(every_rule_row()), c) {
  const Sampled found = sample(c.row);
  BOOST_TEST(found.fault == "", c.row.name << ": " << found.fault);
  BOOST_TEST(found.compared >= (Rule(c.row).holes.empty() ? 1 : 20),
             c.row.name << ": only " << found.compared << " points compared of " << found.tried);
}

BOOST_DATA_TEST_CASE(a_rule_defines_nothing_more_for_related_holes, boost::unit_test::data::make(every_rule_row()), c) {
  constexpr int choices = 6 * testing::scale;
  const std::string fault = gained(c.row, choices);
  BOOST_TEST(fault == "", c.row.name << ": " << fault);
  if (c.row.both) BOOST_TEST(gained(reversed(c.row), choices) == "", c.row.name << ", reversed");
}

/// The tests above must be able to fail, for each of their reasons.
BOOST_AUTO_TEST_CASE(wrong_rules_are_noticed) {
  const std::pair<RuleRow, std::string_view> wrong[] = {
      {{"sign", "exp(a)*exp(b)", "exp(a - b)"}, "became"},
      {{"constant", "log(1 + exp(a))", "softplus(a) + 1/1000000000000000000"}, "became"},
      {{"branch", "sqrt(a^2)", "a"}, "became"},
      {{"half-line", "acos(-a)", "acos(a)"}, "became"},
      {{"lost-point", "a/(a + b)", "1/(1 + b/a)"}, "loses"},
      {{"lost-half-line", "log(a^n)", "n*log(a)", "even(n) and n != 0"}, "loses"},
      {{"gained-half-plane", "log(a) + log(b)", "log(a*b)"}, "defines"},
      {both_ways("gained-point", "a/a", "a^0"), "defines"},
      {both_ways("gained-point-guarded", "a/sqrt(a)", "sqrt(a)", "a >= 0"), "defines"},
  };
  for (const auto& [row, reason] : wrong) {
    const std::string fault = sample(row).fault;
    BOOST_TEST(fault.find(reason) != std::string::npos, row.name << ": `" << fault << "`");
  }
  BOOST_TEST(sample({"isolated", "a/a", "1"}).fault == "");  // one direction may define an isolated point
  BOOST_TEST(gained({"related", "a^b*a^c", "a^(b + c)"}, 60) != "");
  BOOST_TEST(gained({"related-quotient", "a^b/a^c", "a^(b - c)"}, 60) != "");
}

BOOST_AUTO_TEST_CASE(names_are_unique) {
  std::set<std::string_view> names;
  for (const Case& c : every_rule_row()) BOOST_TEST(names.insert(c.row.name).second, c.row.name << " stands twice");
}

BOOST_AUTO_TEST_CASE(no_row_says_what_another_says) {
  std::set<std::array<std::string_view, 3>> known;
  for (const Case& c : every_rule_row()) {
    // Lowering repeats what it needs of simplification.
    if (c.stage == Stage::lowering) continue;
    BOOST_TEST(known.insert({c.row.left, c.row.right, c.row.guard}).second, c.row.name << " is there already");
    if (c.row.both)
      BOOST_TEST(known.insert({c.row.right, c.row.left, c.row.guard}).second, c.row.name << " is there, reversed");
  }
}

BOOST_AUTO_TEST_CASE(every_row_has_a_family) {
  for (const Case& c : every_rule_row()) BOOST_TEST(!c.row.family.empty(), c.row.name);
}

/// What holds both ways can be matched from either side and finds all holes there.
BOOST_AUTO_TEST_CASE(both_ways_rows_can_be_reversed) {
  for (const Case& c : every_rule_row()) {
    if (!c.row.both) continue;
    const Rule forward(c.row);
    const Rule backward(reversed(c.row));
    BOOST_TEST(std::set<std::string>(forward.holes.begin(), forward.holes.end()) ==
                   std::set<std::string>(backward.holes.begin(), backward.holes.end()),
               c.row.name);
    BOOST_TEST(!backward.patterns.empty(), c.row.name << " has a bare right side");
  }
}

BOOST_AUTO_TEST_CASE(guards_are_not_assumed) {
  Arena arena;
  const Id x = arena.variable("x");
  const RuleSet set(std::array{Stage::simplify});
  Ranges ranges(arena);
  const Id root = arena.intern(function("abs"), std::array{x});
  BOOST_TEST(set.apply(arena, arena.op(root), arena.args(root), &ranges) == kNone);
  const Id positive = arena.intern(function("exp"), std::array{x});
  const Id known = arena.intern(function("abs"), std::array{positive});
  BOOST_TEST(set.apply(arena, arena.op(known), arena.args(known), &ranges) == positive);
}
