// SPDX-License-Identifier: BSL-1.0
// How fast are graphs made, read from text, differentiated and simplified, and how much memory do they take?
// Each figure is the median of several runs; none decides anything.
#include <fmt/core.h>

#include <adage/adage.hpp>
#include <algorithm>
#include <ctime>
#include <functional>
#include <string>
#include <vector>

using namespace adage;

namespace {

/// Of processor time, which waiting for other programs does not lengthen; everything here runs on one thread.
double seconds(const std::function<void()>& work) {
  const std::clock_t begin = std::clock();
  work();
  return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

/// The median over runs, each on a fresh graph; `work` returns the seconds that count.
double median_of(int runs, const std::function<double()>& work) {
  std::vector<double> all;
  for (int i = 0; i != runs; ++i) all.push_back(work());
  return median(std::move(all));
}

void report(std::string_view what, double value, std::string_view unit) {
  fmt::print("{:<58} {:>10.3f} {}\n", what, value, unit);
}

std::vector<Expression> numbered(Graph& graph, int count) {
  std::vector<Expression> xs;
  for (int i = 0; i != count; ++i) xs.push_back(graph.variable(fmt::format("x{}", i)));
  return xs;
}

void interning() {
  double bytes = 0;
  const double rate = median_of(5, [&] {
    Graph graph;
    const Expression x = graph.variable("x");
    const Expression y = graph.variable("y");
    constexpr int count = 2'000'000;
    const double time = seconds([&] {
      Expression e = x;
      for (int i = 0; i != count; ++i) e = (i & 1) != 0 ? e * y : e + x;
    });
    bytes = static_cast<double>(graph.memory()) / static_cast<double>(graph.size());
    return count / time / 1e6;
  });
  report("nodes interned, alternating sum and product", rate, "million/s");
  report("bytes a node, index included", bytes, "bytes");
}

void gradients() {
  constexpr int count = 1'000'000;
  report("gradient of a product of 1,000,000 variables",
         median_of(3,
                   [] {
                     Graph graph;
                     const std::vector<Expression> xs = numbered(graph, count);
                     Expression product = xs[0];
                     for (int i = 1; i != count; ++i) product = product * xs[static_cast<std::size_t>(i)];
                     return seconds([&] { (void)gradient(product, xs); });
                   }),
         "s");
  report("gradient of a chain of 1,000,000 sines",
         median_of(3,
                   [] {
                     Graph graph;
                     const Expression x = graph.variable("x");
                     Expression e = x;
                     for (int i = 0; i != count; ++i) e = sin(e);
                     return seconds([&] { (void)gradient(e, {x}); });
                   }),
         "s");
  report("simplify that gradient",
         median_of(3,
                   [] {
                     Graph graph;
                     const Expression x = graph.variable("x");
                     Expression e = x;
                     for (int i = 0; i != count; ++i) e = sin(e);
                     const Expression slope = gradient(e, {x})[0];
                     return seconds([&] { (void)simplify(slope); });
                   }),
         "s");
}

void parsing(std::string_view what, const std::function<std::string(int)>& term) {
  std::string text = "x0";
  for (int i = 1; text.size() < 1'000'000; ++i) text += term(i);
  report(what,
         median_of(5,
                   [&] {
                     Graph graph;
                     return static_cast<double>(text.size()) / 1e6 / seconds([&] { (void)parse(graph, text); });
                   }),
         "MB/s");
}

}  // namespace

int main() {
  interning();
  gradients();
  parsing("text to graph, 1 MB: short terms", [](int i) { return fmt::format(" + {}*x{}", i % 10, i % 100); });
  parsing("text to graph, 1 MB: functions",
          [](int i) { return fmt::format(" + sin(x{})*2.5 - exp(-y{})/(1 + z)", i % 50, i % 7); });
  parsing("text to graph, 1 MB: every number and product distinct",
          [](int i) { return fmt::format("+{}.{}*x{}", i % 1000, i, i % 5000); });
}
