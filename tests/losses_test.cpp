// SPDX-License-Identifier: BSL-1.0
// Losses and textbook formulas as people type them, compiled as they stand: values and every partial derivative beside
// the true ones, where the form as typed has no digit left.
#include <adage/adage.hpp>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <random>

#include "effort.hpp"
#include "graph/slice.hpp"
#include "rules/rule.hpp"
#include "verify/reference.hpp"

using namespace adage;

namespace {

struct Loss {
  const char* formula;
  bool slopes = true;  ///< are the derivatives held to it as well?
};

constexpr Loss losses[] = {
    {"log(1 + exp(z)) - y*z", false},
    {"-log(exp(a)/(exp(a) + exp(b)))"},
    {"-log(exp(a)/(exp(a) + exp(b) + exp(c)))"},
    {"-log(exp(c)/(exp(a) + exp(b) + exp(c)))"},
    {"log(exp(a) + exp(b)) - b"},
    {"log(exp(a) + exp(b) + exp(c)) - a"},
    {"c - log(exp(a) + exp(b) + exp(c))"},
    {"exp(a)/(exp(a) + exp(b))"},
    {"exp(b)/(exp(a) + exp(b) + exp(c))"},
    {"exp(b)/(exp(a) + exp(b) + exp(c) + exp(d))"},
    {"log((exp(x - y) + exp(y - x))/2)"},
    {"log(cosh(x - y))"},
    {"max(0, 1 - y*z)^2"},
    {"log(1 + exp(-y*z))"},
    {"1 - cos(x - y)", false},
    {"where(abs(x) < w, w*log(1 + abs(x)/2), abs(x))"},
    {"(exp(2*x) - 1)/(exp(2*x) + 1)"},
    {"(1 - exp(-x))/(1 + exp(-x))"},
    {"(exp(x) - exp(-x))/(exp(x) + exp(-x))"},
    {"2/(1 + exp(-2*x)) - 1"},
    {"log(1 - exp(-x))"},
    {"log(x + sqrt(x^2 + 1))"},
    {"log((1 + x)/(1 - x))/2", false},
    {"sqrt(x + 1) - sqrt(x)", false},
    {"1/sqrt(x) - 1/sqrt(x + 1)", false},
    {"log(erfc(x))"},
    {"log(normal_cdf(x))"},
    {"1 - exp(a)/(exp(a) + exp(b))"},
};

}  // namespace

BOOST_AUTO_TEST_CASE(values_and_slopes_are_right_to_fourteen_digits) {
  constexpr double most = 1e-14;
  std::mt19937_64 random(17);
  const auto number = [&] {
    const double size =
        std::ldexp(1 + static_cast<double>(random() % 1'000'000) / 1e6, static_cast<int>(random() % 40) - 32);
    if (random() % 5 == 0) return std::round(random() % 2 == 0 ? size : -size);
    return random() % 2 == 0 ? size : -size;
  };
  std::size_t known = 0, lost = 0;
  for (const auto& [formula, slopes] : losses) {
    Graph graph;
    const Expression typed = parse(graph, formula);
    const std::vector<Expression> variables = typed.variables();
    std::vector<Id> inputs;
    for (const Expression& variable : variables) inputs.push_back(variable.id());
    std::vector<Expression> all{typed};
    for (const Expression& variable : variables) {
      if (slopes) all.push_back(derivative(typed, variable));
    }
    for (const Expression& each : all) {
      const Function run = compile({each}, variables), as_written = compile({each}, variables, {.as_written = true});
      Reference reference(graph.arena(), each.id(), inputs, {.as_written = true});
      for (int i = 0; i != 150 * testing::scale; ++i) {
        std::vector<double> at;
        for (std::size_t k = 0; k != variables.size(); ++k) at.push_back(number());
        const Bounded value = reference.precise(at);
        if (!value.known() || abs(value.error) * 1e18 > abs(value.value)) continue;
        const auto truth = value.value.convert_to<double>();
        constexpr double least = 1e-300;
        if (std::fabs(truth) < least) continue;
        // There erfc or normal_cdf is below the normal numbers and has fewer digits, and is not zero yet.
        if (variables.size() == 1 && std::fabs(at[0]) > 26 && std::fabs(at[0]) < 39) continue;
        const auto error = [&](const Function& function) {
          double result = 0;
          function.evaluate(at, std::span(&result, 1));
          return std::fabs(result - truth) / std::fabs(truth);
        };
        ++known;
        if (!(error(as_written) < 0.5)) ++lost;
        std::string place;
        for (const double x : at) place += " " + std::to_string(x);
        BOOST_TEST(error(run) <= most, formula << ": " << to_string(each) << " at" << place << ": " << truth);
      }
    }
  }
  BOOST_TEST(known > 5'000U);
  BOOST_TEST(lost > known / 100);  // otherwise nothing is shown
}

BOOST_AUTO_TEST_CASE(sums_are_rounded_as_they_were_typed) {
  Graph graph;
  const std::vector<Expression> variables{graph.variable("y"), graph.variable("z")};
  const Expression typed = parse(graph, "max(z, 0) - z*y + log(1 + exp(-abs(z)))");
  const Function run = compile({typed}, variables);
  std::mt19937_64 random(23);
  std::uniform_real_distribution<double> sizes(-500, 500);
  for (int i = 0; i != 1'000; ++i) {
    const double z = sizes(random);
    for (const double y : {0.0, 1.0}) {  // what stands before the logarithm is exact
      const double truth = std::log1p(std::exp(-std::fabs(z))) + (y == (z > 0 ? 1 : 0) ? 0 : std::fabs(z));
      const std::array<double, 2> at{y, z};
      double value = 0;
      run.evaluate(at, std::span(&value, 1));
      BOOST_TEST(std::fabs(value - truth) <= 1e-14 * truth, "at " << y << ", " << z << ": " << value);
    }
  }
}

BOOST_AUTO_TEST_CASE(slopes_are_those_of_the_books) {
  const std::vector<std::array<std::string, 3>> known = {
      {"-(y*log(1/(1 + exp(-z))) + (1 - y)*log(1 - 1/(1 + exp(-z))))", "z", "sigmoid(z) - y"},
      {"log(1 + exp(z)) - y*z", "z", "sigmoid(z) - y"},
      {"-log(exp(a)/(exp(a) + exp(b) + exp(c)))", "a", "exp(a)/(exp(a) + exp(b) + exp(c)) - 1"},
      {"(x - y)^2/2", "x", "x - y"},
      {"log(cosh(x - y))", "x", "tanh(x - y)"},
      {"exp(z) - y*z", "z", "exp(z) - y"},
  };
  for (const auto& [loss, variable, slope] : known) {
    Graph graph;
    BOOST_TEST(to_string(simplify(derivative(parse(graph, loss), graph.variable(variable)))) == slope);
  }
}

BOOST_AUTO_TEST_CASE(no_row_for_lowering_goes_on_for_ever) {
  const std::vector<std::string> parts = {"abs(x)", "-x", "x^2", "abs(x - y)", "exp(x)", "relu(-abs(x))", "x - y", "3"};
  std::size_t compiled = 0;
  for (const RuleRow& row : rule_rows(Stage::lowering)) {
    for (std::size_t i = 0; i != parts.size(); ++i) {
      Graph graph;
      const Expression left = parse(graph, std::string(row.left));
      std::vector<Id> holes, stands;
      for (const Expression& hole : left.variables()) {
        stands.push_back(parse(graph, parts[(i + holes.size()) % parts.size()]).id());
        holes.push_back(hole.id());
      }
      const Id root = left.id();
      const Id formula = substitute(graph.arena(), std::span(&root, 1), holes, stands).front();
      const Function function =
          compile({Expression(graph.arena(), formula)}, {graph.variable("x"), graph.variable("y")});
      const std::array<double, 2> at{0.75, -2.5};
      double value = 0;
      function.evaluate(at, std::span(&value, 1));
      ++compiled;
    }
  }
  BOOST_TEST(compiled > 500U);
}
