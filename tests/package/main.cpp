// SPDX-License-Identifier: BSL-1.0
// The library's first example, as somebody who only installed adage would write it.
#include <adage/adage.hpp>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

int main() {
  adage::Graph graph;
  const auto x = graph.variable("x");
  const auto f = x / (1 + exp(-x));
  const auto df = adage::gradient(f, {x})[0];
  std::printf("%s\n", adage::to_string(adage::simplify(df)).c_str());

  const auto kernel = adage::compile({f, df}, {x});
  const std::vector<double> xs = {-1, 0, 1};
  std::vector<double> ys(xs.size());
  std::vector<double> dys(xs.size());
  kernel({xs}, {ys, dys});
  if (std::abs(ys[2] - 0.7310585786300049) > 1e-15 || dys[1] != 0.5) return 1;

  const auto verdict = adage::check(df, adage::parse(graph, "(1+exp(-x)+x*exp(-x))/(1+exp(-x))^2"));
  std::printf("%s\n", std::string(adage::to_string(verdict.kind)).c_str());
  return verdict == adage::Verdict::Kind::proved ? 0 : 1;
}
