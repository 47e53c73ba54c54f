// SPDX-License-Identifier: BSL-1.0
// Down from the root along what has no value where its arguments have none: arithmetic and calls, but not the branches
// of a choice.
#include "simplify/domain.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "algebra/algebra.hpp"
#include "graph/node_map.hpp"
#include "rules/ranges.hpp"
#include "rules/template.hpp"

namespace adage {
namespace {

/// Is every argument needed for a value?
bool is_strict(Op op) { return op != Op::where && !row(op).boolean && row(op).kink.empty(); }

/// The condition under which a root or function has a value, if it bounds the argument; else kNone.
Id bounds(Arena& arena, Id id) {
  const auto args = arena.args(id);
  const bool root =
      arena.op(id) == Op::pow && arena.is_number(arena.arg(id, 1)) && !arena.value(arena.arg(id, 1)).is_integer();
  if (args.empty() || arena.is_constant(args[0])) return kNone;
  if (root) return arena.make(Op::ge, args[0], arena.number(0));
  const Template* condition = args.size() == 1 ? domain(arena.op(id)) : nullptr;
  if (condition == nullptr) return kNone;
  const Id bound = condition->instantiate(arena, std::array{args[0]});
  const Op op = arena.op(bound);
  return op == Op::ne || op == Op::logical_or ? kNone : bound;
}

std::vector<Id> asked(Arena& arena, Id root) {
  Ranges known(arena);
  std::vector<Id> conditions, open{root};
  NodeMap<bool> seen;
  while (!open.empty()) {
    const Id id = open.back();
    open.pop_back();
    if (!seen.emplace(id, true).second) continue;
    const Id condition = bounds(arena, id);
    if (condition != kNone && !known[condition].surely_true()) conditions.push_back(condition);
    if (!is_strict(arena.op(id))) continue;
    const auto args = arena.args(id);
    open.insert(open.end(), args.begin(), args.end());
  }
  std::ranges::sort(conditions);
  conditions.erase(std::unique(conditions.begin(), conditions.end()), conditions.end());
  return conditions;
}

/// One node for all that ask the same of polynomials: of (1 + x)*(1 - x) what is asked of 1 - x^2.
Id canonical(Arena& arena, Id condition) {
  if (arena.op(condition) == Op::logical_and) return condition;
  AlgebraOptions options;
  options.everywhere = true;
  constexpr std::size_t most_nodes = 60, most_work = 20'000;
  options.max_nodes = most_nodes;
  options.max_work = most_work;
  const Id u = arena.arg(condition, 0);
  const Id expanded = normal_form(arena, u, NormalForm::expanded, options).value_or(u);
  return arena.make(arena.op(condition), expanded, arena.arg(condition, 1));
}

}  // namespace

std::vector<Id> in_common(Arena& arena, const std::vector<Id>& conditions, const std::vector<Id>& others) {
  std::vector<Id> known, result;
  for (const Id other : others) known.push_back(canonical(arena, other));
  std::ranges::copy_if(conditions, std::back_inserter(result),
                       [&](Id c) { return std::ranges::find(known, canonical(arena, c)) != known.end(); });
  return result;
}

std::vector<Id> asked(Arena& arena, std::span<const Id> roots) {
  std::vector<Id> all = asked(arena, roots.front());
  for (const Id root : roots.subspan(1)) {
    if (all.empty()) break;
    all = in_common(arena, all, asked(arena, root));
  }
  return all;
}

}  // namespace adage
