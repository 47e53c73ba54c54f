// SPDX-License-Identifier: BSL-1.0
// Exponentials and logarithms. expm1, log1p, shifts of log-sum-exp and the forms of log(1 - exp(a)) keep what plain
// forms cancel or overflow (Mächler 2012; Blanchard, Higham & Higham 2021). A logarithm of a product is split only
// where one factor is known to be positive: then both sides ask the same of the other. DLMF 4.8, 4.6.
#include "rules/tables.hpp"

namespace adage {
namespace {

constexpr RuleRow table[] = {
    family("exponential"),
    both_ways("exp-of-sum", "exp(a + b)", "exp(a)*exp(b)"),
    both_ways("exp-of-difference", "exp(a - b)", "exp(a)/exp(b)"),
    both_ways("exp-of-negated", "exp(-a)", "1/exp(a)"),
    {"power-of-exp", "exp(a)^b", "exp(a*b)"},
    {"exp-multiple", "exp(n*a)", "exp(a)^n", "number(n) and integer(n)"},
    both_ways("difference-of-exps", "exp(a) - exp(b)", "exp(b)*expm1(a - b)"),
    both_ways("difference-of-exps-sinh", "exp(a) - exp(b)", "2*(exp((a + b)/2)*sinh((a - b)/2))"),
    both_ways("exp-increment", "exp(a + b) - exp(a)", "exp(a)*expm1(b)"),
    both_ways("times-exp-less-self", "b*exp(a) - b", "b*expm1(a)"),
    both_ways("expm1-sinh", "expm1(a)", "2*(exp(a/2)*sinh(a/2))"),
    both_ways("expm1-tanh", "expm1(a)", "tanh(a/2)*(exp(a) + 1)"),
    both_ways("expm1-of-negated", "expm1(-a)", "-(expm1(a)/exp(a))"),
    {"exp-times-expm1-negated", "exp(a)*expm1(-a)", "-expm1(a)"},
    both_ways("expm1-double", "expm1(2*a)", "expm1(a)*(expm1(a) + 2)"),
    both_ways("expm1-double-exp", "expm1(2*a)", "expm1(a)*(exp(a) + 1)"),
    both_ways("expm1-of-sum", "expm1(a + b)", "expm1(a) + expm1(b) + expm1(a)*expm1(b)"),
    both_ways("expm1-add-one", "expm1(a) + 1", "exp(a)"),
    both_ways("difference-of-expm1s", "expm1(a) - expm1(b)", "exp(b)*expm1(a - b)"),
    {"exp-double-less-one-over", "(exp(2*a) - 1)/(exp(a) + 1)", "expm1(a)"},
    {"second-difference-of-exp", "exp(a) + exp(-a) - 2", "4*sinh(a/2)^2"},
    {"expm1-sum-of-opposites", "expm1(a) + expm1(-a)", "4*sinh(a/2)^2"},
    {"expm1-log", "expm1(log(a))", "a - 1", "a > 0"},
    {"expm1-log1p", "expm1(log1p(a))", "a", "a > -1"},
    {"exp-log1p", "exp(log1p(a))", "1 + a", "a > -1"},
    {"exp-add-log1p", "exp(a + log1p(b))", "exp(a)*(1 + b)", "b > -1"},
    both_ways("exp2-by-exp", "exp2(a)", "exp(a*log(2))"),
    both_ways("power-of-two", "2^a", "exp2(a)"),
    both_ways("exp2-of-sum", "exp2(a + b)", "exp2(a)*exp2(b)"),
    {"exp2-log2", "exp2(log2(a))", "a", "a > 0"},
    family("logarithm"),
    both_ways("log1p-of-less-one", "log1p(a - 1)", "log(a)"),
    both_ways("log-of-product", "log(a*b)", "log(a) + log(b)", "a > 0 or b > 0"),
    both_ways("log-of-quotient", "log(a/b)", "log(a) - log(b)", "a > 0 or b > 0"),
    both_ways("log-ratio-log1p", "log(a/b)", "log1p((a - b)/b)"),
    both_ways("difference-of-logs-log1p", "log(a) - log(b)", "log1p((a - b)/b)", "a > 0 or b > 0"),
    both_ways("log-increment", "log(a + b) - log(a)", "log1p(b/a)", "a > 0 or a + b > 0"),
    both_ways("difference-of-log1ps", "log1p(a) - log1p(b)", "log1p((a - b)/(1 + b))", "a > -1 or b > -1"),
    both_ways("sum-of-log1ps", "log1p(a) + log1p(b)", "log1p(a + b + a*b)", "a > -1 or b > -1"),
    both_ways("log1p-of-square", "log1p(-a^2)", "log1p(a) + log1p(-a)"),
    both_ways("log1p-inverse", "log1p(1/a)", "log1p(a) - log(a)", "a > 0"),
    {"product-with-log", "b*log(a)", "log(a^b)", "a > 0 and not number(a)"},  // log(2^x) is what no one writes
    both_ways("log-of-even-power", "log(a^n)", "n*log(abs(a))", "even(n) and n != 0"),
    both_ways("log-of-square-root-sum", "log(sqrt(a^2 + b^2))", "log(hypot(a, b))"),
    both_ways("log-of-cbrt", "log(cbrt(a))", "log(a)/3"),
    {"log1p-expm1", "log1p(expm1(a))", "a"},
    {"log-expm1-add-one", "log(expm1(a) + 1)", "a"},
    both_ways("log2-by-log", "log2(a)", "log(a)/log(2)"),
    both_ways("log10-by-log", "log10(a)", "log(a)/log(10)"),
    {"log2-exp2", "log2(exp2(a))", "a"},
    {"log-exp2", "log(exp2(a))", "a*log(2)"},
    both_ways("log-of-exp-less-one", "log(exp(a) - 1)", "a + log1p(-exp(-a))"),
    both_ways("log-of-expm1", "log(expm1(a))", "a + log1p(-exp(-a))"),
    both_ways("log-of-expm1-negated", "log(expm1(a))", "a + log(-expm1(-a))"),
    both_ways("log-of-minus-expm1", "log(-expm1(a))", "log1p(-exp(a))"),
    both_ways("log-sum-exp", "log(exp(a) + exp(b))", "a + softplus(b - a)"),
    both_ways("log-sum-exp-max", "log(exp(a) + exp(b))", "max(a, b) + log1p(exp(-abs(a - b)))"),
    both_ways("log-difference-exp", "log(exp(a) - exp(b))", "a + log1p(-exp(b - a))"),
    both_ways("log-add-exp", "log(a + exp(b))", "b + log1p(a*exp(-b))"),
    both_ways("log1p-atanh", "log1p(a)", "2*atanh(a/(2 + a))"),
    both_ways("log-atanh", "log(a)", "2*atanh((a - 1)/(a + 1))"),
};

}  // namespace

std::span<const RuleRow> exponential_rules() { return table; }

}  // namespace adage
