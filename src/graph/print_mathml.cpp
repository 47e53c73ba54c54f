// SPDX-License-Identifier: BSL-1.0
// Presentation MathML (MathML Core, W3C 2023): mathematics in a markup of elements.
#include "graph/mathml_template.hpp"
#include "graph/print.hpp"
#include "graph/print_math.hpp"

namespace adage {
namespace {

const std::vector<std::string>& mathml_templates() {
  static const std::vector<std::string> templates = [] {
    std::vector<std::string> result;
    for (const std::string& latex : latex_templates()) result.push_back(mathml_template(latex));
    return result;
  }();
  return templates;
}

std::string number(std::string_view numerator, std::string_view denominator) {
  const std::string whole = mathml_element("mn", numerator);
  return denominator.empty() ? whole : "<mfrac>" + whole + mathml_element("mn", denominator) + "</mfrac>";
}

std::string scientific(std::string_view digits, std::string_view exponent) {
  const bool negative = exponent.starts_with('-');
  const std::string size = mathml_element("mn", exponent.substr(negative ? 1 : 0));
  const std::string power = "<msup><mn>10</mn>" + (negative ? "<mrow><mo>−</mo>" + size + "</mrow>" : size) + "</msup>";
  return digits == "1" ? power : "<mrow>" + mathml_element("mn", digits) + "<mo>⋅</mo>" + power + "</mrow>";
}

}  // namespace

std::string to_mathml(const Arena& arena, Id root, std::size_t max_bytes) {
  const Markup markup{
      .templates = mathml_templates(),
      .open = "<mrow><mo>(</mo>",
      .close = "<mo>)</mo></mrow>",
      .dot = "<mo>⋅</mo>",
      .blank = "<mo lspace=\"0.1667em\" rspace=\"0\">\u2062</mo>",
      .minus = "<mrow><mo>−</mo>",
      .end_minus = "</mrow>",
      .element = "<mrow>",
      .end_element = "</mrow>",
      .begin = "<math xmlns=\"http://www.w3.org/1998/Math/MathML\" display=\"block\">",
      .end = "</math>",
      .begin_lines =
          "<math xmlns=\"http://www.w3.org/1998/Math/MathML\" display=\"block\"><mtable displaystyle=\"true\">"
          "<mtr><mtd style=\"text-align:right\">",
      .end_lines = "</mtd></mtr></mtable></math>",
      .equals = "</mtd><mtd style=\"text-align:left\"><mo>=</mo>",
      .next = "</mtd></mtr><mtr><mtd style=\"text-align:right\">",
      .no_name = "</mtd><mtd style=\"text-align:left\">",
      .name = mathml_name,
      .number = number,
      .scientific = scientific};
  return to_math(arena, root, markup, max_bytes);
}

}  // namespace adage
