// SPDX-License-Identifier: BSL-1.0
// Sums and products of masked derivatives, and partial derivatives read as such.
#include "diff/masked.hpp"

#include "rules/template.hpp"

namespace adage {
namespace {

Id both(Arena& arena, Id a, Id b) {
  if (a == kNone || a == b) return b;
  return b == kNone ? a : arena.make(Op::logical_and, a, b);
}

/// `value` where `condition` holds and zero elsewhere, as a node.
Id guarded(Arena& arena, Id condition, Id value) {
  return condition == kNone ? value : arena.make(Op::where, condition, value, arena.number(0));
}

/// Splits `where(c, p, 0)` into condition and value, however deeply it nests. The mirror image `where(c, 0, p)` is
/// split only for a choice: elsewhere it says what the value is at one point, and no branch depends on it.
Masked split(Arena& arena, Id value, bool choice) {
  Masked result{value, kNone};
  while (arena.op(result.value) == Op::where) {
    const Node node = arena[result.value];
    if (arena.is_number(node.args[2], 0)) {
      result = {node.args[1], both(arena, result.condition, node.args[0])};
    } else if (choice && arena.is_number(node.args[1], 0)) {
      result = {node.args[2], both(arena, result.condition, arena.make(Op::logical_not, node.args[0]))};
    } else {
      break;
    }
  }
  return result;
}

}  // namespace

Masked masked_partial(Arena& arena, Id node, std::size_t k) {
  const Node shape = arena[node];
  std::array<Id, kMaxArity + 1> bindings{};
  for (std::size_t i = 0; i != shape.count; ++i) bindings[i] = shape.args[i];
  bindings[shape.count] = node;
  const Id value = partial(shape.op, k).instantiate(arena, {bindings.data(), shape.count + std::size_t{1}});
  const Masked result = split(arena, value, shape.op == Op::where);
  return arena.is_number(result.value, 0) ? Masked{} : result;
}

void accumulate(Arena& arena, Masked& sum, Masked term) {
  if (term.empty()) return;
  if (sum.empty()) {
    sum = term;
  } else if (sum.condition == term.condition) {
    sum.value = arena.make(Op::add, sum.value, term.value);
  } else {
    sum.value =
        arena.make(Op::add, guarded(arena, sum.condition, sum.value), guarded(arena, term.condition, term.value));
    const bool everywhere = sum.condition == kNone || term.condition == kNone;
    sum.condition = everywhere ? kNone : arena.make(Op::logical_or, sum.condition, term.condition);
  }
}

Masked product(Arena& arena, Masked a, Masked b) {
  if (a.empty() || b.empty()) return {};
  return {arena.make(Op::mul, a.value, b.value), both(arena, a.condition, b.condition)};
}

Id unmasked(Arena& arena, Masked a) { return a.empty() ? arena.number(0) : guarded(arena, a.condition, a.value); }

std::vector<bool> depends_on(const Arena& arena, const Slice& nodes, const PositionMap& position,
                             std::span<const Id> wrt) {
  std::vector<bool> active(nodes.size(), false);
  for (const Id variable : wrt) {
    if (position.contains(variable)) active[position[variable]] = true;
  }
  for (std::size_t at = 0; at != nodes.size(); ++at) {
    for (const Id arg : arena.args(nodes.nodes[at])) {
      if (active[position[arg]]) active[at] = true;
    }
  }
  return active;
}

}  // namespace adage
