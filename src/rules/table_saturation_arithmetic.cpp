// SPDX-License-Identifier: BSL-1.0
// Polynomials and fractions: differences without cancellation, fractions within fractions. Common factors, products of
// sums and common denominators need no rules: simplify/arithmetic.cpp and exact algebra know them for any length.
#include "rules/tables.hpp"

namespace adage {
namespace {

constexpr RuleRow table[] = {
    family("arithmetic"),
    both_ways("square-of-sum", "(a + b)^2", "a^2 + 2*(a*b) + b^2"),
    both_ways("square-of-difference", "(a - b)^2", "a^2 - 2*(a*b) + b^2"),
    both_ways("difference-of-squares", "a^2 - b^2", "(a - b)*(a + b)"),
    both_ways("square-less-one", "a^2 - 1", "(a - 1)*(a + 1)"),
    both_ways("one-less-square", "1 - a^2", "(1 - a)*(1 + a)"),
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
