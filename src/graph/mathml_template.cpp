// SPDX-License-Identifier: BSL-1.0
// A reader of one template by descent; templates are short and belong to the table, so no depth is to be feared.
#include "graph/mathml_template.hpp"

#include <fmt/format.h>

#include <adage/error.hpp>
#include <algorithm>
#include <iterator>
#include <vector>

#include "base/xml.hpp"
#include "graph/print.hpp"

namespace adage {
namespace {

struct Sign {
  std::string_view latex;
  std::string_view sign;
};

/// Commands that are signs; a command that is not here is a name.
constexpr Sign signs[] = {
    {"\\cdot", "⋅"}, {"\\ne", "≠"},     {"\\le", "≤"},     {"\\ge", "≥"},    {"\\land", "∧"},  {"\\lor", "∨"},
    {"\\lnot", "¬"}, {"\\lfloor", "⌊"}, {"\\rfloor", "⌋"}, {"\\lceil", "⌈"}, {"\\rceil", "⌉"}, {"-", "−"},
};

constexpr std::string_view kApply = "<mo>\u2061</mo>";

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct Element {
  std::string text;
  bool is_name = false;  ///< of a function, when brackets follow
};

std::string joined(const std::vector<Element>& elements) {
  std::string text;
  for (const Element& element : elements) text += element.text;
  return text;
}

/// As one element; an argument on its own is made one by whoever fills it in.
std::string single(const std::vector<Element>& elements) {
  const std::string text = joined(elements);
  if (elements.size() != 1) return "<mrow>" + text + "</mrow>";
  return text.front() == '#' ? "@" + text.substr(1) : text;
}

class Reader {
 public:
  explicit Reader(std::string_view latex) : rest_(latex) {}

  /// Elements up to `stop`, which is read too.
  std::vector<Element> elements(std::string_view stop) {
    std::vector<Element> result;
    while (!take(stop)) {
      if (rest_.empty()) throw Error("a LaTeX template of the operation table ends too early");
      if (take("^")) {
        script("msup", result);
      } else if (take("_")) {
        script("msub", result);
      } else if (rest_.starts_with("\\left") && !is_letter(rest_[5]) && !result.empty() && result.back().is_name) {
        const std::string name = result.back().text;
        result.back() = {"<mrow>" + name + std::string(kApply) + element().text + "</mrow>"};
      } else {
        result.push_back(element());
      }
    }
    return result;
  }

 private:
  void script(std::string_view tag, std::vector<Element>& before) {
    const std::string base = single({before.back()});
    before.back().text = fmt::format("<{0}>{1}{2}</{0}>", tag, base, argument());
  }

  /// What a command or a script applies to.
  std::string argument() { return take("{") ? single(elements("}")) : single({element()}); }

  Element element() {
    skip_blanks();
    const char first = rest_.front();
    if (first == '#') return {std::string(taken(2))};
    if (is_digit(first)) return {mathml_element("mn", taken(count(is_digit)))};
    if (is_letter(first)) return {mathml_element("mi", taken(count(is_letter))), true};
    if (take("{")) return {single(elements("}"))};
    if (take("(")) return {"<mrow><mo>(</mo>" + joined(elements(")")) + "<mo>)</mo></mrow>"};
    if (first != '\\') return {sign(taken(1))};
    return command(taken(1 + std::min(count(is_letter, 1), rest_.size() - 1)));
  }

  Element command(std::string_view name) {
    if (name == "\\frac") {
      const std::string numerator = argument();
      return {"<mfrac>" + numerator + argument() + "</mfrac>"};
    }
    if (name == "\\sqrt") return root();
    if (name == "\\operatorname" || name == "\\text") {
      take("{");
      const std::string_view word = taken(std::min(rest_.find('}'), rest_.size()));
      take("}");
      if (name == "\\text") return {mathml_element("mtext", word)};
      std::string plain(word);
      std::erase(plain, '\\');
      return {mathml_element("mi", plain), true};
    }
    if (name == "\\left") {
      const std::string open = delimiter();
      std::string inner = joined(elements("\\right"));
      return {"<mrow>" + open + inner + delimiter() + "</mrow>"};
    }
    if (name == "\\begin") return cases();
    if (std::ranges::find(signs, name, &Sign::latex) != std::end(signs)) return {sign(name)};
    return {mathml_name(name.substr(1)), true};
  }

  Element root() {
    if (!take("[")) {
      take("{");
      return {"<msqrt>" + joined(elements("}")) + "</msqrt>"};
    }
    const std::string degree = single(elements("]"));
    return {"<mroot>" + argument() + degree + "</mroot>"};
  }

  /// Cells are aligned by style, which is what MathML Core knows, and by the attribute of older readers.
  Element cases() {
    constexpr std::string_view cell = "<mtd style=\"text-align:left\">";
    if (!take("{cases}")) throw Error("a LaTeX template of the operation table has an unknown environment");
    std::string rows;
    bool last = false;
    while (!last) {
      const std::size_t end = rest_.find("\\end{cases}");
      const std::size_t line = rest_.find("\\\\");
      last = line > end;
      const std::string value = joined(elements("&"));
      const std::string condition = joined(elements(last ? "\\end{cases}" : "\\\\"));
      rows += fmt::format("<mtr>{0}{1}</mtd>{0}{2}</mtd></mtr>", cell, value, condition);
    }
    return {"<mrow><mo>{</mo><mtable columnalign=\"left\">" + rows + "</mtable></mrow>"};
  }

  std::string delimiter() {
    skip_blanks();
    return sign(taken(rest_.front() == '\\' ? 1 + count(is_letter, 1) : 1));
  }

  static std::string sign(std::string_view latex) {
    const auto known = std::ranges::find(signs, latex, &Sign::latex);
    return mathml_element("mo", known == std::end(signs) ? latex : known->sign);
  }

  void skip_blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size())); }

  bool take(std::string_view token) {
    skip_blanks();
    if (token.empty() ? !rest_.empty() : !rest_.starts_with(token)) return false;
    // `\right` is not the beginning of `\rightarrow`.
    if (token.size() > 1 && is_letter(token.back()) && rest_.size() > token.size() && is_letter(rest_[token.size()]))
      return false;
    rest_.remove_prefix(token.size());
    return true;
  }

  std::string_view taken(std::size_t length) {
    const std::string_view result = rest_.substr(0, length);
    rest_.remove_prefix(result.size());
    return result;
  }

  std::size_t count(bool (*is)(char), std::size_t from = 0) const {
    std::size_t n = 0;
    while (from + n < rest_.size() && is(rest_[from + n])) ++n;
    return n;
  }

  std::string_view rest_;
};

}  // namespace

std::string mathml_element(std::string_view tag, std::string_view text) {
  return fmt::format("<{0}>{1}</{0}>", tag, xml_text(text));
}

std::string mathml_template(std::string_view latex) {
  const std::vector<Element> elements = Reader(latex).elements("");
  // Of an infix operation the operands stand beside their neighbours, as in a + b + c; all else holds together.
  const bool is_infix = latex.starts_with('#');
  return is_infix || elements.size() == 1 ? joined(elements) : "<mrow>" + joined(elements) + "</mrow>";
}

}  // namespace adage
