// SPDX-License-Identifier: BSL-1.0
// Reverse mode: one loop backwards over a slice (Linnainmaa 1970; Griewank & Walther 2008). An adjoint is
// kept apart from the condition under which it is not zero, so that the branch of a choice that is not taken
// contributes nothing, and an infinity or NaN there cannot leak through a product with zero.
#include <fmt/format.h>

#include <adage/error.hpp>

#include "diff/diff.hpp"
#include "diff/masked.hpp"
#include "graph/slice.hpp"

namespace adage {

std::vector<Id> reverse(Arena& arena, std::span<const Id> outputs, std::span<const Id> adjoints,
                        std::span<const Id> wrt) {
  const Slice nodes = slice(arena, outputs);
  const PositionMap position(nodes);
  const std::vector<bool> active = depends_on(arena, nodes, position, wrt);
  LargeVector<Masked> adjoint(nodes.size());
  arena.reserve(arena.size() + nodes.size());
  for (std::size_t i = 0; i != outputs.size(); ++i) {
    if (arena.is_boolean(outputs[i])) throw Error("a truth value has no derivative; differentiate a number");
    accumulate(arena, adjoint[position[outputs[i]]], {adjoints[i], kNone});
  }
  for (std::size_t at = nodes.size(); at-- != 0;) {
    if (!active[at] || adjoint[at].empty()) continue;
    const Id id = nodes.nodes[at];
    const Node node = arena[id];
    for (std::size_t k = 0; k != node.count; ++k) {
      const std::size_t target = position[node.args[k]];
      if (!active[target]) continue;
      const Masked weight = masked_partial(arena, id, k);
      if (!weight.empty()) accumulate(arena, adjoint[target], product(arena, adjoint[at], weight));
    }
  }
  std::vector<Id> result;
  result.reserve(wrt.size());
  for (const Id variable : wrt) {
    result.push_back(position.contains(variable) ? unmasked(arena, adjoint[position[variable]]) : arena.number(0));
  }
  return result;
}

std::vector<Id> gradient(Arena& arena, Id output, std::span<const Id> wrt) {
  const Id one = arena.number(1);
  return reverse(arena, std::span<const Id>(&output, 1), std::span<const Id>(&one, 1), wrt);
}

}  // namespace adage
