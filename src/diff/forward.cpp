// SPDX-License-Identifier: BSL-1.0
// Forward mode: tangents travel with the values, one loop over a slice (Wengert 1964).
#include <adage/error.hpp>

#include "diff/diff.hpp"
#include "diff/masked.hpp"

namespace adage {

namespace {

/// A choice keeps its shape: the tangent is the taken branch's, under that branch's own condition.
Masked choice(Arena& arena, Id condition, Masked a, Masked b) {
  if (a.empty() && b.empty()) return {};
  if (b.empty()) return product(arena, a, {arena.number(1), condition});
  if (a.empty()) return product(arena, b, {arena.number(1), arena.make(Op::logical_not, condition)});
  Masked result{arena.make(Op::where, condition, a.value, b.value), kNone};
  if (a.condition == kNone && b.condition == kNone) return result;
  const auto condition_of = [&](Masked branch) {
    return branch.condition == kNone ? arena.make(Op::constant_true) : branch.condition;
  };
  result.condition = arena.make(Op::where, condition, condition_of(a), condition_of(b));
  return result;
}

}  // namespace

std::vector<Id> forward(Arena& arena, std::span<const Id> outputs, std::span<const Id> wrt,
                        std::span<const Id> tangents) {
  const Slice nodes = slice(arena, outputs);
  const PositionMap position(nodes);
  std::vector<Masked> tangent(nodes.size());
  for (std::size_t i = 0; i != wrt.size(); ++i) {
    if (position.contains(wrt[i]) && !arena.is_number(tangents[i], 0)) tangent[position[wrt[i]]] = {tangents[i], kNone};
  }
  for (std::size_t at = 0; at != nodes.size(); ++at) {
    const Id id = nodes.nodes[at];
    const Node node = arena[id];
    if (node.op == Op::where) {
      tangent[at] = choice(arena, node.args[0], tangent[position[node.args[1]]], tangent[position[node.args[2]]]);
      continue;
    }
    for (std::size_t k = 0; k != node.count; ++k) {
      const Masked inner = tangent[position[node.args[k]]];
      if (!inner.empty()) accumulate(arena, tangent[at], product(arena, inner, masked_partial(arena, id, k)));
    }
  }
  std::vector<Id> result;
  result.reserve(outputs.size());
  for (const Id output : outputs) {
    if (arena.is_boolean(output)) throw Error("a truth value has no derivative; differentiate a number");
    result.push_back(unmasked(arena, tangent[position[output]]));
  }
  return result;
}

}  // namespace adage
