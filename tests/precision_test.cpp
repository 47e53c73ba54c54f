// SPDX-License-Identifier: BSL-1.0
// Floats computed in double: which formulas, by the same bits from every engine, call and number of threads.
#include <adage/adage.hpp>
#include <bit>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <random>

#include "effort.hpp"
#include "script/catalog.hpp"
#include "script/session.hpp"

using namespace adage;

namespace {

/// Any bits, and moderate numbers.
std::vector<float> arguments(std::size_t n, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<float> x;
  for (std::size_t i = 0; i != n; ++i) {
    const auto bits = static_cast<std::uint32_t>(random());
    x.push_back(i % 2 == 0 ? std::bit_cast<float>(bits) : static_cast<float>(bits) * 0x1p-27F - 16);
  }
  return x;
}

std::vector<float> over(const Function& f, std::span<const float> x) {
  std::vector<float> y(x.size());
  f({Column<const float>(x.data(), x.size())}, {Column<float>(y)});
  return y;
}

std::uint32_t bits_of(float x) { return std::isnan(x) ? 0x7FC00000U : std::bit_cast<std::uint32_t>(x); }

}  // namespace

/// Cancellation, overflow on the way, ill-conditioned exponentials.
constexpr const char* wide[] = {"(x + sqrt(x^2 + 4))/2", "1/(1 + x^2)",   "sinh(x) - sin(sqrt(3)*x)/sqrt(3)",
                                "x/(1 + x^2)",           "x^4/(1 + x^4)", "x*x*x/(1 + x*x)"};
BOOST_DATA_TEST_CASE(formulas_that_err_are_widened, boost::unit_test::data::make(wide), text) {
  Graph graph;
  BOOST_TEST(compile({parse(graph, text)}, {graph.variable("x")}).widens_floats());
}

/// And those which engineers run most are not.
constexpr const char* narrow[] = {"max(0, x)",
                                  "1/(1 + exp(-x))",
                                  "tanh(x)",
                                  "log(1 + exp(x))",
                                  "x/(1 + exp(-x))",
                                  "x*(1 + erf(x/sqrt(2)))/2",
                                  "x*tanh(log(1 + exp(x)))",
                                  "where(x > 0, x, exp(x) - 1)",
                                  "exp(x)",
                                  "x + 1",
                                  "sin(x)"};
BOOST_DATA_TEST_CASE(well_behaved_formulas_and_their_slopes_stay_single, boost::unit_test::data::make(narrow), text) {
  Graph graph;
  const Expression x = graph.variable("x"), f = parse(graph, text);
  BOOST_TEST(!compile({f, derivative(f, x)}, {x}).widens_floats());
}

BOOST_AUTO_TEST_CASE(options_decide) {
  Graph graph;
  const Expression x = graph.variable("x"), f = parse(graph, "sinh(x) - sin(sqrt(3)*x)/sqrt(3)"),
                   relu = parse(graph, "relu(x)");
  BOOST_TEST(!compile({f}, {x}, {.floats = FloatArithmetic::single}).widens_floats());
  BOOST_TEST(!compile({f}, {x}, {.as_written = true}).widens_floats());
  BOOST_TEST(compile({relu}, {x}, {.floats = FloatArithmetic::wide}).widens_floats());
  const float at = 3e-4F;
  const auto value = [&](const CompileOptions& options) {
    float out = 0;
    compile({f}, {x}, options).evaluate(std::span(&at, 1), std::span(&out, 1));
    return out;
  };
  const double truth = 2 * std::pow(static_cast<double>(at), 3) / 3;  // less x^5/15…
  BOOST_TEST(std::fabs(value({}) - truth) < 1e-4 * std::fabs(truth));
  BOOST_TEST(std::fabs(value({.floats = FloatArithmetic::single}) - truth) > 0.1 * std::fabs(truth));
}

/// Every function of the catalogue with its slope: what is widened is the double result, rounded; what is not errs by
/// some ulps at most where the value is a normal number and does not change its sign nearby.
BOOST_AUTO_TEST_CASE(the_catalogue_over_floats) {
  Graph graph;
  Session session(graph.arena());
  const Script script(builtin_catalog(), "catalogue");
  session.run(script);
  const auto x = arguments(2000 * testing::scale, 3);
  const Expression variable = graph.variable("x");
  std::size_t widened = 0, all = 0;
  for (const Definition* definition : session.definitions()) {
    if (definition->variables() != 1) continue;
    for (const char* text : {"(x)", "'(x)"}) {
      const Script one(definition->name + text, "test");
      const Expression e(graph.arena(), session.formula(one).value.value());
      const Function f = compile({e}, {variable}, {.engine = Engine::interpreter});
      const Function reference = compile({e}, {variable}, {.floats = FloatArithmetic::wide});
      const auto y = over(f, x), truth = over(reference, x);
      ++all;
      widened += f.widens_floats() ? 1 : 0;
      std::size_t wrong = 0;
      for (std::size_t i = 0; i != x.size(); ++i) {
        if (std::isnan(truth[i]) || bits_of(y[i]) == bits_of(truth[i])) continue;
        const double scale = std::fmax(std::fabs(truth[i]), std::fabs(reference(2.0 * x[i]) - reference(0.5 * x[i])));
        const bool fine = !f.widens_floats() && (std::isinf(truth[i]) || std::fabs(y[i] - truth[i]) <= 1e-5 * scale ||
                                                 std::fabs(y[i] - truth[i]) <= 0x1p-140);
        wrong += fine ? 0 : 1;
      }
      // A sample of points decides, so that a thin band may be missed; what is widened is right everywhere.
      BOOST_TEST(wrong <= (f.widens_floats() ? 0 : x.size() / 500), definition->name << text << ": " << wrong);
    }
  }
  BOOST_TEST(widened > 20U);
  BOOST_TEST(widened < all / 2);
}

BOOST_AUTO_TEST_CASE(all_engines_calls_strides_and_threads_agree) {
  Graph graph;
  const Expression x = graph.variable("x"), y = graph.variable("y");
  const Expression f = parse(graph, "x^2/(1 + x^2*y^2)"), g = derivative(f, x);
  const auto a = arguments(200'003, 5), b = arguments(200'003, 6);
  std::vector<Engine> engines{Engine::interpreter, Engine::automatic};
  if (!jit_description().empty()) engines.push_back(Engine::jit);
  std::vector<std::uint32_t> first;
  for (const Engine engine : engines) {
    for (const unsigned threads : {1U, 2U}) {
      const Function h = compile({f, g}, {x, y}, {.engine = engine, .threads = threads});
      BOOST_TEST_REQUIRE(h.widens_floats());
      std::vector<float> value(a.size()), slope(2 * a.size());
      h({Column<const float>(a), Column<const float>(b)},
        {Column<float>(value), Column<float>(slope.data(), a.size(), 2)});
      std::vector<std::uint32_t> bits;
      for (std::size_t i = 0; i != a.size(); ++i) {
        bits.push_back(bits_of(value[i]));
        bits.push_back(bits_of(slope[2 * i]));
      }
      if (first.empty()) first = bits;
      BOOST_TEST((bits == first));
      for (std::size_t i = 0; i < a.size(); i += 997) {
        const float in[] = {a[i], b[i]};
        float out[2];
        h.evaluate(in, out);
        BOOST_TEST((bits_of(out[0]) == first[2 * i] && bits_of(out[1]) == first[2 * i + 1]));
      }
      // One value for every row, and results in the place of arguments.
      std::vector<float> in_place = a, expected(a.size()), unused(a.size());
      const std::vector<float> same(a.size(), 0.75F);
      h({Column<const float>(a), Column<const float>(same)}, {Column<float>(expected), Column<float>(unused)});
      const float one = 0.75F;
      h({Column<const float>(in_place), Column<const float>(one)}, {Column<float>(in_place), Column<float>(unused)});
      BOOST_TEST(std::ranges::equal(in_place, expected, {}, bits_of, bits_of));
    }
  }
}
