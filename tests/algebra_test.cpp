// SPDX-License-Identifier: BSL-1.0
// The algebra: what a table of calculus calls equal is shown to be, near misses never are, and a normal form has the
// value of what it came from, by evaluation in 64 digits with error bounds.
#include "algebra/algebra.hpp"

#include <adage/adage.hpp>
#include <boost/test/unit_test.hpp>

#include "compare_values.hpp"
#include "graph/print.hpp"
#include "random_expression.hpp"
#include "rules/identities.hpp"

using namespace adage;
using namespace adage::testing;

namespace {

struct Claimed {
  std::string_view left;
  std::string_view right;
  std::string_view assumed = "";

  friend std::ostream& operator<<(std::ostream& out, const Claimed& c) {
    out << c.left << " == " << c.right;
    return c.assumed.empty() ? out : out << " for " << c.assumed;
  }
};

ZeroTest tested(const Claimed& claim, AlgebraOptions options = {}) {
  Graph graph;
  const Id left = parse(graph, claim.left).id();
  const Id right = parse(graph, claim.right).id();
  std::vector<Id> assumptions;
  if (!claim.assumed.empty()) assumptions.push_back(parse(graph, claim.assumed).id());
  options.assumptions = assumptions;
  return is_zero(graph.arena(), graph.arena().make(Op::sub, left, right), options);
}

/// Identities from Abramowitz & Stegun 4, DLMF 4 and 7, Gradshteyn & Ryzhik 1, and derivatives of activations.
const Claimed truths[] = {
#include "algebra_truths.inc"
};

/// The same with a sign, a number, a range or a side changed.
const Claimed falsehoods[] = {
#include "algebra_falsehoods.inc"
};

/// `root` with one operation, argument or number of it changed.
Id mutated(Arena& arena, Id root, std::mt19937_64& random) {
  const Slice nodes = slice(arena, root);
  const Id at = nodes.nodes[random() % nodes.size()];
  Id image = at;
  if (arena.is_number(at)) {
    image = arena.number(arena.value(at) + Rational(1, static_cast<std::int64_t>(1 + random() % 1000)));
  } else if (arena.is_boolean(at)) {
    image = arena.make(Op::logical_not, at);
  } else if (random() % 2 == 0) {
    image = arena.make(Op::neg, at);
  } else {
    image = arena.make(random() % 2 == 0 ? Op::mul : Op::add, at, arena.number(Rational(3, 2)));
  }
  return substitute(arena, std::span(&root, 1), std::span(&at, 1), std::span(&image, 1)).front();
}

const boost::unit_test::precondition with_algebra([](boost::unit_test::test_unit_id) { return has_algebra(); });

}  // namespace

BOOST_AUTO_TEST_SUITE(algebra, *with_algebra)

BOOST_AUTO_TEST_CASE(identities_are_shown) {
  BOOST_TEST(std::size(truths) >= 100u);
  for (const Claimed& claim : truths) {
    const ZeroTest found = tested(claim);
    BOOST_TEST((found.answer == Zero::yes), claim << ": " << found.reason);
  }
}

BOOST_AUTO_TEST_CASE(near_misses_are_not) {
  BOOST_TEST(std::size(falsehoods) >= 60u);
  for (const Claimed& claim : falsehoods) BOOST_TEST((tested(claim).answer != Zero::yes), claim);
}

BOOST_AUTO_TEST_CASE(near_misses_are_false) {
  std::mt19937_64 random(11);
  for (const Claimed& claim : falsehoods) {
    if (!claim.assumed.empty()) continue;
    Graph graph;
    const Id left = parse(graph, claim.left).id();
    const Id right = parse(graph, claim.right).id();
    BOOST_TEST(compared(graph.arena(), left, right, random, 60).different > 0, claim);
  }
}

/// Rows on whose branches and signs an algebra stumbles first.
bool is_treacherous(const Row& row) {
  constexpr std::string_view names[] = {"sqrt",  "cbrt",  "abs",   "sign", "log",  "exp", "relu", "max",  "min",
                                        "floor", "hypot", "acosh", "asin", "atan", "sin", "tan",  "where"};
  return row.notation == Notation::infix || row.notation == Notation::prefix ||
         std::ranges::find(names, row.name) != std::end(names);
}

BOOST_AUTO_TEST_CASE(a_normal_form_keeps_the_value) {
  std::mt19937_64 random(20250101);
  int told = 0;
  int given_up = 0;
  for (int i = 0; i != 3000; ++i) {
    Arena arena(&local_identities());
    const RandomOptions options{.operations = 3 + static_cast<std::size_t>(i) % 12,
                                .allows = i % 2 == 0 ? nullptr : is_treacherous,
                                .arithmetic_percent = i % 2 == 0 ? 60U : 30U};
    const Id root = random_expression(arena, random, options);
    const std::string text = to_infix(arena, root);
    for (const NormalForm shape :
         {NormalForm::expanded, NormalForm::factored, NormalForm::square_free, NormalForm::partial_fractions}) {
      const auto form =
          normal_form(arena, root, shape, {.everywhere = i % 3 != 0, .max_work = 300'000, .max_seconds = 1});
      if (!form) {
        ++given_up;
        continue;
      }
      const Comparison found = compared(arena, root, *form, random, 4);
      told += found.points;
      if (i % 3 != 0)
        BOOST_TEST(found.lost == 0, text << " has a value where " << to_infix(arena, *form) << " has none");
      BOOST_TEST(found.different == 0, text << " became " << to_infix(arena, *form) << " at " << found.where);
    }
  }
  BOOST_TEST_MESSAGE(told << " comparisons, " << given_up << " given up");
  BOOST_TEST(told > 6000);
  BOOST_TEST(given_up < 2000);
}

/// An argument at which steps of normalisation trip: multiples of pi, inverse functions, sums, logarithms.
Id provoking(Arena& arena, std::mt19937_64& random) {
  constexpr std::string_view texts[] = {"x",
                                        "-x",
                                        "x - y",
                                        "2*x + 3*y/4",
                                        "x/3",
                                        "pi/8*x^0",
                                        "7*pi/12",
                                        "-13*pi/10",
                                        "x + 5*pi/6",
                                        "asin(x/40)",
                                        "3*atan(y)",
                                        "acos(x/40)/2",
                                        "atan2(y, x)",
                                        "atan(x)/4 - pi/5",
                                        "log(x) - 2*log(y)",
                                        "log(x^2)/3",
                                        "exp(x)*exp(-y/2)",
                                        "x^2*y",
                                        "(x - y)^2*(x + 1)",
                                        "sqrt(x)*sqrt(y)",
                                        "x^(1/3)/y^(1/2)",
                                        "1 - cos(x)^2",
                                        "sin(x)*cos(y)",
                                        "abs(x)*x",
                                        "sqrt(2)*x - sqrt(8)",
                                        "-3/2",
                                        "x^2 - 2*x*y + y^2",
                                        "cbrt(x)*y",
                                        "sinh(x/7)",
                                        "1/(x*y)",
                                        "sqrt(1 + x^2) - x",
                                        "3 + 2*sqrt(2)"};
  static const std::array<std::string_view, 2> names{"x", "y"};
  const std::array<Id, 2> variables{arena.variable("x"), arena.variable("y")};
  return Template(texts[random() % std::size(texts)], names).instantiate(arena, variables);
}

/// Is the normal form worth as much as the node? How many points tell.
int kept(Arena& arena, Id root, std::mt19937_64& random, AlgebraOptions options) {
  int points = 0;
  options.max_work = 300'000;
  options.max_seconds = 1;
  for (const NormalForm shape :
       {NormalForm::expanded, NormalForm::factored, NormalForm::square_free, NormalForm::partial_fractions}) {
    const auto form = normal_form(arena, root, shape, options);
    if (!form) continue;
    const Comparison found = compared(arena, root, *form, random, 4, options.assumptions);
    points += found.points;
    BOOST_TEST(found.different == 0, to_infix(arena, root)
                                         << " became " << to_infix(arena, *form) << " at " << found.where);
  }
  return points;
}

BOOST_AUTO_TEST_CASE(each_operation_keeps_its_value) {
  std::mt19937_64 random(31);
  for (std::size_t i = static_cast<std::size_t>(Op::neg); i != rows().size(); ++i) {
    const auto op = static_cast<Op>(i);
    if (row(op).boolean || arity(op) == 0) continue;
    int points = 0;
    for (int k = 0; k != 60; ++k) {
      Arena arena(&local_identities());
      std::array<Id, kMaxArity> args{};
      for (std::size_t a = 0; a != arity(op); ++a) {
        args[a] = provoking(arena, random);
        if (row(op).partials[a].empty()) args[a] = arena.number(static_cast<std::int64_t>(random() % 3));
        if (((row(op).boolean_arguments >> a) & 1) != 0) args[a] = arena.make(Op::lt, args[a], arena.variable("y"));
      }
      Id root = arena.make(op, {args.data(), arity(op)});
      if (k % 3 == 0) root = arena.make(Op::mul, root, provoking(arena, random));
      if (k % 3 == 1) root = arena.make(Op::add, root, provoking(arena, random));
      points += kept(arena, root, random, {.everywhere = k % 2 == 0});
    }
    BOOST_TEST(points > 50, row(op).name << ": only " << points << " points tell");
  }
}

BOOST_AUTO_TEST_CASE(a_normal_form_keeps_the_value_where_the_assumptions_hold) {
  constexpr std::string_view assumed[] = {"x > 0",       "x < y",          "x*y > 0",     "x^2 < 4",
                                          "sin(x) > 0",  "x - y^2 >= 0",   "x <= 0",      "(x - 1)*(y + 2) < 0",
                                          "cos(x) <= 0", "x*exp(y) > x^2", "1 - x^2 > 0", "x/y >= 1"};
  std::mt19937_64 random(32);
  int points = 0;
  for (int i = 0; i != 1500; ++i) {
    Graph graph;
    Arena& arena = graph.arena();
    const Id fact = parse(graph, assumed[static_cast<std::size_t>(i) % std::size(assumed)]).id();
    const RandomOptions options{.operations = 3 + static_cast<std::size_t>(i) % 7,
                                .variables = {"x", "y"},
                                .allows = is_treacherous,
                                .arithmetic_percent = 40};
    Id root = i % 2 == 0 ? random_expression(arena, random, options) : provoking(arena, random);
    if (i % 4 == 1) root = arena.make(function("sqrt"), arena.make(Op::mul, root, root));
    if (i % 4 == 3) root = arena.make(function("abs"), arena.make(Op::mul, root, provoking(arena, random)));
    points += kept(arena, root, random, {.assumptions = std::span(&fact, 1)});
  }
  BOOST_TEST(points > 3000);
}

BOOST_AUTO_TEST_CASE(an_expression_equals_no_mutant) {
  std::mt19937_64 random(77);
  int shown = 0;
  int separate = 0;
  for (int i = 0; i != 2000; ++i) {
    Arena arena(&local_identities());
    const Id root = random_expression(arena, random, {.operations = 3 + static_cast<std::size_t>(i) % 10});
    const Id other = mutated(arena, root, random);
    const ZeroTest found = is_zero(arena, arena.make(Op::sub, root, other), {.max_work = 300'000, .max_seconds = 1});
    if (found.answer != Zero::yes) {
      ++separate;
      continue;
    }
    ++shown;
    const Comparison against = compared(arena, root, other, random, 20);
    BOOST_TEST(against.different == 0, to_infix(arena, root)
                                           << " is not " << to_infix(arena, other) << " at " << against.where);
  }
  BOOST_TEST_MESSAGE(shown << " shown, " << separate << " not");
  BOOST_TEST(separate > 1000);
}

BOOST_AUTO_TEST_CASE(an_expression_equals_its_normal_form) {
  std::mt19937_64 random(5);
  int shown = 0;
  int tried = 0;
  for (int i = 0; i != 400; ++i) {
    Arena arena(&local_identities());
    const Id root = random_expression(arena, random, {.operations = 8, .allows = is_smooth});
    const AlgebraOptions options{.max_work = 300'000, .max_seconds = 1};
    const auto form = normal_form(arena, root, NormalForm::factored, options);
    if (!form) continue;
    ++tried;
    if (is_zero(arena, arena.make(Op::sub, root, *form), options).answer == Zero::yes) ++shown;
  }
  BOOST_TEST(shown >= tried * 9 / 10, shown << " of " << tried);
}

BOOST_AUTO_TEST_CASE(factors_multiply_to_the_sign) {
  std::mt19937_64 random(8);
  int told = 0;
  for (int i = 0; i != 300; ++i) {
    Arena arena(&local_identities());
    const Id root = random_expression(arena, random, {.operations = 6, .allows = is_treacherous});
    const auto product = factored(arena, root, {.everywhere = true, .max_work = 300'000, .max_seconds = 1});
    if (!product) continue;
    Id sign = arena.number(product->sign);
    for (const auto& [factor, exponent] : product->factors) {
      const Id power = exponent % 2 == 0 ? arena.make(Op::mul, factor, factor) : factor;
      sign = arena.make(Op::mul, sign, arena.make(function("sign"), power));
    }
    const Comparison found = compared(arena, arena.make(function("sign"), root), sign, random, 6);
    told += found.points;
    BOOST_TEST(found.different == 0, to_infix(arena, root) << " at " << found.where);
  }
  BOOST_TEST(told > 600);
}

/// A product of random polynomials, multiplied out, comes apart into as many factors at least, which make it again.
BOOST_AUTO_TEST_CASE(what_was_multiplied_out_comes_apart) {
  std::mt19937_64 random(9);
  const auto below = [&](std::uint64_t n) { return static_cast<std::int64_t>(random() % n); };
  std::size_t polynomials = 0;
  for (int i = 0; i != 3'000; ++i) {
    Arena arena;
    const std::array variables{arena.variable("x"), arena.variable("y"), arena.variable("z")};
    const auto monomial = [&] {
      Id result = arena.number(below(2) == 0 ? 1 : below(7) - 3);
      for (std::int64_t k = below(4); k-- != 0;) result = arena.make(Op::mul, result, variables[random() % 3]);
      return result;
    };
    // Each with a power of x, so that it is neither a number nor zero; or two whose product has few terms.
    Id whole = arena.number(below(2) == 0 ? 1 : -6);
    std::int64_t planted = below(3);
    for (std::int64_t k = 0; k != planted; ++k) {
      Id sum = arena.make(Op::pow, variables[0], arena.number(4 - below(4)));
      for (std::int64_t t = below(3); t-- != 0;) {
        sum = arena.make(Op::add, sum, arena.make(Op::mul, monomial(), variables[1]));
      }
      if (below(2) == 0) sum = arena.make(Op::sub, sum, arena.make(Op::mul, monomial(), variables[2]));
      whole = arena.make(Op::mul, whole, sum);
    }
    if (below(2) == 0) {
      const Id a = arena.make(Op::pow, variables[0], arena.number(4 - below(4))), b = variables[below(2) == 0 ? 1 : 2];
      whole = arena.make(Op::mul, whole, arena.make(Op::mul, arena.make(Op::add, a, b), arena.make(Op::sub, a, b)));
      planted += 2;
    }
    const auto expanded = normal_form(arena, whole);
    const auto product = expanded ? factored(arena, *expanded) : std::nullopt;
    if (!product) continue;
    ++polynomials;
    std::int64_t count = 0;
    Id again = arena.number(product->sign);
    for (const auto& [factor, exponent] : product->factors) {
      count += exponent;
      again = arena.make(Op::mul, again, arena.make(Op::pow, factor, arena.number(exponent)));
    }
    BOOST_TEST(count >= planted, to_infix(arena, *expanded));
    // But for a positive number.
    const Id quotient = *normal_form(arena, arena.make(Op::div, whole, again));
    BOOST_TEST((arena.is_number(quotient) && !arena.value(quotient).is_negative()), to_infix(arena, *expanded));
  }
  BOOST_TEST(polynomials > 2'900u);
}

BOOST_AUTO_TEST_CASE(bounds_end_an_attempt) {
  const auto reason = [](std::string_view left, const AlgebraOptions& options) {
    const ZeroTest found = tested({left, "0"}, options);
    BOOST_TEST((found.answer == Zero::unknown));
    return found.reason;
  };
  BOOST_TEST(reason("(x + y)^50", {.max_terms = 40}) == "a polynomial has too many terms");
  BOOST_TEST(reason("x^3000*y", {}) == "an exponent is too large");
  BOOST_TEST(reason("(x^1500 + 1)*(x^1501 + 2)", {}) == "a polynomial has too high a degree");
  BOOST_TEST(reason("(x + y + z)^30*(x - y + 1)^30", {.max_work = 1000}) == "the algebra takes too much work");
  BOOST_TEST(reason("((12345*x)^1000)^1000", {}) != "");
  BOOST_TEST(reason("a*b*c + d + e", {.max_kernels = 3}) == "there are too many kernels");
  BOOST_TEST(reason("1/(sin(x)^2 + cos(x)^2 - 1)", {}) == "a denominator vanishes");
  BOOST_TEST(reason("sqrt(-1 - exp(x))", {}) == "a root or logarithm of what is never positive");
  BOOST_TEST(reason("x", {.max_nodes = 1}) != "");
}

BOOST_AUTO_TEST_CASE(deep_nesting_ends) {
  Graph graph;
  Arena& arena = graph.arena();
  Id id = parse(graph, "x").id();
  for (int i = 0; i != 3000; ++i) id = arena.make(function(i % 2 == 0 ? "exp" : "sin"), id);
  BOOST_TEST((is_zero(arena, id).answer == Zero::unknown));
}

BOOST_AUTO_TEST_CASE(partial_fractions) {
  constexpr std::pair<const char*, const char*> examples[] = {
      {"(2*x + 1)/(x*(x + 1))", "1/x + 1/(x + 1)"},
      {"1/(x^2 - 1)", "0.5/(x - 1) - 0.5/(x + 1)"},
      {"x^3/(x^2 - 4)", "x + 2/(x - 2) + 2/(x + 2)"},
      {"x/(x + 1)^2", "1/(x + 1) - 1/(x + 1)^2"},
      {"1/(x^4 + x^2)", "1/x^2 - 1/(x^2 + 1)"},
      {"1/(exp(x)*(exp(x) + 1))", "1/exp(x) - 1/(exp(x) + 1)"},
      {"(1 - y - y*x)/(1 + x)", "1/(x + 1) - y"},
      {"(x*y + z*x + z)/(x^2 + x)", "y/(x + 1) + z/x"},
      // More than one kernel in the denominator, none there, and one with a relation stay as they are.
      {"1/(x*y + x)", "1/(x*y + x)"},
      {"x + y", "x + y"},
      {"1/(sqrt(x) + x)", "1/(x + sqrt(x))"},
  };
  for (const auto& [text, expected] : examples) {
    Graph graph;
    const auto form = normal_form(graph.arena(), parse(graph, text).id(), NormalForm::partial_fractions);
    BOOST_TEST_REQUIRE(form.has_value());
    // The order of terms aside.
    const Expression found(graph.arena(), *form);
    BOOST_TEST((simplify(found) == simplify(parse(graph, expected))), text << " became " << to_string(found));
  }
}

BOOST_AUTO_TEST_CASE(a_normal_form_is_canonical) {
  const std::pair<std::string_view, std::string_view> same[] = {
      {"(x + y)^2", "x^2 + 2*x*y + y^2"}, {"1/(1 + exp(-x))", "exp(x)/(exp(x) + 1)"},
      {"sin(2*x)", "2*cos(x)*sin(x)"},    {"x/sqrt(2)", "x*sqrt(2)/2"},
      {"log(6)", "log(2) + log(3)"},      {"erf(y - x)", "-erf(x - y)"},
      {"exp(x + log(3))", "3*exp(x)"},    {"max(x, y)", "(x + y + abs(y - x))/2"},
  };
  for (const auto& [a, b] : same) {
    Graph graph;
    const Id left = parse(graph, a).id();
    const Id right = parse(graph, b).id();
    const Id both = graph.arena().make(Op::sub, left, right);
    BOOST_TEST((is_zero(graph.arena(), both).answer == Zero::yes), a);
    const auto form = normal_form(graph.arena(), left);
    BOOST_REQUIRE(form.has_value());
    BOOST_TEST(*normal_form(graph.arena(), *form) == *form, a);
  }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(without_algebra_nothing_is_shown) {
  if (has_algebra()) return;
  BOOST_TEST((tested({"x - x + 0*y", "0"}).answer == Zero::unknown));
}
