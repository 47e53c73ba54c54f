// SPDX-License-Identifier: BSL-1.0
// How an expression is laid out for reading, whatever the notation: which of two commuting operands comes
// first, how tightly a text holds together, where brackets must stand, and what becomes a definition.
#pragma once

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include "graph/arena.hpp"

namespace adage {

/// How tightly a text that needs no brackets anywhere holds together.
inline constexpr unsigned kAtom = 255;
inline constexpr std::size_t kUnlimited = static_cast<std::size_t>(-1);

class Shape {
 public:
  explicit Shape(const Arena& arena);

  /// The arguments in reading order: `2*x`, `x + 1`, `max(0, x)`, `x == 0`.
  std::array<Id, kMaxArity> arguments(Id id) const;
  /// The precedence of the operator that stands outermost in the infix text.
  unsigned binding(Id id) const;
  /// Must argument `i` of `id` (in reading order) stand in brackets?
  bool brackets(Id id, std::size_t i, Id argument) const;
  /// Does the infix text begin with a minus? Looks at a bounded number of nodes: only looks depend on it.
  bool begins_with_sign(Id id) const;
  /// A variadic call inside another of the same function is printed as further arguments of the outer one.
  bool merges(Id id, std::size_t i, Id argument) const {
    return i == 0 && row(arena_->op(id)).variadic && arena_->op(argument) == arena_->op(id);
  }

 private:
  unsigned rank(Op op, Id argument) const;
  bool is_simple(Id id) const;
  /// May the text of a negated product begin with the minus, `-x*y`, and still mean -(x*y)?
  bool minus_leads(Id product) const;

  const Arena* arena_;
  bool lifts_sign_;  ///< does the text `-x*y` mean -(x*y) in this arena?
};

/// The text of a number, in scientific notation where that is shorter and the digits are many.
std::string literal_text(const Rational& value);
/// Is the text of a number a quotient, 2/3 rather than 0.75?
bool is_quotient_text(const Rational& value);
/// The text of a number as an exponent: halves, thirds, … read better there as fractions.
std::string exponent_text(const Rational& value);

/// Text still to be written: a literal, or a node.
struct Piece {
  enum class As : std::uint8_t {
    whole,
    arguments,  ///< of a variadic call, without its name and brackets
    exponent,   ///< a number above another
    magnitude,  ///< a negative number whose minus stands elsewhere
  };
  std::string_view text;
  Id id = kNone;
  As as = As::whole;
};

/// Names for the nodes of a text that would become too long without.
using Definitions = std::unordered_map<Id, std::string>;

/// The shared nodes under `root` that are worth a name, in order of their ids, and names for them that mean
/// nothing else in the arena.
std::vector<Id> shared_nodes(const Arena& arena, Id root);
Definitions name_nodes(const Arena& arena, const std::vector<Id>& nodes, std::string_view prefix);

/// Writes `root` by expanding pieces on a stack until only text is left; stops beyond `max_bytes`. `Notation`
/// provides `void expand(const Piece&, std::vector<Piece>&, std::string& out)`, which appends what a node
/// consists of, in order, or writes a leaf to `out`.
template <class Notation>
void write_pieces(const Notation& notation, Id root, std::size_t max_bytes, std::string& out) {
  std::vector<Piece> stack{{{}, root}};
  while (!stack.empty() && out.size() <= max_bytes) {
    const Piece piece = stack.back();
    stack.pop_back();
    if (piece.id == kNone) {
      out += piece.text;
      continue;
    }
    const auto first = static_cast<std::ptrdiff_t>(stack.size());
    notation.expand(piece, stack, out);
    std::reverse(stack.begin() + first, stack.end());
  }
}

}  // namespace adage
