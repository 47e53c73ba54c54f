// SPDX-License-Identifier: BSL-1.0
// Large graphs: how long until there is a function of value and gradient, how much memory does it take, how long does
// one evaluation take, and does all this grow with the number of variables only? Each size is a process of its own.
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <adage/adage.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

using namespace adage;

namespace {

struct Problem {
  Expression f;
  std::vector<Expression> variables;
};

std::vector<Expression> numbered(Graph& graph, std::size_t count) {
  std::vector<Expression> xs;
  for (std::size_t i = 0; i != count; ++i) xs.push_back(graph.variable(fmt::format("x{}", i)));
  return xs;
}

Problem product(Graph& graph, std::size_t n) {
  Problem p{{}, numbered(graph, n)};
  p.f = p.variables[0];
  for (std::size_t i = 1; i != n; ++i) p.f = p.f * p.variables[i];
  return p;
}

Problem rosenbrock(Graph& graph, std::size_t n) {
  Problem p{graph.number(0), numbered(graph, n)};
  for (std::size_t i = 0; i + 1 != n; ++i) {
    const Expression& x = p.variables[i];
    p.f = p.f + 100 * pow(p.variables[i + 1] - pow(x, 2), 2) + pow(1 - x, 2);
  }
  return p;
}

/// A layer of sigmoids and a linear one; squared loss; every weight a variable.
Problem perceptron(Graph& graph, std::size_t n) {
  const auto side = static_cast<std::size_t>(std::sqrt(static_cast<double>(n)));
  Problem p{graph.number(0), numbered(graph, side * side + 2 * side + 1)};
  std::size_t next = 0;
  const auto weight = [&] { return p.variables[next++]; };
  Expression out = weight();
  for (std::size_t i = 0; i != side; ++i) {
    Expression sum = weight();
    for (std::size_t k = 0; k != side; ++k) sum = sum + weight() * (0.01 * static_cast<double>(k % 97) - 0.4);
    out = out + weight() * (1 / (1 + exp(-sum)));
  }
  p.f = pow(out - 0.3, 2);
  return p;
}

struct Row {
  const char* name;
  Problem (*make)(Graph&, std::size_t);
};
constexpr Row rows[] = {{"product", product}, {"rosenbrock", rosenbrock}, {"perceptron", perceptron}};

/// Seconds and megabytes.
struct Figures {
  double variables, build, gradient, lower, memory, value, both, hessian;
};

double seconds(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double best_of(int runs, const std::function<void()>& work) {
  double best = INFINITY;
  for (int i = 0; i != runs; ++i) best = std::min(best, seconds(work));
  return best;
}

Figures measured(const Row& row, std::size_t n) {
  Figures r{};
  Graph graph;
  Problem p;
  r.build = seconds([&] { p = row.make(graph, n); });
  std::vector<Expression> outputs{p.f};
  r.gradient = seconds([&] {
    for (const Expression& slope : gradient(p.f, p.variables)) outputs.push_back(slope);
  });
  Function both;
  r.lower = seconds([&] { both = compile(outputs, p.variables); });
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  r.memory = static_cast<double>(usage.ru_maxrss) / 1024;
  const Function value = compile(std::span(outputs).first(1), p.variables);
  const std::size_t count = p.variables.size();
  r.variables = static_cast<double>(count);
  std::vector<double> at(count), out(count + 1);
  for (std::size_t i = 0; i != count; ++i) at[i] = 1 + 1e-3 * std::sin(static_cast<double>(i));
  const int runs = n > 100'000 ? 30 : 60;  // the first are interpreted as they stand
  r.value = best_of(runs, [&] { value.evaluate(at, std::span(out).first(1)); });
  r.both = best_of(runs, [&] { both.evaluate(at, out); });
  if (row.make == rosenbrock) r.hessian = seconds([&] { (void)sparse_hessian(p.f, p.variables); });
  return r;
}

/// The same in a process of its own, whose memory is nobody else's.
Figures apart(const Row& row, std::size_t n) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) std::exit(1);
  const pid_t child = fork();
  if (child == 0) {
    const Figures figures = measured(row, n);
    const bool written = write(ends[1], &figures, sizeof figures) == sizeof figures;
    _exit(written ? 0 : 1);
  }
  close(ends[1]);
  Figures figures{};
  if (read(ends[0], &figures, sizeof figures) != sizeof figures) fmt::print("{} of {} failed\n", row.name, n);
  close(ends[0]);
  waitpid(child, nullptr, 0);
  return figures;
}

/// b of a·n^b through the logarithms, by least squares.
double exponent(const std::vector<std::pair<double, double>>& points) {
  double sx = 0, sy = 0, sxx = 0, sxy = 0;
  for (const auto& [n, time] : points) {
    const double x = std::log(n), y = std::log(time);
    sx += x, sy += y, sxx += x * x, sxy += x * y;
  }
  const auto count = static_cast<double>(points.size());
  return (count * sxy - sx * sy) / (count * sxx - sx * sx);
}

}  // namespace

int main(int argc, char** argv) {
  const double largest = argc > 1 ? std::atof(argv[1]) : 1e6;
  fmt::print("{:<11}{:>10}{:>9}{:>10}{:>9}{:>8}{:>11}{:>11}{:>7}{:>10}\n", "problem", "variables", "build s",
             "gradient", "lower", "MB", "value µs", "both µs", "ratio", "Hessian s");
  for (const Row& row : rows) {
    std::vector<std::pair<double, double>> making, running;
    for (double n = 1000; n <= largest; n *= 10) {
      const Figures r = apart(row, static_cast<std::size_t>(n));
      fmt::print("{:<11}{:>10.0f}{:>9.4f}{:>10.4f}{:>9.4f}{:>8.0f}{:>11.1f}{:>11.1f}{:>7.2f}{:>10}\n", row.name,
                 r.variables, r.build, r.gradient, r.lower, r.memory, r.value * 1e6, r.both * 1e6, r.both / r.value,
                 r.hessian == 0 ? "" : fmt::format("{:.3f}", r.hessian));
      making.emplace_back(r.variables, r.build + r.gradient + r.lower);
      running.emplace_back(r.variables, r.both);
    }
    fmt::print("{:<11}grows as n^{:.2f} to make and n^{:.2f} to run\n", row.name, exponent(making), exponent(running));
  }
}
