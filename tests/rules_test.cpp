// SPDX-License-Identifier: BSL-1.0
// Every row of the rule table is sampled on both sides inside its guard and at its edges: equal values where
// the left side is defined, and no value at a general point where the left side has none.
#define BOOST_TEST_MODULE rules
#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <random>
#include <set>

#include "rules/ranges.hpp"
#include "rules/rule.hpp"
#include "verify/bounded.hpp"

using namespace adage;

namespace {

struct Case {
  Family family;
  RuleRow row;
  friend std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.row.name; }
};

std::vector<Case> all_rows() {
  std::vector<Case> result;
  for (const Family family : {Family::local, Family::simplify, Family::lowering}) {
    for (const RuleRow& row : rule_rows(family)) result.push_back({family, row});
  }
  return result;
}

/// Holes that stand where a truth value must.
std::vector<bool> boolean_holes(const Template& text) {
  std::vector<bool> result(text.parameters(), false);
  for (const Step& step : text.steps()) {
    for (std::size_t i = 0; i != step.count; ++i) {
      if (step.args[i] < text.parameters() && (row(step.op).boolean_arguments >> i & 1) != 0)
        result[step.args[i]] = true;
    }
  }
  return result;
}

std::vector<bool> asked_for(const std::optional<Template>& guard, std::size_t holes,
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

/// A number that no rule has as a special case, small enough that exponentials stay in range.
Rational general(std::mt19937_64& random) {
  const auto numerator = static_cast<std::int64_t>(random() % 2'000'003) - 1'000'001;
  constexpr std::int64_t denominators[] = {99'991, 700'001, 1'299'709, 15'485'863};
  return Rational(numerator, denominators[random() % 4]);
}

Rational special(std::mt19937_64& random) {
  constexpr std::int64_t values[] = {0, 1, -1, 2, -2, 3, -3, 4, 10};
  const Rational value(values[random() % 9]);
  return random() % 3 == 0 ? value / Rational(static_cast<std::int64_t>(random() % 4) + 1) : value;
}

bool guard_holds(const Template& guard, std::span<const Rational> values) {
  std::vector<Range> ranges;
  for (const Rational& v : values) ranges.push_back(literal_range(v));
  // Values stand for literals where the guard asks for literals, and for expressions where it refuses them.
  const bool refuses = std::ranges::any_of(
      guard.steps(), [](const Step& s) { return s.predicate == Predicate::none && s.op == Op::logical_not; });
  const auto answer = [&](Predicate predicate, std::uint32_t hole) {
    if (predicate == Predicate::number && refuses) return false;
    if (predicate == Predicate::integer) return values[hole].is_integer();
    if (predicate == Predicate::even) return (values[hole] / 2).is_integer();
    return true;  // a value is a number, constant, defined and without kinks
  };
  return value_range(guard, ranges, answer).surely_true();
}

bool agree(const Bounded& a, const Bounded& b) {
  return abs(PreciseNumber(a.value - b.value)) <= 2 * (a.error + b.error);
}

}  // namespace

BOOST_DATA_TEST_CASE(a_rule_keeps_the_value, boost::unit_test::data::make(all_rows()), c) {
  const Rule rule(c.row);
  const std::vector<std::string_view> holes(rule.holes.begin(), rule.holes.end());
  const Template left(c.row.left, holes);
  const std::vector<bool> truth = boolean_holes(left);
  const std::vector<bool> truth_right = boolean_holes(*rule.right);
  const std::vector<bool> literal =
      asked_for(rule.guard, holes.size(), {Predicate::number, Predicate::integer, Predicate::even});
  std::mt19937_64 random(7);
  int compared = 0;
  int tried = 0;
  constexpr int wanted = 60;
  for (; compared != wanted && tried != 1'500; ++tried) {
    const bool edges = tried % 2 == 0;
    std::vector<Rational> values;
    for (std::size_t i = 0; i != holes.size(); ++i) {
      if (truth[i] || truth_right[i]) {
        values.emplace_back(static_cast<std::int64_t>(random() % 2));
      } else {
        values.push_back(edges || (literal[i] && random() % 2 == 0) ? special(random) : general(random));
      }
    }
    if (rule.guard && !guard_holds(*rule.guard, values)) continue;
    std::vector<Bounded> points;
    for (const Rational& v : values) points.push_back(bounded(v));
    const Bounded before = evaluate(left, points);
    const Bounded after = evaluate(*rule.right, points);
    std::ostringstream place;
    for (std::size_t i = 0; i != holes.size(); ++i) place << ' ' << holes[i] << '=' << values[i].to_string();
    if (before.known() && after.state != Bounded::State::unknown) {
      BOOST_TEST_REQUIRE(after.known(), c.row.name << ": the right side loses a value at" << place.str());
      BOOST_TEST_REQUIRE(agree(before, after),
                         c.row.name << ": " << before.value << " became " << after.value << " at" << place.str());
      ++compared;
    } else if (before.state == Bounded::State::undefined && !edges) {
      BOOST_TEST_REQUIRE(!after.known(),
                         c.row.name << ": the right side defines what the left does not at" << place.str());
    }
    if (holes.empty()) break;
  }
  BOOST_TEST(compared >= (holes.empty() ? 1 : 20),
             c.row.name << ": only " << compared << " points compared of " << tried);
}

BOOST_AUTO_TEST_CASE(names_are_unique) {
  std::set<std::string_view> names;
  for (const Case& c : all_rows()) BOOST_TEST(names.insert(c.row.name).second, c.row.name << " stands twice");
}

/// The test above must be able to fail.
BOOST_AUTO_TEST_CASE(a_wrong_rule_is_noticed) {
  const Rule rule(RuleRow{"wrong", "exp(a)*exp(b)", "exp(a - b)"});
  const std::vector<std::string_view> holes(rule.holes.begin(), rule.holes.end());
  const Template left("exp(a)*exp(b)", holes);
  const Bounded points[] = {bounded(Rational(1, 3)), bounded(Rational(1, 7))};
  BOOST_TEST(!agree(evaluate(left, points), evaluate(*rule.right, points)));
}

BOOST_AUTO_TEST_CASE(guards_are_not_assumed) {
  Arena arena;
  const Id x = arena.variable("x");
  const RuleSet set(std::array{Family::simplify});
  Ranges ranges(arena);
  const Id root = arena.intern(function("abs"), std::array{x});
  BOOST_TEST(set.apply(arena, arena.op(root), arena.args(root), &ranges) == kNone);
  const Id positive = arena.intern(function("exp"), std::array{x});
  const Id known = arena.intern(function("abs"), std::array{positive});
  BOOST_TEST(set.apply(arena, arena.op(known), arena.args(known), &ranges) == positive);
}
