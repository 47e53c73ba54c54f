// SPDX-License-Identifier: BSL-1.0
// Forms that are safe to run, chosen on the way to a tape: they keep full relative accuracy where the form
// that people read cancels or overflows. How short they are does not matter here.
#include "rules/tables.hpp"

namespace adage {
namespace {

constexpr RuleRow table[] = {
    // A large coefficient last, so that it makes no infinity which the other factors would have kept small.
    family("arithmetic"),
    {"run-coefficient-last", "(b*x)*a", "b*(x*a)", "number(b) and not number(a) and abs(b) > 1"},
    {"run-coefficient-after-quotient", "(b*x)/a", "b*(x/a)", "number(b) and not number(a) and abs(b) > 1"},
    {"run-coefficient-divided", "(b*a)/c", "(b/c)*a", "number(b) and number(c)"},
    {"run-coefficient-of-sum", "c*(b*x + b*y)", "x + y", "number(b) and number(c) and b*c == 1"},
    {"run-coefficient-of-sum-divided", "(b*x + b*y)/b", "x + y", "number(b) and b != 0"},
    {"run-sub-of-sub", "a - (a - b)", "b", "total(a)"},
    {"run-sub-less-same", "(a - b) - a", "-b", "total(a)"},
    family("logistic"),
    both_ways("run-one-sub-sigmoid", "1 - sigmoid(a)", "sigmoid(-a)"),
    both_ways("run-sigmoid-sub-one", "sigmoid(a) - 1", "-sigmoid(-a)"),
    {"run-log-one-add-exp", "log(1 + exp(a))", "softplus(a)"},
    {"run-log1p-exp", "log1p(exp(a))", "softplus(a)"},
    {"run-log-sigmoid", "log(sigmoid(a))", "-softplus(-a)"},
    {"run-sigmoid-exp-neg", "1/(1 + exp(-a))", "sigmoid(a)"},
    {"run-sigmoid-exp", "1/(1 + exp(a))", "sigmoid(-a)"},
    {"run-quotient-sigmoid-neg", "b/(1 + exp(-a))", "b*sigmoid(a)"},
    {"run-quotient-sigmoid", "b/(1 + exp(a))", "b*sigmoid(-a)"},
    {"run-softplus-less-log-two", "softplus(a) - log(2)",
     "where(abs(a) < 1, log1p(expm1(a)/2), relu(a) - log(2) + softplus(-abs(a)))"},
    {"run-difference-of-sigmoids", "sigmoid(a) - sigmoid(b)",
     "where(abs(a - b) < 2, -sigmoid(a)*sigmoid(-b)*expm1(b - a), sigmoid(a)*sigmoid(-b) - sigmoid(-a)*sigmoid(b))"},
    {"run-difference-of-softplus", "softplus(a) - softplus(b)",
     "where(abs(a - b) < 2, log1p(sigmoid(b)*expm1(a - b)), "
     "relu(a) + softplus(-abs(a)) - relu(b) - softplus(-abs(b)))"},
    family("power"),
    both_ways("run-hypot-one", "sqrt(1 + a^2)", "hypot(1, a)"),
    {"run-hypot-number", "sqrt(n + a^2)", "hypot(sqrt(n), a)", "number(n) and n > 0"},
    both_ways("run-hypot", "sqrt(a^2 + b^2)", "hypot(a, b)"),
    // Opposites that cancel, by what their sum and their product are. The first row keeps the others from matching what
    // they make.
    {"run-hypot-of-abs", "hypot(b, abs(a))", "hypot(b, a)"},
    {"run-add-hypot", "a + hypot(b, a)", "where(a < 0, b*(b/(hypot(b, a) + abs(a))), hypot(b, a) + abs(a))",
     "not constant(a)"},
    {"run-hypot-less", "hypot(b, a) - a", "where(a > 0, b*(b/(hypot(b, a) + abs(a))), hypot(b, a) + abs(a))",
     "not constant(a)"},
    {"run-hypot-less-constant", "hypot(b, a) - a", "b*(b/(hypot(b, a) + a))", "constant(a) and a > 0"},
    {"run-add-root", "a + sqrt(a^2 + b)", "where(a < 0, b/(sqrt(a^2 + b) + abs(a)), sqrt(a^2 + b) + abs(a))",
     "not constant(a)"},
    {"run-root-less", "sqrt(a^2 + b) - a", "where(a > 0, b/(sqrt(a^2 + b) + abs(a)), sqrt(a^2 + b) + abs(a))",
     "not constant(a)"},
    {"run-one-add-over-hypot", "1 + a/hypot(b, a)", "(a + hypot(b, a))/hypot(b, a)"},
    {"run-one-sub-over-hypot", "1 - a/hypot(b, a)", "(hypot(b, a) - a)/hypot(b, a)"},
    {"run-one-add-over-hypot-add", "1 + (a/hypot(b, a) + c)", "(1 + a/hypot(b, a)) + c"},
    {"run-times-over-hypot", "a*(c/hypot(b, a))", "(a/hypot(b, a))*c"},
    {"run-one-add-softsign", "1 + a/(1 + abs(a))", "(1 + 2*relu(a))/(1 + abs(a))"},
    {"run-one-sub-softsign", "1 - a/(1 + abs(a))", "(1 + 2*relu(-a))/(1 + abs(a))"},
    {"run-half-add-softsign", "1/2 + a/(2*(1 + abs(a)))", "(1/2 + relu(a))/(1 + abs(a))"},
    family("exponential"),
    both_ways("run-exp-sub-one", "exp(a) - 1", "expm1(a)"),
    both_ways("run-one-sub-exp", "1 - exp(a)", "-expm1(a)"),
    family("logarithm"),
    both_ways("run-log-one-add", "log(1 + a)", "log1p(a)"),
    {"run-log-one-sub", "log(1 - a)", "log1p(-a)"},
    {"run-log-two-sub-exp", "log(2 - exp(a))", "log1p(-expm1(a))"},
    family("hyperbolic"),
    both_ways("run-one-sub-tanh-square", "1 - tanh(a)^2", "4*(sigmoid(2*a)*sigmoid(-2*a))"),
    both_ways("run-one-sub-tanh", "1 - tanh(a)", "2*sigmoid(-2*a)"),
    both_ways("run-one-add-tanh", "1 + tanh(a)", "2*sigmoid(2*a)"),
    both_ways("run-tanh-sub-one", "tanh(a) - 1", "-2*sigmoid(-2*a)"),
    {"run-log-cosh", "log(cosh(a))",
     "where(abs(a) < 1, log1p(2*sinh(a/2)^2), abs(a) + log1p(exp(-2*abs(a))) - log(2))"},
    family("trigonometric"),
    {"run-half-turn-add-atan", "pi/2 + atan(a)", "atan2(1, -a)"},
    {"run-half-turn-sub-atan", "pi/2 - atan(a)", "atan2(1, a)"},
    {"run-half-add-atan", "1/2 + atan(a)/pi", "(pi/2 + atan(a))/pi"},
    {"run-half-sub-atan", "1/2 - atan(a)/pi", "(pi/2 - atan(a))/pi"},
    family("error"),
    {"run-one-sub-erf", "1 - erf(a)", "erfc(a)"},
    both_ways("run-one-add-erf", "1 + erf(a)", "erfc(-a)"),
    both_ways("run-erf-sub-one", "erf(a) - 1", "-erfc(a)"),
    {"run-one-add-erf-scaled", "1 + erf(a/sqrt(2))", "2*normal_cdf(a)"},
    {"run-one-sub-erf-scaled", "1 - erf(a/sqrt(2))", "2*normal_cdf(-a)"},
    both_ways("run-one-sub-normal-cdf", "1 - normal_cdf(a)", "normal_cdf(-a)"),
    {"run-one-sub-erfc", "1 - erfc(a)", "erf(a)"},
};

}  // namespace

std::span<const RuleRow> lowering_rules() { return table; }

}  // namespace adage
