// SPDX-License-Identifier: BSL-1.0
// The logistic function and softplus: shifts and mirrored forms that keep both tails, and forms of the derivative in
// terms of the result. DLMF has no chapter on them; each follows from sigmoid(a) = 1/(1 + exp(-a)).
#include "rules/tables.hpp"

namespace adage {
namespace {

constexpr RuleRow table[] = {
    family("logistic"),
    both_ways("sigmoid-exp-over", "exp(a)/(1 + exp(a))", "sigmoid(a)"),
    both_ways("sigmoid-tanh", "sigmoid(a)", "(1 + tanh(a/2))/2"),
    both_ways("sigmoid-double-tanh", "sigmoid(2*a)", "(1 + tanh(a))/2"),
    both_ways("sigmoid-less-half", "sigmoid(a) - 1/2", "tanh(a/2)/2"),
    both_ways("sigmoid-less-mirrored", "sigmoid(a) - sigmoid(-a)", "tanh(a/2)"),
    both_ways("inverse-of-sigmoid", "1/sigmoid(a)", "1 + exp(-a)"),
    {"sigmoid-odds", "sigmoid(a)/sigmoid(-a)", "exp(a)"},
    both_ways("sigmoid-variance", "sigmoid(a)*(1 - sigmoid(a))", "sigmoid(a)*sigmoid(-a)"),
    both_ways("sigmoid-variance-square", "sigmoid(a) - sigmoid(a)^2", "sigmoid(a)*sigmoid(-a)"),
    both_ways("sigmoid-variance-exp-neg", "exp(-a)*sigmoid(a)^2", "sigmoid(a)*sigmoid(-a)"),
    both_ways("sigmoid-variance-exp", "exp(a)*sigmoid(-a)^2", "sigmoid(a)*sigmoid(-a)"),
    both_ways("sigmoid-variance-written", "exp(-a)/(1 + exp(-a))^2", "sigmoid(a)*sigmoid(-a)"),
    both_ways("sigmoid-variance-written-mirrored", "exp(a)/(1 + exp(a))^2", "sigmoid(a)*sigmoid(-a)"),
    {"sigmoid-variance-symmetric", "1/(2 + exp(a) + exp(-a))", "sigmoid(a)*sigmoid(-a)"},
    both_ways("sigmoid-variance-cosh", "1/(4*cosh(a/2)^2)", "sigmoid(a)*sigmoid(-a)"),
    both_ways("difference-of-sigmoids", "sigmoid(a) - sigmoid(b)", "-(sigmoid(a)*sigmoid(-b)*expm1(b - a))"),
    both_ways("log-one-less-sigmoid", "log(1 - sigmoid(a))", "-softplus(a)"),
    both_ways("log1p-minus-sigmoid", "log1p(-sigmoid(a))", "-softplus(a)"),
    both_ways("softplus-shift", "softplus(a)", "a + softplus(-a)"),
    both_ways("softplus-stable", "softplus(a)", "relu(a) + log1p(exp(-abs(a)))"),
    both_ways("sigmoid-of-softplus", "sigmoid(a)", "1 - exp(-softplus(a))"),
    both_ways("sigmoid-expm1-softplus", "sigmoid(a)", "-expm1(-softplus(a))"),
    both_ways("sigmoid-exp-softplus-neg", "exp(-softplus(-a))", "sigmoid(a)"),
    both_ways("sigmoid-neg-exp-softplus", "exp(-softplus(a))", "sigmoid(-a)"),
    both_ways("sigmoid-exp-less-softplus", "exp(a - softplus(a))", "sigmoid(a)"),
    {"expm1-softplus", "expm1(softplus(a))", "exp(a)"},
    {"log-expm1-softplus", "log(expm1(softplus(a)))", "a"},
    {"log-exp-softplus-less-one", "log(exp(softplus(a)) - 1)", "a"},
    {"softplus-log-expm1", "softplus(log(expm1(a)))", "a", "a > 0"},
    {"softplus-log", "softplus(log(a))", "log1p(a)", "a > 0"},
    {"sigmoid-log", "sigmoid(log(a))", "a/(1 + a)", "a > 0"},
    {"sigmoid-minus-log", "sigmoid(-log(a))", "1/(1 + a)", "a > 0"},
    {"sigmoid-logit", "sigmoid(log(a/(1 - a)))", "a", "0 < a and a < 1"},
    {"sigmoid-logit-difference", "sigmoid(log(a) - log1p(-a))", "a", "0 < a and a < 1"},
    {"logit-sigmoid", "log(sigmoid(a)/sigmoid(-a))", "a"},
    {"logit-sigmoid-complement", "log(sigmoid(a)/(1 - sigmoid(a)))", "a"},
    {"logit-sigmoid-difference", "log(sigmoid(a)) - log(sigmoid(-a))", "a"},
    both_ways("tanh-softplus", "tanh(softplus(a))", "exp(a)*(exp(a) + 2)/(exp(a)*(exp(a) + 2) + 2)"),
    both_ways("difference-of-softplus", "softplus(a) - softplus(b)", "log1p(sigmoid(b)*expm1(a - b))"),
};

}  // namespace

std::span<const RuleRow> logistic_rules() { return table; }

}  // namespace adage
