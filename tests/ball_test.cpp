// SPDX-License-Identifier: BSL-1.0
// Enclosures contain what they say: values of 64 digits and of 1,000 bits at exact points, values at inner points over
// boxes, for every row of the operation table and for random expressions. And they are tight where they should be.
#include "ball/ball.hpp"

#include <adage/adage.hpp>
#include <boost/test/unit_test.hpp>
#include <random>

#include "effort.hpp"
#include "graph/print.hpp"
#include "graph/slice.hpp"
#include "random_expression.hpp"
#include "rules/identities.hpp"
#include "verify/precise_eval.hpp"
#include "verify/sampling.hpp"

using namespace adage;
using Defined = Enclosure::Defined;

namespace {

using adage::testing::scale;

struct with_balls {
  boost::test_tools::assertion_result operator()(boost::unit_test::test_unit_id) const { return has_balls(); }
};

/// A value as a number of 64 digits, or a bound of a box.
PreciseNumber precise(const Rational& value) { return bounded(value).value; }

Enclosure at(std::string_view formula, const std::vector<Extent>& box, unsigned bits = 128) {
  Graph graph;
  graph.variable("x");
  const Id id = parse(graph, formula).id();
  BallEvaluator balls(graph.arena(), std::span(&id, 1));
  balls.evaluate(std::span(box).first(balls.variables().size()), bits);
  return balls[id];
}
Enclosure at(std::string_view formula, double lo, double hi) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  Extent extent;
  if (lo != -infinity) extent.lo = *Rational::from_double_exactly(lo);
  if (hi != infinity) extent.hi = *Rational::from_double_exactly(hi);
  return at(formula, {extent});
}

/// Is every value that `inner` may have possible for `outer`? Both about the same points, or `inner` about fewer.
bool contradicts(const BallEvaluator& outer, const BallEvaluator& inner, Id id) {
  const Enclosure a = outer[id];
  const Enclosure b = inner[id];
  if (a.nowhere()) return b.everywhere();
  if (b.nowhere()) return a.everywhere();
  if (!b.everywhere()) return false;
  const auto a_lo = outer.lower(id), a_hi = outer.upper(id);
  const auto b_lo = inner.lower(id), b_hi = inner.upper(id);
  return (a_lo && b_hi && *b_hi < *a_lo) || (a_hi && b_lo && *a_hi < *b_lo) || b.hi < a.lo || a.hi < b.lo;
}

bool contradicts(const BallEvaluator& balls, const Bounded& value, Id id) {
  const Enclosure enclosure = balls[id];
  if (value.state == Bounded::State::undefined) return enclosure.everywhere();
  if (!value.known()) return false;
  if (enclosure.nowhere()) return value.error * 1000 < abs(value.value);  // an open choice may hide what is undefined
  const auto lo = balls.lower(id), hi = balls.upper(id);
  const PreciseNumber slack = value.error * 2 + abs(value.value) * PreciseNumber("1e-60");
  return (lo && value.value + slack < precise(*lo)) || (hi && precise(*hi) < value.value - slack);
}

std::string described(const Arena& arena, Id id, std::span<const Rational> point) {
  std::string text = to_infix(arena, id) + " at";
  for (const Rational& x : point) text += " " + exact_text(x);
  return text;
}

/// Points and boxes around them for one expression.
struct Trial {
  Arena& arena;
  Id id;
  BallEvaluator low, high, boxed;
  PreciseEvaluator reference;
  std::uint64_t finite = 0, points = 0;

  Trial(Arena& a, Id root)
      : arena(a),
        id(root),
        low(a, std::span<const Id>(&id, 1)),
        high(a, std::span<const Id>(&id, 1)),
        boxed(a, std::span<const Id>(&id, 1)),
        reference(a, std::span<const Id>(&id, 1)) {}

  void at_point(const std::vector<Rational>& point) {
    low.evaluate(point, 80);
    high.evaluate(point, 1000);
    reference.evaluate(point);
    ++points;
    finite += high[id].everywhere();
    BOOST_TEST(!contradicts(low, high, id), described(arena, id, point) << ": " << low.text(id, 20) << " at 80 bits, "
                                                                        << high.text(id, 20) << " at 1000");
    BOOST_TEST(!contradicts(low, reference[id], id),
               described(arena, id, point) << ": " << low.text(id, 20) << " against " << reference[id].value);
    BOOST_TEST(!contradicts(high, reference[id], id),
               described(arena, id, point) << ": " << high.text(id, 70) << " against " << reference[id].value.str(64));
  }

  void in_box(const std::vector<Extent>& box, const std::vector<Rational>& point) {
    boxed.evaluate(box, 60);
    high.evaluate(point, 300);
    BOOST_TEST(!contradicts(boxed, high, id), described(arena, id, point)
                                                  << " is " << high.text(id, 20) << ", but in [" << boxed[id].lo << ", "
                                                  << boxed[id].hi << "] over the box");
  }
};

Rational drawn(Generator& random) {
  const int kind = random.between(0, 9);
  if (kind <= 2) return Rational(random.between(-4, 4));
  if (kind <= 4) return Rational(random.between(-12, 12), 4);
  if (kind <= 7) return decimal(random.between(-99999, 99999), -4);
  return decimal(random.between(-999, 999), random.between(-14, 4));
}

Extent around(Generator& random, const Rational& value) {
  Extent result;
  const Rational width = random.chance(30) ? Rational(random.between(0, 3)) : decimal(random.between(0, 999), -3);
  if (!random.chance(8)) result.lo = value - width * Rational(random.between(0, 4), 4);
  if (!random.chance(8)) result.hi = value + width * Rational(random.between(0, 4), 4);
  return result;
}

void try_out(Arena& arena, Id id, Generator& random, int points, std::uint64_t* finite = nullptr) {
  Trial trial(arena, id);
  for (int i = 0; i != points; ++i) {
    std::vector<Rational> point;
    std::vector<Extent> box;
    for (std::size_t k = 0; k != trial.low.variables().size(); ++k) {
      point.push_back(drawn(random));
      box.push_back(around(random, point.back()));
    }
    trial.at_point(point);
    trial.in_box(box, point);
  }
  if (finite != nullptr) *finite += trial.finite;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(balls, *boost::unit_test::precondition(with_balls()))

BOOST_AUTO_TEST_CASE(every_operation_has_an_enclosure) {
  Generator random(1);
  for (std::size_t i = static_cast<std::size_t>(Op::neg); i != rows().size(); ++i) {
    const auto op = static_cast<Op>(i);
    Arena arena;
    std::vector<Id> args;
    constexpr std::array<std::string_view, kMaxArity> names{"x", "y", "z"};
    for (std::size_t k = 0; k != arity(op); ++k) {
      const Id variable = arena.variable(names[k]);
      const bool boolean = ((row(op).boolean_arguments >> k) & 1) != 0;
      args.push_back(boolean ? arena.make(Op::lt, variable, arena.number(1)) : variable);
    }
    const Id id = arena.intern(op, args);
    std::uint64_t finite = 0;
    BOOST_TEST_CONTEXT(row(op).name << " of " << arity(op)) {
      try_out(arena, id, random, 40 * scale, &finite);
      BOOST_TEST(finite > 0u, "no value of this operation is ever known");
      if (arity(op) == 2 && !row(op).boolean)
        try_out(arena, arena.intern(op, std::array{args[0], args[0]}), random, 10);
    }
  }
}

BOOST_AUTO_TEST_CASE(enclosures_of_random_expressions_contain_their_values) {
  std::mt19937_64 random(3);
  Generator points(4);
  std::uint64_t finite = 0;
  constexpr int expressions = 200 * scale;
  for (int i = 0; i != expressions; ++i) {
    Arena arena(i % 2 == 0 ? &local_identities() : nullptr);
    RandomOptions options;
    options.operations = 3 + static_cast<std::size_t>(i % 9);
    options.arithmetic_percent = i % 3 == 0 ? 20 : 60;
    try_out(arena, random_expression(arena, random, options), points, 3, &finite);
  }
  BOOST_TEST(finite > expressions);
}

BOOST_AUTO_TEST_CASE(extreme_arguments_end_quickly) {
  Generator random(9);
  for (std::size_t i = static_cast<std::size_t>(Op::neg); i != rows().size(); ++i) {
    const auto op = static_cast<Op>(i);
    if (row(op).boolean_arguments != 0 || arity(op) == 0) continue;
    Arena arena;
    std::vector<Id> args;
    for (std::size_t k = 0; k != arity(op); ++k)
      args.push_back(arena.variable(std::string(1, static_cast<char>('a' + k))));
    Trial trial(arena, arena.intern(op, args));
    for (const int exponent : {-400, -30, 7, 30, 400}) {
      for (int repetition = 0; repetition != 4; ++repetition) {
        std::vector<Rational> point;
        for (std::size_t k = 0; k != args.size(); ++k) {
          const bool small = random.chance(40);
          point.push_back(small ? Rational(random.between(-3, 3))
                                : decimal(random.between(0, 1) != 0 ? 3 : -3, exponent));
        }
        trial.at_point(point);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(numbers_too_large_to_write_down_do_no_harm) {
  for (const std::string_view tower : {"exp(exp(exp(x)))", "-exp(exp(exp(x)))", "exp(-exp(exp(x)))", "2^(2^(2^x))"}) {
    for (std::size_t i = static_cast<std::size_t>(Op::neg); i != rows().size(); ++i) {
      const auto op = static_cast<Op>(i);
      if (row(op).boolean_arguments != 0 || arity(op) == 0) continue;
      for (std::size_t place = 0; place != arity(op); ++place) {
        Graph graph;
        graph.variable("x");
        std::vector<Id> args(arity(op), graph.arena().number(3));
        args[place] = parse(graph, tower).id();
        const Id id = graph.arena().intern(op, args);
        BallEvaluator balls(graph.arena(), std::span(&id, 1));
        for (const int at : {3, 4, 6, 40}) {
          const Rational x(at);
          balls.evaluate(std::span(&x, 1), 200);
          BOOST_TEST(balls[id].lo <= balls[id].hi);
          BOOST_TEST(!balls.text(id, 20).empty());
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(ends_are_sharp) {
  const auto expect = [](const Enclosure& found, double lo, double hi, Defined defined = Defined::everywhere) {
    BOOST_TEST((found.lo <= lo && found.hi >= hi));
    BOOST_TEST((found.lo == lo || lo - found.lo < 1e-12));
    BOOST_TEST((found.hi == hi || found.hi - hi < 1e-12));
    BOOST_TEST((found.defined == defined));
  };
  constexpr double inf = std::numeric_limits<double>::infinity();
  expect(at("x^2", -1, 3), 0, 9);
  expect(at("x*x", -1, 3), 0, 9);
  expect(at("1/x", 0.5, 4), 0.25, 2);
  expect(at("1/x", 0, 4), 0.25, inf, Defined::maybe);
  expect(at("sqrt(x)", -1, 4), 0, 2, Defined::maybe);
  expect(at("log(x)", 0, 1), -inf, 0, Defined::maybe);
  expect(at("exp(x)", -inf, 0), 0, 1);
  expect(at("sigmoid(x)", -inf, inf), 0, 1);
  expect(at("relu(x)", -inf, 3), 0, 3);
  expect(at("abs(x)", -2, 1), 0, 2);
  expect(at("gamma(x)", 1, 2), 0.885603194410888, 1);
  expect(at("atan2(x, -1)", 0, 1), 2.356194490192345, 3.141592653589793);
  expect(at("where(x > 0, x, -1)", -1, 2), -1, 2);
  expect(at("where(x > 0, log(x), 5)", -3, -2), 5, 5);
  expect(at("x^3", -2, 1), -8, 1);
  expect(at("x^(1/2)", 0, 4), 0, 2);
  expect(at("cosh(x)", -1, 0.5), 1, std::cosh(1.0));
}

BOOST_AUTO_TEST_CASE(undefined_is_told_from_unknown) {
  BOOST_TEST(at("log(x)", -2, -1).nowhere());
  BOOST_TEST(at("1/x", 0, 0).nowhere());
  BOOST_TEST(at("gamma(x)", -2, -2).nowhere());
  BOOST_TEST(at("sqrt(x) + 1", -2, -1).nowhere());
  BOOST_TEST(at("where(x < 0, 1, sqrt(x))", -2, -1).everywhere());
  BOOST_TEST((at("tan(x)", 1, 2).defined == Defined::maybe));
  BOOST_TEST(at("tan(x)", 1, 1.5).everywhere());
  BOOST_TEST((at("x^0.5", -1, 1).defined == Defined::maybe));
  BOOST_TEST(at("(-1)^x", 2, 2).everywhere());
}

BOOST_AUTO_TEST_CASE(precision_is_what_was_asked_for) {
  Graph graph;
  graph.variable("x");
  const Id id = parse(graph, "exp(x) + sin(x)*log(x + 2)").id();
  BallEvaluator balls(graph.arena(), std::span(&id, 1));
  const Rational third(1, 3);
  for (const unsigned bits : {53U, 128U, 1000U, 4096U}) {
    balls.evaluate(std::span(&third, 1), bits);
    BOOST_TEST(balls.accurate_bits(id) + 8 >= bits);
    BOOST_TEST(balls.accurate_bits(id) <= bits);
    BOOST_TEST((*balls.lower(id) <= *balls.upper(id)));
  }
  const double half = 0.5;
  balls.evaluate(std::span(&half, 1), 200);
  BOOST_TEST(balls[id].lo == std::exp(0.5) + std::sin(0.5) * std::log(2.5), boost::test_tools::tolerance(1e-14));
  BOOST_TEST(balls.text(id, 12).find("±") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(texts_are_for_people) {
  Graph graph;
  graph.variable("x");
  const std::array<Id, 4> ids{parse(graph, "x/4").id(), parse(graph, "x > 0").id(), parse(graph, "log(-x)").id(),
                              parse(graph, "x/3").id()};
  BallEvaluator balls(graph.arena(), ids);
  const Rational one(1);
  balls.evaluate(std::span(&one, 1), 100);
  BOOST_TEST(balls.text(ids[0], 20) == "0.25");
  BOOST_TEST(balls.text(ids[1], 20) == "true");
  BOOST_TEST(balls.text(ids[2], 20) == "undefined");
  BOOST_TEST(balls.text(ids[3], 10) == "0.3333333333 ± 3.34e-11");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(huge_values_keep_a_bound, *boost::unit_test::precondition(with_balls())) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  for (const char* text : {"exp(x)", "expm1(x)", "exp2(x)", "cosh(x)", "sinh(x)", "sqrt(exp(x))", "exp(x)^3"}) {
    for (const double x : {3e5, 1e7, 1e20, 1e100, 1e300}) {
      const Enclosure value = at(text, x, x);
      BOOST_TEST(value.everywhere(), text);
      BOOST_TEST(value.lo == std::numeric_limits<double>::max(), text << " at " << x);
      BOOST_TEST(value.hi == infinity, text);
    }
  }
  BOOST_TEST(at("sinh(x)", -1e300, -1e300).hi == -std::numeric_limits<double>::max());
  BOOST_TEST(at("1/(1 + exp(x))", 1e300, 1e300).hi < 1e-300);
  BOOST_TEST(at("tanh(exp(x))", 1e300, 1e300).lo > 0.999);
  // What is monotone only between poles has no bound far out.
  BOOST_TEST(at("tan(exp(x))", 1e300, 1e300).lo == -infinity);
  BOOST_TEST(at("digamma(-exp(x))", 1e300, 1e300).lo == -infinity);
  BOOST_TEST(at("digamma(-exp(x))", 1e300, 1e300).hi == infinity);
  BOOST_TEST(at("0^(-1/2)*x", 1, 1).nowhere());
}

BOOST_AUTO_TEST_CASE(a_split_encloses_the_value, *boost::unit_test::precondition(with_balls())) {
  Graph graph;
  const Expression x = graph.variable("x");
  const Id roots[] = {(exp(x) - exp(-x)).id(), (x / 3).id(), (x * x * x).id(), log(x).id()};
  BallEvaluator balls(graph.arena(), roots);
  for (const double at : {1e-200, 3e-9, 0.7, 1.0, 5.0, 300.0, 709.9, -2.5, -1e150}) {
    for (const unsigned bits : {64U, 128U, 512U}) {
      balls.evaluate(std::span(&at, 1), bits);
      for (const Id id : roots) {
        const Split split = balls.split(id);
        BOOST_TEST((split.state == Split::State::undefined) == balls[id].nowhere());
        const auto lo = balls.lower(id), hi = balls.upper(id);
        if (!split.known()) continue;
        BOOST_REQUIRE((lo && hi));
        const PreciseNumber unit = ldexp(PreciseNumber(1), static_cast<int>(split.exponent));
        const PreciseNumber value = (PreciseNumber(split.head) + split.tail) * unit;
        const PreciseNumber reach =
            PreciseNumber(split.error) * unit * (1 + PreciseNumber("1e-60")) + abs(value) * PreciseNumber("1e-60");
        BOOST_TEST((abs(precise(*lo) - value) <= reach), at);
        BOOST_TEST((abs(precise(*hi) - value) <= reach), at);
        if (split.exponent == kLeastExponent || split.head == 0) continue;
        BOOST_TEST((std::fabs(split.head) >= 1 && std::fabs(split.head) <= 2));
        if (bits == 512 && id == roots[1]) BOOST_TEST(split.error < 0x1p-104);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(without_balls_nothing_is_claimed) {
  if (has_balls()) return;
  BOOST_TEST(!at("x", 0, 1).everywhere());
}
