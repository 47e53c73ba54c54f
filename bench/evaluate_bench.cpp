// SPDX-License-Identifier: BSL-1.0
// How long does evaluation take: one scalar at a time, and columns of f and f' together? Medians of several runs,
// in nanoseconds for each evaluation or element. muParser stands beside it where CMake finds the library.
#include <adage/adage.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#ifdef ADAGE_HAS_MUPARSER
#include <muParser.h>
#endif

namespace {

struct Formula {
  const char* name;
  const char* text;
};

constexpr Formula scalars[] = {
    {"a+1", "a+1"},
    {"sigmoid", "1/(1+exp(-a))"},
    {"gelu", "0.5*a*(1+erf(a/sqrt(2)))"},
    {"mish", "a*tanh(log(1+exp(a)))"},
    {"poly", "(((a+1)*a+2)*a+3)*a+4"},
    {"horner7", "(((((((7*a+6)*a+5)*a+4)*a+3)*a+2)*a+1)*a+0.1)"},
    {"powsum", "1.1*a^2 + 2.2*b^3 + 3.3*c^4"},
    {"dist", "sqrt(a^2+b^2)"},
    {"trig", "a+(cos(b-sin(2/a*pi))-sin(a-cos(2*b/pi)))-b"},
};

constexpr Formula activations[] = {
    {"relu", "relu(x)"},
    {"sigmoid", "sigmoid(x)"},
    {"tanh", "tanh(x)"},
    {"softplus", "softplus(x)"},
    {"silu", "x*sigmoid(x)"},
    {"gelu", "x*normal_cdf(x)"},
    {"mish", "x*tanh(softplus(x))"},
    {"elu", "where(x > 0, x, expm1(x))"},
};

double seconds() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

double median(std::vector<double> times) {
  std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2), times.end());
  return times[times.size() / 2];
}

/// Median nanoseconds of one of the `each` steps that `work` makes.
template <class F>
double nanoseconds(int runs, std::size_t each, F&& work) {
  work();
  std::vector<double> times;
  for (int run = 0; run != runs; ++run) {
    const double start = seconds();
    work();
    times.push_back((seconds() - start) / static_cast<double>(each) * 1e9);
  }
  return median(times);
}

/// Points in [0.5, 4.5), the same for every library.
std::vector<double> points() {
  std::vector<double> result(10'000);
  for (std::size_t i = 0; i != result.size(); ++i) result[i] = 0.5 + 4e-4 * static_cast<double>(i);
  return result;
}

volatile double sink = 0;

double scalar_time(const Formula& formula) {
  adage::Graph graph;
  const auto a = graph.variable("a");
  const auto b = graph.variable("b");
  const auto c = graph.variable("c");
  const auto f = adage::compile({adage::parse(graph, formula.text)}, {a, b, c});
  const auto values = points();
  return nanoseconds(101, values.size(), [&] {
    double sum = 0;
    for (const double value : values) sum += f(value, 1.5, 0.7);
    sink = sum;
  });
}

#ifdef ADAGE_HAS_MUPARSER
double muparser_time(const Formula& formula) {
  mu::Parser parser;
  double a = 1;
  double b = 1.5;
  double c = 0.7;
  parser.DefineVar("a", &a);
  parser.DefineVar("b", &b);
  parser.DefineVar("c", &c);
  parser.DefineConst("pi", 3.141592653589793);
  parser.DefineFun("erf", static_cast<double (*)(double)>(std::erf));
  parser.SetExpr(formula.text);
  const auto values = points();
  return nanoseconds(101, values.size(), [&] {
    double sum = 0;
    for (const double value : values) {
      a = value;
      sum += parser.Eval();
    }
    sink = sum;
  });
}
#else
double muparser_time(const Formula&) { return -1; }
#endif

template <class T>
double column_time(const Formula& formula, std::size_t n) {
  adage::Graph graph;
  const auto x = graph.variable("x");
  const auto f = adage::parse(graph, formula.text);
  const auto both = adage::compile({f, adage::simplify(adage::gradient(f, {x})[0])}, {x});
  std::vector<T> xs(n);
  std::vector<T> ys(n);
  std::vector<T> slopes(n);
  for (std::size_t i = 0; i != n; ++i)
    xs[i] = static_cast<T>(-6 + 12 * static_cast<double>(i) / static_cast<double>(n));
  const int runs = n > 1'000'000 ? 3 : 31;
  return nanoseconds(runs, n, [&] { both({xs}, {ys, slopes}); });
}

}  // namespace

int main() {
  std::printf("scalars, ns per evaluation\n%-10s %10s %10s\n", "formula", "adage", "muParser");
  for (const Formula& formula : scalars) {
    const double other = muparser_time(formula);
    std::printf("%-10s %10.2f ", formula.name, scalar_time(formula));
    other < 0 ? std::printf("%10s\n", "-") : std::printf("%10.2f\n", other);
  }
  std::printf("\ncolumns, f and f' together, ns per element\n%-10s %10s %10s %10s %10s\n", "formula", "f64 1e5",
              "f32 1e5", "f64 1e7", "f32 1e7");
  for (const Formula& formula : activations) {
    std::printf("%-10s %10.3f %10.3f %10.3f %10.3f\n", formula.name, column_time<double>(formula, 100'000),
                column_time<float>(formula, 100'000), column_time<double>(formula, 10'000'000),
                column_time<float>(formula, 10'000'000));
  }
}
