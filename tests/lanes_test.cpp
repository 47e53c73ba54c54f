// SPDX-License-Identifier: BSL-1.0
// Functions that are written on lanes of double, where their algorithms are at their limits: angles next to multiples
// of pi/2, angles too large for the reduction between others that are not, results that must come out whole.
#include <adage/adage.hpp>
#include <boost/math/constants/constants.hpp>
#include <boost/test/unit_test.hpp>
#include <limits>
#include <random>
#include <vector>

#include "effort.hpp"
#include "jit/jit.hpp"
#include "ops/precise.hpp"
#include "ruler.hpp"

using namespace adage;

namespace {

Function compiled(Graph& graph, std::string_view name, Engine engine) {
  const Expression x = graph.variable("x");
  CompileOptions options;
  options.engine = engine;
  return compile({call(name, {x})}, {x}, options);
}

std::vector<Engine> engines() {
  std::vector<Engine> result{Engine::interpreter};
  if (jit_available()) result.push_back(Engine::jit);
  return result;
}

template <class T>
std::vector<T> applied(const Function& f, const std::vector<T>& x) {
  std::vector<T> y(x.size());
  f({Column<const T>(x.data(), x.size())}, {Column<T>(y.data(), y.size())});
  return y;
}

PreciseNumber precisely(std::string_view name, const PreciseNumber& x) {
  if (name == "sin") return sin(x);
  return name == "cos" ? PreciseNumber(cos(x)) : PreciseNumber(tan(x));
}

}  // namespace

BOOST_AUTO_TEST_CASE(angles_next_to_multiples_of_a_quarter_turn_keep_their_digits) {
  std::mt19937_64 random(7);
  const PreciseNumber quarter = boost::math::constants::half_pi<PreciseNumber>();
  std::vector<double> angles;
  for (int i = 0; i != 1000 * testing::scale; ++i) {
    const auto k = static_cast<std::int64_t>(random() % (std::uint64_t{1} << (1 + random() % 29)));
    double x = static_cast<double>(PreciseNumber(quarter * k));
    for (std::uint64_t step = random() % 3; step != 0; --step) x = std::nextafter(x, random() % 2 == 0 ? 1e10 : -1e10);
    angles.push_back(random() % 2 == 0 ? x : -x);
  }
  Graph graph;
  for (const auto& [name, most] : {std::pair("sin", 1), std::pair("cos", 1), std::pair("tan", 3)}) {
    const std::vector<double> values = applied(compiled(graph, name, Engine::automatic), angles);
    for (std::size_t i = 0; i != angles.size(); ++i) {
      const auto truth = precisely(name, PreciseNumber(angles[i])).convert_to<double>();
      if (angles[i] == 0 || std::isinf(truth)) continue;
      const std::uint64_t error = ruler::ulps(values[i], truth);
      BOOST_TEST(error <= static_cast<std::uint64_t>(most), name << " of " << angles[i] << ": " << error << " ulps");
    }
  }
}

namespace {

/// Columns of every length in which some angles are beyond the reduction: each value must be that of the scalar, and
/// that of the same angle among others.
template <class T>
void check_mixed_columns(std::string_view name, Engine engine) {
  std::mt19937_64 random(11);
  Graph graph;
  const Function f = compiled(graph, name, engine);
  const std::vector<T> far{T(0x1p30),
                           std::nextafter(T(0x1p30), T(0x1p31)),
                           T(-0x1p30),
                           T(-0x1.8p31),
                           T(1e30),
                           -T(3.3e38),
                           std::numeric_limits<T>::max(),
                           std::numeric_limits<T>::infinity(),
                           -std::numeric_limits<T>::infinity(),
                           std::numeric_limits<T>::quiet_NaN(),
                           T(-0.0)};
  for (std::size_t length = 1; length != 70; ++length) {
    std::vector<T> x(length);
    for (T& one : x) {
      one = random() % 4 == 0 ? far[random() % far.size()] : static_cast<T>(std::ldexp(double(random() >> 11), -40));
    }
    const std::vector<T> y = applied(f, x);
    for (std::size_t i = 0; i != length; ++i) {
      T alone = 0;
      f.evaluate(std::span(&x[i], 1), std::span(&alone, 1));
      BOOST_TEST(ruler::identical(y[i], alone), name << " of " << x[i] << " at " << i << " of " << length);
      if (std::isinf(x[i]) || std::isnan(x[i])) BOOST_TEST(std::isnan(y[i]));
      const bool large = std::fabs(x[i]) > T(0x1p30) && std::isfinite(x[i]);
      if (name == "sin" && large) BOOST_TEST(ruler::near(y[i], static_cast<T>(std::sin(double(x[i]))), 0));
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_CASE(angles_beyond_the_reduction_do_not_disturb_their_neighbours) {
  for (const Engine engine : engines()) {
    for (const std::string_view name : {"sin", "cos", "tan"}) {
      check_mixed_columns<double>(name, engine);
      check_mixed_columns<float>(name, engine);
    }
  }
}

BOOST_AUTO_TEST_CASE(sine_and_cosine_of_one_angle_share_a_loop_with_what_comes_after_it) {
  // The branch for far angles ends a block of code; what is computed before it must be known behind it.
  Graph graph;
  const Expression x = graph.variable("x");
  const Expression before = exp(-x * x);
  const std::vector<Expression> outputs{sin(x) * before, cos(x) + before, sin(cos(x)), cos(1e12 * x)};
  std::vector<double> at(37);
  for (std::size_t i = 0; i != at.size(); ++i) at[i] = 0.37 * static_cast<double>(i) - 5;
  std::vector<std::vector<std::vector<double>>> all;
  for (const Engine engine : engines()) {
    CompileOptions options;
    options.engine = engine;
    const Function f = compile(outputs, {x}, options);
    std::vector<std::vector<double>> results(outputs.size(), std::vector<double>(at.size()));
    std::vector<Column<double>> columns;
    for (std::vector<double>& one : results) columns.emplace_back(one.data(), one.size());
    const Column<const double> input(at.data(), at.size());
    f(std::span(&input, 1), columns);
    all.push_back(results);
  }
  for (std::size_t k = 0; k != outputs.size(); ++k) {
    for (std::size_t i = 0; i != at.size(); ++i) {
      BOOST_TEST(ruler::identical(all.front()[k][i], all.back()[k][i]));
      if (k == 3) {
        const auto truth = precisely("cos", PreciseNumber(1e12) * at[i]).convert_to<double>();
        BOOST_TEST(ruler::near(all.front()[k][i], truth, 1));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(half_turns_are_exact) {
  std::mt19937_64 random(17);
  for (const Engine engine : engines()) {
    Graph graph;
    const Expression x = graph.variable("x");
    CompileOptions options;
    options.engine = engine;
    const std::vector<Expression> outputs{parse(graph, "sin(pi*x)"), parse(graph, "cos(pi*x)")};
    const Function f = compile(outputs, {x}, options);
    std::vector<double> at;
    std::vector<std::int64_t> halves;
    for (int bits = 0; bits <= 54; ++bits) {
      for (int i = 0; i != 40; ++i) {
        const std::int64_t n =
            static_cast<std::int64_t>((std::uint64_t{1} << bits) + random() % 8) * (i % 2 == 0 ? 1 : -1);
        if (static_cast<std::int64_t>(static_cast<double>(n)) != n) continue;
        halves.push_back(n);
        at.push_back(static_cast<double>(n) / 2);
      }
    }
    std::vector<double> sines(at.size()), cosines(at.size());
    f({Column<const double>(at)}, {Column<double>(sines), Column<double>(cosines)});
    constexpr std::array<double, 4> turn{0, 1, 0, -1};
    for (std::size_t i = 0; i != at.size(); ++i) {
      const auto quarter = static_cast<std::size_t>(halves[i] & 3);
      BOOST_TEST(sines[i] == turn[quarter], "sin(pi*" << at[i] << ")");
      BOOST_TEST(cosines[i] == turn[(quarter + 1) & 3], "cos(pi*" << at[i] << ")");
    }
  }
}

BOOST_AUTO_TEST_CASE(whole_logarithms_and_powers_come_out_whole) {
  Graph graph;
  const Function log2 = compiled(graph, "log2", Engine::automatic);
  const Function exp2 = compiled(graph, "exp2", Engine::automatic);
  for (int k = -1074; k != 1024; ++k) {
    const double power = std::ldexp(1.0, k);
    double result = 0;
    log2.evaluate(std::span(&power, 1), std::span(&result, 1));
    BOOST_TEST(result == k);
    const double exponent = k;
    exp2.evaluate(std::span(&exponent, 1), std::span(&result, 1));
    BOOST_TEST(result == power);
  }
  const Function log10 = compiled(graph, "log10", Engine::automatic);
  double power = 1;
  for (int k = 0; k <= 22; ++k, power *= 10) {  // beyond, powers of ten are not doubles
    double result = 0;
    log10.evaluate(std::span(&power, 1), std::span(&result, 1));
    BOOST_TEST(result == k);
  }
}
