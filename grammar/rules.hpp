// SPDX-License-Identifier: BSL-1.0
// The tokens of both notations as X3 rules. They recognise and have no actions: a reader asks a rule how far it goes
// and takes the text from there. A class of bytes is one look into a table.
#pragma once

#include <array>
#include <boost/spirit/home/x3.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/utf8.hpp"
#include "grammar/operators.hpp"

namespace adage::grammar {

namespace x3 = boost::spirit::x3;

}  // namespace adage::grammar

namespace adage::grammar::rules {

inline constexpr std::uint8_t blank = 1, digit = 2, letter = 4, dot = 8, high = 16, latin = 32;

inline constexpr auto classes = [] {
  std::array<std::uint8_t, 256> table{};
  for (const char c : std::string_view(" \t\r\v\f")) table[static_cast<unsigned char>(c)] = blank;
  for (int c = '0'; c <= '9'; ++c) table[static_cast<std::size_t>(c)] = digit;
  for (int c = 'a'; c <= 'z'; ++c) table[static_cast<std::size_t>(c)] = letter | latin;
  for (int c = 'A'; c <= 'Z'; ++c) table[static_cast<std::size_t>(c)] = letter | latin;
  table['_'] = letter;
  table['.'] = dot;
  for (std::size_t c = 0x80; c != 256; ++c) table[c] = high;
  return table;
}();

inline bool is(char c, std::uint8_t mask) { return (classes[static_cast<unsigned char>(c)] & mask) != 0; }

/// One byte of a class.
template <std::uint8_t mask>
struct Byte : x3::char_parser<Byte<mask>> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;

  template <typename Char, typename Context>
  bool test(Char c, const Context&) const {
    return is(c, mask);
  }
};
template <std::uint8_t mask>
inline constexpr Byte<mask> byte{};

/// One code point beyond ASCII that may stand in a name.
struct Letter : x3::parser<Letter> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;

  template <typename Context, typename Attribute>
  bool parse(const char*& first, const char* const& last, const Context&, x3::unused_type, Attribute&) const {
    if (first == last || !is(*first, high)) return false;
    const utf8::Decoded decoded = utf8::decode({first, static_cast<std::size_t>(last - first)});
    if (!decoded.valid || !utf8::is_letter(decoded.code)) return false;
    first += decoded.length;
    return true;
  }
};
inline constexpr Letter high_letter{};

inline const auto blanks = *byte<blank>;
inline const auto digits = +byte<digit>;
inline const auto exponent = (x3::lit('e') | 'E') >> -(x3::lit('+') | '-') >> digits;
inline const auto decimal = (digits >> -('.' >> -digits)) | ('.' >> digits);
// In LaTeX a point after the digits ends the sentence.
inline const auto latex_decimal = -digits >> '.' >> digits | digits;
inline const auto number = decimal >> -exponent;
inline const auto name = (byte<letter> | high_letter) >> *(byte<letter | digit> | high_letter);
inline const auto prime = x3::lit('\'') | "\u2019" | "\u2032";
inline const auto minus = x3::lit("\u2212");
inline const auto open_bracket = x3::lit('(') | '[';

/// How far the rule goes from `first`; null when it does not match.
template <typename Rule>
const char* match(const Rule& rule, const char* first, const char* last) {
  return x3::parse(first, last, rule) ? first : nullptr;
}

/// The longest operator at a place, from the table of spellings. Most are one byte and found without the symbol table.
class InfixSymbols {
 public:
  InfixSymbols() {
    for (const auto& [spelling, op] : infix_spellings) {
      symbols_.add(std::string(spelling), infix_of(op));
      if (spelling.size() == 1) single_[index(spelling[0])] = infix_of(op);
      if (spelling.size() == 2) second_[index(spelling[1])] = true;
    }
  }

  const Infix* find(const char*& first, const char* last) const {
    const Infix& single = single_[index(*first)];
    if (single.binds == 0 || (last - first > 1 && second_[index(first[1])])) return symbols_.prefix_find(first, last);
    ++first;
    return &single;
  }

 private:
  static std::size_t index(char c) { return static_cast<unsigned char>(c); }

  std::array<Infix, 256> single_{};
  std::array<bool, 256> second_{};
  x3::symbols<Infix> symbols_;
};

inline Word word_of(std::string_view text) {
  if (text.size() < 2 || text.size() > 5) return Word::none;
  for (const auto& [spelling, word] : word_spellings) {
    if (spelling == text) return word;
  }
  return Word::none;
}

}  // namespace adage::grammar::rules
