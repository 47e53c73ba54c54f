// SPDX-License-Identifier: BSL-1.0
// The LaTeX notation: mathematics in the markup that the templates of the operation table are written in.
#include "graph/print.hpp"
#include "graph/print_math.hpp"

namespace adage {
namespace {

std::string number(std::string_view numerator, std::string_view denominator) {
  if (denominator.empty()) return std::string(numerator);
  return "\\frac{" + std::string(numerator) + "}{" + std::string(denominator) + "}";
}

std::string scientific(std::string_view digits, std::string_view exponent) {
  const std::string power = "10^{" + std::string(exponent) + "}";
  return digits == "1" ? power : std::string(digits) + " \\cdot " + power;
}

}  // namespace

std::string to_latex(const Arena& arena, Id root, std::size_t max_bytes) {
  const Markup markup{.templates = latex_templates(),
                      .open = "\\left(",
                      .close = "\\right)",
                      .dot = " \\cdot ",
                      .blank = " ",
                      .minus = "-",
                      .begin_lines = "\\begin{aligned} ",
                      .end_lines = " \\end{aligned}",
                      .equals = " &= ",
                      .next = " \\\\ ",
                      .no_name = "& ",
                      .name = latex_name,
                      .number = number,
                      .scientific = scientific};
  return to_math(arena, root, markup, max_bytes);
}

}  // namespace adage
