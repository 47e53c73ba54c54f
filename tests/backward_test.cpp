// SPDX-License-Identifier: BSL-1.0
// Derivatives in terms of the result: what an expert would write, never another function, and no value lost to the
// rounding of the result.
#include <adage/adage.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <regex>
#include <sstream>

#include "effort.hpp"
#include "script/catalog.hpp"
#include "script/session.hpp"

using namespace adage;
namespace data = boost::unit_test::data;

namespace {

/// Formulas that may call the catalogue.
struct Place {
  Graph graph;
  Session session{graph.arena()};
  Script script{builtin_catalog(), "catalog/activations.adage"};
  std::vector<Outcome> outcomes = session.run(script);

  Expression formula(const std::string& text) {
    const Script one(text, "test");
    const FormulaOutcome outcome = session.formula(one);
    if (!outcome.value) throw Error(outcome.diagnostics.front().rendered);
    return {graph.arena(), *outcome.value};
  }
};

Place& place() {
  static Place instance;
  return instance;
}

std::string keeps(const BackwardForm& form) {
  std::string text;
  for (const Expression& e : form.keeps) text += (text.empty() ? "" : ", ") + e.name();
  return text;
}

struct Expectation {
  std::string formula;
  std::string derivative;
  std::string keeps;
  friend std::ostream& operator<<(std::ostream& out, const Expectation& e) { return out << e.formula; }
};

const Expectation expectations[] = {
    {"sigmoid(x)", "y*(1 - y)", "y"},
    {"1/(1 + exp(-x))", "y*(1 - y)", "y"},
    {"tanh(x)", "1 - y^2", "y"},
    {"exp(x)", "y", "y"},
    {"expm1(x)", "y + 1", "y"},
    {"softplus(x)", "-expm1(-y)", "y"},
    {"log(1 + exp(x))", "-expm1(-y)", "y"},
    {"-log(1 + exp(-x))", "-expm1(y)", "y"},
    {"sqrt(x)", "1/(2*y)", "y"},
    {"1/x", "-y^2", "y"},
    {"log(x)", "exp(-y)", "y"},
    {"tan(x)", "y^2 + 1", "y"},
    {"atan(x)", "cos(y)^2", "y"},
    {"sinh(x)", "hypot(1, y)", "y"},
    {"asinh(x)", "1/cosh(y)", "y"},
    {"x^3", "3*cbrt(y)^2", "y"},
    {"x/(1 + abs(x))", "(1 - abs(y))^2", "y"},
    {"x/sqrt(1 + x^2)", "max(0, 1 - y^2)^(3/2)", "y"},
    {"3*x + 1", "3", ""},
    {"exp(x) - b", "b + y", "y, b"},
    // Choices that the result tells.
    {"relu(x)", "step(y)", "y"},
    {"max(0, x)", "step(y)", "y"},
    {"where(x > 0, x, 0.01*x)", "where(y > 0, 1, 0.01)", "y"},
    {"elu(x)", "where(y > 0, 1, y + 1)", "y"},
    {"hard_sigmoid(x)", "where(y > 0 and y < 1, 1/6, 0)", "y"},
    {"isrlu(x)", "where(y >= 0, 1, max(0, 1 - y^2)^(3/2))", "y"},
    // Choices that it does not tell: only the condition is kept of x.
    {"where(x > 0, x, alpha*(exp(x) - 1))", "where(x > 0, 1, alpha + y)", "y, x, alpha"},
    {"where(x > 0, x, a*x)", "where(x > 0, 1, a)", "x, a"},
    // What the result does not tell.
    {"x^2", "2*x", "x"},
    {"abs(x)", "sign(x)", "x"},
    {"cosh(x)", "sinh(x)", "x"},
    {"sin(x)", "cos(x)", "x"},
    {"x*cos(x)", "cos(x) - x*sin(x)", "x"},
    // A result that rounds to 1 would give 0*log(0).
    {"1 - exp(-exp(x))", "exp(x - exp(x))", "x"},
};

/// y alone suffices for these of the catalogue, by the formulas of their authors or of textbooks.
const std::vector<std::string> by_result_alone = {"sigmoid_act",  "bipolar_sigmoid",
                                                  "tanh_act",     "scaled_tanh",
                                                  "log_sigmoid",  "softsign",
                                                  "elliott",      "arctan_act",
                                                  "symlog",       "isru",
                                                  "hexpo",        "hard_tanh",
                                                  "hard_sigmoid", "sat_lin",
                                                  "softplus_act", "relu_act",
                                                  "leaky_relu",   "squared_relu",
                                                  "star_relu",    "relu6",
                                                  "elu",          "elu_alpha",
                                                  "celu",         "selu",
                                                  "pelu",         "isrlu",
                                                  "softshrink",   "hardshrink",
                                                  "exponential",  "nl_relu",
                                                  "srelu",        "soft_exponential_pos"};

/// The activations of one variable, parameters at their usual values.
std::vector<std::string> activations() {
  std::vector<std::string> names;
  std::istringstream lines{std::string(builtin_catalog())};
  const std::regex head(R"((\w+)\(x[;)].*)");
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (std::regex_match(line, match, head)) names.push_back(match[1]);
  }
  return names;
}

/// Does the form, given the rounded result, lose more than rounding explains?
void compare_values(const Expression& f, const Expression& x, const BackwardForm& form) {
  const Function forward = compile({f, simplify(derivative(f, x))}, {x});
  const Function backward = compile({form.derivative}, {x, form.result});
  for (double at = -31.3; at < 32; at += 0.7310585) {
    std::array<double, 2> out{};
    forward.evaluate(std::array{at}, out);
    const auto [value, slope] = out;
    if (!std::isfinite(value) || !std::isfinite(slope)) continue;
    const double got = backward(at, value);
    BOOST_TEST(std::isfinite(got), f << " at " << at << ": " << form.derivative << " is " << got);
    BOOST_TEST(std::fabs(got - slope) <= 1e-7 * (1 + std::fabs(slope)),
               f << " at " << at << ": " << form.derivative << " is " << got << ", the slope " << slope);
  }
}

void check_form(const Expression& f, const Expression& x, const BackwardForm& form) {
  const Expression back =
      substitute(form.derivative, std::span<const Expression>(&form.result, 1), std::span<const Expression>(&f, 1));
  const Verdict verdict = check(back, derivative(f, x));
  BOOST_TEST((verdict.kind != Verdict::Kind::refuted), f << ": " << form.derivative << " is refuted");
  std::vector<Expression> used = form.derivative.variables();
  BOOST_TEST(used.size() == form.keeps.size());
  for (const Expression& e : form.keeps) BOOST_TEST((std::ranges::find(used, e) != used.end()));
}

BOOST_DATA_TEST_CASE(what_an_expert_would_write, data::make(expectations)) {
  const Expression f = place().formula(sample.formula);
  const Expression x = place().graph.variable("x");
  const BackwardForm form = backward_form(f, x);
  BOOST_TEST(to_string(form.derivative) == sample.derivative);
  BOOST_TEST(keeps(form) == sample.keeps);
  BOOST_TEST(form.result.name() == "y");
  check_form(f, x, form);
}

BOOST_DATA_TEST_CASE(activations_keep_their_derivative, data::make(activations())) {
  if (boost::unit_test::framework::current_test_case().p_id % (testing::scale == 1 ? 8 : 1) != 0) return;
  const Expression f = place().formula(sample + "(x)");
  const Expression x = place().graph.variable("x");
  const BackwardForm form = backward_form(f, x);
  check_form(f, x, form);
  compare_values(f, x, form);
  if (std::ranges::find(by_result_alone, sample) != by_result_alone.end()) {
    for (const Expression& e : form.keeps) BOOST_TEST((e == form.result), sample << ": " << form.derivative);
  }
}

BOOST_AUTO_TEST_CASE(of_several_inputs_the_others_count_too) {
  const auto form = [](const std::string& formula, const std::string& variable) {
    const BackwardForm result = backward_form(place().formula(formula), place().graph.variable(variable));
    return to_string(result.derivative) + " keeps " + keeps(result);
  };
  BOOST_TEST(form("a*b", "a") == "b keeps b");
  BOOST_TEST(form("exp(a)*b", "a") == "y keeps y");
  BOOST_TEST(form("tanh(a + b)", "b") == "1 - y^2 keeps y");
  BOOST_TEST(form("1/(1 + exp(b - a))", "a") == "y*(1 - y) keeps y");
}

BOOST_AUTO_TEST_CASE(faults) {
  Graph graph;
  const Expression x = graph.variable("x"), y = graph.variable("y");
  BOOST_CHECK_THROW(backward_form(x * y, x), Error);
  BOOST_CHECK_THROW(backward_form(x, y), Error);
  BOOST_CHECK_THROW(backward_form(x, x, "x"), Error);
  BOOST_CHECK_THROW(backward_form(x * y, x, ""), Error);
  BOOST_CHECK_THROW(backward_form(x > y, x, "z"), Error);
  BOOST_CHECK_THROW(backward_form(x, exp(x), "z"), Error);
  BOOST_TEST(to_string(backward_form(exp(x * y), x, "z").derivative) == "y*z");
}

BOOST_AUTO_TEST_CASE(the_same_each_time) {
  const auto text = [] {
    Graph graph;
    const Expression x = graph.variable("x");
    return to_string(backward_form(parse(graph, "where(x > 0, tanh(x), x/(1 - x))"), x).derivative);
  };
  BOOST_TEST(text() == text());
}

}  // namespace
