// SPDX-License-Identifier: BSL-1.0
// Exponentials and sines of what was rounded: a few ulps where the plain form errs by as many as the argument is large,
// the same bits from every engine, and only where there is something to put back.
#include <adage/adage.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <random>

#include "effort.hpp"
#include "graph/arena.hpp"
#include "jit/jit.hpp"
#include "ruler.hpp"
#include "verify/judge.hpp"
#include "verify/reference.hpp"

using namespace adage;

namespace {

struct Case {
  const char* formula;
  double most;  ///< size of arguments
  double ulps;
};
std::ostream& operator<<(std::ostream& stream, const Case& one) { return stream << one.formula; }

constexpr Case compensated[] = {
    {"exp(1.702*x)", 410, 2},
    {"exp(x/3)", 2100, 2},
    {"exp(x - 1/3)", 700, 2},
    {"exp(0.1*x^2 - x)", 75, 2},
    {"exp(-(sqrt(2)*x + 0.7))", 500, 2},
    {"sigmoid(1.702*x)", 410, 2},
    {"x*sigmoid(x/3)", 2100, 3},
    {"sigmoid(0.3*x)*(1 - sigmoid(0.3*x))", 2300, 5},
    {"log(1 + exp(0.3*x))", 2300, 3},
    {"cosh(x/3)", 2000, 4},
    {"sinh(1.7*x)", 400, 4},
    {"erfc(1.1*x)", 24, 6},
    {"(1 + erf(0.7*x/sqrt(2)))/2", 50, 6},
    {"exp(-exp(-x))", 6.5, 30},
    {"exp(x - exp(x))", 6.5, 34},
    {"sigmoid(1.5957691216057308*(x + 0.044715*x^3))", 20, 3},
    {"exp(-(x/3)^2/2)", 100, 3},
    {"exp(-((x - 0.1)*1.7)^2)", 15, 3},
    {"exp(-(x/0.7)^2/3)", 30, 3},
    {"exp(-softplus(x)^2)", 26, 3},
    {"exp(-softplus(0.3*x)^2/5)", 190, 3},
    {"sin(30*x)", 1, 2},
    {"cos(30*x)", 40, 2},
    {"tan(x/3)", 1000, 3},
    {"sin(2*pi*x)", 1000, 2},
    {"cos(pi*x/3 + 0.1)", 1e5, 2},
    {"sin(1e7*x)", 100, 2},
    {"sin(pi*(x + 0.1))", 1e6, 2},
    {"cos(2*pi*(0.3*x))", 1e6, 2},
    {"1.5 + sin(0.3*x)", 3000, 2},
    {"1 + sin(x)", 1e37, 4},
    {"1 - sin(3*x)", 1e37, 4},
    {"sin(x) - 1", 100, 4},
};

/// The largest error in ulps at random points.
template <class T>
double worst(const Function& f, Reference& truth, double most, int count) {
  std::mt19937_64 random(11);
  double result = 0;
  for (int i = 0; i != count; ++i) {
    const auto x = static_cast<T>((static_cast<double>(random() >> 11U) * 0x1p-52 - 1) * most);
    T y = 0;
    f.evaluate(std::span<const T>(&x, 1), std::span<T>(&y, 1));
    const double point = x;
    const Split exact = truth.split(std::span(&point, 1));
    const FloatFormat& format = sizeof(T) == 4 ? kFloat32 : kFloat64;
    if (!exact.known() || exact.exponent < format.min_exponent) continue;
    const auto exponent = static_cast<int>(exact.exponent);
    const double error = std::fabs(std::scalbn(static_cast<double>(y), -exponent) - exact.head - exact.tail);
    result = std::max(result, std::scalbn(error, exponent - exponent_of_ulp(exact, format)));
  }
  return result;
}

}  // namespace

BOOST_DATA_TEST_CASE(what_rounding_lost_is_put_back, boost::unit_test::data::make(compensated), one) {
  Graph graph;
  const Expression f = parse(graph, one.formula), x = graph.variable("x");
  const Id input = x.id();
  Reference truth(graph.arena(), f.id(), std::span(&input, 1));
  constexpr int count = 200 * adage::testing::scale;
  const Function function = compile({f}, {x}, {.engine = Engine::interpreter});
  BOOST_TEST(worst<double>(function, truth, one.most, count) <= one.ulps);
  BOOST_TEST(worst<double>(compile({f}, {x}, {.as_written = true}), truth, one.most, count) > 2 * one.ulps);
  const Function single = compile({f}, {x}, {.engine = Engine::interpreter, .floats = FloatArithmetic::single});
  BOOST_TEST(worst<float>(single, truth, one.most / 8, count) <= one.ulps + 2);
}

BOOST_DATA_TEST_CASE(compiled_code_gives_the_same, boost::unit_test::data::make(compensated), one) {
  if (!jit_available()) return;
  Graph graph;
  const Expression f = parse(graph, one.formula), x = graph.variable("x");
  const Function interpreted = compile({f}, {x}, {.engine = Engine::interpreter});
  const Function compiled = compile({f}, {x}, {.engine = Engine::jit});
  std::mt19937_64 random(12);
  std::vector<double> in, slow(1000), fast(1000);
  for (std::size_t i = 0; i != slow.size(); ++i) {
    const double any = std::bit_cast<double>(random());
    in.push_back(i % 4 == 0 ? any : (static_cast<double>(random() >> 11U) * 0x1p-52 - 1) * one.most * 1.2);
  }
  interpreted({Column<const double>(in)}, {Column<double>(slow)});
  compiled({Column<const double>(in)}, {Column<double>(fast)});
  for (std::size_t i = 0; i != in.size(); ++i)
    BOOST_TEST(ruler::identical(slow[i], fast[i]), in[i] << ": " << slow[i] << ", " << fast[i]);
}

/// Angles that are whole numbers of half turns but for what their rest lacks.
BOOST_AUTO_TEST_CASE(sines_of_half_turns_vanish) {
  Graph graph;
  const Expression a = graph.variable("a");
  const std::vector<Expression> outputs{parse(graph, "sin(2/a*pi)"), parse(graph, "tan(2/a*pi)"),
                                        parse(graph, "cos(2/a*pi)")};
  for (const Engine engine : {Engine::interpreter, jit_available() ? Engine::jit : Engine::interpreter}) {
    const Function f = compile(outputs, {a}, {.engine = engine});
    for (const double at : {2.0, -2.0, 1.0, 0.5, -0.25, 2.0 / 3, 0.4, 2e-3}) {
      std::array<double, 3> result{};
      f.evaluate(std::span(&at, 1), result);
      const double turns = std::round(2 / at);
      BOOST_TEST(std::fabs(result[0]) < 1e-13, "sin at " << at << ": " << result[0]);
      BOOST_TEST(std::fabs(result[1]) < 1e-13, "tan at " << at << ": " << result[1]);
      BOOST_TEST(ruler::near(result[2], std::fmod(turns, 2) == 0 ? 1.0 : -1.0, 1),
                 "cos at " << at << ": " << result[2]);
    }
  }
}

namespace {

/// An argument that rounding hurts, of a few operations.
std::string random_argument(std::mt19937_64& random, int depth) {
  constexpr std::array<const char*, 10> leaves{"x", "x", "y", "pi", "0.1", "1/3", "2", "30", "0.5", "sqrt(2)"};
  if (depth == 0 || random() % 4 == 0) return leaves[random() % leaves.size()];
  constexpr std::array<const char*, 4> operations{"+", "-", "*", "/"};
  const std::string left = random_argument(random, depth - 1), right = random_argument(random, depth - 1);
  return "(" + left + ")" + operations[random() % operations.size()] + "(" + right + ")";
}

}  // namespace

/// At points where much comes out whole, as well as at others.
BOOST_AUTO_TEST_CASE(random_arguments_are_compensated_soundly) {
  std::mt19937_64 random(23);
  constexpr std::array<std::pair<const char*, const char*>, 12> functions{{{"sin(", ")"},
                                                                           {"cos(", ")"},
                                                                           {"tan(", ")"},
                                                                           {"exp(", ")"},
                                                                           {"sigmoid(", ")"},
                                                                           {"softplus(", ")"},
                                                                           {"cosh(", ")"},
                                                                           {"erfc(", ")"},
                                                                           {"normal_cdf(", ")"},
                                                                           {"exp(-(", ")^2)"},
                                                                           {"exp(-((", ")^2/3))"},
                                                                           {"exp(-softplus(", ")^2)"}}};
  constexpr std::array<double, 10> special{0, 1, -1, 2, -2, 0.5, 3, 0.75, 1.25, -0.25};
  int compared = 0;
  for (int i = 0; i != 400 * adage::testing::scale; ++i) {
    Graph graph;
    const std::vector<Expression> inputs{graph.variable("x"), graph.variable("y")};
    const auto& [before, after] = functions[random() % functions.size()];
    const std::string text = before + random_argument(random, 3) + after;
    const Expression f = parse(graph, text);
    const std::vector<Id> ids{inputs[0].id(), inputs[1].id()};
    Reference truth(graph.arena(), f.id(), ids);
    const Function function = compile({f}, inputs, {.engine = Engine::interpreter});
    for (int k = 0; k != 6; ++k) {
      std::array<double, 2> at{};
      for (double& one : at) {
        one =
            random() % 3 == 0 ? static_cast<double>(random() >> 11U) * 0x1p-50 - 4 : special[random() % special.size()];
      }
      const Split exact = truth.split(at);
      if (!exact.known() || exact.exponent > 40) continue;
      double value = 0;
      function.evaluate(at, std::span(&value, 1));
      const double expected = std::scalbn(exact.head, static_cast<int>(std::max<std::int64_t>(exact.exponent, -1100)));
      BOOST_TEST(std::fabs(value - expected) <= 1e-11 * std::fmax(1, std::fabs(expected)),
                 text << " at " << at[0] << ", " << at[1] << ": " << value << " for " << expected);
      ++compared;
    }
  }
  BOOST_TEST(compared >= 800 * adage::testing::scale);
  BOOST_TEST_MESSAGE(compared << " values compared");
}

/// In single precision the rest of so large a number has lost too much itself.
BOOST_AUTO_TEST_CASE(far_angles_are_compensated_in_double) {
  for (const char* text : {"sin(1e12*x)", "cos(1e14*x)", "tan(x/3e-12)"}) {
    Graph graph;
    const Expression f = parse(graph, text), x = graph.variable("x");
    const Id input = x.id();
    Reference truth(graph.arena(), f.id(), std::span(&input, 1));
    constexpr int count = 200 * adage::testing::scale;
    BOOST_TEST(worst<double>(compile({f}, {x}), truth, 100, count) <= 2, text);
  }
}

/// Exact arguments, and long ones, stay as they are.
constexpr const char* plain[] = {
    "exp(-x)",           "exp(2*x)",
    "exp(x/4)",          "sigmoid(-x)",
    "exp(sin(x))",       "tanh(0.3*x)",
    "sin(2*x) + cos(x)", "sigmoid(0.1*a + 0.2*b + 0.3*c + 0.4*d + 0.5*e2 + 0.6*f + 0.7*g + 0.8*h)"};
BOOST_DATA_TEST_CASE(others_are_left_alone, boost::unit_test::data::make(plain), text) {
  Graph graph;
  const Expression f = parse(graph, text);
  const std::string listing = compile({f}, f.variables()).listing();
  BOOST_TEST(listing.find("rest") == std::string::npos, listing);
  BOOST_TEST(listing.find("of_sum") == std::string::npos, listing);
}

/// However deep and however often shared.
BOOST_AUTO_TEST_CASE(deep_arguments_are_left_alone) {
  Graph graph;
  const Expression x = graph.variable("x");
  Expression deep = x, shared = x;
  for (int i = 0; i != 200'000; ++i) deep = deep * x + 1;
  for (int i = 0; i != 60; ++i) shared = shared * shared / 3 - x;
  BOOST_TEST(compile({exp(deep)}, {x}).listing().find("of_sum") == std::string::npos);
  BOOST_TEST(compile({exp(shared)}, {x}).listing().find("of_sum") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_constant_is_given_with_its_rest) {
  Graph graph;
  const Tape tape = compile({parse(graph, "exp(1.7*x)")}, {graph.variable("x")}).tape();
  bool found = false;
  for (const Constant& constant : tape.constants) {
    found =
        found || (constant.f64 == 0x1.999999999999ap-55 && constant.f32 == static_cast<float>(-0x1.99999a0000000p-25));
  }
  BOOST_TEST(found, listing(tape));
}
