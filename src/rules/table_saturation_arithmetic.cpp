// SPDX-License-Identifier: BSL-1.0
// Polynomials and fractions: factored and expanded forms, common denominators, differences without cancellation.
#include "rules/tables.hpp"

namespace adage {
namespace {

constexpr RuleRow table[] = {
    family("arithmetic"),
    both_ways("factor-common", "a*b + a*c", "a*(b + c)"),
    both_ways("factor-one", "a*b + a", "a*(b + 1)"),
    both_ways("factor-square", "a^2 + a*b", "a*(a + b)"),
    both_ways("square-of-sum", "(a + b)^2", "a^2 + 2*(a*b) + b^2"),
    both_ways("square-of-difference", "(a - b)^2", "a^2 - 2*(a*b) + b^2"),
    {"cube-of-sum", "(a + b)^3", "a^3 + 3*(a^2*b) + 3*(a*b^2) + b^3"},
    both_ways("difference-of-squares", "a^2 - b^2", "(a - b)*(a + b)"),
    both_ways("square-less-one", "a^2 - 1", "(a - 1)*(a + 1)"),
    both_ways("one-less-square", "1 - a^2", "(1 - a)*(1 + a)"),
    both_ways("difference-of-cubes", "a^3 - b^3", "(a - b)*(a^2 + a*b + b^2)"),
    both_ways("sum-of-cubes", "a^3 + b^3", "(a + b)*(a^2 - a*b + b^2)"),
    both_ways("difference-of-fourth-powers", "a^4 - b^4", "(a^2 - b^2)*(a^2 + b^2)"),
    both_ways("square-increment", "(a + b)^2 - a^2", "b*(2*a + b)"),
    both_ways("cube-increment", "(a + b)^3 - a^3", "b*(3*a^2 + 3*(a*b) + b^2)"),
    {"squares-of-sum-and-difference", "(a + b)^2 - (a - b)^2", "4*(a*b)"},
    {"sum-times-difference-square", "(a + b)*(a - b) + b^2", "a^2"},
    both_ways("add-fractions", "a/b + c/d", "(a*d + c*b)/(b*d)"),
    both_ways("sub-fractions", "a/b - c/d", "(a*d - c*b)/(b*d)"),
    both_ways("add-over-common", "a/b + c/b", "(a + c)/b"),
    both_ways("sub-over-common", "a/b - c/b", "(a - c)/b"),
    both_ways("add-to-fraction", "a/b + c", "(a + c*b)/b"),
    both_ways("fraction-add-one", "a/b + 1", "(a + b)/b"),
    both_ways("fraction-less-one", "a/b - 1", "(a - b)/b"),
    both_ways("difference-of-inverses", "1/a - 1/b", "(b - a)/(a*b)"),
    both_ways("inverse-increment", "1/a - 1/(a + b)", "b/(a*(a + b))"),
    both_ways("inverses-around", "1/(a - b) - 1/(a + b)", "2*b/((a - b)*(a + b))"),
    both_ways("share-of-sum", "a/(a + b)", "1/(1 + b/a)", "a != 0"),
    both_ways("one-less-share", "1 - a/(a + b)", "b/(a + b)"),
    both_ways("fraction-of-fraction", "(a/b)/c", "a/(b*c)"),
    both_ways("over-fraction", "a/(b/c)", "a*c/b", "c != 0"),
    both_ways("inverse-of-inverse-sum", "1/(1/a + 1/b)", "a*b/(a + b)", "a != 0 and b != 0"),
    both_ways("one-over-one-add-inverse", "1/(1 + 1/a)", "a/(1 + a)", "a != 0"),
    both_ways("one-less-over-one-add", "1 - 1/(1 + a)", "a/(1 + a)"),
};

}  // namespace

std::span<const RuleRow> arithmetic_rules() { return table; }

}  // namespace adage
