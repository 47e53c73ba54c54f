// SPDX-License-Identifier: BSL-1.0
// The same formulas twice: as text, and as code.
#include "native.hpp"

#include <cmath>

#define FORMULA(name, text, code)                            \
  {                                                          \
    name, text, [](double a, double b, double c) -> double { \
      (void)a, (void)b, (void)c;                             \
      return code;                                           \
    }                                                        \
  }

namespace native {
namespace {

constexpr double pi = 3.14159265358979323846;
double pow2(double x) { return x * x; }

const Formula table[] = {
    FORMULA("sigmoid", "1/(1+exp(-a))", 1 / (1 + std::exp(-a))),
    FORMULA("gelu", "0.5*a*(1+erf(a/sqrt(2)))", 0.5 * a * (1 + std::erf(a / std::sqrt(2.0)))),
    FORMULA("mish", "a*tanh(log(1+exp(a)))", a* std::tanh(std::log(1 + std::exp(a)))),
    FORMULA("poly", "(((a+1)*a+2)*a+3)*a+4", (((a + 1) * a + 2) * a + 3) * a + 4),
    FORMULA("a+1", "a+1", a + 1),
    FORMULA("horner7", "(((((((7*a+6)*a+5)*a+4)*a+3)*a+2)*a+1)*a+0.1)",
            (((((((7 * a + 6) * a + 5) * a + 4) * a + 3) * a + 2) * a + 1) * a + 0.1)),
    FORMULA("powsum", "1.1*a^2 + 2.2*b^3 + 3.3*c^4", 1.1 * (a * a) + 2.2 * (b * b * b) + 3.3 * pow2(c * c)),
    FORMULA("dist", "sqrt(a^2+b^2)", std::sqrt(a* a + b * b)),
    FORMULA("quotients", "(b + a/b)*(a - b/a)", (b + a / b) * (a - b / a)),
    FORMULA("trig", "a+(cos(b-sin(2/a*pi))-sin(a-cos(2*b/pi)))-b",
            a + (std::cos(b - std::sin(2 / a * pi)) - std::sin(a - std::cos(2 * b / pi))) - b),
    FORMULA("roots", "sqrt(a + sqrt(b))*sin(a*b) - sqrt(c)*cos(a)",
            std::sqrt(a + std::sqrt(b)) * std::sin(a * b) - std::sqrt(c) * std::cos(a)),
};

}  // namespace

std::span<const Formula> formulas() { return table; }

}  // namespace native
