// SPDX-License-Identifier: BSL-1.0
// How fast is text read? Each row is one formula shape at one size: megabytes per second from text to ast, items, and
// nanoseconds per byte, which must not grow with the size. `parse_bench 100` also reads 100 MB.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <string>

#include "grammar/parse.hpp"

namespace {

/// Processor time, so that other work on the machine does not count.
double seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

std::string flat_sum(std::size_t bytes) {
  std::string text = "x0";
  for (std::size_t i = 1; text.size() < bytes; ++i) text += fmt::format("+0.5*x{}", i % 1000);
  return text;
}

std::string distinct_names(std::size_t bytes) {
  std::string text = "v0";
  for (std::size_t i = 1; text.size() < bytes; ++i) text += fmt::format(" + v{}", i);
  return text;
}

std::string functions(std::size_t bytes) {
  std::string text = "x";
  while (text.size() < bytes) text += " + tanh(x*sigmoid(y - 1.25)/(1 + exp(-x^2)))";
  return text;
}

std::string statements(std::size_t bytes) {
  std::string text;
  for (std::size_t i = 0; text.size() < bytes; ++i) {
    text += fmt::format("f{}(x; a = 0.01) = where(x > 0, x, a*(exp(x) - 1))  # an activation\n", i);
  }
  return text;
}

std::string latex(std::size_t bytes) {
  std::string text = "x";
  while (text.size() < bytes) text += " + \\frac{1}{1+e^{-x}} \\cdot \\tanh^2\\left(\\alpha x_{12}\\right)";
  return text;
}

std::string nested(std::size_t bytes, std::string_view open, std::string_view close) {
  const std::size_t levels = bytes / (open.size() + close.size());
  std::string text;
  text.reserve(bytes + 1);
  for (std::size_t i = 0; i != levels; ++i) text += open;
  text += 'x';
  for (std::size_t i = 0; i != levels; ++i) text += close;
  return text;
}

void measure(std::string_view name, const std::string& text) {
  adage::grammar::Options options;
  options.max_nesting = 1'000'000'000;
  double best = 1e9;
  std::size_t items = 0, faults = 0;
  const int repeats = text.size() > 20'000'000 ? 1 : 5;
  for (int i = 0; i != repeats; ++i) {
    const double start = seconds();
    const adage::grammar::Parsed parsed = adage::grammar::parse_script(text, options);
    best = std::min(best, seconds() - start);
    items = 0;
    for (const auto& statement : parsed.script.statements) items += statement.formula.size();
    faults = parsed.diagnostics.size();
  }
  const double bytes = static_cast<double>(text.size());
  fmt::print("{:<16} {:>10.2f} MB {:>8.1f} MB/s {:>7.2f} ns/byte {:>12} items{}\n", name, bytes / 1e6,
             bytes / 1e6 / best, best / bytes * 1e9, items, faults ? "  FAULTS" : "");
}

}  // namespace

int main(int count, char** arguments) {
  const std::size_t largest = count > 1 ? static_cast<std::size_t>(std::atoi(arguments[1])) : 10;
  for (std::size_t megabytes = 1; megabytes <= largest; megabytes *= 10) {
    const std::size_t bytes = megabytes * 1'000'000;
    measure("flat sum", flat_sum(bytes));
    measure("distinct names", distinct_names(bytes));
    measure("functions", functions(bytes));
    measure("statements", statements(bytes));
    measure("latex", latex(bytes));
    measure("brackets", nested(bytes, "(", ")"));
    measure("sin(sin(", nested(bytes, "sin(", ")"));
    measure("-(-(", nested(bytes, "-(", ")"));
    measure("powers", nested(bytes, "x^", ""));
    measure("if then else", nested(bytes, "if x then y else ", ""));
  }
}
