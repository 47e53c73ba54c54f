// SPDX-License-Identifier: BSL-1.0
// Claims made to exhaust the algebra: each ends within seconds in a verdict, and says why when that is undecided.
#include <adage/adage.hpp>
#include <boost/test/unit_test.hpp>

#include "algebra/algebra.hpp"

using namespace adage;
using Kind = Verdict::Kind;

namespace {

#if defined(NDEBUG) && !defined(ADAGE_SANITIZED)
constexpr double patience = 10;  ///< seconds, on a machine that is busy
#else
constexpr double patience = 100;
#endif

Verdict decided(const std::string& left, const std::string& right) {
  Graph graph;
  const Verdict verdict = check(parse(graph, left), parse(graph, right));
  BOOST_TEST(verdict.seconds < patience, left.substr(0, 60) << " took " << verdict.seconds << " s");
  BOOST_TEST((verdict.kind != Kind::undecided || !verdict.note.empty()), left.substr(0, 60));
  BOOST_TEST_MESSAGE(to_string(verdict.kind)
                     << " in " << verdict.seconds << " s: " << left.substr(0, 60) << ": " << verdict.note);
  return verdict;
}

/// `part` with # replaced by 0, 1, …, joined by `joint`.
std::string repeated(std::string_view part, std::string_view joint, int count) {
  std::string text;
  for (int i = 0; i != count; ++i) {
    if (i != 0) text += joint;
    for (const char c : part) text += c == '#' ? std::to_string(i) : std::string(1, c);
  }
  return text;
}

std::string nested(std::string_view before, std::string_view core, std::string_view after, int depth) {
  std::string text(core);
  for (int i = 0; i != depth; ++i) text = std::string(before) + text + std::string(after);
  return text;
}

}  // namespace

BOOST_AUTO_TEST_CASE(large_powers_end) {
  BOOST_TEST((decided("(a + b + c + d)^200", "(a + b + c + d)^200 + a") == Kind::refuted));
  BOOST_TEST((decided("(a + b + c + d)^200*(a - b)", "(a - b)*(d + c + b + a)^199*(b + a + c + d)") != Kind::refuted));
  BOOST_TEST((decided("(a + b + c + d + f)^60 - (a + b)^60", "(a + b + c + d + f)^60 - (a^2 + 2*a*b + b^2)^30") !=
              Kind::refuted));
  BOOST_TEST((decided("(1 + x)^1999", "(1 + x)*(1 + x)^1998") != Kind::refuted));
  BOOST_TEST((decided("((x + 1)^1000)^1000", "(1 + x)^1000000") != Kind::refuted));
  BOOST_TEST((decided(repeated("(x# + 1)", "*", 40), repeated("(1 + x#)", "*", 40) + "*(x0 - x1)/(x0 - x1)") !=
              Kind::refuted));
  BOOST_TEST((decided("(123456789123456789*x + 1)^900", "(1 + 123456789123456789*x)^899*(1 + x*123456789123456789)") !=
              Kind::refuted));
}

BOOST_AUTO_TEST_CASE(towers_end) {
  const Verdict tower = decided("exp(exp(exp(x)))^1000", "exp(1000*exp(exp(x)))");
  if (has_algebra()) BOOST_TEST((tower == Kind::proved));
  BOOST_TEST((decided(nested("exp(", "x", ")", 40), nested("exp(", "x", ")", 39)) != Kind::proved));
  BOOST_TEST((decided(nested("sqrt(1 + ", "x", ")", 30), nested("sqrt(", "x", " + 1)", 30)) != Kind::refuted));
  BOOST_TEST((decided(nested("sqrt(x + ", "x", ")", 25), nested("sqrt(x + ", "x", ")", 24)) != Kind::proved));
  BOOST_TEST((decided(nested("atan(1 + ", "x", ")", 30), nested("atan(", "x", " + 2)", 30)) == Kind::refuted));
  BOOST_TEST((decided(nested("log(2 + abs(", "x", "))", 20), nested("log(2 + abs(", "-x", "))", 20)) != Kind::refuted));
  BOOST_TEST((decided(nested("tanh(", "x", ")", 60), nested("tanh(", "x", ")", 59)) != Kind::proved));
}

BOOST_AUTO_TEST_CASE(many_kernels_end) {
  BOOST_TEST((decided(repeated("sin(x^# + #)", " + ", 60), repeated("sin(# + x^#)", " + ", 60) + " + x - x") !=
              Kind::refuted));
  const Verdict crowd = decided(repeated("sin(x#)^2", " + ", 60) + " + " + repeated("cos(x#)^2", " + ", 60), "60");
  BOOST_TEST((crowd.kind != Kind::refuted));
  BOOST_TEST((decided("sin(" + repeated("x#", " + ", 20) + ")", "sin(" + repeated("x#", " + ", 20) + " + x0)") ==
              Kind::refuted));
  BOOST_TEST(
      (decided(repeated("sqrt(x + #)", "*", 30), "sqrt(" + repeated("(x + #)", "*", 30) + ")") != Kind::refuted));
  BOOST_TEST(
      (decided(repeated("sqrt(x + #)", " + ", 12), "1/(" + repeated("sqrt(x + #)", " + ", 12) + ")") == Kind::refuted));
  BOOST_TEST((decided(repeated("abs(x# - #)", " + ", 60), repeated("abs(# - x#)", " + ", 60)) != Kind::refuted));
  BOOST_TEST((decided(repeated("max(x, # + y)", "*", 25), repeated("max(# + y, x)", "*", 25)) != Kind::refuted));
}

BOOST_AUTO_TEST_CASE(fine_fractions_end) {
  BOOST_TEST((decided("x^(1/3) + x^(1/5) + x^(1/7) + x^(1/11) + x^(1/13)", "x^(1/3)") == Kind::refuted));
  BOOST_TEST((decided("sin(x/3) + sin(x/5) + sin(x/7) + sin(x/11) + sin(x/13)", "sin(x)") == Kind::refuted));
  BOOST_TEST((decided("exp(x/997) + exp(x/991)", "exp(x/983)") == Kind::refuted));
  BOOST_TEST((decided("cos(1000*x)", "2*cos(500*x)^2 - 1") != Kind::refuted));
  BOOST_TEST((decided("cos(24*x)*cos(23*y)*cos(22*z)", "cos(23*y)*cos(24*x)*cos(22*z) + sin(24*x) - sin(-24*x)") ==
              Kind::refuted));
  BOOST_TEST((decided("x^0.123456789123456789*x^0.987654321987654321", "x^1.11111111111111111") != Kind::refuted));
  BOOST_TEST((decided("(x + 1)^(687/343)*(y + 1)^(343/687)", "(x + 1)^(687/343)*(1 + y)^(344/687)") == Kind::refuted));
  BOOST_TEST((decided("sin(" + std::string(3000, '7') + "*x)", "cos(x)") != Kind::proved));
  BOOST_TEST((decided("1/" + std::string(3000, '7'), "1/" + std::string(2999, '7') + "8") != Kind::proved));
}
