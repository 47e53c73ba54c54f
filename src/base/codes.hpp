// SPDX-License-Identifier: BSL-1.0
// Every diagnostic code, with what it means. Codes are stable: tests, documentation and other programs rely on them.
// `code("…")` names one and does not compile for a code that is not in the table.
#pragma once

#include <string_view>

namespace adage {

struct Code {
  std::string_view name;
  std::string_view meaning;
  bool syntax = true;  ///< found while reading the text, before any name has a meaning
};

inline constexpr Code codes[] = {
    {"ambiguous", "LaTeX that mathematicians read in more than one way; the notes show the readings"},
    {"argument-order", "an argument without a name follows one with a name"},
    {"bad-character", "a character that no formula contains"},
    {"bad-parameter", "a parameter of a definition that is not a name"},
    {"bad-prime", "a prime without a call after it, or too many primes"},
    {"bars", "bars in plain text, where an absolute value is written abs(x)"},
    {"derivative-definition", "a definition of f'(x) rather than of f(x)"},
    {"duplicate-parameter", "two parameters of one definition with the same name"},
    {"empty-brackets", "brackets with nothing in them"},
    {"empty-input", "nothing to read where an expression is wanted"},
    {"equals-in-expression", "= where only a comparison can stand"},
    {"factorial", "a ! after an operand"},
    {"function-without-brackets", "a function whose argument has no brackets"},
    {"incomplete-if", "an if without its then or else"},
    {"infinity", "infinity, which is not a number here"},
    {"invalid-utf8", "bytes that are not UTF-8"},
    {"lookalike-character", "a typographic character in place of an operator, bracket or digit"},
    {"malformed-cases", "a row of cases without value or condition, or rows after the otherwise"},
    {"malformed-interval", "an assumption that begins like x in [a, b] and goes on otherwise"},
    {"malformed-number", "digits that do not make a number"},
    {"malformed-subscript", "a subscript that is more than letters and digits"},
    {"mismatched-bracket", "a closing bracket of another kind than the one opened"},
    {"missing-operand", "an operator, bracket or comma where an operand must stand"},
    {"missing-operator", "two operands with nothing between them"},
    {"not-an-expression", "a definition, a check or a second statement where one expression is wanted"},
    {"reserved-word", "a word of the language where a name must stand, or out of its place"},
    {"stray-bracket", "a closing bracket that was never opened"},
    {"stray-separator", "a comma or semicolon outside the brackets of a call"},
    {"too-deep", "nesting beyond the limit"},
    {"too-long", "a text beyond the limit"},
    {"too-many-errors", "so many faults that reading stopped"},
    {"unclosed-bracket", "a bracket that is never closed"},
    {"uncovered-cases", "LaTeX cases whose conditions do not visibly cover every value"},
    {"unknown-command", "a LaTeX command that is not known"},
    {"bad-default", "a default of a parameter that uses later parameters or variables", false},
    {"bad-order", "an order of differentiation that is not a small whole number", false},
    {"built-in-name", "a definition of a name that the language has already", false},
    {"failed-definition", "a name whose definition has a fault", false},
    {"in-use", "a new meaning for a name that a definition refers to", false},
    {"missing-value", "a variable without a value where values are computed", false},
    {"no-derivative", "a derivative that does not exist or does not say with respect to what", false},
    {"not-a-claim", "a check of something other than an equality or inequality", false},
    {"not-a-truth-value", "an assumption that is not a truth value", false},
    {"not-a-variable", "differentiation by something other than a variable", false},
    {"not-possible", "a statement that the engine cannot carry out", false},
    {"recursion", "a definition that refers to itself", false},
    {"repeated-argument", "an argument given twice", false},
    {"too-large", "an expression beyond the limits of a graph", false},
    {"derivative-of-function", "a derivative where only plain functions are known", false},
    {"expected-condition", "a number where a truth value belongs", false},
    {"expected-number", "a truth value where a number belongs", false},
    {"function-without-arguments", "a function's name without its arguments", false},
    {"not-a-function", "a call of something that is not a function", false},
    {"number-too-large", "a literal with an exponent beyond the limit", false},
    {"unknown-function", "a call of a name that is not defined", false},
    {"unknown-parameter", "a named argument that the function does not have", false},
    {"wrong-number-of-arguments", "a call that does not fit the function's signature", false},
    {"unsupported-command", "a LaTeX command for mathematics outside the language"},
};

constexpr bool is_code(std::string_view name) {
  for (const Code& known : codes) {
    if (known.name == name) return true;
  }
  return false;
}

/// The code of that name, checked when compiling.
consteval std::string_view code(std::string_view name) {
  if (!is_code(name)) throw "not a diagnostic code";
  return name;
}

}  // namespace adage
