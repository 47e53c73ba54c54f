// SPDX-License-Identifier: BSL-1.0
// How operators and words are spelled. How tightly an operator binds is not decided here but read from its row in the
// operation table.
#pragma once

#include <cstdint>
#include <string_view>

#include "ops/row.hpp"

namespace adage::grammar {

/// How tightly a frame of the stack holds its operand; a frame of 0 is a bracket, which nothing reduces.
using Binding = std::uint8_t;
inline constexpr Binding binds_bracket = 0;
inline constexpr Binding binds_name = 1;       ///< `name =` in a call
inline constexpr Binding binds_else = 2;       ///< `else`
inline constexpr Binding binds_argument = 30;  ///< a LaTeX command that takes what stands next

inline Binding binding_of(Op op) { return static_cast<Binding>(row(op).precedence + binds_else); }

struct Infix {
  Op op = Op::number;
  Binding binds = 0;
  bool right = false;     ///< associates to the right
  bool compares = false;  ///< joins a chain
};

struct InfixSpelling {
  std::string_view spelling;
  Op op;
};

/// Operators between two operands. The words among them are read as words.
inline constexpr InfixSpelling infix_spellings[] = {
    {"||", Op::logical_or}, {"∨", Op::logical_or}, {"&&", Op::logical_and}, {"∧", Op::logical_and}, {"<", Op::lt},
    {"<=", Op::le},         {"≤", Op::le},         {">", Op::gt},           {">=", Op::ge},         {"≥", Op::ge},
    {"==", Op::eq},         {"!=", Op::ne},        {"≠", Op::ne},           {"+", Op::add},         {"-", Op::sub},
    {"−", Op::sub},         {"*", Op::mul},        {"×", Op::mul},          {"·", Op::mul},         {"⋅", Op::mul},
    {"∗", Op::mul},         {"/", Op::div},        {"^", Op::pow},          {"**", Op::pow},
};

inline Infix infix_of(Op op) {
  const Row& known = row(op);
  return {op, binding_of(op), known.right_associative, op >= Op::eq && op <= Op::ge};
}

/// Words of the language, which therefore name nothing.
enum class Word : std::uint8_t { none, logical_and, logical_or, logical_not, if_, then_, else_, check_, for_ };

struct WordSpelling {
  std::string_view spelling;
  Word word;
};

inline constexpr WordSpelling word_spellings[] = {
    {"and", Word::logical_and}, {"or", Word::logical_or}, {"not", Word::logical_not}, {"if", Word::if_},
    {"then", Word::then_},      {"else", Word::else_},    {"check", Word::check_},    {"for", Word::for_},
};

}  // namespace adage::grammar
