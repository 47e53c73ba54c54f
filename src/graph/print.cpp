// SPDX-License-Identifier: BSL-1.0
// The infix notation: the formula language itself.
#include "graph/print.hpp"

#include "graph/print_shape.hpp"

namespace adage {
namespace {

class Infix {
 public:
  Infix(const Arena& arena, const Definitions& names) : arena_(&arena), shape_(arena), names_(&names) {}

  /// The node whose own text is being written, so that its name does not stand for it.
  void define(Id id) { defined_ = id; }

  void expand(const Piece& piece, std::vector<Piece>& out, std::string& text) const {
    const Id id = piece.id;
    const Op op = arena_->op(id);
    const Row& shown = row(op);
    if (!is_inline(id) && id != defined_) {
      text += names_->at(id);
    } else if (op == Op::number) {
      text += number_text(piece);
    } else if (op == Op::variable) {
      text += arena_->name(id);
    } else if (shown.notation == Notation::leaf) {
      text += shown.name;
    } else if (shown.notation == Notation::call) {
      expand_call(piece, shown, out);
    } else {
      expand_operator(id, shown, out);
    }
  }

 private:
  bool is_inline(Id id) const { return !names_->contains(id); }

  void expand_call(const Piece& piece, const Row& shown, std::vector<Piece>& out) const {
    const bool whole = piece.as == Piece::As::whole;
    if (whole) out.insert(out.end(), {{shown.name}, {"("}});
    const auto args = shape_.arguments(piece.id);
    for (std::size_t i = 0; i != arena_->args(piece.id).size(); ++i) {
      if (i != 0) out.push_back({", "});
      const bool merges = is_inline(args[i]) && shape_.merges(piece.id, i, args[i]);
      out.push_back({{}, args[i], merges ? Piece::As::arguments : Piece::As::whole});
    }
    if (whole) out.push_back({")"});
  }

  void expand_operator(Id id, const Row& shown, std::vector<Piece>& out) const {
    const auto args = shape_.arguments(id);
    const std::string_view space = is_spaced(shown) ? " " : "";
    if (shown.notation == Notation::prefix) {
      out.insert(out.end(), {{shown.name}, {space}});
      return operand(id, 0, args[0], out);
    }
    operand(id, 0, args[0], out);
    out.insert(out.end(), {{space}, {shown.name}, {space}});
    operand(id, 1, args[1], out);
  }

  /// Words and everything looser than a product stand between blanks, a sign never does.
  static bool is_spaced(const Row& shown) {
    const bool word = shown.name.front() >= 'a' && shown.name.front() <= 'z';
    return word || (shown.notation == Notation::infix && shown.precedence < row(Op::mul).precedence);
  }

  void operand(Id id, std::size_t i, Id argument, std::vector<Piece>& out) const {
    if (i == 1 && row(arena_->op(id)).right_associative && arena_->is_number(argument)) {
      return out.push_back({{}, argument, Piece::As::exponent});
    }
    const bool brackets = is_inline(argument) && shape_.brackets(id, i, argument);
    if (brackets) out.push_back({"("});
    out.push_back({{}, argument});
    if (brackets) out.push_back({")"});
  }

  std::string number_text(const Piece& piece) const {
    const Rational& value = arena_->value(piece.id);
    if (piece.as != Piece::As::exponent) return literal_text(value);
    const std::string exponent = exponent_text(value);
    return exponent.find('/') == exponent.npos ? exponent : "(" + exponent + ")";
  }

  const Arena* arena_;
  Shape shape_;
  const Definitions* names_;
  Id defined_ = kNone;
};

}  // namespace

std::string to_infix(const Arena& arena, Id root, std::size_t max_bytes) {
  std::string text;
  Definitions names;
  Infix infix(arena, names);
  write_pieces(infix, root, max_bytes, text);
  if (text.size() <= max_bytes) return text;
  const std::vector<Id> shared = shared_nodes(arena, root);
  names = name_nodes(arena, shared, "t");
  text.clear();
  for (const Id id : shared) {
    text += names.at(id) + " = ";
    infix.define(id);
    write_pieces(infix, id, kUnlimited, text);
    text += "; ";
  }
  infix.define(root);
  write_pieces(infix, root, kUnlimited, text);
  return text;
}

}  // namespace adage
