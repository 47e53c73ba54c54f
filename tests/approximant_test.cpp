// SPDX-License-Identifier: BSL-1.0
// Polynomials in place of formulas: at every point the true value must lie where they say.
#include "ball/approximant.hpp"

#include <adage/adage.hpp>
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>

#include "ball/ball.hpp"
#include "effort.hpp"
#include "graph/print.hpp"
#include "random_expression.hpp"
#include "rules/identities.hpp"

using namespace adage;

namespace {

constexpr double kRelative = 0x1p-40;
constexpr double kAbsolute = 0x1p-170;

/// From 2^-30 to 2^30 of either sign, to the digits of a float; every fourth next to a small whole number.
double center(std::mt19937_64& random) {
  const auto drawn = static_cast<double>(random() >> 40) * 0x1p-24;
  if (random() % 4 == 0) return static_cast<double>(random() % 7) - 3 + std::ldexp(drawn - 0.5, -8);
  const double size = std::ldexp(1 + drawn, static_cast<int>(random() % 61) - 30);
  return random() % 2 == 0 ? size : -size;
}

/// Does the interval that the polynomial gives at `x` hold what the ball holds?
bool holds(const Approximant& by, double x, const Enclosure& truth) {
  if (!by.defined) return truth.defined != Enclosure::Defined::everywhere;
  if (truth.defined == Enclosure::Defined::nowhere) return false;
  const double value = by.at(x);
  return value - by.error <= truth.hi && value + by.error >= truth.lo;
}

}  // namespace

BOOST_AUTO_TEST_CASE(polynomials_hold_the_true_values) {
  if (!has_balls()) return;
  std::mt19937_64 random(11);
  int found = 0, undefined = 0, narrow = 0, points = 0;
  const int count = 2000 * testing::scale;
  for (int i = 0; i != count; ++i) {
    Arena arena(&local_identities());
    const RandomOptions options{.operations = 1 + random() % 7, .variables = {"x"}};
    const Id id = RandomExpressions(arena, random, options).draw();
    if (arena.is_boolean(id)) continue;
    Approximants approximants(arena, id);
    BallEvaluator balls(arena, std::span(&id, 1));
    for (int k = 0; k != 3; ++k) {
      const double middle = center(random);
      const double reach = std::ldexp(std::fabs(middle), -8 - static_cast<int>(random() % 8));
      const auto rounded = [](double x) { return static_cast<double>(static_cast<float>(x)); };
      const double lo = rounded(middle - reach), hi = rounded(middle + reach);
      const auto by = lo < hi ? approximants.over(lo, hi, kRelative, kAbsolute) : std::nullopt;
      if (!by) continue;
      ++(by->defined ? found : undefined);
      for (int j = 0; j != 6; ++j) {
        const double share = j == 0 ? 0 : j == 1 ? 1 : static_cast<double>(random() >> 11) * 0x1p-53;
        const double x = std::clamp(rounded(lo + (hi - lo) * share), lo, hi);
        balls.evaluate(std::span(&x, 1), 320);
        const Enclosure truth = balls[id];
        ++points;
        narrow += truth.hi - truth.lo <= by->error ? 1 : 0;
        BOOST_TEST(holds(*by, x, truth), to_infix(arena, id) << " at " << x << ": " << by->at(x) << " to within "
                                                             << by->error << ", not " << truth.lo);
      }
    }
  }
  BOOST_TEST_MESSAGE(found << " polynomials, " << undefined << " without a value, " << narrow << " narrow of "
                           << points);
  BOOST_TEST(found > count / 2);
  BOOST_TEST(undefined > count / 50);
  BOOST_TEST(narrow * 10 > points * 5);
}

BOOST_AUTO_TEST_CASE(kinks_poles_and_exact_values_have_none) {
  if (!has_balls()) return;
  struct Row {
    const char* formula;
    double lo, hi;
    bool known;
  };
  for (const auto& [formula, lo, hi, known] : std::initializer_list<Row>{
           {"exp(x)", 1, 1.0078125, true},
           {"exp(abs(x))", -0.001, 0.001, false},
           {"exp(abs(x))", 1, 1.0078125, true},
           {"1/exp(x) + 1/x", -0.001, 0.001, false},
           {"log(x)", -1.0078125, -1, true},  // nowhere a value
           {"log(x)", -0.001, 0.001, false},
           {"max(0, x)*2 + 1", 1, 1.0078125, false},  // arithmetic, which is exact
           {"where(x > 0, 3*x, exp(x) - 1)", 1, 1.0078125, false},
           {"where(x > 0, 3*x, exp(x) - 1)", -1.0078125, -1, true},
           {"sin(x)", 1e9, 1.007e9, false},
           {"exp(x) < 5/2", 0.9140625, 0.9179688, false},  // a truth value that changes between
           {"exp(x) < 5/2", 1, 1.0078125, true},
           {"exp(x*max(pi - 3, 1/8))", 1, 1.0078125, true},  // a constant with a branch
       }) {
    Graph graph;
    const Expression e = parse(graph, formula);
    const auto by = Approximants(graph.arena(), e.id()).over(lo, hi, kRelative, kAbsolute);
    BOOST_TEST(by.has_value() == known, formula << " from " << lo);
  }
}
