// SPDX-License-Identifier: BSL-1.0
// Hyperbolic functions: by exponentials and back (DLMF 4.28), sums and multiples (4.35), inverses by logarithms (4.37),
// and forms that keep small arguments (Kahan 1987).
#include "rules/tables.hpp"

namespace adage {
namespace {

constexpr RuleRow table[] = {
    family("hyperbolic"),
    both_ways("sinh-by-exp", "sinh(a)", "(exp(a) - exp(-a))/2"),
    both_ways("cosh-by-exp", "cosh(a)", "(exp(a) + exp(-a))/2"),
    both_ways("sinh-by-expm1", "sinh(a)", "(expm1(a) + expm1(a)/exp(a))/2"),
    both_ways("sinh-by-expm1-difference", "sinh(a)", "(expm1(a) - expm1(-a))/2"),
    both_ways("cosh-less-one", "cosh(a) - 1", "2*sinh(a/2)^2"),
    both_ways("cosh-add-one", "cosh(a) + 1", "2*cosh(a/2)^2"),
    both_ways("tanh-by-expm1", "tanh(a)", "expm1(2*a)/(expm1(2*a) + 2)"),
    both_ways("tanh-by-expm1-negated", "tanh(a)", "-(expm1(-2*a)/(1 + exp(-2*a)))"),
    both_ways("tanh-by-sigmoid", "tanh(a)", "2*sigmoid(2*a) - 1"),
    both_ways("tanh-by-sigmoid-negated", "tanh(a)", "1 - 2*sigmoid(-2*a)"),
    both_ways("tanh-slope-cosh", "1 - tanh(a)^2", "1/cosh(a)^2"),
    both_ways("tanh-slope-product", "1 - tanh(a)^2", "(1 - tanh(a))*(1 + tanh(a))"),
    both_ways("sech-square-sigmoid", "1/cosh(a)^2", "4*(sigmoid(2*a)*sigmoid(-2*a))"),
    both_ways("sech-by-exp", "1/cosh(a)", "2*(exp(-a)/(1 + exp(-2*a)))"),
    both_ways("sech-by-exp-abs", "1/cosh(a)", "2*(exp(-abs(a))/(1 + exp(-2*abs(a))))"),
    both_ways("double-sinh", "sinh(2*a)", "2*(sinh(a)*cosh(a))"),
    both_ways("sinh-times-cosh", "sinh(a)*cosh(a)", "sinh(2*a)/2"),
    both_ways("double-cosh", "cosh(2*a)", "cosh(a)^2 + sinh(a)^2"),
    both_ways("double-cosh-sinh", "cosh(2*a)", "1 + 2*sinh(a)^2"),
    both_ways("double-cosh-cosh", "cosh(2*a)", "2*cosh(a)^2 - 1"),
    both_ways("double-tanh", "tanh(2*a)", "2*tanh(a)/(1 + tanh(a)^2)"),
    both_ways("half-tanh", "tanh(a/2)", "sinh(a)/(1 + cosh(a))"),
    {"half-tanh-cosh", "(cosh(a) - 1)/sinh(a)", "tanh(a/2)", "a != 0 or smooth(a)"},
    both_ways("sinh-of-sum", "sinh(a + b)", "sinh(a)*cosh(b) + cosh(a)*sinh(b)"),
    both_ways("sinh-of-difference", "sinh(a - b)", "sinh(a)*cosh(b) - cosh(a)*sinh(b)"),
    both_ways("cosh-of-sum", "cosh(a + b)", "cosh(a)*cosh(b) + sinh(a)*sinh(b)"),
    both_ways("cosh-of-difference", "cosh(a - b)", "cosh(a)*cosh(b) - sinh(a)*sinh(b)"),
    both_ways("tanh-of-sum", "tanh(a + b)", "(tanh(a) + tanh(b))/(1 + tanh(a)*tanh(b))"),
    both_ways("difference-of-sinhs", "sinh(a) - sinh(b)", "2*(cosh((a + b)/2)*sinh((a - b)/2))"),
    both_ways("difference-of-coshs", "cosh(a) - cosh(b)", "2*(sinh((a + b)/2)*sinh((a - b)/2))"),
    both_ways("difference-of-tanhs", "tanh(a) - tanh(b)", "sinh(a - b)/(cosh(a)*cosh(b))"),
    both_ways("sum-of-tanhs", "tanh(a) + tanh(b)", "sinh(a + b)/(cosh(a)*cosh(b))"),
    both_ways("asinh-by-log1p", "asinh(a)", "log1p(a + a^2/(1 + sqrt(1 + a^2)))"),
    both_ways("asinh-by-log-hypot", "asinh(a)", "log(a + hypot(1, a))"),
    both_ways("acosh-by-log", "acosh(a)", "log(a + sqrt(a - 1)*sqrt(a + 1))"),
    both_ways("acosh-by-log-square", "acosh(a)", "log(a + sqrt(a^2 - 1))"),
    both_ways("acosh-by-log1p", "acosh(1 + a)", "log1p(a + sqrt(a*(a + 2)))"),
    both_ways("atanh-by-log1p", "atanh(a)", "(log1p(a) - log1p(-a))/2"),
    both_ways("atanh-log1p-ratio", "atanh(a)", "log1p(2*a/(1 - a))/2"),
    both_ways("difference-of-atanhs", "atanh(a) - atanh(b)", "atanh((a - b)/(1 - a*b))",
              "-1 < a and a < 1 and -1 < b and b < 1"),
    {"acosh-cosh", "acosh(cosh(a))", "abs(a)"},
    {"cosh-asinh", "cosh(asinh(a))", "sqrt(1 + a^2)"},
    {"tanh-asinh", "tanh(asinh(a))", "a/sqrt(1 + a^2)"},
    {"sinh-acosh", "sinh(acosh(a))", "sqrt(a - 1)*sqrt(a + 1)"},
    {"cosh-atanh", "cosh(atanh(a))", "1/sqrt(1 - a^2)"},
    {"sinh-atanh", "sinh(atanh(a))", "a/sqrt(1 - a^2)"},
    {"exp-asinh", "exp(asinh(a))", "a + sqrt(1 + a^2)"},
    {"exp-double-atanh", "exp(2*atanh(a))", "(1 + a)/(1 - a)", "-1 < a and a < 1"},
    both_ways("log-of-cosh-sinh", "log(cosh(a))", "log1p(2*sinh(a/2)^2)"),
    both_ways("log-of-cosh-abs", "log(cosh(a))", "abs(a) + log1p(exp(-2*abs(a))) - log(2)"),
    both_ways("log-of-cosh-softplus", "log(cosh(a))", "a + softplus(-2*a) - log(2)"),
    both_ways("log-of-sinh", "log(sinh(a))", "a + log1p(-exp(-2*a)) - log(2)"),
};

}  // namespace

std::span<const RuleRow> hyperbolic_rules() { return table; }

}  // namespace adage
