// SPDX-License-Identifier: BSL-1.0
// Cases by intervals of one variable and under their conditions: the value of the original at every point, ends of
// intervals included.
#include "simplify/intervals.hpp"

#include <adage/adage.hpp>
#include <boost/test/unit_test.hpp>
#include <random>

#include "effort.hpp"
#include "graph/slice.hpp"
#include "simplify/branches.hpp"
#include "simplify/simplify.hpp"

using namespace adage;

namespace {

/// Formulas whose conditions change over at rational numbers, many of them twelfths, or at places given by parameters.
class Formulas {
 public:
  explicit Formulas(std::uint64_t seed, bool parameters = false) : random_(seed), parameters_(parameters) {}

  std::string number(int depth) {
    const auto a = [&] { return number(depth - 1); };
    static const char* const with_parameters[] = {"c", "(x - c)", "(x + c)", "(c - a*x)", "a*x", "a", "(x + 2*c)"};
    if (parameters_ && pick(depth <= 0 ? 2 : 8) == 0) return with_parameters[pick(std::size(with_parameters))];
    switch (pick(depth <= 0 ? 3 : 12)) {
      case 0:
        return "x";
      case 1:
        return std::to_string(static_cast<int>(pick(5)) - 2);
      case 2:
        return "(x/2 + " + std::to_string(static_cast<int>(pick(5)) - 2) + ")";
      case 3:
        return "(" + a() + " + " + a() + ")";
      case 4:
        return "(" + a() + " - " + a() + ")";
      case 5:
        return "abs(" + a() + ")";
      case 6:
        return "max(" + a() + ", " + a() + ")";
      case 7:
        return "min(" + a() + ", " + a() + ")";
      case 8:
        return "relu(" + a() + ")";
      case 9:
        return std::string(pick(2) == 0 ? "sign(" : "step(") + a() + ")*" + a();
      case 10:
        return "clip(" + a() + ", -1, 2)";
      default:
        return "where(" + condition(depth - 1) + ", " + a() + ", " + a() + ")";
    }
  }

 private:
  std::string condition(int depth) {
    static const char* const comparisons[] = {" < ", " <= ", " > ", " >= ", " == ", " != "};
    if (depth > 0 && pick(4) == 0) {
      return "(" + condition(depth - 1) + (pick(2) == 0 ? " and " : " or ") + condition(depth - 1) + ")";
    }
    return number(depth - 1) + comparisons[pick(6)] + number(depth - 1);
  }
  std::uint64_t pick(std::uint64_t count) { return random_() % count; }

  std::mt19937_64 random_;
  bool parameters_;
};

std::string by_intervals(std::string_view text, const std::vector<std::string>& assumed = {}) {
  Graph graph;
  const Expression e = parse(graph, text);
  std::vector<Id> assumptions;
  for (const std::string& each : assumed) assumptions.push_back(parse(graph, each).id());
  const Id form = by_intervals(graph.arena(), e.id(), assumptions);
  return form == kNone ? "none" : to_string(Expression(graph.arena(), form));
}

}  // namespace

BOOST_AUTO_TEST_CASE(known_ones) {
  const std::vector<std::pair<std::string, std::string>> known = {
      {"1/(2*(1 + abs(x))) - abs(x)/(2*(1 + abs(x))^2)", "1/(2*(1 + abs(x))^2)"},
      {"where(x == 0, 1, sign(x)/(1 + abs(x))*sign(x))", "1/(1 + abs(x))"},
      {"where(x < 0, 1, 0) + where(x >= 0, 1, 0)", "1"},
      {"where(x < 1, where(x > -1, exp(x), 2), where(x > 1, 2, 7))", "none"},
      {"where(x*x < 2, where(x > 9, 1, 2), 2) + where(sin(x) > 0, 1, 2)", "none"},
      {"where(x > 0, 2, max(-x, -abs(log(x))) - max(-x, -abs(log(x))) + relu(x) + relu(x))", "none"},
      {"abs(x) + abs(y) - abs(x)", "none"},
      {"where(x > 0, log(x) - log(x) + 1, 1)", "1"},
      {"where(x > -1, log(x) - log(x) + 1, 1)", "none"},
      {"floor(x) + abs(x) - abs(x)", "none"},
      {"x + 1", "none"},
  };
  for (const auto& [text, form] : known) BOOST_TEST(by_intervals(text) == form, text << ": " << by_intervals(text));
}

BOOST_AUTO_TEST_CASE(places_given_by_parameters) {
  struct Known {
    std::string text;
    std::vector<std::string> assumed;
    std::string form;
  };
  const std::string slope_of_plu =
      "where(a*(x + c) - c > min(a*(x - c) + c, x), a, where(a*(x - c) + c < x, a, where(a*(x - c) + c > x, 1, a + "
      "x)))";
  const std::vector<Known> known = {
      {"max(x, l) - relu(x - l)", {"l > 0"}, "l"},
      {"where(x > -c, where(x < c, 1, 0), 0)", {"c > 0"}, "where(abs(x) < c, 1, 0)"},
      {"where(x > -c, where(x < c, 1, 0), 0)", {"c > 3"}, "where(abs(x) < c, 1, 0)"},
      {"where(x > b, where(x < c, 1, 0), 0) + 0*abs(x)", {"b > c"}, "0"},
      {slope_of_plu, {"0 < a", "a < 1", "c > 0", "x != c", "x != -c"}, "where(abs(x) <= c, 1, a)"},
      // Without a part of what is needed nothing is claimed: the order of the places, the sign of a slope, what holds
      // at an end.
      {"where(x > -c, where(x < c, 1, 0), where(x == -c, 0, 0))", {"a > 0"}, "none"},
      {slope_of_plu, {"0 < a", "c > 0", "x != c", "x != -c"}, "none"},
      {slope_of_plu, {"0 < a", "a < 1", "c > 0"}, "where(x < -c, a, where(x < c, 1, where(x == c, a + c, a)))"},
      {"where(x^2 + c > 0, x, abs(x)) + abs(x) - abs(x)", {"c > 0"}, "x"},
      {"where(x^2 < 1, x, x) + where(x^2 < 4, 1, 0)", {"a > 0"}, "where(x > -2 and x < 2, x + 1, x)"},
  };
  for (const auto& [text, assumed, form] : known)
    BOOST_TEST(by_intervals(text, assumed) == form, text << ": " << by_intervals(text, assumed));
}

BOOST_AUTO_TEST_CASE(random_ones_with_parameters_keep_every_value) {
  constexpr int count = 600 * testing::scale;
  int shorter = 0;
  Formulas formulas(12, true);
  std::mt19937_64 random(5);
  for (int i = 0; i != count; ++i) {
    const std::string text = formulas.number(3);
    Graph graph;
    const Expression e = parse(graph, text);
    if (e.is_boolean()) continue;
    const Expression x = graph.variable("x"), a = graph.variable("a"), c = graph.variable("c");
    const bool off_ends = i % 3 == 0;
    std::vector<Id> assumptions{parse(graph, "0 < a").id(), parse(graph, "a < 1").id(), parse(graph, "c > 0").id()};
    if (off_ends) assumptions.push_back(parse(graph, "x != c").id());
    const Id form = by_intervals(graph.arena(), e.id(), assumptions);
    if (form == kNone) continue;
    ++shorter;
    const std::vector<Id> both{e.id(), form};
    for (int k = 0; k != 100; ++k) {
      const Rational slope(static_cast<std::int64_t>(1 + random() % 5), 6),
          place(static_cast<std::int64_t>(1 + random() % 9), 3);
      // At the places themselves as well: multiples of c, and of c over a.
      Rational at(static_cast<std::int64_t>(random() % 81) - 40, 12);
      if (k % 3 == 0) at = place * Rational(static_cast<std::int64_t>(random() % 7) - 3);
      if (k % 3 == 1) at = place * Rational(static_cast<std::int64_t>(random() % 7) - 3) / slope;
      if (off_ends && at == place) continue;
      const std::vector<Id> there{graph.arena().number(at), graph.arena().number(slope), graph.arena().number(place)};
      const std::vector<Id> values = substitute(graph.arena(), both, std::vector<Id>{x.id(), a.id(), c.id()}, there);
      BOOST_REQUIRE_MESSAGE(simplify(graph.arena(), values[0]) == simplify(graph.arena(), values[1]),
                            text << ", " << to_string(Expression(graph.arena(), form)) << " at " << at.to_string()
                                 << ", a " << slope.to_string() << ", c " << place.to_string());
    }
  }
  BOOST_TEST(shorter > count / 40);
}

BOOST_AUTO_TEST_CASE(random_ones_keep_every_value) {
  constexpr int count = 600 * testing::scale;
  int shorter = 0;
  Formulas formulas(11);
  for (int i = 0; i != count; ++i) {
    const std::string text = formulas.number(4);
    Graph graph;
    const Expression e = parse(graph, text);
    const Expression x = graph.variable("x");
    if (e.is_boolean()) continue;
    const Id form = by_intervals(graph.arena(), e.id());
    if (form == kNone) continue;
    ++shorter;
    const Expression short_one(graph.arena(), form);
    for (int k = -60; k <= 60; ++k) {
      const std::vector<Id> both{e.id(), form}, there{graph.arena().number(Rational(k, 12))};
      const std::vector<Id> values = substitute(graph.arena(), both, std::vector<Id>{x.id()}, there);
      BOOST_REQUIRE_MESSAGE(simplify(graph.arena(), values[0]) == simplify(graph.arena(), values[1]),
                            text << ", " << to_string(short_one) << " at " << k << "/12");
    }
  }
  BOOST_TEST(shorter > count / 20);
}

BOOST_AUTO_TEST_CASE(branches_under_their_conditions) {
  const std::vector<std::pair<std::string, std::string>> known = {
      {"where(x > 0, b/(1 + relu(x)), 0)", "where(x > 0, b/(x + 1), 0)"},
      {"where(x > y, abs(x - y), max(x, y))", "where(x > y, x - y, max(x, y))"},
      {"where(x*y <= 1, 1, sign(x*y - 1)*z)", "where(x*y <= 1, 1, z)"},
      {"where(x > 0 and y > 0, abs(x)*abs(y), abs(x))", "where(x > 0 and y > 0, x*y, abs(x))"},
      {"where(x == y, where(x > y, 1, 2), where(x != y, 3, 4))", "where(x == y, 2, 3)"},
      {"where(x > 0, log(x), abs(x))", "where(x > 0, log(x), -x)"},
  };
  for (const auto& [text, form] : known) {
    Graph graph;
    const Id e = parse(graph, text).id();
    const auto found = under_conditions(graph.arena(), std::span<const Id>(&e, 1), {});
    BOOST_REQUIRE_MESSAGE(!found.empty() && found.back().first == e, text);
    BOOST_TEST(to_string(Expression(graph.arena(), found.back().second)) == form);
  }
  int changed = 0;
  Formulas formulas(13, true);
  std::mt19937_64 random(6);
  for (int i = 0; i != 1'000 * testing::scale; ++i) {
    const std::string text = formulas.number(4);
    Graph graph;
    Arena& arena = graph.arena();
    const Id e = parse(graph, text).id();
    const std::vector<Id> unknowns{graph.variable("x").id(), graph.variable("a").id(), graph.variable("c").id()};
    for (const auto& [id, form] : under_conditions(arena, std::span<const Id>(&e, 1), {})) {
      ++changed;
      for (int k = 0; k != 30; ++k) {
        std::vector<Id> there;
        for (int j = 0; j != 3; ++j)
          there.push_back(arena.number(Rational(static_cast<std::int64_t>(random() % 25) - 12, 4)));
        const std::vector<Id> values = substitute(arena, std::array{id, form}, unknowns, there);
        BOOST_REQUIRE_MESSAGE(simplify(arena, values[0]) == simplify(arena, values[1]),
                              to_string(Expression(arena, id)) << ", " << to_string(Expression(arena, form)));
      }
    }
  }
  BOOST_TEST(changed > 50);
}
