// SPDX-License-Identifier: BSL-1.0
// The library in one page, as the README shows it.
#include <fmt/core.h>

#include <adage/adage.hpp>
#include <vector>

int main() {
  adage::Graph graph;
  auto x = graph.variable("x");
  auto f = x / (1 + exp(-x));            // or adage::parse(graph, "x/(1 + exp(-x))")
  auto df = adage::gradient(f, {x})[0];  // an expression again: it can be printed, compiled, differentiated
  fmt::print("{}\n", adage::to_string(adage::simplify(df)));

  auto kernel = adage::compile({f, df}, {x});  // immutable, callable from any thread
  std::vector<double> xs{-1, 0, 1}, ys(3), dys(3);
  kernel({xs}, {ys, dys});  // columns of double or float
  fmt::print("f(1) = {}, f'(1) = {}\n", ys[2], dys[2]);

  auto closed_form = adage::parse(graph, "1/(1 + exp(-x)) + x*exp(-x)/(1 + exp(-x))^2");
  fmt::print("{}\n", adage::to_string(adage::check(df, closed_form).kind));
}
