// SPDX-License-Identifier: BSL-1.0
// Fractions and exponents group by themselves, so brackets stand in fewer places than in the infix text.
#include "graph/print_math.hpp"

namespace adage {
namespace {

constexpr std::string_view kClose = "\\right)";

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string default_template(Op op) {
  std::string text = "\\operatorname{";
  for (const char c : row(op).name) text += c == '_' ? std::string("\\_") : std::string(1, c);
  text += "}\\left(";
  for (std::size_t i = 0; i != arity(op); ++i) text += (i == 0 ? "#" : ", #") + std::to_string(i + 1);
  return text + "\\right)";
}

std::string_view latex_of(Op op) { return latex_templates()[static_cast<std::size_t>(op)]; }

/// What a nested operation of the same kind contributes when it joins the outer one: from the first argument
/// to the last, `#2 & #1 \\ #3` of a choice.
std::string_view inner_part(std::string_view text) {
  const std::size_t first = text.find('#');
  return text.substr(first, text.rfind('#') + 2 - first);
}

class Mathematics {
 public:
  Mathematics(const Arena& arena, const Markup& markup, const Definitions& names)
      : arena_(&arena), markup_(&markup), shape_(arena), names_(&names) {}

  void define(Id id) { defined_ = id; }

  void expand(const Piece& piece, std::vector<Piece>& out, std::string& text) const {
    const Id id = piece.id;
    if (!is_inline(id) && id != defined_) {
      text += markup_->name(names_->at(id));
    } else if (arena_->is_number(id)) {
      text += number_text(piece);
    } else if (arena_->op(id) == Op::variable) {
      text += markup_->name(arena_->name(id));
    } else if (arena_->op(id) == Op::mul) {
      expand_product(piece, out);
    } else {
      const bool minus = has_leading_minus(id);
      if (minus) out.push_back({markup_->minus});
      const std::string_view whole = markup_->templates[static_cast<std::size_t>(arena_->op(id))];
      expand_template(id, piece.as == Piece::As::arguments ? inner_part(whole) : whole, out);
      if (minus) out.push_back({markup_->end_minus});
    }
  }

 private:
  bool is_inline(Id id) const { return !names_->contains(id); }

  void expand_template(Id id, std::string_view text, std::vector<Piece>& out) const {
    const auto args = shape_.arguments(id);
    while (!text.empty()) {
      const std::size_t hole = text.find_first_of("#@");
      if (hole == text.npos) return out.push_back({text});
      const auto i = static_cast<std::size_t>(text[hole + 1] - '1');
      // A group that opens the template only guards what is substituted; brackets do that where it is needed.
      const bool guarded = hole == 1 && text.front() == '{';
      if (hole != 0 && !guarded) out.push_back({text.substr(0, hole)});
      const bool grouped = text[hole] == '@' && !is_element(id, i, args[i]);
      if (grouped) out.push_back({markup_->element});
      operand(id, i, args[i], out);
      if (grouped) out.push_back({markup_->end_element});
      text.remove_prefix(hole + (guarded ? 3 : 2));
    }
  }

  void expand_product(const Piece& piece, std::vector<Piece>& out) const {
    const Id id = piece.id;
    const auto args = shape_.arguments(id);
    operand(id, 0, args[0], out, piece.as == Piece::As::magnitude);
    out.push_back({needs_dot(id, args[1]) ? markup_->dot : markup_->blank});
    operand(id, 1, args[1], out);
  }

  /// `signless`: its minus has been written before.
  void operand(Id id, std::size_t i, Id argument, std::vector<Piece>& out, bool signless = false) const {
    Piece piece{{}, argument};
    if (is_inline(argument)) {
      const bool choice = i == 2 && arena_->op(id) == Op::where && arena_->op(argument) == Op::where;
      if (choice || shape_.merges(id, i, argument)) piece.as = Piece::As::arguments;
      if (i == 1 && arena_->op(id) == Op::pow) piece.as = Piece::As::exponent;
      if (signless || (i == 0 && has_leading_minus(id))) piece.as = Piece::As::magnitude;
    }
    const bool enclosed = needs_brackets(id, i, argument);
    if (enclosed) out.push_back({markup_->open});
    out.push_back(piece);
    if (enclosed) out.push_back({markup_->close});
  }

  /// A fraction of a negative number, or of a product that begins with one, is written as the negated fraction.
  bool has_leading_minus(Id id) const {
    if (arena_->op(id) != Op::div) return false;
    constexpr int far_enough = 64;
    Id first = arena_->arg(id, 0);
    for (int steps = 0; steps != far_enough && is_inline(first) && arena_->op(first) == Op::mul; ++steps)
      first = shape_.arguments(first)[0];
    return is_inline(first) && arena_->is_number(first) && arena_->value(first).is_negative();
  }

  /// A juxtaposed factor must begin with a name: a bracket would read as a call, a digit as part of a number.
  bool needs_dot(Id product, Id right) const {
    if (needs_brackets(product, 1, right)) return true;
    if (!is_inline(right)) return false;
    while (arena_->op(right) == Op::pow) {
      const Id base = shape_.arguments(right)[0];
      if (needs_brackets(right, 0, base)) return true;
      if (!is_inline(base)) return false;
      right = base;
    }
    if (arena_->is_number(right)) return true;
    if (arena_->op(right) == Op::variable) return false;
    const std::string_view text = latex_of(arena_->op(right));
    const bool named = text.size() > 1 && (is_letter(text[0]) || (text[0] == '\\' && is_letter(text[1])));
    return !named || text.starts_with("\\left") || text.starts_with("\\frac");
  }

  bool needs_brackets(Id id, std::size_t i, Id argument) const {
    const Op op = arena_->op(id);
    const Row& parent = row(op);
    if (!is_inline(argument) || parent.notation == Notation::call || op == Op::div) return false;
    const unsigned inner = binding(argument);
    if (op == Op::pow) return i == 0 && !is_base(argument);
    if (op == Op::neg) return inner < row(Op::mul).precedence || begins_with_sign(argument);
    if (parent.notation == Notation::prefix) return inner != kAtom;
    const bool compares = parent.boolean && parent.boolean_arguments == 0;
    if (i == 0 && !compares) return inner < parent.precedence;
    return inner <= parent.precedence || (!parent.boolean && begins_with_sign(argument));
  }

  unsigned binding(Id id) const {
    const Op op = arena_->op(id);
    if (op == Op::number) {
      return arena_->value(id).is_negative() ? row(Op::neg).precedence
             : is_scientific(id)             ? row(Op::mul).precedence
                                             : kAtom;
    }
    if (op == Op::where) return 0;
    if (op == Op::neg || has_leading_minus(id)) return row(Op::mul).precedence;
    const Notation notation = row(op).notation;
    return op == Op::div || notation == Notation::leaf || notation == Notation::call ? kAtom : row(op).precedence;
  }

  /// May an exponent be put on it as it stands? On names, numbers, roots, and what ends with its own bracket.
  bool is_base(Id id) const {
    const Op op = arena_->op(id);
    if (op == Op::number) {
      const Rational& value = arena_->value(id);
      return !value.is_negative() && literal_text(value).find_first_of("/e") == std::string::npos;
    }
    if (row(op).notation != Notation::call) return row(op).notation == Notation::leaf;
    const std::string_view text = latex_of(op);
    return text.starts_with("\\left") || text.starts_with("\\sqrt") || text.ends_with(kClose);
  }

  bool begins_with_sign(Id id) const {
    constexpr int far_enough = 64;
    for (int steps = 0; steps != far_enough && is_inline(id); ++steps) {
      const Op op = arena_->op(id);
      if (op == Op::number) return arena_->value(id).is_negative();
      if (op == Op::neg || has_leading_minus(id)) return true;
      if (row(op).notation != Notation::infix || op == Op::div || op == Op::pow) return false;
      const Id first = shape_.arguments(id)[0];
      if (needs_brackets(id, 0, first)) return false;
      id = first;
    }
    return false;
  }

  /// Is the text of an operand one element in a markup that has elements?
  bool is_element(Id id, std::size_t i, Id argument) const {
    const Op op = arena_->op(argument);
    const bool single = row(op).notation != Notation::infix || op == Op::div || op == Op::pow;
    return single || !is_inline(argument) || needs_brackets(id, i, argument);
  }

  bool is_scientific(Id number) const { return literal_text(arena_->value(number)).find('e') != std::string::npos; }

  std::string number_text(const Piece& piece) const {
    const Rational& value = arena_->value(piece.id);
    const std::string text = piece.as == Piece::As::exponent ? exponent_text(value) : literal_text(value);
    const std::string_view digits = std::string_view(text).substr(value.is_negative() ? 1 : 0);
    const std::size_t mark = std::min(digits.find_first_of("/e"), digits.size());
    const std::string_view before = digits.substr(0, mark), after = digits.substr(std::min(mark + 1, digits.size()));
    const std::string number =
        text.find('e') == std::string::npos ? markup_->number(before, after) : markup_->scientific(before, after);
    if (!value.is_negative() || piece.as == Piece::As::magnitude) return number;
    return std::string(markup_->minus) + number + std::string(markup_->end_minus);
  }

  const Arena* arena_;
  const Markup* markup_;
  Shape shape_;
  const Definitions* names_;
  Id defined_ = kNone;
};

}  // namespace

const std::vector<std::string>& latex_templates() {
  static const std::vector<std::string> templates = [] {
    std::vector<std::string> result;
    for (std::size_t i = 0; i != rows().size(); ++i) {
      const auto op = static_cast<Op>(i);
      result.push_back(row(op).latex.empty() ? default_template(op) : std::string(row(op).latex));
    }
    return result;
  }();
  return templates;
}

std::string to_math(const Arena& arena, Id root, const Markup& markup, std::size_t max_bytes) {
  std::string text(markup.begin);
  Definitions names;
  Mathematics mathematics(arena, markup, names);
  write_pieces(mathematics, root, max_bytes, text);
  if (text.size() <= max_bytes) return text + std::string(markup.end);
  const std::vector<Id> shared = shared_nodes(arena, root);
  names = name_nodes(arena, shared, "t_");
  text = markup.begin_lines;
  for (const Id id : shared) {
    text += markup.name(names.at(id));
    text += markup.equals;
    mathematics.define(id);
    write_pieces(mathematics, id, kUnlimited, text);
    text += markup.next;
  }
  text += markup.no_name;
  mathematics.define(root);
  write_pieces(mathematics, root, kUnlimited, text);
  return text + std::string(markup.end_lines);
}

}  // namespace adage
