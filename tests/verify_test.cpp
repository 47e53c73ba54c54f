// SPDX-License-Identifier: BSL-1.0
// Verdicts: what is true and simple is proved, what is false is refuted at a point that 200 digits confirm, and what
// can not be decided is said to agree so far, and never more.
#include <adage/adage.hpp>
#include <boost/test/unit_test.hpp>

#include "ball/ball.hpp"
#include "exact_text.hpp"
#include "graph/slice.hpp"
#include "ops/row.hpp"
#include "wide.hpp"

using namespace adage;
using Kind = Verdict::Kind;

namespace adage {
std::ostream& operator<<(std::ostream& out, Kind kind) { return out << to_string(kind); }
}  // namespace adage

namespace {

/// A claim and what it assumes.
struct Claimed {
  std::string_view left;
  std::string_view right;
  std::string_view assumed = "";

  friend std::ostream& operator<<(std::ostream& out, const Claimed& c) {
    out << c.left << " == " << c.right;
    return c.assumed.empty() ? out : out << " for " << c.assumed;
  }
};

struct Posed {
  Graph graph;
  Expression left;
  Expression right;
  CheckOptions options;

  explicit Posed(const Claimed& claim) : left(parse(graph, claim.left)), right(parse(graph, claim.right)) {
    if (!claim.assumed.empty()) options.assumptions.push_back(parse(graph, claim.assumed));
  }
  Verdict check() const { return adage::check(left, right, options); }
};

Verdict verdict(const Claimed& claim) { return Posed(claim).check(); }

/// One side at the witness, in 200 digits.
wide::Number at_witness(const Posed& posed, const Expression& side, const Verdict& verdict) {
  std::vector<Rational> point;
  for (const Expression& variable : side.variables()) {
    const auto named = [&](const auto& entry) { return entry.first == variable.name(); };
    const auto found = std::ranges::find_if(verdict.witness, named);
    BOOST_REQUIRE((found != verdict.witness.end()));
    point.push_back(adage::testing::read_exact(found->second));
  }
  return wide::evaluate(posed.graph.arena(), side.id(), point);
}

void check_refuted(const Claimed& claim) {
  const Posed posed(claim);
  const Verdict found = posed.check();
  BOOST_TEST_CONTEXT(claim) {
    BOOST_TEST(found.kind == Kind::refuted);
    if (found.kind != Kind::refuted) return;
    const wide::Number left = at_witness(posed, posed.left, found);
    const wide::Number right = at_witness(posed, posed.right, found);
    BOOST_TEST((abs(left - right) > wide::Number("1e-57") * (abs(left) + abs(right))));
    BOOST_TEST(found.left != found.right);
    for (const auto& [text, value] : {std::pair(found.left, left), std::pair(found.right, right)}) {
      if (posed.left.is_boolean()) {
        BOOST_TEST(text == (value != 0 ? "true" : "false"));
      } else {
        BOOST_TEST((abs(wide::number(adage::testing::read_exact(text)) - value) <= abs(left - right) / 100), text);
      }
    }
    for (const Expression& assumption : posed.options.assumptions) {
      BOOST_TEST((at_witness(posed, assumption, found) == 1), "the witness does not satisfy the assumption");
    }
  }
}

const Claimed proved[] = {
    {"sin(x)^2 + cos(x)^2", "1"},
    {"cosh(x)^2 - sinh(x)^2", "1"},
    {"exp(x)*exp(-x)", "1"},
    {"x/x", "1"},
    {"log(exp(x))", "x"},
    {"1/(1 + exp(-x))", "sigmoid(x)"},
    {"log(1 + exp(x))", "softplus(x)"},
    {"diff(sigmoid(x), x)", "sigmoid(x)*(1 - sigmoid(x))"},
    {"diff(tanh(x), x)", "1 - tanh(x)^2"},
    {"diff(softplus(x), x)", "sigmoid(x)"},
    {"diff(log(1 + exp(b*x))/b, x)", "sigmoid(b*x)"},
    {"diff(x*exp(-x^2), x)", "exp(-x^2) - 2*x^2*exp(-x^2)"},
    {"erf(x) + erfc(x)", "1"},
    {"sqrt(x^2)", "abs(x)"},
    {"sqrt(x^2)", "x", "x > 0"},
    {"abs(x)", "-x", "x < -2"},
    {"sin(x)", "y", "y == sin(x)"},
    {"2*y", "x + 3", "2*y - x == 3"},
    {"x > 0", "0 < x"},
};

const Claimed proved_by_cases[] = {
    {"abs(x)", "max(x, -x)"},
    {"max(x, 0) + min(x, 0)", "x"},
    {"relu(x) - relu(-x)", "x"},
    {"where(x > 0, x, 0)", "relu(x)"},
    {"where(not x <= 0, x, 0)", "relu(x)"},
    {"clamp(x, -1, 1)", "min(max(x, -1), 1)"},
    {"clamp(x, 0, 6)", "relu(x) - relu(x - 6)"},
    {"max(x, max(y, z))", "max(max(x, y), z)"},
    {"max(x, y) + min(x, y)", "x + y"},
    {"max(x, y)", "(x + y + abs(x - y))/2"},
    {"abs(x*y)", "abs(x)*abs(y)"},
    {"max(max(a, b), max(c, d))", "max(max(a, d), max(b, c))"},
    {"where(0 < x and x < 1, x, 0) + where(x >= 1, 1, 0)", "clamp(x, 0, 1)"},
    {"abs(x - 3) + abs(x + 2)", "max(x - 3, 3 - x) + max(x + 2, -2 - x)"},
    {"sign(x)*abs(x)", "x"},
    {"relu(x)", "x", "x > 0"},
    {"max(x, y)", "x", "x > y"},
    {"max(x, y) + max(x, z)", "2*x", "x > y and y > z"},
    {"step(x - 1)*step(x)", "step(x - 1)"},
    {"diff(where(x > 0, x^2, -x^2), x)", "2*abs(x)"},
    {"max(exp(x), 1) + min(exp(x), 1)", "exp(x) + 1"},
};

const Claimed refuted[] = {
    {"1", "2"},
    {"pi", "355/113"},
    {"x", "y"},
    {"(1 - cos(x))/x^2", "1/2"},
    {"log(1 + x)", "x"},
    {"sin(x)*(1 + 1e-12)", "sin(x)"},
    {"exp(x)*(1 + 1e-50)", "exp(x)"},
    {"sigmoid(x)", "sigmoid(x)*(1 - sigmoid(x))"},
    {"diff(sigmoid(x), x)", "sigmoid(x)*(1 + sigmoid(x))"},
    {"diff(tanh(x), x)", "1 - tanh(x)^3"},
    {"diff(relu(x), x)", "where(x < 0, 1, 0)"},
    {"abs(x)", "x"},
    {"abs(x)", "5", "x == 0"},
    {"abs(x)", "5", "x >= 0 and x <= 0"},
    {"max(x, y)", "x", "x + 1/1000 > y"},
    {"sqrt(x^2)", "x"},
    {"clamp(x, -1, 1)", "min(max(x, -1), 1 + 1e-9)"},
    {"where(x > 0, x, 0)", "where(x > 1e-9, x, 0)"},
    {"relu(x - 1/3)", "relu(x - 0.333333333333)"},
    {"floor(x)", "x - 1/2"},
    {"floor(x) + 1", "ceil(x + 1/1000)"},
    {"x > 0", "x > 1e-9"},
    {"x > y", "x >= y + 1/100"},
    {"exp(x)", "1 + x + x^2/2 + x^3/6", "abs(x) < 1e-5"},
    {"sin(x)", "0", "1e30 < x and x < 1e31"},
    {"x^2", "x^2 + where(x > 1e200, x, 0)*x"},
    {"asin(x)", "x", "0 < x"},
    {"y", "2*x + 1 + 1e-20", "y - 2*x == 1"},
};

/// True, but beyond first-tier simplification, or not decidable by it.
const Claimed undecided[] = {
    {"2*atan(tanh(x/2))", "atan(sinh(x))"}, {"acos(x) + asin(x)", "pi/2"}, {"atan2(y, x)", "atan(y/x)", "x > 0"},
    {"tan(x/2)", "sin(x)/(1 + cos(x))"},    {"floor(x) + ceil(-x)", "0"},  {"asinh(x)", "log(x + sqrt(x^2 + 1))"},
};

/// Conditions that hold on more than thin sets, or nowhere: cases must not be dropped.
const Claimed traps[] = {
    {"where(sin(x)^2 + cos(x)^2 == 1, 1, 2)", "2"},
    {"where(tan(x)*cos(x) == sin(x), 1, 2)", "2"},
    {"where(exp(log(x^2)/2) - x == 0, 1, 2)", "2"},
    {"where(sqrt(x^6) == x^3, 1, 2)", "2"},
    {"where(cbrt(x^3) == x, 1, 2)", "2"},
    {"where(atan(sinh(x)) == 2*atan(tanh(x/2)), 1, 2)", "2"},
    {"where(floor(x) == 0, 1, 2)", "2"},
    {"where(floor(x)*x == 0, 1, 2)", "2"},
    {"where(max(x, 0) == 0, 1, 2)", "2"},
    {"where(hypot(x, 0) == x, 1, 2)", "2"},
    {"where(atan2(0, x) == 0, 1, 2)", "2"},
    {"sign(sqrt(x^6) - x^3)", "1"},
    {"sign(exp(log(x)) - x)", "1"},
    {"abs(x)", "5", "x^2 <= 0"},
    {"abs(x - y)", "5", "(x - y)*(x + y) <= 0 and (x - y)*(x + y) >= 0"},
    {"abs(x - y)", "5", "x >= y and x <= y"},
    {"max(x, y)", "x + 5", "x >= y and x <= y"},
    {"where(x > y, 1, 2)", "7", "x >= y and x <= y"},
    {"where(x*sqrt(x^2) == x^2, 1, 2)", "2", "x^2 > 1"},
};

}  // namespace

BOOST_AUTO_TEST_CASE(simple_truths_are_proved) {
  for (const Claimed& claim : proved) BOOST_TEST(verdict(claim).kind == Kind::proved, claim);
}

BOOST_AUTO_TEST_CASE(piecewise_truths_are_proved_by_cases) {
  for (const Claimed& claim : proved_by_cases) BOOST_TEST(verdict(claim).kind == Kind::proved, claim);
}

BOOST_AUTO_TEST_CASE(falsehoods_are_refuted_by_a_witness) {
  for (const Claimed& claim : refuted) check_refuted(claim);
}

BOOST_AUTO_TEST_CASE(what_is_beyond_reach_agrees_to_many_digits) {
  for (const Claimed& claim : undecided) {
    const Verdict found = verdict(claim);
    BOOST_TEST(found.kind != Kind::refuted, claim);
    if (found == Kind::proved) continue;
    BOOST_TEST(found.digits >= 40, claim);
    BOOST_TEST(found.points >= 50u, claim);
  }
}

BOOST_AUTO_TEST_CASE(no_trap_is_proved) {
  for (const Claimed& claim : traps) BOOST_TEST(verdict(claim).kind != Kind::proved, claim);
}

BOOST_AUTO_TEST_CASE(a_difference_too_small_to_see_is_not_a_refutation) {
  BOOST_TEST(verdict({"exp(x)*(1 + 1e-2000)", "exp(x)"}).kind == Kind::undecided);
  BOOST_TEST(verdict({"x + 1e-2000", "x", "x > 1e10"}).kind == Kind::undecided);
}

BOOST_AUTO_TEST_CASE(differences_at_single_points_are_told_and_do_not_refute) {
  const auto told = [](const Claimed& claim, std::string_view note) {
    const Verdict found = verdict(claim);
    BOOST_TEST(found.kind == Kind::proved, claim);
    BOOST_TEST(found.note == note, claim);
  };
  told({"diff(relu(x), x)", "where(x >= 0, 1, 0)"}, "differs at x = 0: derived 0, claimed 1");
  told({"diff(abs(x), x)", "where(x < 0, -1, 1)"}, "differs at x = 0: derived 0, claimed 1");
  told({"step(x - 1/3)", "where(x >= 1/3, 1, 0)"}, "differs at x = 1/3: derived 0, claimed 1");
  told({"where(x == 3, 7, sqrt(2)*x)", "sqrt(2)*x"}, "differs at x = 3: derived 7, claimed 4.242640687");
  told({"sign(x)^2", "1"}, "differs at x = 0: derived 0, claimed 1");
  told({"diff(relu(x), x)", "step(x)"}, "");
  told({"diff(relu(x), x)", "where(x >= 0, 1, 0)", "x > 0"}, "");
  BOOST_TEST(verdict({"x > 0", "x >= 0"}).kind == Kind::undecided);
  BOOST_TEST(verdict({"x > 0", "x >= 0"}).note == "differs at x = 0: derived false, claimed true");
}

BOOST_AUTO_TEST_CASE(at_kinks_a_difference_at_a_single_point_refutes) {
  const auto at_kinks = [](const Claimed& claim) {
    Posed posed(claim);
    posed.options.at_kinks = true;
    return posed.check();
  };
  const Verdict found = at_kinks({"diff(relu(x), x)", "where(x >= 0, 1, 0)"});
  BOOST_TEST(found.kind == Kind::refuted);
  BOOST_REQUIRE(found.witness.size() == 1u);
  BOOST_TEST(found.witness[0].second == "0");
  BOOST_TEST((found.left == "0" && found.right == "1"));
  const Verdict tie = at_kinks({"diff(max(x, y), x)", "where(x >= y, 1, 0)"});
  BOOST_TEST(tie.kind == Kind::refuted);
  BOOST_TEST((tie.left == "1/2" || tie.left == "0.5"));
  BOOST_TEST(verdict({"diff(max(x, y), x)", "where(x >= y, 1, 0)"}).kind == Kind::proved);
  BOOST_TEST(at_kinks({"diff(relu(x), x)", "step(x)"}).kind == Kind::proved);
  BOOST_TEST(at_kinks({"x > 0", "x >= 0"}).kind == Kind::refuted);
}

BOOST_AUTO_TEST_CASE(branches_and_domains_are_respected) {
  BOOST_TEST(verdict({"where(x > 0, log(x), 0)", "where(x > 0, log(x), sqrt(x))"}).kind != Kind::refuted);
  BOOST_TEST(verdict({"where(x > 0, log(x), 0)", "where(x > 0, log(x), 1)"}).kind == Kind::refuted);
  BOOST_TEST(verdict({"log(x)", "log(x) + where(x < 0, 1, 0)"}).kind != Kind::refuted);
  BOOST_TEST(verdict({"0^x", "0", "x >= 0"}).kind != Kind::refuted);
  BOOST_TEST(verdict({"sqrt(x)^2", "x"}).kind != Kind::refuted);
}

BOOST_AUTO_TEST_CASE(senseless_claims_are_errors_that_say_why) {
  const auto complaint = [](const Claimed& claim) -> std::string {
    try {
      verdict(claim);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  };
  BOOST_TEST(complaint({"x", "x", "x > 1 and x < 0"}) == "no values of the variables satisfy `x > 1` and `x < 0`");
  BOOST_TEST(complaint({"x", "x", "x > y and y > z and z > x"}).starts_with("no values of the variables satisfy"));
  BOOST_TEST(complaint({"x", "x", "exp(x) < 0"}) == "no values of the variables satisfy `exp(x) < 0`");
  BOOST_TEST(complaint({"x", "x", "x == 1 and x == 2"}) == "no values of the variables satisfy `x == 1` and `x == 2`");
  BOOST_TEST(complaint({"x", "x > 0"}) == "a claim compares two numbers or two truth values, not one with the other");
  BOOST_TEST(complaint({"x", "x", "x + 1"}) == "an assumption is a truth value such as `x > 0`, which `x + 1` is not");
  BOOST_TEST(complaint({"x", "x", "x >= 0 and x <= 0"}).empty());
  Graph other;
  const Posed posed({"x", "x"});
  BOOST_CHECK_THROW(check(posed.left, other.variable("x")), Error);
  BOOST_CHECK_THROW(check(posed.left, posed.right, {.assumptions = {other.variable("x") > 0}}), Error);
}

BOOST_AUTO_TEST_CASE(a_verdict_depends_on_the_claim_alone) {
  for (const Claimed& claim : {refuted[5], undecided[0], proved_by_cases[7]}) {
    const Posed posed(claim);
    const std::size_t size = posed.graph.size();
    const Verdict first = posed.check();
    BOOST_TEST(posed.graph.size() == size);
    Graph crowded;
    parse(crowded, "z + y + x + sin(y*x) + cos(x)");
    const Verdict second = check(parse(crowded, claim.left), parse(crowded, claim.right));
    BOOST_TEST(first.kind == second.kind);
    BOOST_TEST((first.witness == second.witness));
    BOOST_TEST(first.left == second.left);
    BOOST_TEST(first.points == second.points);
    BOOST_TEST(first.digits == second.digits);
    BOOST_TEST(first.seconds > 0);
  }
}

BOOST_AUTO_TEST_CASE(limits_hold) {
  Posed nested({"max(max(a, b), max(c, d))", "max(max(a, d), max(b, c))"});
  nested.options.max_cases = 4;
  nested.options.points = 20;
  const Verdict found = nested.check();
  BOOST_TEST(found.kind == Kind::undecided);
  BOOST_TEST(found.points == 20u);
  BOOST_TEST(found.note == "there are more than 4 cases");
}

BOOST_AUTO_TEST_CASE(independent_switches_add_up) {
  std::string left;
  std::string right;
  for (int i = 0; i != 40; ++i) {
    const std::string x = "x" + std::to_string(i);
    left += (i == 0 ? "" : " + ") + ("max(" + x + ", 0)");
    right += (i == 0 ? "" : " + ") + ("(" + x + " + abs(" + x + "))/2");
  }
  const Verdict found = verdict({left, right});
  BOOST_TEST(found.kind == Kind::proved);
  BOOST_TEST(found.seconds < 10);
}

BOOST_AUTO_TEST_CASE(rows_are_what_they_say_on_either_side_of_their_kinks) {
  int seen = 0;
  for (std::size_t i = static_cast<std::size_t>(Op::neg); i != rows().size(); ++i) {
    const auto op = static_cast<Op>(i);
    const Row& about = row(op);
    if (about.above.empty()) continue;
    ++seen;
    BOOST_TEST(!about.below.empty(), about.name);
    for (const auto& [x, y] :
         {std::pair(-3.0, -2.5), {-0.5, 0.25}, {2.0, -0.75}, {3.0, 2.5}, {-4.0, -3.5}, {0.25, 7.0}}) {
      const auto value = [&, a = x, b = y](std::string_view text) {
        Graph graph;
        const Expression e = parse(graph, text);
        std::vector<Rational> point;
        for (const Expression& v : e.variables())
          point.push_back(*Rational::from_double(v.name() == parameters(op)[0] ? a : b));
        return wide::evaluate(graph.arena(), e.id(), point);
      };
      const wide::Number expected(about.machine.code().f64(x, y, 0));
      BOOST_TEST((value(value(about.kink) > 0 ? about.above : about.below) == expected),
                 about.name << " at " << x << ", " << y);
    }
  }
  BOOST_TEST(seen >= 12);
}

BOOST_AUTO_TEST_CASE(balls_tell_apart_what_64_digits_do_not) {
  if (!has_balls()) return;
  for (const Claimed& claim :
       {Claimed{"exp(x)*(1 + 1e-80)", "exp(x)"}, Claimed{"sin(x)*(1 + 1e-300)", "sin(x)"}, Claimed{"x + 1e-1000", "x"},
        Claimed{"log(1 + 1e-200*exp(x))", "2e-200*exp(x)"}, Claimed{"sin(10^200*x)", "sin(x)"}}) {
    const Verdict found = verdict(claim);
    BOOST_TEST_CONTEXT(claim) {
      BOOST_TEST(found.kind == Kind::refuted);
      BOOST_TEST(found.left_enclosure != found.right_enclosure);
      BOOST_TEST(!found.left_enclosure.empty());
    }
  }
}

BOOST_AUTO_TEST_CASE(witnesses_lie_near_poles_and_at_the_ends_of_assumptions) {
  check_refuted({"1/(1e-6 + (x - 1/3)^2)", "min(1/(x - 1/3)^2, 100000)"});
  check_refuted({"where(x < 100000, x, 0)", "x", "x >= 5 and x <= 100001"});
}
