// SPDX-License-Identifier: BSL-1.0
// Inequalities as claims: known ones are decided, and among thousands of random ones none that fails at some point is
// proved, and none is refuted but at a point where an evaluation of its own says so.
#include "verify/inequality.hpp"

#include <adage/adage.hpp>
#include <boost/test/unit_test.hpp>
#include <random>

#include "algebra/algebra.hpp"
#include "ball/ball.hpp"
#include "effort.hpp"
#include "graph/print.hpp"
#include "random_expression.hpp"
#include "rules/identities.hpp"
#include "verify/precise_eval.hpp"
#include "verify/sampling.hpp"

using namespace adage;
using Kind = Verdict::Kind;

namespace adage {
std::ostream& operator<<(std::ostream& out, Kind kind) { return out << to_string(kind); }
}  // namespace adage

namespace {

using adage::testing::scale;

struct with_all_rooms {
  boost::test_tools::assertion_result operator()(boost::unit_test::test_unit_id) const {
    return has_balls() && has_algebra();
  }
};

struct Claimed {
  std::string_view left;
  Relation relation;
  std::string_view right;
  std::string_view assumed = "";

  friend std::ostream& operator<<(std::ostream& out, const Claimed& c) {
    constexpr std::string_view signs[] = {"==", "<", "<=", ">", ">="};
    out << c.left << " " << signs[static_cast<std::size_t>(c.relation)] << " " << c.right;
    return c.assumed.empty() ? out : out << " for " << c.assumed;
  }
};

Verdict verdict(const Claimed& claim) {
  Graph graph;
  CheckOptions options;
  if (!claim.assumed.empty()) options.assumptions.push_back(parse(graph, claim.assumed));
  return check(parse(graph, claim.left), claim.relation, parse(graph, claim.right), options);
}

using enum Relation;

const Claimed truths[] = {
    {"diff(sigmoid(x), x)", at_most, "1/4"},
    {"relu(x)", at_least, "0"},
    {"x*tanh(softplus(x))", at_least, "-0.31", "-20 <= x and x <= 20"},
    {"0", less, "sigmoid(x)"},
    {"tanh(x)", less, "1"},
    {"gelu'(x)", at_most, "1.13"},  // at infinity by the sign of the slope alone
    {"gelu'(x)", at_least, "-0.13"},
    {"x*exp(-x)", at_most, "1/e"},
    {"exp(x)", at_least, "1 + x"},
    {"sin(x)", at_most, "x", "x >= 0"},
    {"log(x)", at_most, "x - 1"},
    {"abs(x)", at_least, "x"},
    {"abs(x + y)", at_most, "abs(x) + abs(y)"},
    {"x^2 + y^2", at_least, "2*x*y"},
    {"max(x, y)", at_least, "min(x, y)"},
    {"clamp(x, 0, 1)", at_most, "1"},
    {"cos(x)", at_least, "1 - x^2/2"},
    {"(1 + x)^3", at_least, "1 + 3*x", "x >= -1"},
    {"erf(x)", at_most, "2/sqrt(pi)*x", "0 <= x and x <= 3"},
    {"x*sigmoid(x)", greater, "-0.2785", "-50 <= x and x <= 50"},
    {"sin(x)*cos(y)", at_most, "1 + 1e-9"},
    {"x*y", at_most, "1", "0 <= x and x <= 1 and 0 <= y and y <= 1"},
    {"sin(x)^2 + cos(x)^2", at_most, "1"},
    {"gamma(x)", greater, "0.8856", "x > 0 and x < 5"},
    {"x^4 - 4*x^3 + 6*x^2 - 4*x + 1", at_least, "0"},
    {"cosh(x)", at_least, "1 + x^2/2"},
    {"sqrt(x)", at_least, "0"},
    {"1", less, "2"},
};

const Claimed falsehoods[] = {
    {"diff(sigmoid(x), x)", less, "1/4"},
    {"x*tanh(softplus(x))", at_least, "-0.3"},
    {"sin(x)", at_most, "x"},
    {"x", less, "5", "0 <= x and x <= 5"},
    {"exp(x)", greater, "1 + x"},
    {"x^2 + y^2", greater, "2*x*y"},
    {"gamma(x)", greater, "0.886", "x > 0 and x < 5"},
    {"x - floor(x)", at_most, "0.999999"},
    {"abs(x - 1/3)", at_least, "1e-6"},
    {"x*sigmoid(x)", at_least, "-0.2784", "-50 <= x and x <= 50"},
    {"cos(x)", greater, "-1", "0 <= x and x <= pi"},
    {"2", at_most, "1"},
    {"1", less, "1"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(decided, *boost::unit_test::precondition(with_all_rooms()))

BOOST_AUTO_TEST_CASE(what_is_true_is_proved) {
  for (const Claimed& claim : truths) {
    const Verdict found = verdict(claim);
    BOOST_TEST(found.kind == Kind::proved, claim << " is " << found.kind << ": " << found.note);
    BOOST_TEST(found.seconds < 2);
  }
}

BOOST_AUTO_TEST_CASE(what_is_false_is_never_proved) {
  for (const Claimed& claim : falsehoods) {
    const Verdict found = verdict(claim);
    // Only irrational points refute a strict claim that holds elsewhere; there is none to name.
    const bool touches = claim.right == "-1" || claim.left == "1 - x^2/2";
    BOOST_TEST((found.kind == Kind::refuted || (touches && found.kind == Kind::undecided)),
               claim << " is " << found.kind);
  }
}

BOOST_AUTO_TEST_CASE(what_can_not_be_ordered_is_an_error) {
  Graph graph;
  const Expression x = graph.variable("x");
  BOOST_CHECK_THROW(check(x > 0, Relation::less, x > 1), Error);
  BOOST_CHECK_THROW(verdict({"x", at_most, "1", "x > 1 and x < 0"}), Error);
  BOOST_TEST(verdict({"log(-1 - x^2)", at_most, "0"}).kind == Kind::undecided);
}

BOOST_AUTO_TEST_CASE(work_is_bounded) {
  const Verdict found = verdict({"sin(x)*sin(y)*sin(z)", less, "1"});
  BOOST_TEST(found.kind != Kind::proved);
  BOOST_TEST(found.seconds < 10);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(random_inequalities_are_never_decided_falsely, *boost::unit_test::precondition(with_all_rooms())) {
  std::mt19937_64 random(11);
  constexpr int count = 200 * scale;
  int proved = 0, refuted = 0;
  for (int i = 0; i != count; ++i) {
    Arena arena(&local_identities());
    RandomOptions options;
    options.variables = i % 3 == 0 ? std::vector<std::string_view>{"x", "y"} : std::vector<std::string_view>{"x"};
    options.operations = 3 + static_cast<std::size_t>(i % 6);
    options.arithmetic_percent = 45;
    const Id e = random_expression(arena, random, options);
    std::vector<Id> assumptions;
    std::vector<Interval> box;
    std::vector<Id> variables;
    for (const std::string_view name : options.variables) {
      const Rational lo(static_cast<std::int64_t>(random() % 7) - 4, 2);
      const Rational hi = lo + Rational(1 + static_cast<std::int64_t>(random() % 6), 2);
      variables.push_back(arena.variable(name));
      if (i % 4 != 3) assumptions.push_back(arena.make(Op::ge, variables.back(), arena.number(lo)));
      if (i % 4 != 3) assumptions.push_back(arena.make(Op::le, variables.back(), arena.number(hi)));
      box.push_back(i % 4 != 3 ? Interval{lo, hi, false, false} : Interval{});
    }
    // The largest value that many points show.
    PreciseEvaluator values(arena, std::span(&e, 1));
    if (values.variables().empty()) continue;
    Sampler sampler(box, random());
    std::optional<PreciseNumber> most, least;
    for (int k = 0; k != 150; ++k) {
      const std::vector<Rational> point = sampler.draw();
      std::vector<Rational> part;
      for (const Id id : values.variables())
        part.push_back(point[static_cast<std::size_t>(std::ranges::find(variables, id) - variables.begin())]);
      values.evaluate(part);
      if (!values[e].known() || values[e].error > 1e-30) continue;
      if (!most || values[e].value > *most) most = values[e].value;
      if (!least || values[e].value < *least) least = values[e].value;
    }
    if (!most || abs(*most) > 1e6 || abs(*least) > 1e6) continue;
    const bool below = random() % 2 == 0;
    const bool holds = random() % 2 == 0;  // as far as the points show
    const PreciseNumber margin = (*most - *least) / 20 + PreciseNumber("0.001");
    const PreciseNumber bound =
        below ? (holds ? *most + margin : *most - margin) : (holds ? *least - margin : *least + margin);
    const Id constant = arena.number(*rational_near(bound));
    const bool strict = random() % 2 == 0;
    Question question = pose(arena, e, constant, assumptions);
    const InequalityAnswer found =
        decide_inequality(question, !below, strict, {.points = 60, .seed = random(), .max_boxes = 300});
    const std::string text = to_infix(arena, e) + (below ? " <= " : " >= ") + to_infix(arena, constant) +
                             (assumptions.empty() ? "" : " in a box");
    BOOST_TEST(!(found.proved && found.witness), text);
    proved += found.proved;
    refuted += found.witness.has_value();
    if (!holds) BOOST_TEST(!found.proved, text << " is proved, though points refute it");
    if (!found.witness) continue;
    std::vector<Rational> part;
    for (const Id id : values.variables()) {
      const auto named = [&](const auto& entry) { return entry.first == arena.name(id); };
      std::string value = std::ranges::find_if(found.witness->where, named)->second;
      const bool negative = value.starts_with('-');
      if (negative) value.erase(0, 1);
      const auto bar = value.find('/');
      Rational number = *Rational::from_decimal(value.substr(0, bar));
      if (bar != value.npos) number = number / *Rational::from_decimal(value.substr(bar + 1));
      part.push_back(negative ? -number : number);
    }
    values.evaluate(part);
    if (!values[e].known()) continue;
    const PreciseNumber over = below ? PreciseNumber(values[e].value - bound) : PreciseNumber(bound - values[e].value);
    BOOST_TEST((over > -2 * values[e].error - PreciseNumber("1e-40")), text << " is refuted, though it holds there");
  }
  BOOST_TEST_MESSAGE(proved << " proved and " << refuted << " refuted of " << count);
  BOOST_TEST(proved > count / 10);
  BOOST_TEST(refuted > count / 4);
}
