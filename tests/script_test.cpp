// SPDX-License-Identifier: BSL-1.0
// What scripts mean: definitions, parameters, derivatives as expressions, claims, and every way to be refused.
#include <adage/adage.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <random>
#include <string>
#include <vector>

#include "script/session.hpp"

namespace {

using adage::Definition;
using adage::Id;
using adage::Outcome;
using adage::Script;
using adage::Session;

struct Desk {
  adage::Graph graph;
  Session session{graph.arena()};

  std::vector<Outcome> run(const std::string& text) {
    const Script script(text, "test");
    return session.run(script);
  }
  std::string show(Id id) { return adage::to_string(adage::simplify(adage::Expression(graph.arena(), id))); }
  /// The simplified value of the last statement, which must be an expression.
  std::string value(const std::string& text) {
    const auto outcomes = run(text);
    for (const Outcome& outcome : outcomes) {
      BOOST_TEST(outcome.diagnostic.rendered == "");
    }
    BOOST_REQUIRE(!outcomes.empty());
    BOOST_REQUIRE(outcomes.back().kind == Outcome::Kind::expression);
    return show(outcomes.back().value);
  }
  /// The code of the last statement, which must be refused.
  std::string code(const std::string& text) {
    const auto outcomes = run(text);
    return outcomes.empty() ? "nothing" : outcomes.back().diagnostic.code;
  }
};

struct Pair {
  std::string text;
  std::string result;
};
std::ostream& operator<<(std::ostream& out, const Pair& pair) { return out << pair.text; }

const std::vector<Pair> values = {
    {"u = x^2 + 1; u", "x^2 + 1"},
    {"f(x) = x^2; f(3)", "9"},
    {"f(x) = x^2; f(y)", "y^2"},
    {"f(x; a = 2) = a*x; f(x)", "2*x"},
    {"f(x; a = 2) = a*x; f(x, a = 3)", "3*x"},
    {"f(x; a = 2) = a*x; f(x, 3)", "3*x"},
    {"f(x, a = 2) = a*x; f(x, 3)", "3*x"},
    // functions of the catalogue
    {"silu(x)", "x*sigmoid(x)"},
    {"softplus(x); relu6'(x)", "step(min(x, 6 - x))"},
    {"leaky_relu(-1, a = 0.2)", "-0.2"},
    {"silu(x) = 7*x; silu(2)", "14"},
    {"f(x) = silu(x); f(1)", "sigmoid(1)"},
    {"diff(swiglu(a, b), a)", "b*sigmoid(b)"},
    {"x = 3; silu(x)/x", "sigmoid(3)"},
    {"f(x; a = 2, b = a^2) = b*x; f(x)", "4*x"},
    {"f(x; a = 2, b = a^2) = b*x; f(x, a = 3)", "9*x"},
    {"f(x; a = 2, b = a^2) = b*x; f(x, b = 5)", "5*x"},
    {"f(x; a = x^2) = a; f(3)", "9"},
    {"k = 7; f(x; a = k) = a*x; f(x)", "7*x"},
    {"f(x; gamma = 2) = gamma*x; f(x)", "2*x"},
    {"f(x) = x^3; g(x) = f(x) + f(2*x); g(1)", "9"},
    {"f(x) = x + 1; f(f(f(x)))", "x + 3"},
    // A parameter is not the variable of the same name.
    {"u = x; f(x) = u + x; f(2)", "x + 2"},
    {"f(x) = x*y; f(y)", "y^2"},
    {"f(x, y) = x - y; f(y, x)", "y - x"},
    {"f(x) = x^2; g(x; a = 1) = f(a*x); g(a, a = x)", "(x*a)^2"},
    // Derivatives.
    {"f(x) = x^3; f'(x)", "3*x^2"},
    {"f(x) = x^3; f''(2)", "12"},
    {"f(x; a = 2) = a*x^2; f'(x)", "4*x"},
    {"f(x; a = 2) = a*x^2; f'(3, a = 5)", "30"},
    {"f(x; a = x^2) = a*x; f'(1)", "3"},
    {"f(x; a = 1) = a*x; g(x) = f'(x, a = x); g(5)", "5"},
    {"f(x; lam = 1) = max(x, lam); f'(1)", "0"},
    {"exp'(x)", "exp(x)"},
    {"sin''(x)", "-sin(x)"},
    {"tanh'(0)", "1"},
    {"f(x) = exp'(x^2); f(y)", "exp(y^2)"},
    {"diff(x^2*y, x)", "2*x*y"},
    {"diff(x^2*y, x, 2)", "2*y"},
    {"diff(x^2*y, x, y)", "2*x"},
    {"diff(x^3*y^2, x, 2, y)", "12*x*y"},
    {"diff(x^2, x, 0)", "x^2"},
    {"diff(x^2, y)", "0"},
    {"diff(max(0, x) + min(0, a*(exp(x/a) - 1)), x)", "where(x < 0, exp(x/a), 1)"},
    {"u = x^2; v = u^2; diff(v, x)", "4*x^3"},
    {"g(x) = diff(x^3, x); g(2)", "12"},
    {"f(x) = x^2; g(t) = diff(f(t^2), t); g(1)", "4"},
    {"clamp(3, hi = 2, lo = 1)", "2"},
    // An alias of a built-in function is free.
    {"ReLU(x) = max(0, x); ReLU(-3)", "0"},
};

BOOST_DATA_TEST_CASE(a_script_means, boost::unit_test::data::make(values), pair) {
  BOOST_TEST(Desk{}.value(pair.text) == pair.result);
}

const std::vector<Pair> refusals = {
    {"f(x) = f(x - 1)", "recursion"},
    {"u = u + 1", "recursion"},
    {"f(x) = f + 1", "recursion"},
    {"f(x) = x; g(x) = f(x); f(x) = 2*x", "in-use"},
    {"u = x; f(y) = u*y; u = 2", "in-use"},
    {"f(x) = silu(x); silu(x) = x", "in-use"},
    {"silu(1, 2)", "wrong-number-of-arguments"},
    {"v = x + 1; x = 3", "in-use"},
    {"sin(x) = x", "built-in-name"},
    {"gamma = 2", "built-in-name"},
    {"pi = 3", "built-in-name"},
    {"diff(x) = x", "built-in-name"},
    {"f(e) = e^2", "built-in-name"},
    {"f(x; a = y) = a*x", "bad-default"},
    {"f(x; a = b, b = 2) = a*x", "bad-default"},
    {"f(x; a = a) = a*x", "bad-default"},
    {"f(x; a = 1 > 2) = a*x", "bad-default"},
    {"f(x) = x; f()", "wrong-number-of-arguments"},
    {"f(x, y) = x; f(1)", "wrong-number-of-arguments"},
    {"f(x) = x; f(1, 2)", "wrong-number-of-arguments"},
    {"f(x; a = 1) = x; f(1, 2, 3)", "wrong-number-of-arguments"},
    {"f(x; a = 1) = x; f(1, b = 2)", "unknown-parameter"},
    {"f(x; a = 1) = x; f(1, 2, a = 2)", "repeated-argument"},
    {"f(x) = x; f + 1", "function-without-arguments"},
    {"u = 3; u(2)", "not-a-function"},
    {"f(a) = a(2)", "not-a-function"},
    {"f(x, y) = x*y; f'(1, 2)", "no-derivative"},
    {"max'(x)", "no-derivative"},
    {"hypot'(x, y)", "no-derivative"},
    {"diff(x^2)", "wrong-number-of-arguments"},
    {"diff(x^2, x^2)", "not-a-variable"},
    {"x = 3; diff(x^2, x)", "not-a-variable"},
    {"diff(x^2, x, 1/2)", "bad-order"},
    {"diff(x^2, x, -1)", "bad-order"},
    {"diff(x^2, x, 1000)", "bad-order"},
    {"diff(x > 0, x)", "no-derivative"},
    {"check x + 1", "not-a-claim"},
    {"check x != 1", "not-a-claim"},
    {"check x < 1 and x > 0", "not-a-claim"},
    {"check (x > 0) < (y > 0)", "expected-number"},
    {"check x < 1 for x in [0, y > 1]", "expected-number"},
    {"check x == x for x", "not-a-truth-value"},
    {"f(x) = sin(x, 1); f(2)", "failed-definition"},
    {"f(x) = x +; f(2)", "failed-definition"},
    {"clamp(x, low = 0, hi = 1)", "unknown-parameter"},
    {"clamp(x, lo = 0)", "wrong-number-of-arguments"},
    {"fo(x) = x; foo(x)", "unknown-function"},
};

BOOST_DATA_TEST_CASE(a_script_is_refused, boost::unit_test::data::make(refusals), pair) {
  BOOST_TEST(Desk{}.code(pair.text) == pair.result);
}

BOOST_AUTO_TEST_CASE(a_refusal_points_and_shows_the_signature) {
  Desk desk;
  const auto outcomes = desk.run("leaky(x; alpha = 0.01) = where(x > 0, x, alpha*x)\n1 + leaky(x, 2, 3)\n");
  BOOST_REQUIRE(outcomes.size() == 2u);
  BOOST_TEST(outcomes[1].line == 2u);
  BOOST_TEST(outcomes[1].diagnostic.rendered ==
             "test:2:5: error[wrong-number-of-arguments]: `leaky` takes 1 to 2 arguments and got 3: "
             "leaky(x; alpha = 0.01)\n"
             " 2 | 1 + leaky(x, 2, 3)\n"
             "   |     ^~~~~~~~~~~~~~");
}

BOOST_AUTO_TEST_CASE(a_fault_does_not_stop_the_rest) {
  Desk desk;
  const auto outcomes = desk.run("a = 1\nb = foo(2)\n)\na + 1\nb + 1\n2 2\na + 2");
  std::vector<std::string> seen;
  for (const Outcome& outcome : outcomes) {
    seen.push_back(std::to_string(outcome.line) + " " +
                   (outcome.kind == Outcome::Kind::expression ? desk.show(outcome.value) : outcome.diagnostic.code));
  }
  const std::vector<std::string> expected{
      "1 ", "2 unknown-function", "3 missing-operand", "4 2", "5 failed-definition", "6 missing-operator", "7 3"};
  BOOST_TEST(seen == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_refused_redefinition_changes_nothing) {
  Desk desk;
  desk.run("f(x) = x; g(x) = f(x) + 1");
  desk.run("f(x) = 100*x");
  BOOST_TEST(desk.value("g(1)") == "2");
  BOOST_TEST(desk.value("f(1)") == "1");
  BOOST_TEST(desk.session.forget("f").has_value());
  BOOST_TEST(!desk.session.forget("g").has_value());
  BOOST_TEST(desk.value("f(x) = 100*x; f(1)") == "100");
  BOOST_TEST(desk.session.forget("h").value() == "`h` is not defined");
}

BOOST_AUTO_TEST_CASE(a_faulty_redefinition_keeps_the_old_meaning) {
  Desk desk;
  desk.run("f(x) = x; f(x) = foo(x)");
  BOOST_TEST(desk.value("f(7)") == "7");
}

BOOST_AUTO_TEST_CASE(definitions_are_listed_in_order_and_can_be_read_again) {
  Desk desk;
  desk.run("z = 1\nf(x;\n  a = 2) = a*x  # twice\ny = f(z)\nz2 = 4");
  std::string text;
  for (const Definition* definition : desk.session.definitions()) text += definition->text + "\n";
  BOOST_TEST(text == "z = 1\nf(x; a = 2) = a*x\ny = f(z)\nz2 = 4\n");
  BOOST_TEST(Desk{}.value(text + "y + z2") == "6");
  BOOST_TEST(desk.session.find("f")->signature() == "f(x; a = 2)");
}

BOOST_AUTO_TEST_CASE(a_comment_inside_brackets_is_no_part_of_the_text) {
  Desk desk;
  desk.run("f(x) = (x + # one\n 2)");
  BOOST_TEST(desk.session.find("f")->text == "f(x) = (x + 2)");
}

BOOST_AUTO_TEST_CASE(the_last_result_stands_as_its_text) {
  Desk desk;
  desk.session.set_last(desk.run("x^2 + 1").front().value);
  BOOST_TEST(desk.value("2*_") == "2 + 2*x^2");
  BOOST_TEST(desk.value("f(x) = 3*_; f(2)") == "15");
  BOOST_TEST(desk.session.find("f")->text == "f(x) = 3*(x^2 + 1)");
  BOOST_TEST(desk.code("_ = 3") == "built-in-name");
  BOOST_TEST(Desk{}.value("_ + 1") == "_ + 1");
}

BOOST_AUTO_TEST_CASE(a_variable_that_looks_like_a_parameter_is_noted) {
  Desk desk;
  const auto outcomes = desk.run("u = x^2; f(x) = u + x; g(y) = u + y");
  BOOST_TEST(outcomes[1].notes.size() == 1u);
  BOOST_TEST(outcomes[2].notes.empty());
}

BOOST_AUTO_TEST_CASE(a_check_makes_claims) {
  Desk desk;
  const auto outcomes = desk.run("check (x + x) == 2*x for x > 0, x < 1\ncheck (a) == b == c");
  BOOST_REQUIRE(outcomes.size() == 2u);
  BOOST_REQUIRE(outcomes[0].claims.size() == 1u);
  BOOST_TEST(outcomes[0].claims[0].assumptions.size() == 2u);
  BOOST_TEST(outcomes[0].claims[0].text == "(x + x) == 2*x for x > 0, x < 1");
  BOOST_TEST(outcomes[0].claims[0].left == outcomes[0].claims[0].right);
  BOOST_REQUIRE(outcomes[1].claims.size() == 2u);
  BOOST_TEST(outcomes[1].claims[0].text == "a == b");
  BOOST_TEST(outcomes[1].claims[1].text == "b == c");
  BOOST_TEST(outcomes[1].line == 2u);
}

BOOST_AUTO_TEST_CASE(inequalities_are_claims_too) {
  Desk desk;
  const auto outcomes = desk.run("check 0 < x == y <= 1 for x in [0, 1]");
  BOOST_REQUIRE(outcomes.size() == 1u);
  const std::vector<adage::Claim>& claims = outcomes[0].claims;
  BOOST_REQUIRE(claims.size() == 3u);
  using adage::Op;
  BOOST_TEST((claims[0].relation == Op::lt && claims[1].relation == Op::eq && claims[2].relation == Op::le));
  BOOST_TEST(claims[2].text == "y <= 1 for x in [0, 1]");
  BOOST_TEST(claims[2].assumptions.size() == 1u);
}

BOOST_AUTO_TEST_CASE(latex_defines_and_claims) {
  Desk desk;
  const auto outcomes = desk.run(R"(\begin{aligned}F(x) &= \sigma(x)\\  &= \frac{1}{1+e^{-x}}\end{aligned})");
  for (const Outcome& outcome : outcomes) BOOST_TEST(outcome.diagnostic.rendered == "");
  BOOST_REQUIRE(outcomes.size() == 2u);
  BOOST_TEST((outcomes[0].kind == Outcome::Kind::definition));
  BOOST_REQUIRE(outcomes[1].claims.size() == 1u);
  const adage::Expression left(desk.graph.arena(), outcomes[1].claims[0].left);
  const adage::Expression right(desk.graph.arena(), outcomes[1].claims[0].right);
  BOOST_TEST((adage::check(left, right) == adage::Verdict::Kind::proved));
  BOOST_TEST(desk.value("F'(0)") == "0.25");
}

BOOST_AUTO_TEST_CASE(the_everyday_lines_are_understood) {
  for (const std::string text : {"{ReLU}(x) =max(0, x)", "F[x]= max(0,x)"}) {
    adage::Graph graph;
    BOOST_TEST(adage::to_string(adage::simplify(adage::parse(graph, text))) == "relu(x)");
  }
}

BOOST_AUTO_TEST_CASE(parse_takes_definitions_before_an_expression) {
  adage::Graph graph;
  BOOST_TEST(adage::to_string(adage::parse(graph, "a = 2; f(x) = a*x; f(y)")) == "2*y");
  BOOST_CHECK_THROW(adage::parse(graph, "f(1)"), adage::ParseError);  // nothing is kept
  const auto two = adage::try_parse(graph, "x; y");
  BOOST_TEST(!two.expression.has_value());
  BOOST_TEST(two.diagnostics.at(0).code == "not-an-expression");
  BOOST_TEST(adage::try_parse(graph, "").diagnostics.at(0).code == "empty-input");
  BOOST_TEST(adage::try_parse(graph, " # nothing\n").diagnostics.at(0).code == "empty-input");
  BOOST_TEST(adage::try_parse(graph, "max(0, x").incomplete);
  BOOST_TEST(!adage::try_parse(graph, "max(0, x))").incomplete);
}

BOOST_AUTO_TEST_CASE(parse_carries_its_diagnostics) {
  adage::Graph graph;
  try {
    adage::parse(graph, "1 +\ntnh(x)", {.max_nesting = 100, .source_name = "here"});
    BOOST_FAIL("no exception");
  } catch (const adage::ParseError& error) {
    BOOST_TEST(error.diagnostics().size() >= 1u);
    BOOST_TEST(std::string(error.what()).starts_with("here:2:1: error[unknown-function]"));
  }
  const auto wrong = adage::try_parse(graph, "1 + tnh(x)");
  BOOST_TEST(wrong.diagnostics.at(0).code == "unknown-function");
  BOOST_TEST(wrong.diagnostics.at(0).suggestion == "tanh");
  BOOST_TEST((wrong.diagnostics.at(0).span == adage::Span{4, 7}));
}

BOOST_AUTO_TEST_CASE(a_long_chain_of_definitions_is_linear) {
  std::string text = "f0(x) = x + 1\n";
  for (int i = 1; i != 2000; ++i) text += "f" + std::to_string(i) + "(x) = f" + std::to_string(i - 1) + "(x) + 1\n";
  BOOST_TEST(Desk{}.value(text + "f1999(0)") == "2000");
}

/// Substituting by calls must equal substituting by hand, whatever the names.
BOOST_AUTO_TEST_CASE(parameters_never_capture) {
  std::mt19937 random(7);
  const std::vector<std::string> names{"x", "y", "a", "b"};
  const auto name = [&] { return names[random() % names.size()]; };
  for (int round = 0; round != 2000; ++round) {
    const std::string p = name(), q = name(), free = name(), first = name(), second = name();
    if (p == q || free == p || free == q) continue;
    const std::string call = "f(" + first + "^2, " + q + " = " + second + " + 1)";
    const std::string by_call = "f(" + p + "; " + q + " = 2) = " + p + "*3 + " + q + "*5 + " + free + "*7; " + call;
    const std::string by_hand = "(" + first + "^2)*3 + (" + second + " + 1)*5 + " + free + "*7";
    adage::Graph graph;
    const auto left = adage::simplify(adage::parse(graph, by_call));
    const auto right = adage::simplify(adage::parse(graph, by_hand));
    BOOST_TEST((left == right), by_call << " is " << adage::to_string(left));
  }
}

}  // namespace
