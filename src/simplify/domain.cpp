// SPDX-License-Identifier: BSL-1.0
// Down from the root along what has no value where its arguments have none: arithmetic and calls, but not the branches
// of a choice.
#include "simplify/domain.hpp"

#include <algorithm>
#include <iterator>

#include "graph/node_map.hpp"
#include "rules/ranges.hpp"

namespace adage {
namespace {

/// Is every argument needed for a value?
bool is_strict(Op op) { return op != Op::where && !row(op).boolean && row(op).kink.empty(); }

void ask(Arena& arena, Ranges& known, Id id, std::vector<Id>& conditions) {
  static const Op sqrt = function("sqrt"), log = function("log");
  const Op op = arena.op(id);
  const bool power = op == Op::pow && arena.is_number(arena.arg(id, 1)) && !arena.value(arena.arg(id, 1)).is_integer();
  if (op != sqrt && op != log && !power) return;
  const Id u = arena.arg(id, 0);
  if (arena.is_constant(u)) return;
  if (op == log ? known[u].positive() : known[u].nonnegative()) return;
  conditions.push_back(arena.make(op == log ? Op::gt : Op::ge, u, arena.number(0)));
}

std::vector<Id> asked(Arena& arena, Id root) {
  Ranges known(arena);
  std::vector<Id> conditions, open{root};
  NodeMap<bool> seen;
  while (!open.empty()) {
    const Id id = open.back();
    open.pop_back();
    if (!seen.emplace(id, true).second) continue;
    ask(arena, known, id, conditions);
    if (!is_strict(arena.op(id))) continue;
    const auto args = arena.args(id);
    open.insert(open.end(), args.begin(), args.end());
  }
  std::ranges::sort(conditions);
  conditions.erase(std::unique(conditions.begin(), conditions.end()), conditions.end());
  return conditions;
}

}  // namespace

std::vector<Id> in_common(const std::vector<Id>& conditions, const std::vector<Id>& others) {
  std::vector<Id> result;
  std::ranges::set_intersection(conditions, others, std::back_inserter(result));
  return result;
}

std::vector<Id> asked(Arena& arena, std::span<const Id> roots) {
  std::vector<Id> all = asked(arena, roots.front());
  for (const Id root : roots.subspan(1)) {
    if (all.empty()) break;
    all = in_common(all, asked(arena, root));
  }
  return all;
}

}  // namespace adage
