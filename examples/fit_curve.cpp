// SPDX-License-Identifier: BSL-1.0
// Fits a formula that is typed at run time to data, by gradient descent. Every name in the formula but x is a
// parameter; the program knows neither how many there are nor what the formula is.
//   fit_curve 'a*exp(-b*x) + c'
#include <fmt/core.h>

#include <adage/adage.hpp>
#include <cmath>
#include <vector>

namespace {

using Column = std::vector<double>;

/// What was measured: 2.5*exp(-1.3*x) + 0.5 at 40 points, exactly.
void measure(Column& xs, Column& ys) {
  for (int i = 0; i != 40; ++i) {
    xs.push_back(0.1 * i);
    ys.push_back(2.5 * std::exp(-1.3 * xs.back()) + 0.5);
  }
}

}  // namespace

int main(int count, char** arguments) try {
  adage::Graph graph;
  const adage::Expression model = adage::parse(graph, count > 1 ? arguments[1] : "a*exp(-b*x) + c");
  const adage::Expression x = graph.variable("x");
  const adage::Expression y = graph.variable("y");

  std::vector<adage::Expression> parameters;
  for (const adage::Expression& v : model.variables()) {
    if (v != x && v != y) parameters.push_back(v);
  }

  // The loss of one measurement, and its derivative with respect to every parameter, in one compiled function.
  const adage::Expression loss = adage::pow(model - y, 2);
  std::vector<adage::Expression> outputs = adage::simplify(adage::gradient(loss, parameters));
  outputs.insert(outputs.begin(), loss);
  std::vector<adage::Expression> inputs = parameters;
  inputs.insert(inputs.end(), {x, y});
  const adage::Function kernel = adage::compile(outputs, inputs);

  Column xs;
  Column ys;
  measure(xs, ys);
  Column values(parameters.size(), 1.0);  // where the descent begins
  std::vector<Column> results(outputs.size(), Column(xs.size()));
  const auto run = [&] {
    std::vector<adage::Column<const double>> in;
    for (const double& value : values) in.emplace_back(&value, 1);  // a column of length 1 holds for every row
    in.insert(in.end(), {xs, ys});
    kernel(in, std::vector<adage::Column<double>>(results.begin(), results.end()));
  };
  const auto mean = [](const Column& column) {
    double sum = 0;
    for (const double value : column) sum += value;
    return sum / static_cast<double>(column.size());
  };

  constexpr double rate = 0.1;
  for (int step = 0; step <= 1'600; ++step) {
    run();
    if (step % 200 == 0) fmt::print("step {:>4}: mean loss {:.1e}\n", step, mean(results[0]));
    for (std::size_t i = 0; i != values.size(); ++i) values[i] -= rate * mean(results[i + 1]);
  }
  for (std::size_t i = 0; i != values.size(); ++i) fmt::print("{} = {:.5g}\n", parameters[i].name(), values[i]);
} catch (const adage::ParseError& error) {
  fmt::print(stderr, "{}\n", error.what());  // names the place in the formula, with a caret under it
  return 2;
}
