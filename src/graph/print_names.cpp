// SPDX-License-Identifier: BSL-1.0
// Names as LaTeX: Greek letters by their commands, subscripts after the first underscore, words upright.
#include <algorithm>
#include <iterator>

#include "base/utf8.hpp"
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

std::string word(std::string_view text) {
  const auto known = std::ranges::find_if(greek, [&](const Greek& g) { return g.name == text || g.letter == text; });
  if (known != std::end(greek)) return "\\" + std::string(known->name);
  const bool digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  if (digits || utf8::count(text) == 1) return escaped(text);
  return "\\mathrm{" + escaped(text) + "}";
}

}  // namespace

std::string latex_name(std::string_view name) {
  const std::size_t underscore = name.find('_');
  if (underscore == name.npos || underscore == 0 || underscore + 1 == name.size()) return word(name);
  return word(name.substr(0, underscore)) + "_{" + word(name.substr(underscore + 1)) + "}";
}

}  // namespace adage
