// SPDX-License-Identifier: BSL-1.0
// DLMF chapter 4 for the hyperbolic functions and their inverses, 7.2 for the error functions.
#include "algebra/definitions_table.hpp"

namespace adage::algebra {
namespace {

constexpr Definition table[] = {
    {"expm1", "exp(x) - 1"},
    {"exp2", "exp(x*log(2))"},
    {"log1p", "log(1 + x)"},
    {"log2", "log(x)/log(2)"},
    {"log10", "log(x)/log(10)"},
    {"hypot", "sqrt(x^2 + y^2)"},
    {"ceil", "-floor(-x)"},
    {"relu", "(x + abs(x))/2"},
    {"min", "(a + b - abs(a - b))/2"},
    {"max", "(a + b + abs(a - b))/2"},
    {"clamp", "((x + lo + abs(x - lo))/2 + hi - abs((x + lo + abs(x - lo))/2 - hi))/2"},
    {"tan", "sin(x)/cos(x)"},
    {"acos", "pi/2 - asin(x)"},
    {"sinh", "(exp(x) - exp(-x))/2"},
    {"cosh", "(exp(x) + exp(-x))/2"},
    {"tanh", "1 - 2/(exp(2*x) + 1)"},
    {"acosh", "log(x + sqrt(x - 1)*sqrt(x + 1))"},
    {"atanh", "(log(1 + x) - log(1 - x))/2"},
    {"sigmoid", "1/(1 + exp(-x))"},
    {"softplus", "log(1 + exp(x))"},
    {"erfc", "1 - erf(x)"},
    {"normal_cdf", "(1 + erf(x/sqrt(2)))/2"},
};

}  // namespace

std::span<const Definition> definitions() { return table; }

}  // namespace adage::algebra
