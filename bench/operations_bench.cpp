// SPDX-License-Identifier: BSL-1.0
// What does an operation cost in compiled columns of doubles? Nanoseconds an element, and the same with an addition as
// the unit: the `time` of the operation table, by which the aim `speed` chooses. Each operation is taken eight times
// over arguments that differ a little, so that reading and writing columns cancels out; medians of runs in turns.
#include <fmt/format.h>

#include <adage/adage.hpp>
#include <algorithm>
#include <chrono>

#include "graph/arena.hpp"
#include "ops/row.hpp"

namespace {

using namespace adage;

constexpr std::size_t kRows = 4096;
constexpr int kTimes = 8;
constexpr int kRuns = 41;

/// Runs f over columns of numbers in (0.1, 0.9), and tells nanoseconds an element.
double once(const Function& f) {
  static const std::vector<double> x = [] {
    std::vector<double> values;
    for (std::size_t i = 0; i != kRows; ++i)
      values.push_back(0.1 + 0.8 * static_cast<double>(i * 2477 % kRows) / kRows);
    return values;
  }();
  static const std::vector<double> y(x.rbegin(), x.rend());
  static std::vector<double> out(kRows);
  constexpr int passes = 8;
  const auto start = std::chrono::steady_clock::now();
  for (int pass = 0; pass != passes; ++pass)
    f({Column<const double>(x), Column<const double>(y)}, {Column<double>(out)});
  const std::chrono::duration<double, std::nano> taken = std::chrono::steady_clock::now() - start;
  return taken.count() / (passes * kRows);
}

/// The sum over k of `term(x + k/64, y + k/64)`, compiled as it is written.
template <class Term>
Function sum_of(Graph& graph, Term term) {
  const Expression x = graph.variable("x"), y = graph.variable("y");
  Expression sum = y;
  for (int k = 1; k <= kTimes; ++k) sum = sum + term(x + k / 64.0, y + k / 64.0);
  return compile({sum}, {x, y}, {.as_written = true, .engine = Engine::jit, .threads = 1});
}

double median(std::vector<double> values) {
  std::ranges::nth_element(values, values.begin() + values.size() / 2);
  return values[values.size() / 2];
}

}  // namespace

int main() {
  if (jit_description().empty()) {
    fmt::print(stderr, "this build has no compiler (LLVM)\n");
    return 1;
  }
  fmt::print("{}\n{:<14} {:>9} {:>9} {:>9}\n", jit_description(), "operation", "ns", "additions", "table");
  Graph graph;
  const Function none = sum_of(graph, [](const Expression& a, const Expression& b) { return a + b; });
  const Function more = sum_of(graph, [](const Expression& a, const Expression& b) { return a + b + (a + (b + a)); });
  std::vector<double> base, additions;
  for (int run = 0; run != kRuns; ++run) base.push_back(once(none)), additions.push_back(once(more));
  const double addition = (median(additions) - median(base)) / (3 * kTimes);
  fmt::print("{:<14} {:>9.3f}\n", "add", addition);
  for (std::size_t i = 0; i != rows().size(); ++i) {
    const Op op = static_cast<Op>(i);
    const Row& r = row(op);
    if (!r.machine.exists() || r.boolean || r.boolean_arguments != 0 || arity(op) == 0 || op == Op::add) continue;
    const Function f = sum_of(graph, [&](const Expression& a, const Expression& b) {
      Arena& arena = graph.arena();
      const std::array<Id, 3> args{a.id(), b.id(), a.id()};
      const Id made = arena.make(op, std::span(args.data(), arity(op)));
      return a + Expression(arena, made);
    });
    std::vector<double> with, without;
    for (int run = 0; run != kRuns; ++run) without.push_back(once(none)), with.push_back(once(f));
    const double taken = std::max(0.0, (median(with) - median(without)) / kTimes);
    fmt::print("{:<14} {:>9.3f} {:>9.1f} {:>9}\n", r.name, taken, taken / addition, r.time);
    std::fflush(stdout);
  }
}
