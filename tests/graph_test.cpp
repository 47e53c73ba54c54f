// SPDX-License-Identifier: BSL-1.0
// The graph: interning, exact numbers, ranges that contain every value, and depth that costs no stack.
#include <adage/adage.hpp>
#include <array>
#include <boost/test/unit_test.hpp>
#include <random>

#include "base/rational_big.hpp"
#include "random_expression.hpp"
#include "rules/identities.hpp"
#include "rules/ranges.hpp"
#include "rules/template.hpp"
#include "verify/precise_eval.hpp"

using namespace adage;

namespace {

#ifdef NDEBUG
constexpr int kLarge = 1'000'000;
constexpr unsigned kExpressions = 1500;
#else
constexpr int kLarge = 50'000;  // sanitizers make every step slower
constexpr unsigned kExpressions = 200;
#endif

}  // namespace

BOOST_AUTO_TEST_CASE(equal_nodes_are_one_node) {
  Graph graph;
  const Expression x = graph.variable("x");
  const Expression y = graph.variable("y");
  BOOST_TEST((x + y == y + x));
  BOOST_TEST((x * y == y * x));
  BOOST_TEST((x - y != y - x));
  BOOST_TEST((exp(x) == parse(graph, "exp(x)")));
  const std::size_t before = graph.size();
  (void)(exp(x) + y * x);
  (void)(exp(x) + y * x);
  BOOST_TEST(graph.size() == before + 1);  // the sum: its terms were there
  BOOST_TEST((graph.variable("x") == x));
}

// A node's arguments are handed over as they lie in the arena, which grows, and so moves, at one of these sizes.
BOOST_AUTO_TEST_CASE(templates_take_arguments_out_of_a_growing_arena) {
  const Template text("exp(x)*sin(y) + exp(y)*sin(x) + x/y", std::array<std::string_view, 2>{"x", "y"});
  for (int filled = 0; filled != 200; ++filled) {
    Arena arena;
    const Id x = arena.variable("x"), y = arena.variable("y"), both = arena.make(Op::sub, x, y);
    for (int i = 0; i != filled; ++i) arena.number(i);
    const Id made = text.instantiate(arena, arena.args(both));
    BOOST_REQUIRE(made == text.instantiate(arena, std::array{x, y}));
  }
}

BOOST_AUTO_TEST_CASE(numbers_are_exact) {
  Graph graph;
  BOOST_TEST((graph.number(0.1) == graph.rational(1, 10)));
  BOOST_TEST((parse(graph, "0.1 + 0.2") == graph.rational(3, 10)));
  BOOST_TEST((parse(graph, "1/3 + 1/6") == graph.rational(1, 2)));
  BOOST_TEST((parse(graph, "(2/3)^3") == graph.rational(8, 27)));
  BOOST_TEST((parse(graph, "sqrt(9/4)") == graph.rational(3, 2)));
  BOOST_TEST(to_string(parse(graph, "2^100")) == "1267650600228229401496703205376");
  BOOST_TEST(to_string(parse(graph, "2^1000000")) == "2^1000000");  // the cap on exact folding
  BOOST_TEST(to_string(parse(graph, "1/0")) == "1/0");
  BOOST_CHECK_THROW(graph.number(std::numeric_limits<double>::infinity()), Error);
}

/// Whole numbers that just fit 64 bits, or no longer do.
BOOST_AUTO_TEST_CASE(small_integers_pass_into_large_ones) {
  using boost::multiprecision::cpp_rational;
  constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min(), most = -(least + 1);
  constexpr std::int64_t values[] = {least + 1, least + 2, -3'037'000'500, -2,       -1,  0,
                                     1,         2,         3'037'000'500,  most - 1, most};
  for (const std::int64_t i : values) {
    for (const std::int64_t k : values) {
      const Rational a(i), b(k);
      const cpp_rational big_a(i), big_b(k);
      const auto is = [](const Rational& value, const cpp_rational& truth) { return value.big().value == truth; };
      BOOST_TEST(is(a + b, big_a + big_b));
      BOOST_TEST(is(a - b, big_a - big_b));
      BOOST_TEST(is(a * b, big_a * big_b));
      if (k != 0) BOOST_TEST(is(a / b, cpp_rational(big_a / big_b)));
      BOOST_TEST(((a < b) == (i < k)));
      BOOST_TEST(((a == b) == (i == k)));
    }
  }
  BOOST_TEST((-Rational(least) == Rational(most) + Rational(1)));
}

BOOST_AUTO_TEST_CASE(roots_are_exact_or_none) {
  std::mt19937_64 random(5);
  constexpr std::size_t most_bits = 4096;
  for (int i = 0; i != 2000; ++i) {
    const auto degree = static_cast<std::int64_t>(2 + random() % 9);
    const auto part = [&] {
      return static_cast<std::int64_t>(2 + random() % (std::uint64_t{1} << (1 + random() % 40)));
    };
    const Rational root(random() % 2 == 0 ? part() : -part(), 1 + random() % 2 * part());
    const Rational raised = power(root, degree, most_bits).value();
    BOOST_TEST((exact_root(raised, degree).value() == (degree % 2 == 0 ? abs(root) : root)));
    // Next to a power stands none, as roots are two or more.
    const Rational whole = power(part(), degree, most_bits).value();
    BOOST_TEST(!exact_root(whole + 1, degree).has_value());
    BOOST_TEST(!exact_root(whole - 1, degree).has_value());
    if (degree % 2 == 0) BOOST_TEST(!exact_root(-whole, degree).has_value());
  }
  BOOST_TEST(exact_root(Rational(0), 3).value().is_zero());
  BOOST_TEST(exact_root(Rational(1), 64).value().is_one());
}

BOOST_AUTO_TEST_CASE(handles_survive_moving_the_graph_and_refuse_mixing) {
  Graph graph;
  const Expression x = graph.variable("x");
  Graph moved = std::move(graph);
  BOOST_TEST((moved.variable("x") == x));
  Graph other;
  BOOST_CHECK_THROW(x + other.variable("x"), Error);
  BOOST_CHECK_THROW(Expression() + 1, Error);
  BOOST_CHECK_THROW((x > 0) + 1, Error);
  BOOST_CHECK_THROW(where(x, 1, 0), Error);
  BOOST_CHECK_THROW(call("no_such_function", {x}), Error);
}

BOOST_AUTO_TEST_CASE(every_function_of_the_table_can_be_called) {
  Graph graph;
  const Expression x = graph.variable("x");
  for (const std::string_view name : function_names()) {
    const Op op = function(name);
    std::vector<Operand> args;
    for (std::size_t i = 0; i != arity(op); ++i) {
      args.emplace_back((row(op).boolean_arguments >> i & 1) != 0 ? Operand(x > 0) : Operand(x));
    }
    BOOST_CHECK_NO_THROW(call(name, args));
  }
}

BOOST_AUTO_TEST_CASE(sixteen_bytes_a_node_and_forty_in_all) {
  Graph graph;
  const Expression x = graph.variable("x");
  Expression e = x;
  for (int i = 0; i != 300'000; ++i) e = sin(e) + x;
  BOOST_TEST(sizeof(Node) <= 16);
  BOOST_TEST(static_cast<double>(graph.memory()) / static_cast<double>(graph.size()) <= 40);
}

BOOST_AUTO_TEST_CASE(ranges_contain_every_value) {
  unsigned looked_at = 0;
  for (unsigned seed = 0; seed != kExpressions; ++seed) {
    Arena arena(&local_identities());
    std::mt19937_64 random(seed);
    RandomOptions options;
    options.allows = [](const Row& row) { return row.cost < 40; };
    const Id root = random_expression(arena, random, options);
    const Slice nodes = slice(arena, root);
    Ranges ranges(arena);
    PreciseEvaluator evaluator(arena, std::span<const Id>(&root, 1));
    for (int n = 0; n != 4; ++n) {
      std::vector<Rational> at;
      for (std::size_t i = 0; i != evaluator.variables().size(); ++i) {
        at.emplace_back(static_cast<std::int64_t>(random() % 2001) - 1000,
                        static_cast<std::int64_t>(random() % 300) + 1);
      }
      evaluator.evaluate(at);
      for (const Id id : nodes) {
        const Bounded& value = evaluator[id];
        BOOST_TEST_REQUIRE((value.state != Bounded::State::undefined || !ranges.total(id)),
                           "seed " << seed << ": a total node without a value");
        if (!value.known()) continue;
        const Range& range = ranges[id];
        const PreciseNumber slack = value.error;
        BOOST_TEST_REQUIRE((value.value + slack >= range.lo && value.value - slack <= range.hi),
                           "seed " << seed << ": " << value.value);
        if (value.error == 0 && range.lo_open) BOOST_TEST_REQUIRE((value.value > range.lo), "seed " << seed);
        if (value.error == 0 && range.hi_open) BOOST_TEST_REQUIRE((value.value < range.hi), "seed " << seed);
        ++looked_at;
      }
    }
  }
  BOOST_TEST(looked_at > kExpressions * 10);
}

BOOST_AUTO_TEST_CASE(a_deep_chain_goes_through_everything) {
  Graph graph;
  const Expression x = graph.variable("x");
  Expression e = x;
  for (int i = 0; i != kLarge; ++i) e = sin(e);
  const Expression slope = gradient(e, {x})[0];
  const Expression simple = simplify(slope);
  BOOST_TEST(simple.size() <= slope.size());
  const std::string text = to_string(e);
  BOOST_TEST(text.size() == 5 * static_cast<std::size_t>(kLarge) + 1);
  ParseOptions deep;
  deep.max_nesting = 2'000'000;
  BOOST_TEST((parse(graph, text, deep) == e));
  const Function f = compile({e, slope}, {x});
  std::vector<double> out(2);
  f.evaluate(std::vector<double>{0.5}, out);
  BOOST_TEST((out[0] > 0 && out[0] < 0.5 && out[1] > 0 && out[1] < 1));
}

BOOST_AUTO_TEST_CASE(a_long_sum_goes_through_everything) {
  Graph graph;
  std::string text = "x0";
  const int terms = kLarge / 10;
  for (int i = 1; i != terms; ++i) text += " + " + std::to_string(i % 7) + "*x" + std::to_string(i % 100);
  const Expression e = parse(graph, text);
  const Expression simple = simplify(e);
  BOOST_TEST(simple.size() <= 400);
  const std::vector<Expression> wrt = e.variables();
  const auto slopes = gradient(simple, wrt);
  const Function f = compile(std::vector<Expression>{e, simple}, wrt);
  std::vector<double> in(wrt.size(), 1.0);
  std::vector<double> out(2);
  f.evaluate(in, out);
  BOOST_TEST(out[0] == out[1]);
  BOOST_TEST((parse(graph, to_string(e)) == e));
}

BOOST_AUTO_TEST_CASE(a_long_product_goes_through_everything) {
  Graph graph;
  std::vector<Expression> xs;
  for (int i = 0; i != kLarge / 10; ++i) xs.push_back(graph.variable("x" + std::to_string(i)));
  Expression product = xs[0];
  for (std::size_t i = 1; i != xs.size(); ++i) product = product * xs[i];
  const auto slopes = gradient(product, xs);
  BOOST_TEST(slopes.size() == xs.size());
  BOOST_TEST(simplify(product).size() <= product.size());
}

BOOST_AUTO_TEST_CASE(nested_brackets_cost_no_stack) {
  Graph graph;
  const std::string text =
      std::string(static_cast<std::size_t>(kLarge), '(') + "x" + std::string(static_cast<std::size_t>(kLarge), ')');
  ParseOptions deep;
  deep.max_nesting = 2'000'000;
  BOOST_TEST((parse(graph, text, deep) == graph.variable("x")));
  BOOST_CHECK_THROW(parse(graph, text), ParseError);
}
