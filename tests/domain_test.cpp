// SPDX-License-Identifier: BSL-1.0
// What roots and functions ask of their arguments, and that simplification which assumes it keeps it.
#include "simplify/domain.hpp"

#include <fmt/format.h>

#include <adage/adage.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "accuracy/best.hpp"
#include "effort.hpp"
#include "same_function.hpp"

using namespace adage;
namespace data = boost::unit_test::data;

namespace {

constexpr unsigned kExpressions = 200 * adage::testing::scale;

struct Case {
  std::string_view formula;
  std::string_view conditions;
  std::string_view simple;
  friend std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.formula; }
};

const Case cases[] = {
    // What goes away would take its condition with it.
    {"sqrt(x)^2", "x >= 0", "sqrt(x)^2"},
    {"sqrt(x)^2 + x", "x >= 0", "x + sqrt(x)^2"},
    {"sqrt(x)^2 + sqrt(x)", "x >= 0", "x + sqrt(x)"},
    {"sqrt(x)^2*x^(3/2)", "x >= 0", "x^(5/2)"},
    {"sqrt(x^2)*log(x)", "x > 0", "x*log(x)"},
    {"log(x^2) + log(x)", "x > 0; x^2 > 0", "3*log(x)"},
    {"asin(x) + sqrt(1 - x^2)^2", "1 - x^2 >= 0; x >= -1 and x <= 1", "asin(x) - x^2 + 1"},
    {"acosh(x)*abs(x)", "x >= 1", "x*acosh(x)"},
    {"log1p(x) + abs(x + 1)", "x > -1", "x + log1p(x) + 1"},
    {"tan(x) + 1/x", "", ""},
    {"sqrt(y - x)^2 + exp(sqrt(y - x))", "y - x >= 0", "y - x + exp(sqrt(y - x))"},
    {"sqrt(x)^2 + sqrt(y)^2 + sqrt(x)", "y >= 0; x >= 0", "x + sqrt(x) + sqrt(y)^2"},
    {"sqrt(1 + x^2)^2 + sqrt(1 + x^2)", "", "1 + x^2 + sqrt(x^2 + 1)"},
    // Written in another way the condition is the same.
    {"sqrt(a^2 - x^2) + abs(a^2 - x^2)", "a^2 - x^2 >= 0", "(a + x)*(a - x) + sqrt((a + x)*(a - x))"},
    // Asked in a branch alone, or of what a choice may pass over.
    {"where(y > 0, sqrt(x), 0) + abs(x)", "", ""},
    {"where(sqrt(x) > 1, x, 0)", "", ""},
    {"max(0, sqrt(x)) + sqrt(x^2)", "", ""},
    {"where(y > 0, sqrt(x), 0) + sqrt(x)^2", "x >= 0", "x + sqrt(x)*step(y)"},
};

std::vector<Id> conditions(Arena& arena, Id root) { return asked(arena, std::span(&root, 1)); }

}  // namespace

BOOST_DATA_TEST_CASE(is_asked_and_kept, data::make(cases), c) {
  Graph graph;
  const Expression e = parse(graph, c.formula);
  std::string found;
  for (const Id condition : conditions(e.arena(), e.id())) {
    found += (found.empty() ? "" : "; ") + to_string(Expression(e.arena(), condition));
  }
  BOOST_TEST(found == c.conditions);
  if (!c.simple.empty()) BOOST_TEST((simplify(e) == parse(graph, c.simple)), to_string(simplify(e)));
}

BOOST_AUTO_TEST_CASE(what_all_of_them_ask) {
  Graph graph;
  const Id a = parse(graph, "sqrt(x) + log(y)").id(), b = parse(graph, "x*sqrt(x) + sqrt(y)").id();
  Arena& arena = graph.arena();
  const std::vector<Id> both = asked(arena, std::array{a, b});
  BOOST_TEST_REQUIRE(both.size() == 1U);
  BOOST_TEST((both[0] == parse(graph, "x >= 0").id()));
}

/// Sums of products of powers of few bases, some of them in branches.
BOOST_AUTO_TEST_CASE(formulas_of_roots_keep_values_and_domain) {
  static constexpr std::string_view bases[] = {"x",      "(1 - x)", "(x*y)",     "(x^2 - 1)",
                                               "log(x)", "asin(x)", "(1 + x/3)", "(x/2 - y/3)"};
  static constexpr std::string_view powers[] = {"^(1/2)", "^(1/2)", "^(3/2)", "^2", "", "^(1/2)^2", "^2^(1/2)"};
  unsigned assumed = 0;
  for (unsigned seed = 0; seed != kExpressions; ++seed) {
    Graph graph;
    std::mt19937_64 random(seed);
    const auto any = [&](const auto& list) { return list[random() % std::size(list)]; };
    const std::array few{any(bases), any(bases)};
    const auto power = [&] { return fmt::format("({}){}", any(few), any(powers)); };
    const auto term = [&] {
      std::string text = std::to_string(1 + random() % 3);
      for (std::size_t i = 1 + random() % 3; i-- != 0;) text += (random() % 2 == 0 ? "*" : "/") + power();
      return random() % 8 == 0 ? fmt::format("where(y > 0, {}, 1)", text) : text;
    };
    std::string text = term();
    for (std::size_t i = random() % 3; i-- != 0;) text += (random() % 2 == 0 ? " + " : " - ") + term();
    const Expression e = parse(graph, text);
    Arena& arena = e.arena();
    const Id root = e.id();
    const std::vector<Id> known = conditions(arena, root);
    const SearchOptions options;
    const Id simple = best_forms(arena, std::span(&root, 1), options).front();
    assumed += in_common(arena, known, conditions(arena, simple)).empty() ? 0 : 1;
    BOOST_TEST_CONTEXT("seed " << seed << ": " << text) { same_function(arena, root, simple, random, 6); }
  }
  BOOST_TEST(assumed > kExpressions / 3);  // or the test would show little
}
