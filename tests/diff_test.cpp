// SPDX-License-Identifier: BSL-1.0
// Derivatives: the known traps, the tails, forward against reverse, and every random expression against
// central differences in 64 digits.
#include "diff/diff.hpp"

#include <adage/adage.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "random_expression.hpp"
#include "rules/identities.hpp"
#include "verify/precise_eval.hpp"

using namespace adage;
namespace data = boost::unit_test::data;

namespace {

#ifdef NDEBUG
constexpr unsigned kExpressions = 600;
#else
constexpr unsigned kExpressions = 100;  // sanitizers make every step slower
#endif

struct Slope {
  std::string_view formula;
  double at;
  double expected;
  unsigned order = 1;
  friend std::ostream& operator<<(std::ostream& out, const Slope& s) { return out << s.formula << " at " << s.at; }
};

constexpr double kInf = std::numeric_limits<double>::infinity();

const Slope traps[] = {
    // the branch not taken never leaks
    {"where(x > 0, sqrt(x), 0)", 0, 0},
    {"where(x > 0, sqrt(x), 0)", -1, 0},
    {"where(x > 0, log(x), 0)", 0, 0},
    {"where(x > 0, log(x), 0)", -2, 0},
    {"sqrt(max(0, x))", 0, 0},
    {"sqrt(max(0, x))", -1, 0},
    {"sqrt(relu(x))", 0, 0},
    {"sqrt(where(x > 0, x, 0))", -3, 0},
    {"log(1 + where(x > 0, 1/x, 0))", 0, 0},
    {"where(x > 1, log(x - 1), where(x > 0, sqrt(x), 1))", -1, 0},
    // powers
    {"x^2", 0, 0},
    {"x^2", -3, -6},
    {"x^3", 0, 0},
    {"x^3", -2, 12},
    {"pow(x, 2)", 0, 0},
    {"x^2", 0, 2, 2},
    {"x^2", -1, 2, 2},
    {"x^3", 0, 0, 2},
    {"x^3", -1, -6, 2},
    {"pow(x, 2)", -5, 2, 2},
    // ties
    {"max(x, x)", 3, 1},
    {"max(x, -x)", 0, 0},
    {"max(x, -x)", -2, -1},
    {"max(0, x)", 0, 0},
    {"max(x, 0)", 0, 0},
    {"relu(x)", 0, 0},
    {"where(x > 0, x, 0)", 0, 0},
    {"abs(x)", 0, 0},
    {"clamp(x, -1, 1)", 1, 0},
    {"clamp(x, -1, 1)", -1, 0},
    {"clamp(x, -1, 1)", 0.5, 1},
    {"min(max(x, -1), 1)", 1, 0},
    {"min(max(x, -1), 1)", -1, 0},
    {"min(max(x, -1), 1)", 0.5, 1},
    {"max(x, 2*x)", 0, 1.5},
    {"clamp(x, x, 2*x + 1)", 1, 1},
    // removable kinks
    {"max(0, x) + min(0, exp(x) - 1)", 0, 1},
    {"max(0, x) + min(0, 2*(exp(x/2) - 1))", 0, 1},
    {"sign(x)*log(1 + abs(x))", 0, 1},
    {"x/(1 + abs(x))", 0, 1},
    {"x*relu(x)", 0, 0},
    {"relu(x) - relu(-x)", 0, 1},
    {"where(x == 0, 1, sin(x)/x)", 0, 0},
    // tails, where the forms that people read cancel
    {"sigmoid(x)", 40, 4.248354255291589e-18},
    {"1/(1 + exp(-x))", 40, 4.248354255291589e-18},
    {"1/(1 + exp(-x))", -750, 0},
    {"tanh(x)", 20, 1.6993417021166355e-17},
    {"tanh(x)", -20, 1.6993417021166355e-17},
    {"x*(1 + erf(x/sqrt(2)))/2", -8.4, -1.5745845598698062622e-15},
    {"x/(1 + exp(-x))", -700, -6.8919139040880798288e-302},
    {"x*sigmoid(x)", -700, -6.8919139040880798288e-302},
    {"expm1(x)", -40, 4.248354255291589e-18},
    {"log1p(x)", 1e-20, 1},
    {"sqrt(x)", 0, kInf},
    {"asinh(x)", 1e200, 1e-200},
};

/// Derivatives at points, typed as they are: neither is simplified by hand. By the way a user takes: parse,
/// differentiate, compile.
double slope(std::string_view formula, double at, unsigned order) {
  Graph graph;
  const Expression x = graph.variable("x");
  return compile({derivative(parse(graph, formula), x, order)}, {x})(at);
}

Rational point(std::mt19937_64& random) {
  const auto numerator = static_cast<std::int64_t>(random() % 2'000'003) - 1'000'001;
  constexpr std::int64_t denominators[] = {99'991, 700'001, 1'299'709};
  return Rational(numerator, denominators[random() % 3]);
}

const RandomOptions kCheap{.operations = 10, .allows = [](const Row& row) { return row.cost < 40; }};

/// A central difference in 64 digits with steps of 1e-15; nothing where rounding errors hide it.
std::optional<PreciseNumber> central_difference(PreciseEvaluator& evaluator, Id f, const std::vector<Rational>& at,
                                                std::size_t i) {
  const Rational step = *Rational::from_decimal("1e-15");
  PreciseNumber values[2];
  PreciseNumber error = 0;
  for (int side = 0; side != 2; ++side) {
    std::vector<Rational> place = at;
    place[i] = side == 0 ? place[i] - step : place[i] + step;
    evaluator.evaluate(place);
    if (!evaluator[f].known()) return std::nullopt;
    values[side] = evaluator[f].value;
    error += evaluator[f].error;
  }
  const PreciseNumber difference = values[1] - values[0];
  if (error > abs(difference) * 1e-10) return std::nullopt;
  return PreciseNumber(difference / 2e-15);
}

}  // namespace

BOOST_DATA_TEST_CASE(traps_and_tails, data::make(traps), trap) {
  const double got = slope(trap.formula, trap.at, trap.order);
  if (trap.expected == 0 || std::isinf(trap.expected)) {
    BOOST_TEST(got == trap.expected);
  } else {
    BOOST_TEST(std::fabs(got / trap.expected - 1) <= 1e-14, got << " instead of " << trap.expected);
  }
}

BOOST_AUTO_TEST_CASE(gradients_agree_with_central_differences) {
  unsigned compared = 0;
  for (unsigned seed = 0; seed != kExpressions; ++seed) {
    Arena arena(&local_identities());
    std::mt19937_64 random(seed);
    const Id f = random_expression(arena, random, kCheap);
    const std::vector<Id> wrt = variables(arena, std::span<const Id>(&f, 1));
    std::vector<Id> roots = gradient(arena, f, wrt);
    const std::vector<Id> slopes = roots;
    roots.push_back(f);
    PreciseEvaluator evaluator(arena, roots);
    for (int n = 0; n != 3; ++n) {
      std::vector<Rational> at;
      for (std::size_t i = 0; i != evaluator.variables().size(); ++i) at.push_back(point(random));
      for (std::size_t i = 0; i != wrt.size(); ++i) {
        const auto which =
            static_cast<std::size_t>(std::ranges::find(evaluator.variables(), wrt[i]) - evaluator.variables().begin());
        const auto difference = central_difference(evaluator, f, at, which);
        evaluator.evaluate(at);
        const Bounded& exact = evaluator[slopes[i]];
        if (!difference || !exact.known()) continue;
        const PreciseNumber scale = abs(exact.value) + abs(*difference);
        if (scale < 1e-12 || scale > 1e6) continue;  // the third derivative spoils the difference there
        BOOST_TEST_REQUIRE(abs(PreciseNumber(exact.value - *difference)) <= scale * 1e-8 + 1e-20,
                           "seed " << seed << ": " << exact.value << " against " << *difference);
        ++compared;
      }
    }
  }
  BOOST_TEST(compared > kExpressions);
}

BOOST_AUTO_TEST_CASE(forward_and_reverse_agree) {
  for (unsigned seed = 0; seed != kExpressions; ++seed) {
    Arena arena(&local_identities());
    std::mt19937_64 random(seed);
    const Id f = random_expression(arena, random, kCheap);
    for (const Id x : variables(arena, std::span<const Id>(&f, 1))) {
      const Id one = arena.number(1);
      const Id backward = gradient(arena, f, std::span<const Id>(&x, 1)).front();
      const Id onward =
          forward(arena, std::span<const Id>(&f, 1), std::span<const Id>(&x, 1), std::span<const Id>(&one, 1)).front();
      const Id both[] = {backward, onward};
      PreciseEvaluator evaluator(arena, both);
      std::vector<Rational> at;
      for (std::size_t i = 0; i != evaluator.variables().size(); ++i) at.push_back(point(random));
      evaluator.evaluate(at);
      const Bounded& a = evaluator[backward];
      const Bounded& b = evaluator[onward];
      if (!a.known() || !b.known()) continue;
      BOOST_TEST_REQUIRE(abs(PreciseNumber(a.value - b.value)) <= 2 * (a.error + b.error), "seed " << seed);
    }
  }
}

/// Baur & Strassen 1983: a gradient costs a small multiple of its function. Counted are the nodes that it needs beyond
/// those of the function itself.
BOOST_AUTO_TEST_CASE(a_gradient_has_at_most_five_times_the_nodes) {
  double worst = 0;
  for (unsigned seed = 0; seed != 4 * kExpressions; ++seed) {
    Arena arena(&local_identities());
    std::mt19937_64 random(seed);
    RandomOptions options;
    options.operations = 30;
    const Id f = random_expression(arena, random, options);
    const std::vector<Id> wrt = variables(arena, std::span<const Id>(&f, 1));
    const Slice function = slice(arena, f);
    const double before = static_cast<double>(function.size());
    const Slice slopes = slice(arena, gradient(arena, f, wrt));
    const double after =
        static_cast<double>(std::ranges::count_if(slopes, [&](Id id) { return !function.contains(id); }));
    if (before < 8) continue;
    worst = std::max(worst, after / before);
    BOOST_TEST_REQUIRE(after <= 5 * before, "seed " << seed << ": " << before << " nodes need " << after << " more");
  }
  BOOST_TEST_MESSAGE("largest ratio " << worst);
}

BOOST_AUTO_TEST_CASE(second_derivatives_are_consistent) {
  Graph graph;
  const Expression x = graph.variable("x");
  const Expression y = graph.variable("y");
  const Expression f = exp(x * y) * sin(x) + pow(y, 3) / (1 + pow(x, 2));
  const std::vector<Expression> wrt{x, y};
  const auto second = hessian(f, wrt);
  const std::vector<Expression> v{graph.number(2), graph.number(-3)};
  const auto product = hessian_vector_product(f, wrt, v);
  const Function h = compile({second[0][0], second[0][1], second[1][0], second[1][1], product[0], product[1]}, {x, y});
  std::vector<double> out(6);
  h.evaluate(std::vector<double>{0.3, 0.7}, out);
  BOOST_TEST(out[1] == out[2], boost::test_tools::tolerance(1e-14));
  BOOST_TEST(out[4] == 2 * out[0] - 3 * out[1], boost::test_tools::tolerance(1e-13));
  BOOST_TEST(out[5] == 2 * out[2] - 3 * out[3], boost::test_tools::tolerance(1e-13));
  BOOST_TEST((jacobian(std::vector<Expression>{f}, wrt)[0] == gradient(f, wrt)));
}

BOOST_AUTO_TEST_CASE(kinks_are_listed_with_their_slopes) {
  Graph graph;
  const Expression x = graph.variable("x");
  const auto only = [&](std::string_view formula) {
    const auto found = kinks(parse(graph, formula), x);
    BOOST_REQUIRE_EQUAL(found.size(), 1);
    return found.front();
  };
  const Kink relu = only("max(0, x)");
  BOOST_TEST((relu.kind == Kink::Kind::kink));
  BOOST_TEST((*relu.point == graph.number(0) && *relu.left == graph.number(0) && *relu.right == graph.number(1)));
  BOOST_TEST((only("where(x > 2, 1, 0)").kind == Kink::Kind::jump));
  BOOST_TEST((only("sign(x)*log(1 + abs(x))").kind == Kink::Kind::removable));
  BOOST_TEST((only("x/(1 + abs(x))").kind == Kink::Kind::smooth));
  BOOST_TEST((only("x*relu(x)").kind == Kink::Kind::smooth));
  BOOST_TEST(kinks(parse(graph, "min(max(0, x), 6)"), x).size() == 2);
  BOOST_TEST(kinks(parse(graph, "exp(x)"), x).empty());
  BOOST_TEST((kinks(parse(graph, "max(x, y)")).front().kind == Kink::Kind::possible));
}

BOOST_AUTO_TEST_CASE(what_has_no_derivative_is_refused) {
  Graph graph;
  const Expression x = graph.variable("x");
  const Expression n = graph.variable("n");
  BOOST_CHECK_THROW(gradient(x > 0, {x}), Error);
  BOOST_CHECK_THROW(gradient(polygamma(n, x), {n}), Error);
  BOOST_CHECK_THROW(gradient(x * x, {x * x}), Error);
  BOOST_TEST((gradient(graph.number(3), {x})[0] == graph.number(0)));
  Graph other;
  BOOST_CHECK_THROW(gradient(x, {other.variable("x")}), Error);
}
