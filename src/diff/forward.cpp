// SPDX-License-Identifier: BSL-1.0
// Forward mode: tangents travel with the values, one loop over a slice (Wengert 1964).
#include <adage/error.hpp>

#include "diff/diff.hpp"
#include "diff/masked.hpp"

namespace adage {

std::vector<Id> forward(Arena& arena, std::span<const Id> outputs, std::span<const Id> wrt, std::span<const Id> tangents) {
  const Slice nodes = slice(arena, outputs);
  const PositionMap position(nodes);
  std::vector<Masked> tangent(nodes.size());
  for (std::size_t i = 0; i != wrt.size(); ++i) {
    if (nodes.contains(wrt[i]) && !arena.is_number(tangents[i], 0)) tangent[position[wrt[i]]] = {tangents[i], kNone};
  }
  for (std::size_t at = 0; at != nodes.size(); ++at) {
    const Id id = nodes.nodes[at];
    const Node node = arena[id];
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
