// SPDX-License-Identifier: BSL-1.0
// Results that leave the numbers on the way: where every engine, call and number type finds them again, what stays as
// it is, which tapes need no closer look, and that no activation or slope is lost to it.
#include "run/extended.hpp"

#include <adage/adage.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <random>

#include "effort.hpp"
#include "graph/arena.hpp"
#include "jit/jit.hpp"
#include "lower/escape.hpp"
#include "random_expression.hpp"
#include "ruler.hpp"
#include "run/interpreter.hpp"
#include "script/catalog.hpp"
#include "script/session.hpp"
#include "verify/judge.hpp"
#include "verify/reference.hpp"

using namespace adage;

namespace {

using Types = std::tuple<double, float>;
constexpr double kInf = std::numeric_limits<double>::infinity();

struct Case {
  const char* formula;
  double x;
  double value;  ///< of the true value rounded to double
};
std::ostream& operator<<(std::ostream& stream, const Case& one) { return stream << one.formula << " at " << one.x; }

constexpr Case lost_on_the_way[] = {
    {"x^4*exp(-x^2)", 1e200, 0},
    {"x^4*exp(-x^2)", -1e300, 0},
    {"relu(x)/x^2 + atan(x)", -1e-200, -1e-200},
    {"x*(1 + exp(x))*exp(-(x + exp(x)))", 1.5e308, 0},
    {"exp(x)/2", 710, 1.1169973830808555e308},
    {"exp(1.702*x)*1e-20", 425, 1.402534279559474e294},
    {"exp(0.3*x^2)*1e-30", 49.25, 1.0532289267896358e+286},
    {"0.8944*x^2", 1.35e154, 1.630044e308},
    {"(x^4 + 1)/(x^4 + 2)", 1e100, 1},
    {"exp(-exp(-x))*(1 + x*exp(-x))", -1000, 0},
    {"x^3/(1 + x^2)", 1e200, 1e200},
    {"x*sin(x)/(2*x^2)", 1e160, -0.0},
    {"(exp(x) - tanh(exp(x)))*exp(-x)", 1000, 1},
    {"(exp(x) - sin(exp(x)))/exp(x + 1)", 1000, 0.36787944117144233},
};
constexpr Case lost_before_a_factor[] = {
    {"x^2*1e250", -1e-200, 1e-150},
    {"x^2/1e-250", 1e-190, 1e-130},
    {"1e-250*x^2*x", 1e120, 1e110},
    {"1e-250*x^2/sinh(x)^2", 1e-60, 1e-250},
    {"x/(1 + x)/(1 + x^2)/(1 + x^2)*x^3", 1e120, 1e-120},
    {"sqrt(x^2 + x^4)", 1e-200, 1e-200},
    {"1e200*exp(-x)", 800, 3.667874584177687e-148},
    {"1e30*sigmoid(-x)", 750, 1.9016849634750065e-296},
    {"x^20*erfc(x)", 27.5, 4.605296997985449e-302},
    {"1e100*normal_cdf(x)", -39, 5.353119112150945e-233},
    {"sqrt(sigmoid(x))", -800, 1.9151695967140057e-174},
    {"2^(-x)*1e200", 1100, 7.362151829022863e-132},
    {"exp(-1/x^2)/x^40", 0.035, 5.1424555903371515e-297},
};
constexpr Case lost_in_a_zero[] = {
    {"x/(1 + x^2)^2", 1e85, 1e-255},
    {"x^2/(1 + x^2)^2", -1e100, 1e-200},
    {"tanh(x/(1 + x^2)^2)", 1e85, 1e-255},
    {"1e200/cosh(x)", 711, 3.293467350449583e-109},
};
constexpr Case as_they_are[] = {
    {"exp(x)", 1000, kInf},  {"x^2", -1e200, kInf},       {"0.8944*x^2", 1e160, kInf},
    {"exp(x)/2", 720, kInf}, {"-x^2*exp(x)", 800, -kInf},
};

std::vector<Engine> engines() {
  std::vector<Engine> result{Engine::interpreter};
  if (jit_available()) result.push_back(Engine::jit);
  return result;
}

/// The value by a row, in place too, and in columns of several lengths among harmless neighbours.
template <class T>
std::vector<T> values(const Function& f, T x) {
  std::vector<T> result(1);
  f.evaluate(std::span<const T>(&x, 1), result);
  T place = x;
  f.evaluate(std::span<const T>(&place, 1), std::span<T>(&place, 1));
  result.push_back(place);
  for (const std::size_t n : {1U, 7U, 64U, 5000U}) {
    for (const std::size_t at : {std::size_t{0}, n / 2, n - 1}) {
      std::vector<T> in(n, T(0.25)), out(n), spread(3 * n);
      in[at] = x;
      f({Column<const T>(in)}, {Column<T>(out)});
      result.push_back(out[at]);
      f({Column<const T>(in)}, {Column<T>(spread.data(), n, 3)});
      result.push_back(spread[3 * at]);
      f({Column<const T>(in)}, {Column<T>(in)});
      result.push_back(in[at]);
    }
  }
  return result;
}

Tape tape_of(const char* text) {
  Graph graph;
  return compile({parse(graph, text)}, {graph.variable("x")}).tape();
}

}  // namespace

BOOST_DATA_TEST_CASE(what_was_lost_is_found_by_every_call, boost::unit_test::data::make(lost_on_the_way), one) {
  Graph graph;
  const Expression f = parse(graph, one.formula), x = graph.variable("x");
  for (const Engine engine : engines()) {
    for (const double value : values<double>(compile({f}, {x}, {.engine = engine}), one.x)) {
      if (std::string_view(one.formula).find("x*sin") != std::string_view::npos) {
        BOOST_TEST(std::fabs(value) <= 1 / one.x);
      } else {
        BOOST_TEST(std::fabs(value - one.value) <= 1e-14 * std::fabs(one.value));
      }
    }
    for (const CompileOptions& plain :
         {CompileOptions{.as_written = true, .engine = engine}, CompileOptions{.extended = false, .engine = engine}}) {
      const double value = compile({f}, {x}, plain)(one.x);
      BOOST_TEST((!std::isfinite(value) || value == one.value || one.value == 0));
    }
  }
}

BOOST_DATA_TEST_CASE(what_vanishes_before_a_factor_is_found_by_every_call,
                     boost::unit_test::data::make(lost_before_a_factor), one) {
  Graph graph;
  const Expression x = graph.variable("x"), f = parse(graph, one.formula);
  for (const Engine engine : engines()) {
    for (const double value : values<double>(compile({f}, {x}, {.engine = engine}), one.x))
      BOOST_TEST(std::fabs(value - one.value) <= 1e-14 * one.value);
    const double plain = compile({f}, {x}, {.extended = false, .engine = engine})(one.x);
    BOOST_TEST(!(std::fabs(plain - one.value) <= 0.1 * one.value));
  }
}

BOOST_DATA_TEST_CASE(what_a_divisor_hides_is_found_by_every_call, boost::unit_test::data::make(lost_in_a_zero), one) {
  Graph graph;
  const Expression f = parse(graph, one.formula), x = graph.variable("x");
  for (const Engine engine : engines()) {
    for (const double value : values<double>(compile({f}, {x}, {.engine = engine}), one.x))
      BOOST_TEST(std::fabs(value - one.value) <= 1e-14 * one.value);
    BOOST_TEST(compile({f}, {x}, {.extended = false, .engine = engine})(one.x) == 0);
  }
}

BOOST_AUTO_TEST_CASE(what_a_vanished_product_hides_is_found_by_every_call) {
  Graph graph;
  const Expression x = graph.variable("x");
  const Expression silu_curvature = derivative(derivative(parse(graph, "x/(1 + exp(-x))"), x), x);
  const Expression bernoulli_slope = derivative(parse(graph, "x/(exp(x) - 1)"), x);
  for (const Engine engine : engines()) {
    const CompileOptions options{.engine = engine}, plain{.extended = false, .engine = engine};
    for (const double at : {378.0, 418.5, 600.0, 700.75}) {
      const double size = std::exp(-at);  // of what is left out beside 1
      const double curvature = (2 - at) * size, slope = (1 - at) * size;
      for (const double value : values<double>(compile({silu_curvature}, {x}, options), -at))
        BOOST_TEST(std::fabs(value - curvature) <= 1e-14 * std::fabs(curvature), "at " << -at << ": " << value);
      for (const double value : values<double>(compile({bernoulli_slope}, {x}, options), at))
        BOOST_TEST(std::fabs(value - slope) <= 1e-14 * std::fabs(slope), "at " << at << ": " << value);
      BOOST_TEST(std::fabs(compile({silu_curvature}, {x}, plain)(-at) - curvature) > 0.1 * std::fabs(curvature));
    }
  }
}

/// exp(1e200)*exp(-1e200) has no digits, but is not so large that exp(-1e200) would leave anything of it.
BOOST_AUTO_TEST_CASE(exponents_that_cancel_leave_a_bound) {
  Graph graph;
  const Expression x = graph.variable("x");
  const Expression curvature = derivative(derivative(parse(graph, "x/(1 + exp(-1.702*x))"), x), x);
  for (const Engine engine : engines()) {
    const Function f = compile({curvature}, {x}, {.engine = engine});
    for (const double at : {-1e15, -1e19, -1e200, -1e306}) {
      for (const double value : values<double>(f, at)) BOOST_TEST(value == 0, "at " << at << ": " << value);
    }
    // Where nothing makes them small the answer stays open.
    const Function open = compile({parse(graph, "exp(x^2)*sigmoid(-x^2)*1e-200")}, {x}, {.engine = engine});
    for (const double value : values<double>(open, 1e100)) BOOST_TEST(!(std::fabs(value) < 1e-201), value);
  }
}

/// A NaN would choose the other branch.
BOOST_AUTO_TEST_CASE(comparisons_with_what_may_be_hidden_stay) {
  Graph graph;
  const Expression x = graph.variable("x");
  for (const std::string_view text :
       {"where(x/(1 + x^2)^2 < 1/2, 1, 2)", "where(not (x/(1 + x^2)^2 - 1 > 0), 1, 2)",
        "where(x/(1 + x^2)^2 == 1/2 or exp(-x/(1 + x^2)^2) < 1/2, 2, 1)", "where(floor(x/(1 + x^2)^2) != 0, 2, 1)"}) {
    for (const Engine engine : engines()) {
      for (const double value : values<double>(compile({parse(graph, text)}, {x}, {.engine = engine}), 1e100))
        BOOST_TEST(value == 1, text);
    }
  }
}

BOOST_DATA_TEST_CASE(what_is_too_large_stays_so, boost::unit_test::data::make(as_they_are), one) {
  Graph graph;
  const Expression f = parse(graph, one.formula), x = graph.variable("x");
  for (const Engine engine : engines()) {
    const Function function = compile({f}, {x}, {.engine = engine});
    for (const double value : values<double>(function, one.x)) BOOST_TEST(value == one.value);
    BOOST_TEST(!std::isfinite(function(one.x < 0 ? -kInf : kInf)));
    BOOST_TEST(std::isnan(function(std::numeric_limits<double>::quiet_NaN())));
  }
}

BOOST_AUTO_TEST_CASE(what_cancels_whole_is_small_beside_the_rest) {
  Graph graph;
  const Expression x = graph.variable("x");
  const Expression f = parse(graph, "atan(x)/x/(3*cbrt(x)^2) - atan(x)/x/x*cbrt(x) + cbrt(x)/x/(x^2 + 1)");
  for (const Engine engine : engines()) {
    BOOST_TEST(std::fabs(compile({f}, {x}, {.engine = engine})(1e-300) - 1e200 / 3) <= 1e-14 * (1e200 / 3));
  }
}

BOOST_AUTO_TEST_CASE(powers_of_zero_are_zero) {
  Graph graph;
  const Expression x = graph.variable("x"), y = graph.variable("y");
  for (const char* text : {"x^15*y^5", "x^0.5*y^5", "(x*y*(x*x))^5"}) {
    for (const Engine engine : engines())
      BOOST_TEST(compile({parse(graph, text)}, {x, y}, {.engine = engine})(0, 1e300) == 0);
  }
}

BOOST_AUTO_TEST_CASE(true_infinities_stay_below_a_line) {
  Graph graph;
  const Expression x = graph.variable("x"), f = parse(graph, "1/(1 + x^2)^2"), g = parse(graph, "1/exp(exp(x))^2");
  for (const Engine engine : engines()) {
    for (const double value : values<double>(compile({f}, {x}, {.engine = engine}), kInf)) BOOST_TEST(value == 0);
    for (const double value : values<double>(compile({g}, {x}, {.engine = engine}), 1e5)) BOOST_TEST(value == 0);
  }
}

BOOST_AUTO_TEST_CASE(floats_too) {
  Graph graph;
  const Expression x = graph.variable("x"), f = parse(graph, "x^4*exp(-x^2)"), g = parse(graph, "x^5/(1 + x^4)");
  for (const Engine engine : engines()) {
    for (const FloatArithmetic floats : {FloatArithmetic::single, FloatArithmetic::wide, FloatArithmetic::automatic}) {
      for (const float value : values<float>(compile({f}, {x}, {.engine = engine, .floats = floats}), 1e30F))
        BOOST_TEST(value == 0);
      for (const float value : values<float>(compile({g}, {x}, {.engine = engine, .floats = floats}), 1e30F))
        BOOST_TEST(std::fabs(value - 1e30F) <= 1e24F);
    }
  }
}

BOOST_AUTO_TEST_CASE(other_outputs_and_points_without_a_value_stay) {
  Graph graph;
  const Expression x = graph.variable("x"), y = graph.variable("y");
  for (const Engine engine : engines()) {
    const Function f = compile({pow(x, 4) * exp(-x * x), log(y), x + y}, {x, y}, {.engine = engine});
    std::array<double, 3> out{};
    f.evaluate(std::array{1e200, -2.0}, out);
    BOOST_TEST(out[0] == 0);
    BOOST_TEST(std::isnan(out[1]));
    BOOST_TEST(out[2] == 1e200);
  }
}

constexpr const char* safe[] = {"sigmoid(x)",
                                "tanh(x)",
                                "max(0, x)",
                                "log(1 + exp(x))",
                                "x/(1 + exp(-x))",
                                "x + 1",
                                "exp(x)",
                                "x^2",
                                "1/x",
                                "sin(x)",
                                "x*tanh(softplus(x))",
                                "where(x > 0, x, exp(x) - 1)",
                                "x*(1 + erf(x/sqrt(2)))/2",
                                "x^2*exp(-x^2)",
                                "exp(-1.3*x^2)"};
BOOST_DATA_TEST_CASE(common_formulas_need_no_closer_look, boost::unit_test::data::make(safe), text) {
  BOOST_TEST(!escape(tape_of(text), exponents_of(false, true)).shows);
  BOOST_TEST(!escape(tape_of(text), exponents_of(true, false)).shows);
}
BOOST_DATA_TEST_CASE(what_may_be_lost_is_watched, boost::unit_test::data::make(lost_on_the_way), one) {
  BOOST_TEST(escape(tape_of(one.formula), exponents_of(false, true)).shows);
}

BOOST_DATA_TEST_CASE(what_may_hide_is_made_to_show, boost::unit_test::data::make(lost_in_a_zero), one) {
  BOOST_TEST(escape(tape_of(one.formula), exponents_of(false, true)).hidden.size() == 1U);
}

namespace {

/// Any bits, and moderate numbers.
template <class T>
T argument(std::mt19937_64& random) {
  using Bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
  const std::uint64_t bits = random();
  if (bits % 3 != 0) return static_cast<T>(static_cast<double>(bits >> 11U) * 0x1p-53 * 2000 - 1000);
  const auto any = std::bit_cast<T>(static_cast<Bits>(random()));
  return std::isfinite(any) ? any : T(1);
}

}  // namespace

/// Where a tape is said to need no closer look, one changes nothing.
BOOST_AUTO_TEST_CASE_TEMPLATE(unwatched_tapes_lose_nothing, T, Types) {
  std::mt19937_64 random(28);
  const RandomOptions options{.operations = 6, .allows = [](const Row& row) {
                                return row.cost < 100 && (row.domain.empty() || row.notation == Notation::infix);
                              }};
  const Exponents numbers = exponents_of(sizeof(T) == 4, sizeof(T) == 8);
  constexpr int count = 400 * adage::testing::scale;
  int unwatched = 0;
  std::size_t looked_at = 0;
  for (int i = 0; i != count; ++i) {
    Arena arena;
    RandomExpressions expressions(arena, random, options);
    std::vector<Expression> inputs;
    for (const auto name : options.variables) inputs.emplace_back(arena, arena.variable(name));
    const Expression output(arena, expressions.draw());
    const Tape tape = compile({output}, inputs).tape();
    if (escape(tape, numbers).shows) continue;
    ++unwatched;
    for (int k = 0; k != 40; ++k) {
      const std::array in{argument<T>(random), argument<T>(random), argument<T>(random)};
      T plain = 0;
      run_scalar(tape, in.data(), &plain);
      if (std::isfinite(plain)) continue;
      ++looked_at;
      T closer = plain;
      run_extended(tape, in.data(), &closer);
      // Infinite at a pole of either sign, and at a sum that rounding takes beyond the largest number.
      BOOST_TEST(
          (ruler::identical(plain, closer) || !std::isfinite(closer) ||
           std::fabs(closer) > std::numeric_limits<T>::max() / 2),
          to_string(output) << " at " << in[0] << ", " << in[1] << ", " << in[2] << ": " << plain << ", " << closer);
    }
  }
  BOOST_TEST(unwatched > count / 10);
  BOOST_TEST(looked_at > 0U);
}

/// What is found again is the true value, even where sums cancel.
BOOST_AUTO_TEST_CASE(what_is_found_is_true) {
  std::mt19937_64 random(29);
  const RandomOptions options{.operations = 7, .variables = {"x", "y"}, .allows = [](const Row& row) {
                                constexpr std::string_view some[] = {
                                    "+",    "-",   "*",   "/",   "exp",     "sqrt",  "abs", "sinh", "tanh",
                                    "cosh", "max", "min", "log", "sigmoid", "where", "<",   "sign", "floor"};
                                return std::ranges::find(some, row.name) != std::end(some);
                              }};
  constexpr int count = 6000 * adage::testing::scale;
  std::size_t found = 0, hidden = 0;
  for (int i = 0; i != count; ++i) {
    Arena arena;
    RandomExpressions expressions(arena, random, options);
    const Expression x(arena, arena.variable("x")), y(arena, arena.variable("y"));
    const Expression output(arena, expressions.draw());
    const Function function = compile({output}, {x, y}, {.engine = Engine::interpreter});
    const Function plain = compile({output}, {x, y}, {.extended = false, .engine = Engine::interpreter});
    const std::array ids{x.id(), y.id()};
    std::optional<Reference> truth;
    for (int k = 0; k != 20; ++k) {
      const std::array at{argument<double>(random), argument<double>(random)};
      const double was = plain({at[0], at[1]}), is = function({at[0], at[1]});
      BOOST_TEST((!std::isfinite(was) || std::isfinite(is)), to_string(output) << " at " << at[0] << ", " << at[1]);
      if (ruler::identical(was, is) || !std::isfinite(is)) continue;
      if (!truth) truth.emplace(arena, output.id(), ids);
      const Split exact = truth->split(at, false);
      if (!exact.known()) continue;
      ++found;
      hidden += std::isfinite(was) ? 1 : 0;
      const auto exponent = static_cast<int>(exact.exponent);
      const double error = std::fabs(std::scalbn(is, -exponent) - exact.head);
      const double least = std::scalbn(1.0, std::min(-1074 - exponent, 1000));  // the smallest subnormal number
      BOOST_TEST(error <= std::max(least, 1e-6 * std::fabs(exact.head)),
                 to_string(output) << " at " << at[0] << ", " << at[1] << ": " << is << ", not " << exact.head << "*2^"
                                   << exponent);
    }
  }
  BOOST_TEST(found > 50U * adage::testing::scale);
  BOOST_TEST(hidden > 5U * adage::testing::scale);
  BOOST_TEST_MESSAGE(found << " values found again, of which " << hidden << " were finite and wrong");
}

/// Sums, products and quotients of positive numbers lose no digits at nearly any size: x/(1 + x^2)/(1 + x^2)*x^2 is 1/x
/// at 1e100, though what is multiplied last has vanished.
BOOST_AUTO_TEST_CASE(powers_that_vanish_on_the_way_are_found) {
  std::mt19937_64 random(30);
  constexpr int count = 600 * adage::testing::scale;
  constexpr std::array operations{Op::add, Op::mul, Op::mul, Op::div, Op::div};
  std::size_t compared = 0, lost = 0;
  for (int i = 0; i != count; ++i) {
    Arena arena;
    const Expression x(arena, arena.variable("x")), y(arena, arena.variable("y"));
    std::vector<Id> made{arena.number(1), arena.number(3), x.id(), y.id()};
    const auto any = [&] { return made[made.size() - 1 - random() % std::min<std::size_t>(made.size(), 5)]; };
    for (int k = 0; k != 7; ++k) {
      const Id a = any(), b = any();
      made.push_back(arena.make(operations[random() % operations.size()], a, b));
    }
    const Expression output(arena, made.back());
    const Function function = compile({output}, {x, y}, {.engine = Engine::interpreter});
    const Function plain = compile({output}, {x, y}, {.extended = false, .engine = Engine::interpreter});
    Reference truth(arena, output.id(), std::array{x.id(), y.id()});
    for (int k = 0; k != 20; ++k) {
      std::array<double, 2> at{};
      for (double& one : at) one = std::exp((static_cast<double>(random() >> 11U) * 0x1p-53 - 0.5) * 1400);
      const Split exact = truth.split(at, false);
      if (!exact.known() || std::fabs(static_cast<double>(exact.exponent)) > 1000) continue;
      const double is = function({at[0], at[1]}), was = plain({at[0], at[1]});
      const double value = std::scalbn(exact.head, static_cast<int>(exact.exponent));
      ++compared;
      lost += std::fabs(was - value) <= 1e-6 * value ? 0 : 1;
      BOOST_TEST(std::fabs(is - value) <= 1e-14 * value,
                 to_string(output) << " at " << at[0] << ", " << at[1] << ": " << is << ", not " << value);
    }
  }
  BOOST_TEST(lost > 10U * adage::testing::scale);
  BOOST_TEST_MESSAGE(compared << " values compared, of which " << lost << " were lost without a closer look");
}

/// A value of a function that has vanished, times large constants and a few powers: as in physics 6.02e23*exp(-e/t).
BOOST_AUTO_TEST_CASE(values_that_vanish_on_the_way_are_found) {
  struct Vanishing {
    const char* text;
    double from, to;
  };
  constexpr Vanishing functions[] = {
      {"exp(-x)", 709, 780},      {"sigmoid(-x)", 709, 780},    {"1 - erf(x)", 26.6, 28},   {"erfc(x)", 26.6, 28},
      {"normal_cdf(-x)", 38, 39}, {"exp(-x^2/2)", 37.8, 39},    {"softplus(-x)", 709, 780}, {"2^(-x)", 1022, 1100},
      {"y*exp(-x)", 709, 780},    {"min(exp(-x), y)", 709, 780}};
  std::mt19937_64 random(31);
  const auto uniform = [&](double from, double to) {
    return from + static_cast<double>(random() >> 11U) * 0x1p-53 * (to - from);
  };
  constexpr int count = 400 * adage::testing::scale;
  int lost = 0;
  for (int i = 0; i != count; ++i) {
    const Vanishing& vanishing = functions[random() % std::size(functions)];
    Graph graph;
    const Expression x = graph.variable("x"), y = graph.variable("y");
    std::vector<Expression> factors{parse(graph, vanishing.text)};
    factors.push_back(graph.number(std::exp(uniform(50, 500))));
    if (random() % 2 == 0) factors.push_back(1 / graph.number(std::exp(uniform(-200, -1))));
    for (auto more = random() % 4; more-- != 0;) factors.push_back(random() % 2 == 0 ? x : y);
    std::ranges::shuffle(factors, random);
    Expression output = graph.number(1);
    for (const Expression& factor : factors) output = output * factor;
    const Function function = compile({output}, {x, y}, {.engine = Engine::interpreter});
    const Function plain = compile({output}, {x, y}, {.extended = false, .engine = Engine::interpreter});
    Reference truth(graph.arena(), output.id(), std::array{x.id(), y.id()});
    for (int k = 0; k != 10; ++k) {
      const std::array at{uniform(vanishing.from, vanishing.to), uniform(0.1, 10)};
      const Split exact = truth.split(at, false);
      if (!exact.known() || std::fabs(static_cast<double>(exact.exponent)) > 1000) continue;
      const double is = function({at[0], at[1]}), was = plain({at[0], at[1]});
      const double value = std::scalbn(exact.head, static_cast<int>(exact.exponent));
      lost += std::fabs(was - value) <= 1e-6 * value ? 0 : 1;
      BOOST_TEST(std::fabs(is - value) <= 1e-13 * value,
                 to_string(output) << " at " << at[0] << ", " << at[1] << ": " << is << ", not " << value);
    }
  }
  BOOST_TEST(lost > count);
}

BOOST_AUTO_TEST_CASE(as_typed_where_exponents_do_not_tell) {
  Graph graph;
  const Expression x = graph.variable("x");
  for (const char* text : {"tanh(x)/x", "x/asin(x)", "5*x/atanh(x)", "tan(x)/x", "(x - x*x)/x"}) {
    const Expression slope = gradient(parse(graph, text), {x}).front();
    for (const Engine engine : engines()) {
      const Function f = compile({slope}, {x}, {.engine = engine});
      for (const double at : {1e-300, -1e-200}) BOOST_TEST(std::isfinite(f(at)), text << " at " << at);
    }
  }
}

/// A value that is there and comes out finite as it was typed is finite as it is run, in formulas and their slopes.
BOOST_AUTO_TEST_CASE(nothing_finite_as_typed_is_lost) {
  constexpr double places[] = {0,     1,     -1,      0.5,    -2,     3,   1e-3, 1e-8, -1e-16, 1e8,  -1e16, 1e100,
                               1e200, 1e300, -1e-200, 1e-300, 5e-324, 700, -750, 40,   0.3,    -0.7, 1e5,   1e-100};
  std::mt19937_64 random(31);
  const RandomOptions options{
      .operations = 4, .variables = {"x", "y"}, .allows = [](const Row& row) { return row.cost < 100; }};
  std::size_t compared = 0;
  for (int i = 0; i != 1500 * adage::testing::scale; ++i) {
    Arena arena;
    RandomExpressions expressions(arena, random, options);
    const Expression x(arena, arena.variable("x")), y(arena, arena.variable("y"));
    const Expression output(arena, expressions.draw());
    if (output.is_boolean()) continue;
    for (const Expression& f : {output, gradient(output, {x}).front()}) {
      const Function run = compile({f}, {x, y}, {.engine = Engine::interpreter});
      const Function typed = compile({f}, {x, y}, {.as_written = true, .engine = Engine::interpreter});
      for (int k = 0; k != 10; ++k) {
        const std::array at{places[random() % std::size(places)], places[random() % std::size(places)]};
        if (!std::isfinite(typed({at[0], at[1]})) || std::isfinite(run({at[0], at[1]}))) continue;
        const std::array ids{x.id(), y.id()};
        const Between truth = between(Reference(arena, f.id(), ids, {.as_written = true}).precise(at));
        BOOST_TEST(!(truth.lo <= truth.hi && std::isfinite(truth.lo) && std::isfinite(truth.hi)),
                   to_string(f) << " at " << at[0] << ", " << at[1]);
        ++compared;
      }
    }
  }
  BOOST_TEST_MESSAGE(compared << " rows without a value were finite as typed");
}

/// Activations and their slopes are finite wherever their true values are. Second derivatives only up to where not even
/// the exponents of exponentials are known, and down to where those of sinc, as they are written, cancel.
BOOST_AUTO_TEST_CASE_TEMPLATE(no_activation_is_lost, T, Types) {
  Graph graph;
  Session session(graph.arena());
  const Script script(builtin_catalog(), "catalogue");
  session.run(script);
  const Expression x = graph.variable("x");
  const Id input = x.id();
  std::mt19937_64 random(3);
  std::size_t formulas = 0, found_again = 0;
  const auto value = [](const Function& f, T at) {
    T out = 0;
    f.evaluate(std::span<const T>(&at, 1), std::span<T>(&out, 1));
    return out;
  };
  for (const Definition* definition : session.definitions()) {
    if (definition->variables() != 1) continue;
    const Script one(definition->name + "(x)", "test");
    Expression f(graph.arena(), session.formula(one).value.value());
    for (int order = 0; order != 3; ++order) {
      if (order != 0) f = derivative(f, x);
      const Function function = compile({f}, {x}, {.engine = Engine::interpreter});
      const Function plain = compile({f}, {x}, {.extended = false, .engine = Engine::interpreter});
      Reference truth(graph.arena(), f.id(), std::span(&input, 1));
      ++formulas;
      for (int i = 0; i != 200 * adage::testing::scale; ++i) {
        const T at = argument<T>(random);
        if (order == 2 && (std::fabs(at) > T(1e14) || std::fabs(at) < T(1e-30))) continue;
        if (std::isfinite(value(plain, at))) continue;
        const bool finite = std::isfinite(value(function, at));
        found_again += finite ? 1 : 0;
        if (finite) continue;
        const double point = at;
        const Split exact = truth.split(std::span(&point, 1));
        const bool known = exact.state != Split::State::undefined && exact.state != Split::State::unknown;
        BOOST_TEST((!known || rounds_to_infinity(exact, sizeof(T) == 4 ? kFloat32 : kFloat64) != false),
                   definition->name << std::string(static_cast<std::size_t>(order), '\'') << " at " << at << ": "
                                    << to_string(f));
      }
    }
  }
  BOOST_TEST(formulas > 300U);
  BOOST_TEST(found_again > 100U);
}
