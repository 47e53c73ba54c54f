// SPDX-License-Identifier: BSL-1.0
// Lengths are summed from the leaves up. What nobody would write down has a row in a table, so that it is chosen only
// where it saves much.
#include "simplify/reading.hpp"

#include <algorithm>

#include "graph/print_shape.hpp"
#include "graph/slice_table.hpp"
#include "simplify/product.hpp"
#include "simplify/sum.hpp"

namespace adage {
namespace {

bool is_sum(const Arena& arena, Id id) { return arena.op(id) == Op::add || arena.op(id) == Op::sub; }

/// a/b/c.
bool divides_twice(const Arena& arena, Id id) {
  return arena.op(id) == Op::div && arena.op(arena.arg(id, 0)) == Op::div;
}

/// a/b/b.
bool divides_by_same_twice(const Arena& arena, Id id) {
  return divides_twice(arena, id) && arena.arg(id, 1) == arena.arg(arena.arg(id, 0), 1);
}

bool is_fraction(const Arena& arena, Id id) { return arena.op(id) == Op::div && !arena.is_number(arena.arg(id, 1)); }

/// Is it a sum of which a term fits? Of a product, a factor may be such a sum. Looks at a bounded number of nodes.
template <class Fits>
bool has_term(const Arena& arena, Id id, const Fits& fits, int depth = 0) {
  constexpr int deepest = 6;
  if (depth == deepest) return false;
  const auto inner = [&](Id part) { return has_term(arena, part, fits, depth + 1); };
  if (is_sum(arena, id)) {
    return std::ranges::any_of(arena.args(id),
                               [&](Id term) { return fits(term) || (is_sum(arena, term) && inner(term)); });
  }
  return arena.op(id) == Op::mul && std::ranges::any_of(arena.args(id), inner);
}

/// A square root, or another power between none and one.
bool is_root(const Arena& arena, Id id) {
  static const Op sqrt = function("sqrt");
  if (arena.op(id) != Op::pow || !arena.is_number(arena.arg(id, 1))) return arena.op(id) == sqrt;
  const Rational& exponent = arena.value(arena.arg(id, 1));
  return exponent > Rational(0) && exponent < Rational(1);
}

/// Does a factor fit, or the whole? Looks at a bounded number of nodes.
template <class Fits>
bool has_factor(const Arena& arena, Id id, const Fits& fits, int depth = 0) {
  constexpr int deepest = 6;
  if (arena.op(id) != Op::mul || depth == deepest) return fits(id);
  return std::ranges::any_of(arena.args(id), [&](Id part) { return has_factor(arena, part, fits, depth + 1); });
}

/// A sum over one of its own terms, as in (2*x + sqrt(x))/(2*x).
bool divides_own_term(const Arena& arena, Id id) {
  if (arena.op(id) != Op::div || !is_sum(arena, arena.arg(id, 0))) return false;
  return has_term(arena, arena.arg(id, 0), [&](Id term) { return term == arena.arg(id, 1); });
}

/// A sum with a fraction in it above a line, as in (2 + 1/x)/2.
bool is_compound(const Arena& arena, Id id) {
  if (arena.op(id) != Op::div) return false;
  return has_term(arena, arena.arg(id, 0), [&](Id term) { return is_fraction(arena, term); });
}

/// sqrt(x)/x, which is 1/sqrt(x).
bool keeps_root(const Arena& arena, Id id) {
  if (arena.op(id) != Op::div) return false;
  return has_factor(arena, arena.arg(id, 0), [&](Id above) {
    if (!is_root(arena, above)) return false;
    return has_factor(arena, arena.arg(id, 1), [&](Id below) { return below == arena.arg(above, 0); });
  });
}

/// a*b*b.
bool multiplies_same_twice(const Arena& arena, Id id) {
  if (arena.op(id) != Op::mul) return false;
  const Id a = arena.arg(id, 0), b = arena.arg(id, 1);
  const auto has = [&](Id product, Id factor) {
    return arena.op(product) == Op::mul && std::ranges::find(arena.args(product), factor) != arena.args(product).end();
  };
  return a == b || has(a, b) || has(b, a);
}

/// a/b*c, unless c is a sum that has a/b in it, too.
bool multiplies_fraction(const Arena& arena, Id id) {
  if (arena.op(id) != Op::mul) return false;
  const auto multiplies = [&](Id fraction, Id other) {
    return is_fraction(arena, fraction) && !has_term(arena, other, [&](Id term) { return term == fraction; });
  };
  return multiplies(arena.arg(id, 0), arena.arg(id, 1)) || multiplies(arena.arg(id, 1), arena.arg(id, 0));
}

/// -((a - b)*c), which is (b - a)*c.
bool negates_difference(const Arena& arena, Id id) {
  if (arena.op(id) != Op::neg) return false;
  const Id value = arena.arg(id, 0);
  return has_factor(arena, is_fraction(arena, value) ? arena.arg(value, 0) : value,
                    [&](Id factor) { return arena.op(factor) == Op::sub && !arena.is_number(arena.arg(factor, 0)); });
}

/// a - (b - c).
bool subtracts_sum(const Arena& arena, Id id) { return arena.op(id) == Op::sub && is_sum(arena, arena.arg(id, 1)); }

/// What is read with a pause, and how many characters that is worth. What could be collected takes more than 2*x where
/// the rest of the sum is there anyway.
struct Habit {
  bool (*is_seen)(const Arena&, Id);
  double characters;
};
constexpr Habit kHabits[] = {
    {adds_same_twice, 40}, {multiplies_same_twice, 40}, {divides_by_same_twice, 40}, {adds_twice, 12},
    {divides_twice, 12},   {splits_quotient, 12},       {divides_own_term, 12},      {is_compound, 36},
    {keeps_root, 12},      {negates_difference, 24},    {multiplies_fraction, 12},   {subtracts_sum, 12},
};

/// Is the second operand, an operation of the same precedence, printed first, so that it needs no brackets?
bool may_lead(const Arena& arena, const Node& node) {
  const Row& first = row(arena.op(node.args[0]));
  return row(node.op).commutative && first.precedence != row(node.op).precedence &&
         !(node.op == Op::mul && arena.is_number(node.args[0]));
}

/// Of an operation, without its operands.
double own_length(const Arena& arena, Id id) {
  const Node& node = arena[id];
  const Row& r = row(node.op);
  const bool call = r.notation == Notation::call;
  const bool tight = node.op == Op::mul || node.op == Op::div;  // a power is harder to read than it is long
  double length = call ? static_cast<double>(r.name.size()) + 2 : tight || node.count < 2 ? 1 : 3;
  for (const Habit& habit : kHabits) length += habit.is_seen(arena, id) ? habit.characters : 0;
  for (std::size_t k = 0; !call && k != node.count; ++k) {
    // Brackets, more or less.
    const int inner = row(arena.op(node.args[k])).precedence;
    const bool behind = k == 1 && inner == r.precedence && !may_lead(arena, node);
    if (inner != 0 && (inner < r.precedence || behind)) length += 2;
  }
  return length;
}

}  // namespace

double reading_length(const Arena& arena, std::span<const Id> roots) {
  const Slice nodes = slice(arena, roots);
  SliceTable<double> lengths(nodes);
  for (const Id id : nodes) {
    const Op op = arena.op(id);
    double length = op == Op::number     ? static_cast<double>(literal_text(arena.value(id)).size())
                    : op == Op::variable ? static_cast<double>(arena.name(id).size())
                                         : own_length(arena, id);
    for (const Id arg : arena.args(id)) length += lengths.at(arg);
    constexpr double longest = 1e12;
    lengths[id] = std::min(length, longest);
  }
  double sum = 0;
  for (const Id root : roots) sum += lengths.at(root);
  return sum;
}

}  // namespace adage
