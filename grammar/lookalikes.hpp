// SPDX-License-Identifier: BSL-1.0
// Characters that people paste or type for others, and what the language has in their place.
#pragma once

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>

namespace adage::grammar {

struct Lookalike {
  char32_t code;
  std::string_view meant;
  bool superscript = false;
};

inline constexpr Lookalike lookalikes[] = {
    {U'²', "2", true}, {U'³', "3", true}, {U'¹', "1", true}, {U'⁰', "0", true}, {U'⁴', "4", true}, {U'⁵', "5", true},
    {U'⁶', "6", true}, {U'⁷', "7", true}, {U'⁸', "8", true}, {U'⁹', "9", true}, {U'⁻', "-", true}, {U'⁺', "+", true},
    {U'√', "sqrt("},   {U'∛', "cbrt("},   {U'÷', "/"},       {U'∕', "/"},       {U'⁄', "/"},       {U'–', "-"},
    {U'—', "-"},       {U'‐', "-"},       {U'‑', "-"},       {U'‒', "-"},       {U'⁎', "*"},       {U'•', "*"},
    {U'¼', "1/4"},     {U'½', "1/2"},     {U'¾', "3/4"},     {U'¬', "not "},    {U'≡', "=="},      {U'≈', "=="},
    {U'⩽', "<="},      {U'⩾', ">="},      {U'⟨', "("},       {U'⟩', ")"},       {U'〈', "("},      {U'〉', ")"},
    {U'、', ","},      {U'。', "."},
};

/// What the character is taken for, if it looks like something of the language.
inline std::optional<Lookalike> lookalike(char32_t code) {
  // Full-width forms stand in the order of ASCII; those of digits and letters are letters, hence names.
  static constexpr std::string_view ascii =
      "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";
  if (code > 0xFF00 && code <= 0xFF00 + ascii.size()) return Lookalike{code, ascii.substr(code - 0xFF01, 1)};
  const auto found = std::ranges::find(lookalikes, code, &Lookalike::code);
  return found == std::end(lookalikes) ? std::nullopt : std::optional(*found);
}

/// What to say of an ASCII character that formulas do not contain.
struct Hint {
  char character;
  std::string_view suggestion;
  std::string_view note;
};

inline constexpr Hint hints[] = {
    {'&', "and", "the logical operation is written `and` or `&&`"},
    {'|', "or", "the logical operation is written `or` or `||`"},
    {'~', "not", "negation is written `not` or `!`"},
    {'%', "", "the remainder of a by b is `a - b*floor(a/b)`"},
    {'?', "", "a choice is written `if c then a else b`"},
    {':', "", "a choice is written `if c then a else b`, a definition `name = expression`"},
    {'$', "", "LaTeX is recognised by a backslash"},
    {'"', "", "text has no place in a formula; a comment begins with #"},
};

inline const Hint* hint_for(char character) {
  const auto found = std::ranges::find(hints, character, &Hint::character);
  return found == std::end(hints) ? nullptr : found;
}

}  // namespace adage::grammar
