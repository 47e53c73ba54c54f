// SPDX-License-Identifier: BSL-1.0
// The LaTeX commands that are known, and what each stands for. A command that is not here is a fault with the nearest
// one as suggestion, never a guess.
#pragma once

#include <cstdint>
#include <string_view>

#include "ops/op.hpp"

namespace adage::grammar {

/// What a command does.
enum class Is : std::uint8_t {
  name,         // a variable or constant; `text` is its name
  function,     // takes an argument; `text` is its name in the operation table
  infix,        // `op`
  negation,     // \lnot
  text,         // \text{…}, \operatorname{…}: the name is in braces
  fraction,     // \frac{a}{b}
  root,         // \sqrt[n]{a}
  opening,      // a delimiter; `text` is how the frame remembers its end
  closing,      // likewise
  left,         // \left, before an opening delimiter
  right,        // \right
  begin,        // \begin{…}
  end,          // \end{…}
  row,          // two backslashes
  display,      // \[ and \(
  display_end,  // \] and \)
  blank,        // spacing and style
  ignored,      // with its argument in braces
  infinity,     // \infty
  unsupported,  // known mathematics that the language lacks; `text` says what to do
};

struct Command {
  std::string_view name;
  Is is;
  std::string_view text{};
  Op op = Op::number;

  /// Spells a letter that people also write without the backslash.
  constexpr bool is_greek() const { return is == Is::name && name != "ell" && name != "hbar"; }
};

inline constexpr Command commands[] = {
    {"alpha", Is::name, "alpha"},
    {"beta", Is::name, "beta"},
    {"gamma", Is::name, "gamma"},
    {"delta", Is::name, "delta"},
    {"epsilon", Is::name, "epsilon"},
    {"varepsilon", Is::name, "varepsilon"},
    {"zeta", Is::name, "zeta"},
    {"eta", Is::name, "eta"},
    {"theta", Is::name, "theta"},
    {"vartheta", Is::name, "vartheta"},
    {"iota", Is::name, "iota"},
    {"kappa", Is::name, "kappa"},
    {"lambda", Is::name, "lambda"},
    {"mu", Is::name, "mu"},
    {"nu", Is::name, "nu"},
    {"xi", Is::name, "xi"},
    {"omicron", Is::name, "omicron"},
    {"pi", Is::name, "pi"},
    {"rho", Is::name, "rho"},
    {"varrho", Is::name, "varrho"},
    {"sigma", Is::name, "sigma"},
    {"varsigma", Is::name, "varsigma"},
    {"tau", Is::name, "tau"},
    {"upsilon", Is::name, "upsilon"},
    {"phi", Is::name, "phi"},
    {"varphi", Is::name, "varphi"},
    {"chi", Is::name, "chi"},
    {"psi", Is::name, "psi"},
    {"omega", Is::name, "omega"},
    {"Gamma", Is::name, "Gamma"},
    {"Delta", Is::name, "Delta"},
    {"Theta", Is::name, "Theta"},
    {"Lambda", Is::name, "Lambda"},
    {"Xi", Is::name, "Xi"},
    {"Pi", Is::name, "Pi"},
    {"Sigma", Is::name, "Sigma"},
    {"Upsilon", Is::name, "Upsilon"},
    {"Phi", Is::name, "Phi"},
    {"Psi", Is::name, "Psi"},
    {"Omega", Is::name, "Omega"},
    {"ell", Is::name, "ell"},
    {"hbar", Is::name, "hbar"},

    {"exp", Is::function, "exp"},
    {"ln", Is::function, "log"},
    {"log", Is::function, "log"},
    {"lg", Is::function, "log10"},
    {"sin", Is::function, "sin"},
    {"cos", Is::function, "cos"},
    {"tan", Is::function, "tan"},
    {"arcsin", Is::function, "asin"},
    {"arccos", Is::function, "acos"},
    {"arctan", Is::function, "atan"},
    {"sinh", Is::function, "sinh"},
    {"cosh", Is::function, "cosh"},
    {"tanh", Is::function, "tanh"},
    {"max", Is::function, "max"},
    {"min", Is::function, "min"},

    {"cdot", Is::infix, "", Op::mul},
    {"times", Is::infix, "", Op::mul},
    {"ast", Is::infix, "", Op::mul},
    {"div", Is::infix, "", Op::div},
    {"le", Is::infix, "", Op::le},
    {"leq", Is::infix, "", Op::le},
    {"leqslant", Is::infix, "", Op::le},
    {"lt", Is::infix, "", Op::lt},
    {"ge", Is::infix, "", Op::ge},
    {"geq", Is::infix, "", Op::ge},
    {"geqslant", Is::infix, "", Op::ge},
    {"gt", Is::infix, "", Op::gt},
    {"ne", Is::infix, "", Op::ne},
    {"neq", Is::infix, "", Op::ne},
    {"land", Is::infix, "", Op::logical_and},
    {"wedge", Is::infix, "", Op::logical_and},
    {"lor", Is::infix, "", Op::logical_or},
    {"vee", Is::infix, "", Op::logical_or},
    {"lnot", Is::negation},
    {"neg", Is::negation},

    {"text", Is::text},
    {"textrm", Is::text},
    {"textit", Is::text},
    {"textbf", Is::text},
    {"texttt", Is::text},
    {"mbox", Is::text},
    {"mathrm", Is::text},
    {"mathit", Is::text},
    {"mathbf", Is::text},
    {"mathsf", Is::text},
    {"mathtt", Is::text},
    {"mathcal", Is::text},
    {"boldsymbol", Is::text},
    {"operatorname", Is::text},

    {"frac", Is::fraction},
    {"dfrac", Is::fraction},
    {"tfrac", Is::fraction},
    {"cfrac", Is::fraction},
    {"sqrt", Is::root},

    // One character for each kind of delimiter; Frame::closer holds it.
    {"{", Is::opening, "B"},
    {"lbrace", Is::opening, "B"},
    {"lbrack", Is::opening, "]"},
    {"lparen", Is::opening, ")"},
    {"lvert", Is::opening, "v"},
    {"lfloor", Is::opening, "f"},
    {"lceil", Is::opening, "c"},
    {"}", Is::closing, "B"},
    {"rbrace", Is::closing, "B"},
    {"rbrack", Is::closing, "]"},
    {"rparen", Is::closing, ")"},
    {"rvert", Is::closing, "v"},
    {"rfloor", Is::closing, "f"},
    {"rceil", Is::closing, "c"},
    {"left", Is::left},
    {"right", Is::right},
    {"begin", Is::begin},
    {"end", Is::end},
    {"\\", Is::row},
    {"cr", Is::row},
    {"[", Is::display},
    {"(", Is::display},
    {"]", Is::display_end},
    {")", Is::display_end},

    {",", Is::blank},
    {";", Is::blank},
    {":", Is::blank},
    {"!", Is::blank},
    {" ", Is::blank},
    {"\n", Is::blank},
    {"quad", Is::blank},
    {"qquad", Is::blank},
    {"thinspace", Is::blank},
    {"displaystyle", Is::blank},
    {"textstyle", Is::blank},
    {"nonumber", Is::blank},
    {"notag", Is::blank},
    {"limits", Is::blank},
    {"hfill", Is::blank},
    {"big", Is::blank},
    {"Big", Is::blank},
    {"bigg", Is::blank},
    {"Bigg", Is::blank},
    {"bigl", Is::blank},
    {"bigr", Is::blank},
    {"Bigl", Is::blank},
    {"Bigr", Is::blank},
    {"biggl", Is::blank},
    {"biggr", Is::blank},
    {"Biggl", Is::blank},
    {"Biggr", Is::blank},
    {"label", Is::ignored},
    {"tag", Is::ignored},
    {"hspace", Is::ignored},

    {"infty", Is::infinity},
    {"sum", Is::unsupported, "write the terms out"},
    {"prod", Is::unsupported, "write the factors out"},
    {"int", Is::unsupported, "integrals are not known"},
    {"lim", Is::unsupported, "limits are not known"},
    {"partial", Is::unsupported, "a derivative is written `f'(x)` or `diff(f(x), x)`"},
    {"nabla", Is::unsupported, "a derivative is written `f'(x)` or `diff(f(x), x)`"},
    {"pm", Is::unsupported, "write one formula for each sign"},
    {"mp", Is::unsupported, "write one formula for each sign"},
    {"circ", Is::unsupported, "write the composition as a call in a call"},
    {"odot", Is::unsupported, "an elementwise product is `\\cdot`"},
    {"in", Is::unsupported, "write the set as inequalities"},
    {"to", Is::unsupported, "write a definition with `=`"},
    {"mapsto", Is::unsupported, "write a definition with `=`"},
    {"approx", Is::unsupported, "a claim is an equality"},
    {"equiv", Is::unsupported, "an equality is written `=`"},
    {"|", Is::unsupported, "a norm of one number is its absolute value, `|x|`"},
    {"Vert", Is::unsupported, "a norm of one number is its absolute value, `|x|`"},
    {"lVert", Is::unsupported, "a norm of one number is its absolute value, `|x|`"},
    {"ldots", Is::unsupported, "write the terms out"},
    {"cdots", Is::unsupported, "write the terms out"},
    {"dots", Is::unsupported, "write the terms out"},
    {"binom", Is::unsupported, "write it with `gamma`"},
    {"%", Is::unsupported, "write the fraction out"},
};

/// Names that papers give to functions of the operation table, beyond the table's own aliases.
struct Alias {
  std::string_view name;
  std::string_view function;
};
inline constexpr Alias function_aliases[] = {
    {"arsinh", "asinh"}, {"arcosh", "acosh"}, {"artanh", "atanh"},
    {"lg", "log10"},     {"Gamma", "gamma"},  {"Phi", "normal_cdf"},
};

/// The function of the operation table that a name stands for when it is called.
constexpr std::string_view function_name(std::string_view name) {
  for (const Alias& alias : function_aliases) {
    if (alias.name == name) return alias.function;
  }
  return name;
}

/// A whole display: rows of statements, nothing that is an operand.
constexpr bool is_display_environment(std::string_view name) {
  for (const std::string_view known :
       {"aligned", "align", "align*", "alignedat", "alignat", "alignat*", "equation", "equation*", "gather", "gather*",
        "gathered", "split", "multline", "multline*", "eqnarray", "eqnarray*", "displaymath", "math"}) {
    if (known == name) return true;
  }
  return false;
}

/// Rows of a value and a condition.
constexpr bool is_cases_environment(std::string_view name) {
  for (const std::string_view known : {"cases", "cases*", "dcases", "dcases*", "rcases", "array", "matrix"}) {
    if (known == name) return true;
  }
  return false;
}

}  // namespace adage::grammar
