// SPDX-License-Identifier: BSL-1.0
// Reading order, brackets and definitions. Brackets stand where the grammar would read the text differently
// without them; where only the identities could tell, they are asked.
#include "graph/print_shape.hpp"

#include "base/exact_text.hpp"
#include "graph/slice.hpp"

namespace adage {
namespace {

/// How far down the left edge of an expression a look goes, so that printing stays linear.
constexpr int kFar = 64;

unsigned product_precedence() { return row(Op::mul).precedence; }
bool is_infix(const Row& row) { return row.notation == Notation::infix; }

/// Does the arena make `-x*y` into -(x*y)? Tried in a scratch arena, since printing changes nothing.
bool lifts_sign(const Identities* identities) {
  if (identities == nullptr) return false;
  Arena scratch(identities);
  const Id x = scratch.variable("x");
  const Id y = scratch.variable("y");
  const Id minus_x = scratch.make(Op::neg, x);
  return scratch.make(Op::mul, minus_x, y) == scratch.make(Op::neg, scratch.make(Op::mul, x, y)) &&
         scratch.make(Op::div, minus_x, y) == scratch.make(Op::neg, scratch.make(Op::div, x, y));
}

}  // namespace

Shape::Shape(const Arena& arena) : arena_(&arena), lifts_sign_(lifts_sign(arena.identities())) {}

std::array<Id, kMaxArity> Shape::arguments(Id id) const {
  std::array<Id, kMaxArity> args = (*arena_)[id].args;
  const Op op = arena_->op(id);
  if (row(op).commutative && rank(op, args[1]) < rank(op, args[0])) std::swap(args[0], args[1]);
  return args;
}

/// Among two commuting operands the one of lower rank stands first; equals stay in the order of their ids.
unsigned Shape::rank(Op op, Id argument) const {
  const Row& parent = row(op);
  const bool number = arena_->is_number(argument);
  if (op == Op::eq || op == Op::ne) return arena_->is_constant(argument) ? 1 : 0;
  if (!is_infix(parent)) return arena_->op(argument) == op ? 0 : number ? 1 : 2;
  if (op == Op::mul && number) return 0;
  if (op == Op::add && number) return arena_->value(argument).is_negative() ? 0 : 4;
  const Row& child = row(arena_->op(argument));
  if (is_infix(child) && child.precedence == parent.precedence) return 1;  // there it needs no brackets
  const bool power = child.notation == Notation::leaf || child.precedence > parent.precedence;
  if (op == Op::mul) return arena_->is_constant(argument) ? 2 : power && is_simple(argument) ? 3 : 4;
  if (op == Op::add) return begins_with_sign(argument) ? 2 : is_simple(argument) ? 3 : 5;
  return 2;
}

/// Something that stands in a polynomial in plain names.
bool Shape::is_simple(Id id) const {
  const Row& shown = row(arena_->op(id));
  if (shown.notation == Notation::call) return false;
  const auto args = arena_->args(id);
  return std::ranges::all_of(args, [&](Id arg) { return row(arena_->op(arg)).notation == Notation::leaf; });
}

unsigned Shape::binding(Id id) const {
  const Op op = arena_->op(id);
  if (op == Op::number) {
    const Rational& value = arena_->value(id);
    const unsigned whole = value.is_negative() ? row(Op::neg).precedence : kAtom;
    return is_quotient_text(value) ? product_precedence() : whole;
  }
  const Row& shown = row(op);
  if (shown.notation == Notation::leaf || shown.notation == Notation::call) return kAtom;
  if (op == Op::neg && minus_leads(arena_->arg(id, 0))) return product_precedence();
  return shown.precedence;
}

bool Shape::minus_leads(Id product) const {
  if (!lifts_sign_) return false;
  const auto is_product = [&](Id id) {
    return is_infix(row(arena_->op(id))) && row(arena_->op(id)).precedence == product_precedence();
  };
  Id first = product;
  for (int steps = 0; is_product(first); ++steps) {
    if (steps == kFar) return false;
    first = arguments(first)[0];
  }
  // In `-2*x` the minus belongs to the number; and `-(a - b)*c` is read as (b - a)*c.
  return first != product && !arena_->is_number(first) &&
         !arena_->identities()->candidate(*arena_, Op::neg, std::span<const Id>(&first, 1));
}

bool Shape::brackets(Id id, std::size_t i, Id argument) const {
  const Op op = arena_->op(id);
  const Row& parent = row(op);
  if (parent.notation == Notation::call) return false;
  const unsigned inner = binding(argument);
  if (op == Op::neg && inner == product_precedence()) return begins_with_sign(argument) || !minus_leads(argument);
  if (parent.notation == Notation::prefix) return inner < parent.precedence || begins_with_sign(argument);
  // A comparison beside another would be read as a chain.
  const bool chains = parent.boolean && parent.boolean_arguments == 0;
  if (i == 0) return parent.right_associative || chains ? inner <= parent.precedence : inner < parent.precedence;
  if (parent.right_associative) {
    // A sign may stand in an exponent, as in `x^-y`, when what it applies to is plain.
    if (arena_->op(argument) == Op::neg) return binding(arena_->arg(argument, 0)) != kAtom;
    return inner < parent.precedence && !(arena_->is_number(argument) && inner == row(Op::neg).precedence);
  }
  return inner <= parent.precedence || (!parent.boolean && begins_with_sign(argument));
}

bool Shape::begins_with_sign(Id id) const {
  for (int steps = 0; steps != kFar; ++steps) {
    const Op op = arena_->op(id);
    if (op == Op::number) return arena_->value(id).is_negative();
    if (op == Op::neg) return true;
    if (!is_infix(row(op))) return false;
    const Id first = arguments(id)[0];
    if (brackets(id, 0, first)) return false;
    id = first;
  }
  return false;
}

std::string literal_text(const Rational& value) {
  constexpr std::size_t plain = 21;  // ECMAScript's Number.prototype.toString has as many digits
  return exact_text(value, plain);
}

bool is_quotient_text(const Rational& value) {
  if (value.is_integer()) return false;
  // Mostly the denominator tells, in less time than it takes to write the number.
  constexpr std::int64_t surely_decimal = 1'000'000;
  if (value.small()) {
    std::int64_t rest = value.small_den();
    while (rest % 2 == 0) rest /= 2;
    while (rest % 5 == 0) rest /= 5;
    if (rest != 1) return true;
    if (value.small_den() <= surely_decimal) return false;
  }
  return literal_text(value).find('/') != std::string::npos;
}

std::string exponent_text(const Rational& value) {
  constexpr std::int64_t largest = 8;
  const auto denominator = value.denominator().small_integer();
  if (value.is_integer() || !denominator || *denominator > largest) return literal_text(value);
  return value.numerator().to_string() + "/" + value.denominator().to_string();
}

std::vector<Id> shared_nodes(const Arena& arena, Id root) {
  constexpr std::uint64_t worth_a_name = 4;  // nodes; what is shorter reads better where it is used
  const Slice nodes = slice(arena, root);
  std::vector<std::uint64_t> tree_size(nodes.size(), 1);
  std::vector<std::uint32_t> uses(nodes.size(), 0);
  std::vector<Id> result;
  for (std::size_t i = 0; i != nodes.size(); ++i) {
    for (const Id arg : arena.args(nodes.nodes[i])) {
      const std::size_t at = nodes.position(arg);
      tree_size[i] = std::min<std::uint64_t>(tree_size[i] + tree_size[at], 1'000'000);
      ++uses[at];
    }
  }
  for (std::size_t i = 0; i != nodes.size(); ++i) {
    if (uses[i] > 1 && tree_size[i] >= worth_a_name) result.push_back(nodes.nodes[i]);
  }
  return result;
}

Definitions name_nodes(const Arena& arena, const std::vector<Id>& nodes, std::string_view prefix) {
  Definitions names;
  std::size_t number = 0;
  for (const Id id : nodes) {
    std::string name;
    do {
      name = std::string(prefix) + std::to_string(++number);
    } while (arena.has_name(name) || find_function(name));
    names.emplace(id, name);
  }
  return names;
}

}  // namespace adage
