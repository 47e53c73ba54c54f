// SPDX-License-Identifier: BSL-1.0
// Error functions: mirrored and scaled forms, which keep the tail that a difference from one loses (DLMF 7.2, 7.4),
// and the recurrences of the gamma function (5.5).
#include "rules/tables.hpp"

namespace adage {
namespace {

constexpr RuleRow table[] = {
    family("error"),
    both_ways("erfc-mirrored", "erfc(-a)", "2 - erfc(a)"),
    {"erfc-sum", "erfc(a) + erfc(-a)", "2", "total(a)"},
    both_ways("difference-of-erfs", "erf(a) - erf(b)", "erfc(b) - erfc(a)"),
    both_ways("difference-of-erfcs-mirrored", "erfc(a) - erfc(b)", "erfc(-b) - erfc(-a)"),
    both_ways("erf-normal", "erf(a)", "2*normal_cdf(a*sqrt(2)) - 1"),
    both_ways("erfc-normal", "erfc(a)", "2*normal_cdf(-(a*sqrt(2)))"),
    both_ways("erf-scaled-normal", "erf(a/sqrt(2))", "2*normal_cdf(a) - 1"),
    both_ways("erfc-scaled-normal", "erfc(a/sqrt(2))", "2*normal_cdf(-a)"),
    both_ways("normal-erfc", "normal_cdf(a)", "erfc(-(a/sqrt(2)))/2"),
    both_ways("normal-erf", "normal_cdf(a)", "(1 + erf(a/sqrt(2)))/2"),
    both_ways("normal-less-half", "normal_cdf(a) - 1/2", "erf(a/sqrt(2))/2"),
    both_ways("normal-less-mirrored", "normal_cdf(a) - normal_cdf(-a)", "erf(a/sqrt(2))"),
    both_ways("difference-of-normals", "normal_cdf(a) - normal_cdf(b)", "normal_cdf(-b) - normal_cdf(-a)"),
    {"normal-variance", "normal_cdf(a)*(1 - normal_cdf(a))", "normal_cdf(a)*normal_cdf(-a)"},
    family("gamma"),
    both_ways("gamma-recurrence", "gamma(a + 1)", "a*gamma(a)", "a > 0"),
    both_ways("lgamma-recurrence", "lgamma(a + 1)", "log(a) + lgamma(a)", "a > 0"),
    both_ways("digamma-recurrence", "digamma(a + 1)", "digamma(a) + 1/a", "a > 0"),
    both_ways("log-of-gamma", "log(gamma(a))", "lgamma(a)", "a > 0"),
};

}  // namespace

std::span<const RuleRow> error_rules() { return table; }

}  // namespace adage
