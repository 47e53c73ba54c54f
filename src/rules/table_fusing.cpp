// SPDX-License-Identifier: BSL-1.0
// Where a tape takes one operation of its own (ops/table_fused.cpp) for several of the language. Applied last, after
// the forms that are safe to run have been chosen; graphs, simplification and proofs never see these.
#include "rules/tables.hpp"

namespace adage {
namespace {

/// Numbers by which a product or quotient is exact.
constexpr std::string_view kDoublings = "number(b) and (b == 2 or b == 4 or b == 8)";

constexpr std::string_view kSincSlope = "where(abs(a) <= 2, fused_sinc_slope(a), (cos(a) - sin(a)/a)/a)";

constexpr RuleRow table[] = {
    family("fusing"),
    {"fuse-sigmoid-slope", "sigmoid(a)*sigmoid(-a)", "fused_sigmoid_slope(a)"},
    {"fuse-sigmoid-slope-scaled", "sigmoid(b*a)*sigmoid(c*a)", "fused_sigmoid_slope(b*a)",
     "number(b) and number(c) and b + c == 0"},
    {"fuse-sigmoid-one-sub", "sigmoid(a)*(1 - sigmoid(a))", "fused_sigmoid_slope(a)"},
    {"fuse-softplus", "softplus(a)", "fused_softplus(a)"},
    {"fuse-tanh-softplus", "tanh(fused_softplus(a))", "fused_tanh_softplus(a)"},
    {"fuse-one-sub-tanh-softplus-square", "1 - fused_tanh_softplus(a)^2", "4*fused_slope_softplus(a)"},
    {"fuse-slope-softplus", "fused_sigmoid_slope(2*fused_softplus(a))", "fused_slope_softplus(a)"},
    {"fuse-gauss", "exp(-a^2)", "fused_gauss(a, -1)"},
    {"fuse-gauss-half", "exp(-(a^2/2))", "fused_gauss(a, -1/2)"},
    {"fuse-gauss-scaled", "exp(b*a^2)", "fused_gauss(a, b)"},
    {"fuse-gauss-neg-scaled", "exp(-(b*a^2))", "fused_gauss(a, -b)"},
    {"fuse-sin-pi", "sin(pi*a)", "fused_sin_pi(a)"},
    {"fuse-cos-pi", "cos(pi*a)", "fused_cos_pi(a)"},
    {"fuse-sin-pi-scaled", "sin(b*(pi*a))", "fused_sin_pi(b*a)", kDoublings},
    {"fuse-cos-pi-scaled", "cos(b*(pi*a))", "fused_cos_pi(b*a)", kDoublings},
    {"fuse-sin-pi-part", "sin(pi*a/b)", "fused_sin_pi(a/b)", kDoublings},
    {"fuse-cos-pi-part", "cos(pi*a/b)", "fused_cos_pi(a/b)", kDoublings},
    {"fuse-sub-sin", "a - sin(a)", "fused_sub_sin(a)"},
    {"fuse-sin-sub", "sin(a) - a", "-fused_sub_sin(a)"},
    {"fuse-sub-tanh", "a - tanh(a)", "fused_sub_tanh(a)"},
    {"fuse-tanh-sub", "tanh(a) - a", "-fused_sub_tanh(a)"},
    // After the forms in which a square stands below a root have been looked for.
    {"factor-one-sub-square", "1 - a^2", "(1 - a)*(1 + a)"},
    {"factor-square-sub-one", "a^2 - 1", "(a - 1)*(a + 1)"},
    {"factor-difference-of-squares", "a^2 - b^2", "(a - b)*(a + b)"},
    {"fuse-sinc-slope", "cos(a)/a - sin(a)/a/a", kSincSlope},
    {"fuse-sinc-slope-whole", "(a*cos(a) - sin(a))/a^2", kSincSlope},
};

}  // namespace

std::span<const RuleRow> fusing_rules() { return table; }

}  // namespace adage
