// SPDX-License-Identifier: BSL-1.0
// Names as mathematics: Greek letters by their names, subscripts after the first underscore, words upright.
#include <algorithm>
#include <iterator>

#include "base/utf8.hpp"
#include "graph/mathml_template.hpp"
#include "graph/print.hpp"

namespace adage {
namespace {

struct Greek {
  std::string_view name;  ///< also the LaTeX command
  std::string_view letter;
};

constexpr Greek greek[] = {
    {"alpha", "α"}, {"beta", "β"},  {"gamma", "γ"},   {"delta", "δ"},  {"epsilon", "ε"}, {"zeta", "ζ"},   {"eta", "η"},
    {"theta", "θ"}, {"iota", "ι"},  {"kappa", "κ"},   {"lambda", "λ"}, {"mu", "μ"},      {"nu", "ν"},     {"xi", "ξ"},
    {"pi", "π"},    {"rho", "ρ"},   {"sigma", "σ"},   {"tau", "τ"},    {"upsilon", "υ"}, {"phi", "φ"},    {"chi", "χ"},
    {"psi", "ψ"},   {"omega", "ω"}, {"Gamma", "Γ"},   {"Delta", "Δ"},  {"Theta", "Θ"},   {"Lambda", "Λ"}, {"Xi", "Ξ"},
    {"Pi", "Π"},    {"Sigma", "Σ"}, {"Upsilon", "Υ"}, {"Phi", "Φ"},    {"Psi", "Ψ"},     {"Omega", "Ω"},
};

/// What LaTeX would take for a command or a group stands behind a backslash.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '\\') {
      result += "\\backslash ";
      continue;
    }
    if (std::string_view("_#%&$~^{}").find(c) != std::string_view::npos) result += '\\';
    result += c;
  }
  return result;
}

const Greek* find_greek(std::string_view text) {
  const auto known = std::ranges::find_if(greek, [&](const Greek& g) { return g.name == text || g.letter == text; });
  return known == std::end(greek) ? nullptr : &*known;
}

bool is_number(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string latex_word(std::string_view text) {
  if (const Greek* letter = find_greek(text)) return "\\" + std::string(letter->name);
  if (is_number(text) || utf8::count(text) == 1) return escaped(text);
  return "\\mathrm{" + escaped(text) + "}";
}

/// Capital Greek letters are upright, as LaTeX has them; of other words MathML itself slants what is one letter.
std::string mathml_word(std::string_view text) {
  const Greek* letter = find_greek(text);
  if (letter == nullptr) return mathml_element(is_number(text) ? "mn" : "mi", text);
  const bool capital = letter->name.front() < 'a';
  return std::string(capital ? "<mi mathvariant=\"normal\">" : "<mi>") + std::string(letter->letter) + "</mi>";
}

struct Parts {
  std::string_view base;
  std::string_view subscript;
};

Parts parts_of(std::string_view name) {
  const std::size_t underscore = name.find('_');
  if (underscore == name.npos || underscore == 0 || underscore + 1 == name.size()) return {name, {}};
  return {name.substr(0, underscore), name.substr(underscore + 1)};
}

}  // namespace

std::string latex_name(std::string_view name) {
  const auto [base, subscript] = parts_of(name);
  return subscript.empty() ? latex_word(base) : latex_word(base) + "_{" + latex_word(subscript) + "}";
}

std::string mathml_name(std::string_view name) {
  const auto [base, subscript] = parts_of(name);
  if (subscript.empty()) return mathml_word(base);
  return "<msub>" + mathml_word(base) + mathml_word(subscript) + "</msub>";
}

}  // namespace adage
