// SPDX-License-Identifier: BSL-1.0
// Slopes as people who know the formula would write them, and as they are written, without a second look at what is
// lost on the way: what is printed is copied elsewhere.
#include <adage/adage.hpp>
#include <array>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cmath>

#include "accuracy/trial.hpp"
#include "ball/ball.hpp"
#include "graph/slice.hpp"

using namespace adage;
namespace data = boost::unit_test::data;

namespace {

struct Slope {
  std::string_view formula;
  std::string_view variable;
  int order;
  std::string_view expected;
  friend std::ostream& operator<<(std::ostream& out, const Slope& s) {
    return out << "d^" << s.order << "/d" << s.variable << "^" << s.order << " of " << s.formula;
  }
};

const Slope slopes[] = {
    {"x/(1 + exp(-x))", "x", 2, "sigmoid(x)*(1 - sigmoid(x))*(2 - x*tanh(x/2))"},
    {"log(1 + exp(x))", "x", 3, "sigmoid(x)*tanh(x/2)*(sigmoid(x) - 1)"},
    {"tanh(x)", "x", 2, "-2*tanh(x)/cosh(x)^2"},
    {"x*tanh(log(1 + exp(x)))", "x", 1, ""},
    {"x*tanh(log(1 + exp(x)))", "x", 2,
     "sigmoid(x)*(2 + x*(1 - sigmoid(x) - 2*tanh(softplus(x))*sigmoid(x)))/cosh(softplus(x))^2"},
    {"x/(x/2 + exp(-x/3))", "x", 1, "exp(-x/3)*(x/3 + 1)/(x/2 + exp(-x/3))^2"},
    {"0.5*x*(1 + erf(x/sqrt(2)))", "x", 2, "(2 - x^2)/(sqrt(2*pi)*exp(x^2/2))"},
    {"log(x)/x", "x", 2, "(2*log(x) - 3)/x^3"},
    {"x*log(x)", "x", 2, "1/x"},
    {"log(x + sqrt(x^2 + 1))", "x", 1, "1/sqrt(x^2 + 1)"},
    {"log(x + sqrt(x^2 + 1))", "x", 2, "-x/(x^2 + 1)^(3/2)"},
    {"log((1 + x)/(1 - x))", "x", 2, "4*x/(x^2 - 1)^2"},
    {"log(tan(x/2))", "x", 1, "1/sin(x)"},
    {"log(1/cos(x) + tan(x))", "x", 1, "1/cos(x)"},
    {"asin(x)", "x", 2, "x/(1 - x^2)^(3/2)"},
    {"x/sqrt(1 + x^2)", "x", 2, "-3*x/(x^2 + 1)^(5/2)"},
    {"x/(1 + x^2)", "x", 2, "2*x*(x^2 - 3)/(x^2 + 1)^3"},
    {"cos(x)*cosh(x)", "x", 4, "-4*cos(x)*cosh(x)"},
    {"sqrt(x^2 + y^2)", "x", 2, "y^2/(x^2 + y^2)^(3/2)"},
    {"x^n/(k^n + x^n)", "x", 1, "n*k^n*x^(n - 1)/(x^n + k^n)^2"},
    {"exp(-(x - 1.2)^2/(2*0.7^2))", "x", 0, "exp(-(x - 1.2)^2/0.98)"},
    {"10/3*x", "x", 0, "10/3*x"},
    {"exp(-u/(8.314*t))", "t", 1, "u/(8.314*t)*exp(-u/(8.314*t))/t"},
    {"n/p", "p", 1, "-n/p^2"},
    {"n*log(p) + (m - n)*log(1 - p)", "p", 2, "(n - m)/(1 - p)^2 - n/p^2"},
    {"sin(w*t)", "t", 2, "-w^2*sin(w*t)"},
    {"(x*y)^3", "x", 1, "3*x^2*y^3"},
    {"a*exp(-b*exp(-c*t))", "t", 1, "a*b*c*exp(-c*t - b*exp(-c*t))"},
    {"log(x)/log(b)", "b", 1, "-log(x)/(b*log(b)^2)"},
    {"exp(-x/s)/s", "s", 1, "(x - s)/(s^3*exp(x/s))"},
    {"log(1 + exp(-y*w))", "w", 2, "y^2*sigmoid(y*w)*sigmoid(-y*w)"},
    {"y/m + log(m)", "m", 2, "(2*y - m)/m^3"},
    {"d*(1 - exp(-a*(r - r0)))^2", "r", 2, "2*d*a^2*(2*exp(a*(r0 - r))^2 - exp(a*(r0 - r)))"},
    {"x^(a - 1)", "x", 1, "(a - 1)*x^(a - 2)"},
    {"f/(1 + y)^n", "y", 1, "-f*n/(y + 1)^(n + 1)"},
    {"x*n*x^(n - 1)", "x", 0, "n*x^n"},
    // Where x < 0 these have no values, but for some a.
    {"x^(a - 2)/x^(a - 1)", "x", 0, "x^(a - 2)/x^(a - 1)"},
    {"x^a*x^(1 - a)", "x", 0, "x^a*x^(1 - a)"},
    {"2^x", "x", 1, "log(2)*2^x"},
    {"log2(1 + 2^x)", "x", 1, "sigmoid(log(2)*x)"},
    {"1/(1/r + 1/s)", "r", 0, "1/(1/r + 1/s)"},
    {"a*x/(b + x)", "x", 2, "-2*a*b/(x + b)^3"},
    {"exp(-(x - m)^2/(2*s^2))/(s*sqrt(2*pi))", "x", 1, "-((x - m)/(sqrt(2*pi)*s^3*exp((x - m)^2/(2*s^2))))"},
    {"exp(a)/(exp(a) + exp(b) + exp(c))", "a", 1,
     "exp(a)/(exp(a) + exp(b) + exp(c))*(1 - exp(a)/(exp(a) + exp(b) + exp(c)))"},
    {"1/(1 + exp(-k*(x - c)))", "k", 1, "(x - c)*sigmoid(k*(c - x))*sigmoid(k*(x - c))"},
    {"4*e*((s/r)^12 - (s/r)^6)", "r", 1, "24*e*((s/r)^6 - 2*(s/r)^12)/r"},
    {"normal_cdf(x)*x + exp(-x^2/2)/sqrt(2*pi)", "x", 1, "normal_cdf(x)"},
    {"(x^2 + 1)/(2*x + 4)", "x", 2, "5/(x + 2)^3"},
    {"x/(1 - x*exp(-x^2))", "x", 2,
     "2*exp(-x^2)*(x^3*exp(-x^2) - 5*x^2 + 2*x^4 + 2*x^5*exp(-x^2) + 1)/(1 - x*exp(-x^2))^3"},
    {"x^2/(1 + exp(-x^2))", "x", 2,
     "x^4*(1 - sigmoid(x^2))*(8 - 12*sigmoid(x^2) - 8*(1 - sigmoid(x^2))^2) + sigmoid(x^2)*(2 + 10*x^2*(1 - "
     "sigmoid(x^2)))"},
    {"x/sqrt(1 - x^2)", "x", 2, "3*x/(1 - x^2)^(5/2)"},
    {"asin(sqrt(x))", "x", 1, "1/(2*sqrt(x)*sqrt(1 - x))"},
    {"x^(3/2)/(1 + sqrt(x))", "x", 1, "(x + 1.5*sqrt(x))/(1 + sqrt(x))^2"},
    {"2/3*log(x)", "x", 1, "2/(3*x)"},
    {"(x^2 + 1)^(1/3)", "x", 1, "2*x/(3*(x^2 + 1)^(2/3))"},
    {"atan(x/sqrt(3))*2/3", "x", 1, "2/(sqrt(3)*(x^2 + 3))"},
    {"log((x + 2)/x)/3", "x", 1, "-2/(3*x*(x + 2))"},
    {"1/(1 + x^2/3)", "x", 0, "3/(x^2 + 3)"},
    {"1/(1 + sqrt(x))", "x", 2, "(3 + 1/sqrt(x))/(4*x*(1 + sqrt(x))^3)"},
    {"exp(-1/(1 - x^2))", "x", 1, "-2*x*exp(-1/(1 - x^2))/(1 - x^2)^2"},
    {"log(log(x))", "x", 2, "-(1 + log(x))/(x*log(x))^2"},
    {"tanh(x)^3", "x", 2, "6*tanh(x)*(1 - tanh(x)^2)*(1 - 2*tanh(x)^2)"},
    {"x^3/(x^2 + 1)", "x", 2, "2*x*(3 - x^2)/(x^2 + 1)^3"},
    {"x + sqrt(x)", "x", 1, "1 + 1/(2*sqrt(x))"},
    {"x*y + 2*sqrt(x)", "x", 1, "y + 1/sqrt(x)"},
    {"(1 + x)/x^2", "x", 0, "(x + 1)/x^2"},
    {"exp(x)/x", "x", 2, "exp(x)*(2 + x*(x - 2))/x^3"},
    {"x^2/(1 + x)", "x", 1, "1 - 1/(x + 1)^2"},
    {"sqrt(x)/(1 + x)", "x", 1, "(1 - x)/(2*sqrt(x)*(x + 1)^2)"},
    {"a*x^2/(x + b)", "x", 1, "a*x*(x + 2*b)/(x + b)^2"},
    {"exp(-x^2)/(1 + exp(-x^2))", "x", 2, ""},
    {"x*tanh(exp(x))", "x", 2, ""},
    {"exp(x)/(1 + exp(x))^2", "x", 2, ""},
};

Expression slope(Graph& graph, const Slope& s) {
  Expression e = parse(graph, s.formula);
  for (int i = 0; i != s.order; ++i) e = derivative(e, graph.variable(s.variable));
  return e;
}

}  // namespace

BOOST_DATA_TEST_CASE(read_as_people_write_them, data::make(slopes), s) {
  Graph graph;
  const Expression simple = simplify(slope(graph, s));
  if (!s.expected.empty()) BOOST_TEST(to_string(simple) == s.expected);
  BOOST_TEST((simplify(simple) == simple), "not idempotent: " << to_string(simple));
}

/// Of one variable, in plain double arithmetic, between -100 and 100, wherever differentiation's form has a value.
BOOST_DATA_TEST_CASE(are_numbers_as_they_are_written, data::make(slopes), s) {
  Graph graph;
  const Id typed = slope(graph, s).id(), simple = simplify(slope(graph, s)).id();
  const std::vector<Id> inputs = variables(graph.arena(), std::span(&typed, 1));
  if (!has_balls() || inputs.size() != 1) return;
  constexpr double ordinary = 100;
  const std::vector<VariableRange> ranges(inputs.size(), {-ordinary, ordinary});
  Trial points(graph.arena(), std::array{typed, simple}, inputs, ranges, 2'000, 5);
  BOOST_TEST_REQUIRE(points.size() > 500U);
  const std::vector<double>& values = points.computed(graph.arena(), simple);
  std::size_t lost = 0;
  for (std::size_t i = 0; i != points.size(); ++i) lost += std::isfinite(values[i]) ? 0 : 1;
  BOOST_TEST(lost * 1000 <= points.size());
}
