// SPDX-License-Identifier: BSL-1.0
// An article defines two activation functions, each in its own typography. Here they are read exactly as they stand,
// differentiated, and compared with the derivatives that a textbook gives. Nothing is compared by sampling alone:
// `proved` means that the two sides are equal for every x.
#include <fmt/core.h>

#include <adage/adage.hpp>
#include <string_view>

int main() {
  adage::Graph graph;  // owns every formula below; equal formulas are one node of it
  const adage::Expression x = graph.variable("x");

  // Three lines as people write them. The last one claims that its two right sides are equal.
  constexpr std::string_view lines[] = {
      R"({ReLU}(x) =max(0, x))",
      R"(F[x]= max(0,x))",
      R"(\begin{aligned}F(x) &= \sigma(x)\\  &= \frac{1}{1+e^{-x}}\end{aligned})",
  };
  for (const std::string_view line : lines) {
    const adage::Expression f = adage::parse(graph, line);
    const adage::Expression slope = adage::simplify(adage::derivative(f, x));
    fmt::print("{}\n  is        {}\n  its slope {}\n", line, adage::to_string(f), adage::to_string(slope));
  }

  // The textbook's derivatives, as claims. `check` takes any two expressions.
  const auto verdict = [&](std::string_view formula, std::string_view closed_form) {
    const adage::Expression derived = adage::derivative(adage::parse(graph, formula), x);
    const adage::Verdict result = adage::check(derived, adage::parse(graph, closed_form));
    fmt::print("d/dx {} == {}: {}", formula, closed_form, adage::to_string(result.kind));
    for (const auto& [name, value] : result.witness) fmt::print(", see {} = {}", name, value);
    fmt::print("\n");
  };
  verdict("max(0, x)", "where(x > 0, 1, 0)");
  verdict("1/(1 + exp(-x))", "exp(-x)/(1 + exp(-x))^2");
  verdict("1/(1 + exp(-x))", "sigmoid(x)*(1 - sigmoid(x))");
  verdict("sigmoid(x)", "sigmoid(x)*(1 + sigmoid(x))");  // a wrong sign: refuted, with a point that shows it
}
