// SPDX-License-Identifier: BSL-1.0
// Local simplification does the work; it knows what an assumed comparison means for ranges and for differences.
#include "simplify/branches.hpp"

#include "graph/slice.hpp"
#include "simplify/simplify.hpp"

namespace adage {

std::vector<std::pair<Id, Id>> under_conditions(Arena& arena, std::span<const Id> roots,
                                                std::span<const Id> assumptions) {
  constexpr std::size_t most_cases = 12;
  std::vector<std::pair<Id, Id>> result;
  std::vector<Id> known(assumptions.begin(), assumptions.end());
  const auto under = [&](Id condition, Id branch) {
    known.push_back(condition);
    const Id form = simplify(arena, branch, {.assumptions = known});
    known.pop_back();
    return form;
  };
  std::size_t seen = 0;
  for (const Id id : slice(arena, roots)) {
    if (arena.op(id) != Op::where) continue;
    if (seen++ == most_cases) break;
    const Node node = arena[id];
    const Id condition = node.args[0];
    const Id there = under(condition, node.args[1]);
    const Id elsewhere = under(arena.make(Op::logical_not, condition), node.args[2]);
    if (there == node.args[1] && elsewhere == node.args[2]) continue;
    result.emplace_back(id, arena.make(Op::where, condition, there, elsewhere));
  }
  return result;
}

}  // namespace adage
