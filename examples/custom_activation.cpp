// SPDX-License-Identifier: BSL-1.0
// An activation function of one's own: define it in a line of text, let its derivative be found, and run both over a
// column of numbers. One compiled function computes value and slope together and shares what they have in common.
#include <fmt/core.h>

#include <adage/adage.hpp>
#include <vector>

int main() {
  adage::Graph graph;
  const adage::Expression x = graph.variable("x");

  // A parameter stands behind the semicolon with its usual value; a call may give another.
  const adage::Expression f =
      adage::parse(graph, "softcap(x; limit = 30) = limit*tanh(x/limit); softcap(x, limit = 2)");
  const adage::Expression slope = adage::simplify(adage::derivative(f, x));
  fmt::print("f  = {}\nf' = {}\n\n", adage::to_string(f), adage::to_string(slope));

  // A compiled function never changes: any number of threads may call it.
  const adage::Function kernel = adage::compile({f, slope}, {x});

  std::vector<double> inputs;
  for (int i = -4; i <= 4; ++i) inputs.push_back(i);
  std::vector<double> values(inputs.size());
  std::vector<double> slopes(inputs.size());
  kernel({inputs}, {values, slopes});

  fmt::print("{:>4} {:>9} {:>9}\n", "x", "f", "f'");
  for (std::size_t i = 0; i != inputs.size(); ++i)
    fmt::print("{:>4} {:>9.5f} {:>9.5f}\n", inputs[i], values[i], slopes[i]);
}
