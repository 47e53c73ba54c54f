// SPDX-License-Identifier: BSL-1.0
// What simplification must give, and what it must never do: change a value, lose one, cost more, or differ
// from run to run.
#include "simplify/simplify.hpp"

#include <fmt/format.h>

#include <adage/adage.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "graph/print.hpp"
#include "random_expression.hpp"
#include "rules/identities.hpp"
#include "same_function.hpp"
#include "simplify/leading_sign.hpp"
#include "simplify/product.hpp"
#include "simplify/sum.hpp"
#include "verify/precise_eval.hpp"

using namespace adage;
namespace data = boost::unit_test::data;

namespace {

#ifdef NDEBUG
constexpr unsigned kExpressions = 1000;
#else
constexpr unsigned kExpressions = 150;  // sanitizers make every step slower
#endif

/// Functions that take milliseconds at 64 digits have tests of their own.
const RandomOptions kCheap{.operations = 10, .allows = [](const Row& row) { return row.cost < 40; }};

struct Expectation {
  std::string_view formula;
  std::string_view expected;
  friend std::ostream& operator<<(std::ostream& out, const Expectation& e) { return out << e.formula; }
};

const Expectation expectations[] = {
    {"2*x + 3*x - x", "4*x"},
    {"x - x", "0"},
    {"x/x", "1"},
    {"x*x^2/x^3", "1"},
    {"(x + 1) - x", "1"},
    {"2*(x + y) - 2*x", "2*y"},
    {"exp(x)*exp(y)", "exp(x + y)"},
    {"exp(x)*exp(-x)", "1"},
    {"exp(2*x)/exp(x)", "exp(x)"},
    {"log(exp(x))", "x"},
    {"sqrt(x^2)", "abs(x)"},
    {"1/(1 + exp(-x))", "sigmoid(x)"},
    {"exp(x)/(1 + exp(x))", "sigmoid(x)"},
    {"exp(-x)/(1 + exp(-x))^2", "sigmoid(x)*(1 - sigmoid(x))"},
    {"log(1 + exp(x))", "softplus(x)"},
    {"(exp(x) - exp(-x))/(exp(x) + exp(-x))", "tanh(x)"},
    {"sin(x)^2 + cos(x)^2", "1"},
    {"1 - x/(1 + x)", "1/(1 + x)"},
    {"x/(1 + x) + 1/(1 + x) - 1 + sin(y)", "sin(y)"},
    {"2*x/(2*x^2 + 4)", "x/(x^2 + 2)"},
    {"2/(4 + 6*x)", "1/(3*x + 2)"},
    {"(4*x + 2)/(2*y + 6)", "(2*x + 1)/(y + 3)"},
    {"2/(2 + 2*cosh(x))", "1/(1 + cosh(x))"},
    {"(6*x + 9)^2/9", "(2*x + 3)^2"},
    {"(2*x + 2)/y", "(2*x + 2)/y"},
    {"1 + x*exp(-x)*x", "1 + x^2/exp(x)"},
    {"b/(c + d*x) - d*(a + b*x)/(c + d*x)^2", "(b*c - a*d)/(c + d*x)^2"},
    {"1/sqrt(1 - w) + w/(1 - w)^(3/2)", "1/(1 - w)^(3/2)"},
    {"sign(x)/(1 + abs(x)) - x/(1 + abs(x))^2", "sign(x)/(1 + abs(x))^2"},
    {"cos(x)/(1 + cos(x)) + sin(x)^2/(1 + cos(x))^2", "1/(1 + cos(x))"},
    {"1/sqrt(b)/sqrt(b)/sqrt(b)", "1/b^(3/2)"},
    {"3 - 3*sin(x)^2", "3*cos(x)^2"},
    {"2*sin(x)*cos(x)", "sin(2*x)"},
    {"cosh(x)^2 - sinh(x)^2", "1"},
    {"(1 + erf(x/sqrt(2)))/2", "normal_cdf(x)"},
    {"max(0, x)", "relu(x)"},
    {"where(x > 0, 1, 0)", "step(x)"},
    {"relu(x) - relu(-x)", "x"},
    {"max(x, -x)", "abs(x)"},
    {"abs(exp(x))", "exp(x)"},
    {"max(exp(x), -1)", "exp(x)"},
    {"where(exp(x) > 0, x, 7)", "x"},
    {"where(x > 0 or not x > 0, x, 7)", "x"},
    {"min(max(0, x), 6) < 6", "x < 6"},
    {"(x/sqrt(2))^2", "x^2/2"},
    {"sqrt(2)*sqrt(pi)", "sqrt(2*pi)"},
    {"0.01*x + 0", "0.01*x"},
    {"x^2*x^-5", "1/x^3"},
    // nothing that may be undefined vanishes
    {"log(x) - log(x)", "log(x) - log(x)"},
    {"0*log(x)", "0*log(x)"},
    {"log(x)^0", "log(x)^0"},
    {"sqrt(x)*sqrt(x)", "sqrt(x)*sqrt(x)"},
    {"sqrt(x)^2", "sqrt(x)^2"},
    {"exp(log(x))", "exp(log(x))"},
    {"relu(x)/relu(x)", "relu(x)/relu(x)"},
    {"1/(y/relu(x))", "1/(y/relu(x))"},
    {"x*step(x)/relu(x)", "relu(x)/relu(x)"},
    {"sign(x)^2", "sign(x)^2"},
};

struct SlopeExpectation {
  std::string_view formula;
  std::string_view expected;
  std::size_t most_nodes;
  friend std::ostream& operator<<(std::ostream& out, const SlopeExpectation& e) { return out << e.formula; }
};

/// The budget of each derivative: a change may lower these numbers, never raise them.
const SlopeExpectation slopes[] = {
    {"sigmoid(x)", "sigmoid(x)*(1 - sigmoid(x))", 5},
    {"1/(1 + exp(-x))", "sigmoid(x)*(1 - sigmoid(x))", 5},
    {"tanh(x)", "1 - tanh(x)^2", 6},
    {"softplus(x)", "sigmoid(x)", 2},
    {"log(1 + exp(x))", "sigmoid(x)", 2},
    {"relu(x)", "step(x)", 2},
    {"max(0, x)", "step(x)", 2},
    {"where(x > 0, x, 0)", "step(x)", 2},
    {"x*sigmoid(x)", "", 9},
    {"abs(x)", "sign(x)", 2},
    {"sin(x)^2", "sin(2*x)", 4},
    {"erf(x)", "", 10},
    {"x*tanh(log(1 + exp(x)))", "", 12},
    {"where(x > 0, x, 0.01*x)", "where(x > 0, 1, 0.01)", 6},
    {"log(cosh(x))", "tanh(x)", 2},
};

/// What falls, as simplification counts it: 1 - 2*x is less than 1 - x - x, and 2/(3*x) no more than 2/3/x.
std::size_t weight(const Arena& arena, Id root) {
  constexpr std::size_t awkward = 5;
  std::size_t sum = 0;
  for (const Id id : slice(arena, root)) {
    sum += (arena.is_number(id) ? 1 : 4) + (adds_same_twice(arena, id) || splits_quotient(arena, id) ? awkward : 0);
  }
  return sum;
}

}  // namespace

BOOST_DATA_TEST_CASE(simplifies_as_expected, data::make(expectations), e) {
  Graph graph;
  const Expression simple = simplify(parse(graph, e.formula));
  BOOST_TEST(simple == parse(graph, e.expected), to_string(simple) << " instead of " << e.expected);
}

BOOST_DATA_TEST_CASE(slopes_read_as_in_a_textbook, data::make(slopes), e) {
  Graph graph;
  const Expression f = parse(graph, e.formula);
  const Expression x = graph.variable("x");
  const Expression direct = simplify(derivative(simplify(f), x));
  const Expression reverse = simplify(gradient(simplify(f), {x})[0]);
  for (const Expression& slope : {direct, reverse}) {
    if (!e.expected.empty()) BOOST_TEST(to_string(slope) == e.expected);
    BOOST_TEST(slope.size() <= e.most_nodes);
  }
}

/// What a branch needs where it is taken, the rest of the formula needs everywhere.
BOOST_AUTO_TEST_CASE(what_only_a_branch_keeps_is_not_gone) {
  for (const char* text : {"log(x) + where(x > 0, log(x), 1) - log(x)",
                           "(log(x) + where(x > 0, log(x), 1))/(1 + y) - log(x)*(1 + y)/(1 + y)^2",
                           "log(x)/(1 + y) + where(x > 0, log(x), 1)/(1 + y)^2 - log(x)*(1 + y)/(1 + y)^2"}) {
    for (const Aim aim : {Aim::balanced, Aim::size, Aim::speed, Aim::accuracy}) {
      Graph graph;
      const std::vector<Expression> variables{graph.variable("x"), graph.variable("y")};
      const Expression simple = simplify(parse(graph, text), SimplifyOptions{.aim = aim});
      const Function run = compile({simple}, variables, {.as_written = true});
      BOOST_TEST(std::isnan(run(-1.0, 1.0)), to_string(simple));
      BOOST_TEST(!std::isnan(run(2.0, 1.0)), to_string(simple));
    }
  }
}

BOOST_AUTO_TEST_CASE(assumptions_are_used) {
  Graph graph;
  const Expression x = graph.variable("x");
  const std::vector<Expression> positive{x > 0};
  BOOST_TEST((simplify(sqrt(pow(x, 2)), positive) == x));
  BOOST_TEST((simplify(sqrt(pow(x, 2))) == abs(x)));
  BOOST_TEST((simplify(exp(log(x)), positive) == x));
}

BOOST_AUTO_TEST_CASE(random_expressions_keep_their_values) {
  for (unsigned seed = 0; seed != kExpressions; ++seed) {
    Arena arena(&local_identities());
    std::mt19937_64 random(seed);
    const Id e = random_expression(arena, random, kCheap);
    const Id s = simplify(arena, e);
    BOOST_TEST_CONTEXT("seed " << seed) {
      BOOST_TEST_REQUIRE(weight(arena, s) <= weight(arena, e));
      BOOST_TEST_REQUIRE(simplify(arena, s) == s, "not idempotent");
      same_function(arena, e, s, random, 4);
    }
  }
}

/// Sums of fractions with powers of one divisor, as the quotient rule leaves them.
std::string random_fractions(std::mt19937_64& random) {
  static constexpr std::string_view parts[] = {
      "1",      "x",       "y",      "x*y",    "x^2",      "sqrt(x)", "log(y)",   "relu(x)",
      "abs(x)", "exp(-x)", "sin(x)", "cos(x)", "x/abs(x)", "1/x",     "relu(-x)", "where(x > 0, x, 1)"};
  const auto any = [&](const auto& list) {
    return list[std::uniform_int_distribution<std::size_t>(0, std::size(list) - 1)(random)];
  };
  const auto number = [&] { return std::uniform_int_distribution<int>(1, 3)(random); };
  const auto sum = [&] {
    return fmt::format("({}*{} {} {})", number(), any(parts), number() == 1 ? '-' : '+', any(parts));
  };
  static constexpr std::string_view powers[] = {"1", "2", "(1/2)", "(3/2)", "0", "3"};
  const std::string divisor = sum();
  std::string text;
  for (int i = 0, terms = 1 + number(); i != terms; ++i) {
    text += fmt::format("{} {}*{}{}/{}^{}",
                        i == 0          ? ""
                        : number() == 1 ? " + "
                                        : " - ",
                        number(), any(parts), number() == 1 ? "*" + sum() : "", divisor, any(powers));
  }
  return text;
}

BOOST_AUTO_TEST_CASE(joined_fractions_keep_values) {
  unsigned changed = 0;
  for (unsigned seed = 0; seed != 5 * kExpressions; ++seed) {
    Graph graph;
    std::mt19937_64 random(seed);
    const Expression typed = parse(graph, random_fractions(random));
    Arena& arena = typed.arena();
    const Id e = typed.id(), s = simplify(arena, e);
    changed += s != e ? 1 : 0;
    BOOST_TEST_CONTEXT("seed " << seed) {
      BOOST_TEST_REQUIRE(weight(arena, s) <= weight(arena, e));
      same_function(arena, e, s, random, 4);
    }
  }
  BOOST_TEST(changed > kExpressions);  // or the test would show little
}

/// Products and quotients of sums whose terms have a number in common, as often as not.
BOOST_AUTO_TEST_CASE(numbers_in_common_keep_values) {
  unsigned changed = 0;
  for (unsigned seed = 0; seed != 3 * kExpressions; ++seed) {
    Graph graph;
    std::mt19937_64 random(seed);
    const auto below = [&](unsigned n) { return static_cast<int>(random() % n); };
    static constexpr std::string_view units[] = {"x", "y", "x*y", "x^2", "sin(x)", "exp(-y)", "relu(x)", "sqrt(y)"};
    const auto term = [&](int common) {
      return fmt::format("{}*{}", common * (1 + below(3)), units[random() % std::size(units)]);
    };
    const auto sum = [&] {
      const int common = 1 + below(4);
      return fmt::format("({} {} {}{})", term(common), below(2) == 0 ? '+' : '-',
                         below(2) == 0 ? term(common) : std::to_string(common * (1 + below(4))),
                         below(3) == 0 ? " + " + term(common) : "");
    };
    static constexpr std::string_view powers[] = {"", "", "^2", "^3", "^(1/2)", "^(-1)"};
    std::string text = std::to_string(1 + below(6));
    for (int i = 1 + below(3); i-- != 0;) text += (below(2) == 0 ? "*" : "/") + sum() + std::string(powers[below(6)]);
    const Expression typed = parse(graph, (below(4) == 0 ? "1 - " : "") + text);
    Arena& arena = typed.arena();
    const Id e = typed.id(), s = simplify(arena, e);
    changed += s != e ? 1 : 0;
    BOOST_TEST_CONTEXT("seed " << seed << ": " << text) {
      BOOST_TEST_REQUIRE(weight(arena, s) <= weight(arena, e));
      BOOST_TEST_REQUIRE(simplify(arena, s) == s, "not idempotent");
      same_function(arena, e, s, random, 4);
    }
  }
  BOOST_TEST(changed > kExpressions);
}

/// Of quotients of random expressions with a number and a sign in front.
BOOST_AUTO_TEST_CASE(leading_signs_keep_values) {
  std::size_t moved = 0;
  for (std::uint64_t seed = 0; seed != 3 * kExpressions; ++seed) {
    Arena arena;
    std::mt19937_64 random(seed + 900);
    const auto part = [&] { return random_expression(arena, random, kCheap); };
    Id product = arena.number(static_cast<std::int64_t>(random() % 5));
    for (std::uint64_t k = 1 + random() % 3; k-- != 0;) {
      product = arena.make(random() % 2 == 0 ? Op::mul : Op::div, product, part());
    }
    const Id before = arena.make(Op::add, part(), arena.make(function("exp"), arena.make(Op::neg, product)));
    const Id after = with_leading_signs(arena, std::array{before}).front();
    moved += after != before ? 1 : 0;
    BOOST_TEST_CONTEXT("seed " << seed) {
      BOOST_TEST(slice(arena, after).size() <= slice(arena, before).size());
      same_function(arena, before, after, random, 4);
    }
  }
  BOOST_TEST(moved > kExpressions);
}

BOOST_AUTO_TEST_CASE(local_identities_keep_values) {
  for (unsigned seed = 0; seed != kExpressions; ++seed) {
    Arena plain;
    std::mt19937_64 random(seed);
    const Id e = random_expression(plain, random, kCheap);
    Arena arena;
    const Id before = copy(plain, std::array{e}, arena).front();
    Arena folded(&local_identities());
    const Id during = copy(plain, std::array{e}, folded).front();
    const Id after = copy(folded, std::array{during}, arena).front();
    BOOST_TEST_CONTEXT("seed " << seed) { same_function(arena, before, after, random, 4); }
  }
}

BOOST_AUTO_TEST_CASE(lowering_identities_keep_values) {
  for (unsigned seed = 0; seed != kExpressions; ++seed) {
    Arena plain;
    std::mt19937_64 random(seed);
    const Id e = random_expression(plain, random, kCheap);
    Arena arena;
    const Id before = copy(plain, std::array{e}, arena).front();
    Arena lowered(&lowering_identities());
    const Id during = copy(plain, std::array{e}, lowered).front();
    const Id after = copy(lowered, std::array{during}, arena).front();
    BOOST_TEST_CONTEXT("seed " << seed) { same_function(arena, before, after, random, 4); }
  }
}

BOOST_AUTO_TEST_CASE(the_same_input_gives_the_same_text) {
  for (unsigned seed = 0; seed != 200; ++seed) {
    std::string texts[2];
    for (std::string& text : texts) {
      Graph graph;
      std::mt19937_64 random(seed);
      const Id e = random_expression(graph.arena(), random);
      text = to_string(simplify(Expression(graph.arena(), e)));
    }
    BOOST_TEST(texts[0] == texts[1]);
  }
}
