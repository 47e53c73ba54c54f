// SPDX-License-Identifier: BSL-1.0
// Trigonometric functions: half, double and added angles (DLMF 4.21), inverses (4.23, 4.24). Differences become
// products, in which nothing cancels. atan2 keeps differences of arctangents on the right sheet for all arguments.
#include "rules/tables.hpp"

namespace adage {
namespace {

constexpr RuleRow table[] = {
    family("trigonometric"),
    both_ways("one-less-cos", "1 - cos(a)", "2*sin(a/2)^2"),
    both_ways("one-add-cos", "1 + cos(a)", "2*cos(a/2)^2"),
    both_ways("half-tan", "tan(a/2)", "sin(a)/(1 + cos(a))"),
    {"half-tan-cos", "(1 - cos(a))/sin(a)", "tan(a/2)", "sin(a) != 0 or smooth(a) and not constant(a)"},
    both_ways("sine-square-double", "sin(a)^2", "(1 - cos(2*a))/2"),
    both_ways("cosine-square-double", "cos(a)^2", "(1 + cos(2*a))/2"),
    both_ways("sine-times-cosine", "sin(a)*cos(a)", "sin(2*a)/2"),
    both_ways("double-cos-sine", "cos(2*a)", "1 - 2*sin(a)^2"),
    both_ways("double-cos-cosine", "cos(2*a)", "2*cos(a)^2 - 1"),
    both_ways("triple-sin", "sin(3*a)", "3*sin(a) - 4*sin(a)^3"),
    both_ways("triple-cos", "cos(3*a)", "4*cos(a)^3 - 3*cos(a)"),
    both_ways("sin-of-sum", "sin(a + b)", "sin(a)*cos(b) + cos(a)*sin(b)"),
    both_ways("sin-of-difference", "sin(a - b)", "sin(a)*cos(b) - cos(a)*sin(b)"),
    both_ways("cos-of-sum", "cos(a + b)", "cos(a)*cos(b) - sin(a)*sin(b)"),
    both_ways("cos-of-difference", "cos(a - b)", "cos(a)*cos(b) + sin(a)*sin(b)"),
    both_ways("difference-of-sines", "sin(a) - sin(b)", "2*(cos((a + b)/2)*sin((a - b)/2))"),
    both_ways("sum-of-sines", "sin(a) + sin(b)", "2*(sin((a + b)/2)*cos((a - b)/2))"),
    both_ways("difference-of-cosines", "cos(a) - cos(b)", "-2*(sin((a + b)/2)*sin((a - b)/2))"),
    both_ways("sum-of-cosines", "cos(a) + cos(b)", "2*(cos((a + b)/2)*cos((a - b)/2))"),
    both_ways("sine-increment", "sin(a + b) - sin(a)", "2*(cos(a + b/2)*sin(b/2))"),
    both_ways("cosine-increment", "cos(a + b) - cos(a)", "-2*(sin(a + b/2)*sin(b/2))"),
    both_ways("product-of-sines", "sin(a)*sin(b)", "(cos(a - b) - cos(a + b))/2"),
    both_ways("product-of-cosines", "cos(a)*cos(b)", "(cos(a - b) + cos(a + b))/2"),
    both_ways("sine-times-cosine-of-other", "sin(a)*cos(b)", "(sin(a + b) + sin(a - b))/2"),
    both_ways("difference-of-tangents", "tan(a) - tan(b)", "sin(a - b)/(cos(a)*cos(b))"),
    both_ways("sum-of-tangents", "tan(a) + tan(b)", "sin(a + b)/(cos(a)*cos(b))"),
    both_ways("tangent-increment", "tan(a + b) - tan(a)", "sin(b)/(cos(a)*cos(a + b))"),
    both_ways("sec-square", "1/cos(a)^2", "1 + tan(a)^2"),
    both_ways("sec-less-one", "1/cos(a) - 1", "2*sin(a/2)^2/cos(a)"),
    both_ways("tan-less-sin", "tan(a) - sin(a)", "2*(tan(a)*sin(a/2)^2)"),
    both_ways("csc-less-cot", "1/sin(a) - cos(a)/sin(a)", "(1 - cos(a))/sin(a)"),
    both_ways("difference-of-arctangents", "atan(a) - atan(b)", "atan2(a - b, 1 + a*b)"),
    both_ways("sum-of-arctangents", "atan(a) + atan(b)", "atan2(a + b, 1 - a*b)"),
    both_ways("arctangent-increment", "atan(a + b) - atan(a)", "atan2(b, 1 + a*(a + b))"),
    both_ways("difference-of-arctangents-near", "atan(a) - atan(b)", "atan((a - b)/(1 + a*b))", "a*b > -1"),
    both_ways("arctangent-inverse", "atan(1/a)", "pi/2 - atan(a)", "a > 0"),
    both_ways("half-turn-add-arctangent", "pi/2 + atan(a)", "atan2(1, -a)"),
    both_ways("half-add-arctangent", "1/2 + atan(a)/pi", "(pi/2 + atan(a))/pi"),
    both_ways("arctangent-atan2", "atan2(a, b)", "atan(a/b)", "b > 0"),
    both_ways("asin-atan2", "asin(a)", "atan2(a, sqrt(1 - a^2))"),
    both_ways("acos-atan2", "acos(a)", "atan2(sqrt(1 - a^2), a)"),
    both_ways("acos-asin", "acos(a)", "pi/2 - asin(a)"),
    both_ways("acos-half-asin", "acos(a)", "2*asin(sqrt((1 - a)/2))"),
    both_ways("acos-one-less", "acos(1 - a)", "2*asin(sqrt(a/2))"),
    both_ways("acos-negated", "acos(-a)", "pi - acos(a)"),
    {"sin-acos", "sin(acos(a))", "sqrt(1 - a^2)"},
    {"cos-asin", "cos(asin(a))", "sqrt(1 - a^2)"},
    {"cos-atan", "cos(atan(a))", "1/sqrt(1 + a^2)"},
    {"sin-atan", "sin(atan(a))", "a/sqrt(1 + a^2)"},
    both_ways("sin-shifted", "sin(a + pi/2)", "cos(a)"),
    both_ways("cos-shifted", "cos(a - pi/2)", "sin(a)"),
    {"sin-half-turn", "sin(a + pi)", "-sin(a)"},
    {"cos-half-turn", "cos(a + pi)", "-cos(a)"},
    {"tan-half-turn", "tan(a + pi)", "tan(a)"},
};

}  // namespace

std::span<const RuleRow> trigonometric_rules() { return table; }

}  // namespace adage
