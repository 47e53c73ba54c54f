// SPDX-License-Identifier: BSL-1.0
// Reverse mode as pictures show it: every node's value and adjoint are those of the formula in which that node has been
// replaced by a variable.
#include "emit/trace.hpp"

#include <adage/adage.hpp>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "emit/dot.hpp"
#include "random_expression.hpp"

namespace {

using namespace adage;
using Values = std::vector<std::pair<std::string, double>>;

Trace trace_at(const Expression& e, const Values& values) {
  std::vector<std::pair<Id, double>> point;
  for (const auto& [name, value] : values) point.emplace_back(e.arena().variable(name), value);
  return trace(e.arena(), e.id(), point);
}

/// `e` at the point, by the public functions.
double value_at(const Expression& e, const Values& values) {
  std::vector<Expression> inputs;
  std::vector<double> in;
  for (const auto& [name, value] : values) {
    inputs.emplace_back(e.arena(), e.arena().variable(name));
    in.push_back(value);
  }
  double out = 0;
  compile({e}, inputs).evaluate(std::span<const double>(in), std::span(&out, 1));
  return out;
}

bool near(double a, double b, double relative) {
  return (std::isnan(a) && std::isnan(b)) || a == b || std::fabs(a - b) <= relative * (1 + std::fabs(b));
}

/// The adjoint of the node that is written `text`.
double adjoint_of(const Expression& e, const Trace& trace, std::string_view text) {
  for (std::size_t at = 0; at != trace.nodes.size(); ++at) {
    if (to_string(Expression(e.arena(), trace.nodes.nodes[at])) == text) return trace.adjoints[at];
  }
  BOOST_FAIL("no node is written " << text);
  return 0;
}

struct Case {
  std::string_view formula;
  Values point;
};

const Case smooth[] = {
    {"x*tanh(softplus(x))", {{"x", 1}}},
    {"-(y*log(sigmoid(w*x + b)) + (1 - y)*log(1 - sigmoid(w*x + b)))", {{"w", 0.5}, {"x", 2}, {"b", -1}, {"y", 0.25}}},
    {"where(x > 0, x^2, exp(x) - 1)*x", {{"x", -1}}},
    {"where(x > 0, x^2, exp(x) - 1)*x", {{"x", 1.5}}},
    {"max(x^2, sin(y))*exp(max(x, y, 0.5))", {{"x", 0.75}, {"y", 1.25}}},
    {"min(x/y, abs(x - y))^3", {{"x", 0.5}, {"y", 2}}},
    {"clamp(x*y, -1, 1) + x^y", {{"x", 0.5}, {"y", 1.5}}},
    {"hypot(x, y)*atan2(x, y)/(x - y)", {{"x", 0.5}, {"y", 2}}},
    {"sin(x + 1)*exp(x + 1) + sqrt(2/pi)*x", {{"x", 0.3}}},
};

}  // namespace

BOOST_AUTO_TEST_CASE(adjoints_are_derivatives_by_the_node) {
  for (const Case& c : smooth) {
    Graph graph;
    const Expression e = parse(graph, c.formula);
    const Trace t = trace_at(e, c.point);
    for (std::size_t at = 0; at != t.nodes.size(); ++at) {
      const Id node = t.nodes.nodes[at];
      const std::string name = std::string(c.formula) + ", " + to_string(Expression(e.arena(), node));
      BOOST_TEST(near(t.values[at], value_at(Expression(e.arena(), node), c.point), 1e-14), name);
      if (!t.active[at]) continue;
      const Id free = e.arena().variable("free");
      const Id root = e.id();
      const Expression f(e.arena(),
                         substitute(e.arena(), std::span(&root, 1), std::span(&node, 1), std::span(&free, 1)).front());
      Values there = c.point;
      there.emplace_back("free", t.values[at]);
      const Expression slope = gradient(f, {Expression(e.arena(), free)}).front();
      BOOST_TEST(near(t.adjoints[at], value_at(slope, there), 1e-12), name);
      const double h = 1e-6;
      there.back().second = t.values[at] + h;
      const double after = value_at(f, there);
      there.back().second = t.values[at] - h;
      const double before = value_at(f, there);
      BOOST_TEST(near(t.adjoints[at], (after - before) / (2 * h), 1e-7), name);
    }
  }
}

BOOST_AUTO_TEST_CASE(kinks_follow_the_conventions) {
  Graph graph;
  const Expression tie = parse(graph, "max(2*x, y^2) + 3*min(2*x, y^2)");
  const Trace at_tie = trace_at(tie, {{"x", 2}, {"y", 2}});
  BOOST_TEST(adjoint_of(tie, at_tie, "2*x") == 2);
  BOOST_TEST(adjoint_of(tie, at_tie, "y^2") == 2);
  const Expression zero = parse(graph, "max(0, x) + abs(x) + relu(x) + where(x > 0, x, 0)");
  BOOST_TEST(adjoint_of(zero, trace_at(zero, {{"x", 0}}), "x") == 0);
}

BOOST_AUTO_TEST_CASE(a_branch_not_taken_contributes_nothing) {
  Graph graph;
  const Expression e = parse(graph, "where(x > 0, log(x), 0)*y + y*where(x < 1, 2*x, sqrt(-x))");
  const Trace t = trace_at(e, {{"x", -1}, {"y", 3}});
  BOOST_TEST(adjoint_of(e, t, "log(x)") == 0);
  BOOST_TEST(adjoint_of(e, t, "sqrt(-x)") == 0);
  BOOST_TEST(adjoint_of(e, t, "x") == 6);
  BOOST_TEST(std::isnan(value_at(parse(graph, "log(x)"), {{"x", -1}})));
  // Below a branch not taken nothing is multiplied, not even by an infinite partial derivative.
  const Expression root = parse(graph, "where(x > 0, exp(sqrt(x)), x)");
  BOOST_TEST(adjoint_of(root, trace_at(root, {{"x", 0}}), "x") == 1);
}

BOOST_AUTO_TEST_CASE(truth_values_and_constants_have_no_adjoint) {
  Graph graph;
  const Trace t = trace_at(parse(graph, "x > 2"), {{"x", 3}});
  for (std::size_t at = 0; at != t.nodes.size(); ++at) BOOST_TEST(t.adjoints[at] == 0);
  BOOST_TEST(t.values.back() == 1);
  BOOST_TEST(trace_at(graph.number(2), {}).values.back() == 2);
  BOOST_TEST(trace_at(graph.variable("x"), {{"x", 5}}).adjoints.back() == 1);
  BOOST_CHECK_THROW(trace_at(parse(graph, "x*y"), {{"x", 1}}), Error);
}

BOOST_AUTO_TEST_CASE(random_formulas_have_the_gradient_of_reverse_mode) {
  std::mt19937_64 random(20261126);
  std::size_t compared = 0;
  for (std::size_t i = 0; i != 1'000; ++i) {
    Graph graph;
    RandomOptions options;
    options.operations = 3 + i % 20;
    options.allows = [](const Row& row) { return row.name != "polygamma"; };
    const Expression e(graph.arena(), random_expression(graph.arena(), random, options));
    const Values point{{"x", 0.7}, {"y", -1.3}, {"z", 2.1}};
    const Trace t = trace_at(e, point);
    for (const auto& [name, value] : point) {
      const Expression variable = graph.variable(name);
      if (!t.nodes.contains(variable.id())) continue;
      const double wanted = value_at(gradient(e, {variable}).front(), point);
      const double got = t.adjoints[t.nodes.position(variable.id())];
      if (!std::isfinite(wanted) || !std::isfinite(got)) continue;
      ++compared;
      BOOST_TEST(near(got, wanted, 1e-9), to_string(e) << " by " << name << ": " << got << " and not " << wanted);
    }
  }
  BOOST_TEST(compared > 800u);
}

BOOST_AUTO_TEST_CASE(depth_and_size_are_no_matter) {
  Graph graph;
  Expression e = graph.variable("x");
  for (int i = 0; i != 100'000; ++i) e = sin(e) + 0.5;
  const Trace t = trace_at(e, {{"x", 0.1}});
  BOOST_TEST(std::isfinite(t.adjoints.front()));
  BOOST_TEST(to_dot(e.arena(), t).size() < 200'000'000u);
}

BOOST_AUTO_TEST_CASE(pictures_show_numbers_shortly) {
  BOOST_TEST(short_number(0) == "0");
  BOOST_TEST(short_number(-0.0) == "0");
  BOOST_TEST(short_number(1) == "1");
  BOOST_TEST(short_number(-0.63212056) == "-0.6321");
  BOOST_TEST(short_number(123456) == "1.235e5");
  BOOST_TEST(short_number(1.5e-7) == "1.5e-7");
  BOOST_TEST(short_number(1e20) == "1e20");
  BOOST_TEST(short_number(1e300) == "1e300");
  BOOST_TEST(short_number(-std::numeric_limits<double>::infinity()) == "-inf");
  BOOST_TEST(short_number(std::nan("")) == "nan");
  Graph graph;
  const std::string text = to_dot(parse(graph, "x^2 - y"), {{"x", 3}, {"y", 1}});
  BOOST_TEST(text.find("label=\" ×6 \"") != text.npos);
  BOOST_TEST(text.find("label=\" ×−1 \"") != text.npos);
  BOOST_TEST(to_dot(graph.variable("a<b\"\\\xFF"), {{"a<b\"\\\xFF", 1}}).find("<b>a&lt;b&quot;\\\uFFFD</b>") !=
             text.npos);
  BOOST_CHECK_THROW(to_dot(parse(graph, "x + y"), {{"x", 1}}), Error);
  BOOST_CHECK_THROW(to_dot(Expression(), {}), Error);
}
