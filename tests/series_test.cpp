// SPDX-License-Identifier: BSL-1.0
// Expansions with a proved rest beside true values, at random formulas and places, and what is compiled with them.
#include <adage/adage.hpp>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <random>
#include <regex>

#include "ball/ball.hpp"
#include "ball/expansion.hpp"
#include "effort.hpp"
#include "verify/reference.hpp"

using namespace adage;

namespace {

auto with_balls() {
  return boost::unit_test::precondition([](auto) { return has_balls(); });
}

/// In (0, radius], any of the last 40 binades below it.
double near_zero(std::mt19937_64& random, double radius) {
  const double part = std::uniform_real_distribution<double>(0.5, 1)(random);
  return radius * std::ldexp(part, -static_cast<int>(random() % 40) * static_cast<int>(random() % 2));
}

long double value_of(const Expansion& e, long double t) {
  long double result = 0;
  for (std::size_t i = e.coefficients.size(); i-- != 0;) result = result * t + e.coefficients[i];
  return result * std::pow(t, static_cast<long double>(e.order));
}

/// Formulas of x with a value, a zero or a pole at zero.
std::string germ(std::mt19937_64& random) {
  const std::vector<std::string> all = {
      "x",       "x^2",      "sin(x)",      "1 - cos(x)",  "expm1(x)",    "log1p(x)",       "tan(x)",
      "tanh(x)", "sinh(x)",  "1/x",         "1/sin(x)",    "1/expm1(x)",  "cos(x)",         "exp(-x)",
      "atan(x)", "asinh(x)", "1/(1 + x^2)", "sqrt(1 + x)", "cosh(x) - 1", "sigmoid(x)",     "x/sinh(x)",
      "asin(x)", "1",        "hypot(x, 1)", "atanh(x/3)",  "1/tan(x)",    "(1 + x)^(-1/3)", "log(sinh(x)/x)",
  };
  return all[random() % all.size()];
}

std::string number(std::mt19937_64& random) {
  return std::to_string(1 + random() % 6) + (random() % 2 == 0 ? "" : "/" + std::to_string(2 + random() % 4));
}

std::string formula(std::mt19937_64& random) {
  std::string result = number(random) + "*" + germ(random);
  for (std::size_t i = 1 + random() % 3; i-- != 0;) {
    const std::string next = germ(random);
    switch (random() % 5) {
      case 0:
        result = "(" + result + ")*(" + next + ")";
        break;
      case 1:
        result = "(" + result + ")/(" + next + ")";
        break;
      case 2:
        result = "(" + result + ") + " + number(random) + "*(" + next + ")";
        break;
      default:
        result = "(" + result + ") - " + number(random) + "*(" + next + ")";
    }
  }
  return result;
}

}  // namespace

/// The formula in a multiple of x, as often as not by an irrational number, times such a number.
std::string scaled(const std::string& text, std::mt19937_64& random) {
  const std::vector<std::pair<std::string, std::string>> all = {
      {"pi*x", "sqrt(pi)"},        {"x/sqrt(2)", "sqrt(2/pi)"}, {"sqrt(pi)*x", "1/pi^2"},
      {"x*sqrt(2*pi)", "sqrt(2)"}, {"2*pi*x/3", "1/sqrt(8)"},   {"x*sqrt(pi/2)", "pi^(3/2)"},
  };
  const auto& [multiple, unit] = all[random() % all.size()];
  return unit + "*(" + std::regex_replace(text, std::regex("\\bx\\b"), "(" + multiple + ")") + ")";
}

BOOST_AUTO_TEST_CASE(expansions_keep_their_promise, *with_balls()) {
  std::mt19937_64 random(5);
  int found = 0, points = 0, vanishing = 0, irrational = 0;
  for (int i = 0; i != 600 * testing::scale; ++i) {
    Graph graph;
    const std::string text = i % 3 == 0 ? scaled(formula(random), random) : formula(random);
    const Expression e = parse(graph, text);
    const Id x = graph.variable("x").id();
    const auto expanded = expansion(graph.arena(), e.id(), x, 0);
    if (!expanded) continue;
    ++found;
    irrational += i % 3 == 0 ? 1 : 0;
    vanishing += expanded->order > 0 ? 1 : 0;
    Reference reference(graph.arena(), e.id(), std::vector<Id>{x}, {.as_written = true});
    for (int k = 0; k != 6; ++k) {
      const double t = near_zero(random, expanded->radius) * (random() % 2 == 0 ? 1 : -1);
      const Bounded truth = reference.precise(std::vector<double>{t});
      BOOST_TEST(truth.known(), text << " at " << t);
      if (!truth.known() || abs(truth.error) * 1e22 > abs(truth.value)) continue;
      ++points;
      // A quarter of a unit of the rest, and half a unit of each coefficient, of which the terms cancel fourfold.
      const auto exact = truth.value.convert_to<long double>();
      const long double error = std::fabs(value_of(*expanded, t) - exact) / std::fabs(exact);
      BOOST_TEST(error <= 0x1p-55L + 4.2L * 0x1p-53L, text << " at " << t << ": " << static_cast<double>(error));
    }
  }
  BOOST_TEST_MESSAGE(found << " expansions, " << vanishing << " of zeros, at " << points << " points");
  BOOST_TEST(found > 450 * testing::scale);
  BOOST_TEST(irrational > 140 * testing::scale);
  BOOST_TEST(vanishing > 80 * testing::scale);
  BOOST_TEST(points > 1'800 * testing::scale);
}

BOOST_AUTO_TEST_CASE(what_has_no_expansion_gets_none, *with_balls()) {
  Graph graph;
  const Id x = graph.variable("x").id();
  for (const char* text : {"abs(x)", "relu(x) - sin(x)", "sqrt(x)", "log(x)", "exp(y) - x", "exp(1 + x)", "sqrt(x^2)",
                           "where(x > 0, sin(x), x)", "x^y", "sin(x) - y", "1/(x - 1/1000)", "x - x", "sin(pi*x) - 3*x",
                           "sqrt(pi)*x - sqrt(2)*sin(x)", "sqrt(3)*x - sin(sqrt(3)*x)", "sin(1 + pi*x)"}) {
    BOOST_TEST(!expansion(graph.arena(), parse(graph, text).id(), x, 0).has_value(), text);
  }
}

BOOST_AUTO_TEST_CASE(a_hole_is_told_from_a_value, *with_balls()) {
  Graph graph;
  const Id x = graph.variable("x").id();
  const auto hole = [&](const char* text) { return expansion(graph.arena(), parse(graph, text).id(), x, 0)->hole; };
  BOOST_TEST(hole("sin(x)/x"));
  BOOST_TEST(hole("sin(x)*(1/x)"));
  BOOST_TEST(hole("(1/tan(x) - 1/x)*x"));
  BOOST_TEST(!hole("x - sin(x)"));
  BOOST_TEST(!hole("exp(x) - 1 - x"));
}

BOOST_AUTO_TEST_CASE(compiled_formulas_keep_their_digits_next_to_where_they_cancel, *with_balls()) {
  struct Case {
    const char* formula;
    int slopes;  ///< how many derivatives are held to it as well
    double center = 0;
  };
  constexpr Case cases[] = {
      {"sin(x)/x", 2},
      {"(1 - cos(x))/x^2", 1},
      {"x/(exp(x) - 1)", 1},
      {"x/tan(x)", 1},
      {"1/x - 1/tan(x)", 1},
      {"1/tanh(x) - 1/x", 1},
      {"log(sinh(x)/x)", 1},
      {"x - log(1 + x)", 2},
      {"exp(x) - 1 - x", 2},
      {"(x - sin(x))/x^3", 0},
      {"x*log(x) - x + 1", 2, 1},
      {"x - 1 - log(x)", 2, 1},
      {"atan(x)/x", 1},
      {"tan(x) - sin(x)", 2},
      {"sin(x) - x*cos(x)", 1},
      {"asinh(x) - x", 1},
      {"log(x)/(x - 1)", 1, 1},
      {"(x^2 - 1)/log(x)", 0, 1},
      {"1/(exp(x) - 1) - 1/x", 1},
      {"1 - 1/cosh(x)", 1},
      {"x*tanh(x) - log(cosh(x))", 1},
      {"(1 + x)*log(1 + x) - x", 2},
      {"sin(pi*x)/(pi*x)", 2},
      {"pi*x - sin(pi*x)", 2},
      {"erf(x) - 2*x/sqrt(pi)", 2},
      {"erf(x)/x", 1},
      {"erf(x/sqrt(2)) - x*sqrt(2/pi)", 1},
      {"1/(pi*x) - 1/tan(pi*x)", 1},
      {"1 - cos(2*pi*x) - 2*(pi*x)^2", 0},
  };
  std::mt19937_64 random(7);
  int points = 0;
  for (const auto& [text, slopes, center] : cases) {
    Graph graph;
    Expression e = parse(graph, text);
    const Expression x = graph.variable("x");
    for (int order = 0; order <= slopes; ++order, e = derivative(e, x)) {
      const Function run = compile({e}, {x});
      Reference reference(graph.arena(), e.id(), std::vector<Id>{x.id()}, {.as_written = true});
      for (int k = 0; k != 200 * testing::scale; ++k) {
        const double at = center + near_zero(random, 0.5) * (random() % 2 == 0 ? 1 : -1);
        const Bounded truth = reference.precise(std::vector<double>{at});
        if (!truth.known() || abs(truth.error) * 1e18 > abs(truth.value)) continue;
        ++points;
        const auto exact = truth.value.convert_to<double>();
        const double value = run(at);
        BOOST_TEST(std::fabs(value - exact) <= 2e-14 * std::fabs(exact),
                   text << ", derivative " << order << ", at " << at << ": " << value << " for " << exact);
      }
    }
  }
  BOOST_TEST(points > 5'000);
}

BOOST_AUTO_TEST_CASE(what_has_no_value_still_has_none, *with_balls()) {
  for (const char* text : {"1/x - 1/tan(x)", "(x - sin(x))/x^3", "x/(exp(x) - 1) - 1 + x/2", "log(sinh(x)/x)"}) {
    Graph graph;
    const Function run = compile({parse(graph, text)}, {graph.variable("x")});
    const double zero = 0;
    const double value = run(zero);
    BOOST_TEST(std::isnan(value), text << ": " << value);
  }
}

BOOST_AUTO_TEST_CASE(several_inputs_meet_in_one, *with_balls()) {
  Graph graph;
  const Expression p = graph.variable("p"), q = graph.variable("q");
  const Function run = compile({parse(graph, "p/q - log(p/q) - 1")}, {p, q});
  const Expression e = parse(graph, "p/q - log(p/q) - 1");
  Reference reference(graph.arena(), e.id(), std::vector<Id>{p.id(), q.id()}, {.as_written = true});
  std::mt19937_64 random(9);
  for (int k = 0; k != 1'000; ++k) {
    const double size = std::ldexp(1.3, static_cast<int>(random() % 40) - 20);
    const std::array<double, 2> at{size * (1 + near_zero(random, 0.125)), size};
    const Bounded truth = reference.precise(at);
    if (!truth.known() || at[0] == at[1]) continue;
    const auto exact = truth.value.convert_to<double>();
    const double value = run({at[0], at[1]});
    BOOST_TEST(std::fabs(value - exact) <= 1e-14 * exact, "at " << at[0] << ", " << at[1] << ": " << value);
  }
}

/// Each level of a product asks twice whether the one below cancels: answers are kept, or this would not end.
BOOST_AUTO_TEST_CASE(deep_products_are_looked_through_once, *with_balls()) {
  std::string text = "((exp(x) - 1 - x)/x^2)";
  for (int k = 2; k != 37; ++k) {
    const std::string angle = std::to_string(k) + "*x";
    text = "((" + text + "/sin(" + angle + "))*sinh(" + angle + "))";
  }
  Graph graph;
  const Expression x = graph.variable("x"), e = parse(graph, text);
  const Function run = compile({e}, {x}, {.simplify = false});  // which would put the factors in another order
  Reference reference(graph.arena(), e.id(), std::vector<Id>{x.id()}, {.as_written = true});
  const double at = 1e-6, truth = reference.precise(std::vector<double>{at}).value.convert_to<double>();
  BOOST_TEST(std::fabs(run(at) - truth) <= 1e-13 * truth);
}

BOOST_AUTO_TEST_CASE(floats_keep_their_digits_too, *with_balls()) {
  Graph graph;
  const Expression x = graph.variable("x");
  const Expression e = parse(graph, "1/x - 1/tan(x)");
  const Function run = compile({e}, {x});
  Reference reference(graph.arena(), e.id(), std::vector<Id>{x.id()}, {.as_written = true});
  std::mt19937_64 random(11);
  std::vector<float> in(4'099), out(in.size());
  for (float& value : in) value = static_cast<float>(near_zero(random, 0.5));
  run({in}, {out});
  for (std::size_t i = 0; i < in.size(); i += 7) {
    const double at = static_cast<double>(in[i]);
    const double exact = reference.precise(std::vector<double>{at}).value.convert_to<double>();
    BOOST_TEST(std::fabs(static_cast<double>(out[i]) - exact) <= 1e-6 * exact, "at " << at << ": " << out[i]);
  }
}
