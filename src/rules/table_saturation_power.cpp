// SPDX-License-Identifier: BSL-1.0
// Roots and powers: conjugates take the cancellation out of differences of roots (Higham 2002, 1.7 and 1.8); the
// guards keep their denominators from zero. Sums, products and powers of powers as in DLMF 4.2(iv).
#include "rules/tables.hpp"

namespace adage {
namespace {

constexpr RuleRow table[] = {
    family("power"),
    both_ways("sqrt-of-product", "sqrt(a*b)", "sqrt(a)*sqrt(b)", "a > 0 or b > 0 or a >= 0 and b >= 0"),
    both_ways("sqrt-of-quotient", "sqrt(a/b)", "sqrt(a)/sqrt(b)", "a > 0 or b > 0"),
    both_ways("sqrt-of-inverse", "sqrt(1/a)", "1/sqrt(a)"),
    both_ways("sqrt-over-self", "sqrt(a)/a", "1/sqrt(a)"),
    {"self-over-sqrt", "a/sqrt(a)", "sqrt(a)", "a != 0 or smooth(a)"},
    both_ways("sqrt-of-square-factor", "sqrt(a^2*b)", "abs(a)*sqrt(b)", "b >= 0 or a != 0"),
    both_ways("sqrt-of-sqrt", "sqrt(sqrt(a))", "a^(1/4)"),
    both_ways("power-three-halves", "a^(3/2)", "a*sqrt(a)"),
    {"sqrt-to-even", "sqrt(a)^n", "a^(n/2)", "even(n) and a > 0"},
    both_ways("sqrt-conjugate", "sqrt(a) - sqrt(b)", "(a - b)/(sqrt(a) + sqrt(b))", "a > 0 or b > 0"),
    both_ways("sqrt-increment", "sqrt(a + b) - sqrt(a)", "b/(sqrt(a + b) + sqrt(a))", "b != 0"),
    both_ways("sqrt-around", "sqrt(a + b) - sqrt(a - b)", "2*b/(sqrt(a + b) + sqrt(a - b))", "b != 0"),
    both_ways("less-sqrt-conjugate", "a - sqrt(b)", "(a^2 - b)/(a + sqrt(b))", "a > 0"),
    both_ways("add-sqrt-conjugate", "a + sqrt(b)", "(a^2 - b)/(a - sqrt(b))", "a < 0"),
    both_ways("sqrt-one-add-less-one", "sqrt(1 + a) - 1", "a/(1 + sqrt(1 + a))"),
    both_ways("one-less-sqrt-one-less", "1 - sqrt(1 - a)", "a/(1 + sqrt(1 - a))"),
    both_ways("inverse-sqrt-conjugate", "1/sqrt(a) - 1/sqrt(b)", "(b - a)/(sqrt(a)*sqrt(b)*(sqrt(a) + sqrt(b)))"),
    both_ways("inverse-sqrt-increment", "1/sqrt(a) - 1/sqrt(a + b)", "b/(sqrt(a)*sqrt(a + b)*(sqrt(a) + sqrt(a + b)))"),
    both_ways("conjugate-of-sqrts", "1/(sqrt(a) + sqrt(b))", "(sqrt(a) - sqrt(b))/(a - b)", "a > b or a < b"),
    both_ways("sqrt-one-less-square", "sqrt(1 - a^2)", "sqrt(1 - a)*sqrt(1 + a)"),
    both_ways("cbrt-conjugate", "cbrt(a) - cbrt(b)", "(a - b)/(cbrt(a)^2 + cbrt(a)*cbrt(b) + cbrt(b)^2)",
              "a != 0 or b != 0"),
    both_ways("cbrt-increment", "cbrt(a + b) - cbrt(a)", "b/(cbrt(a + b)^2 + cbrt(a + b)*cbrt(a) + cbrt(a)^2)",
              "b != 0"),
    both_ways("cbrt-of-product", "cbrt(a*b)", "cbrt(a)*cbrt(b)"),
    both_ways("cbrt-of-quotient", "cbrt(a/b)", "cbrt(a)/cbrt(b)"),
    {"cbrt-of-cube", "cbrt(a^3)", "a"},
    both_ways("cbrt-of-exp", "cbrt(exp(a))", "exp(a/3)"),
    both_ways("power-one-third", "a^(1/3)", "cbrt(a)", "a >= 0"),
    both_ways("hypot-square", "hypot(a, b)^2", "a^2 + b^2"),
    both_ways("hypot-number", "sqrt(a^2 + n)", "hypot(a, sqrt(n))", "number(n) and n > 0"),
    {"hypot-zero", "hypot(a, 0)", "abs(a)"},
    {"hypot-same", "hypot(a, a)", "sqrt(2)*abs(a)"},
    {"hypot-negated", "hypot(-a, b)", "hypot(a, b)"},
    both_ways("hypot-scaled", "hypot(c*a, c*b)", "abs(c)*hypot(a, b)"),
    both_ways("hypot-less-leg", "hypot(a, b) - a", "b^2/(hypot(a, b) + a)", "a > 0"),
    both_ways("hypot-add-leg", "hypot(a, b) + a", "b^2/(hypot(a, b) - a)", "a < 0"),
    both_ways("power-of-product", "(a*b)^c", "a^c*b^c", "a > 0 or b > 0"),
    both_ways("power-of-product-whole", "(a*b)^n", "a^n*b^n", "number(n) and integer(n)"),
    both_ways("power-of-quotient", "(a/b)^c", "a^c/b^c", "a > 0 and b > 0"),
    both_ways("power-of-quotient-whole", "(a/b)^n", "a^n/b^n", "number(n) and integer(n) and n != 0"),
    both_ways("power-of-power", "(a^b)^c", "a^(b*c)", "a > 0"),
    // x^a*x^(1 - a) has no value for x < 0; x*x^a has one where x^(a + 1) does, but for x = 0.
    both_ways("product-of-powers", "a^b*a^c", "a^(b + c)", "a > 0"),
    both_ways("quotient-of-powers", "a^b/a^c", "a^(b - c)", "a > 0"),
    {"self-times-power", "a*a^b", "a^(b + 1)"},
    {"by-self-and-power", "1/(a*a^b)", "1/a^(b + 1)"},
    {"slope-of-inverse-power", "a^(b - 1)/(a^b)^2", "1/a^(b + 1)"},
    {"power-of-one-more", "a^(b + 1)", "a*a^b", "a > 0"},
    both_ways("inverse-of-power", "1/a^b", "a^(-b)", "a > 0"),
    both_ways("abs-of-power", "abs(a^n)", "abs(a)^n", "number(n) and integer(n)"),
};

}  // namespace

std::span<const RuleRow> power_rules() { return table; }

}  // namespace adage
