// SPDX-License-Identifier: BSL-1.0
// What the parts of simplification share: the arena, the rules, what is known of ranges, and which nodes are
// used so often that they must stay as they are.
#pragma once

#include <vector>

#include "graph/node_map.hpp"
#include "rules/ranges.hpp"
#include "rules/rule.hpp"

namespace adage {

struct SimplifyContext {
  Arena& arena;
  const RuleSet& rules;
  Ranges ranges;
  bool assume_defined = false;  ///< only points where everything is defined matter
  bool open_shared = false;     ///< open short sums and products even where others need them too
  NodeMap<unsigned> uses{};     ///< in the slice at hand; absent: one

  /// The first rule that matches `op` of `args`, or kNone.
  Id rewrite(Op op, std::span<const Id> args);
  Id rewrite(Op op, Id a, Id b) { return rewrite(op, std::array{a, b}); }
  /// May `id` disappear without enlarging the domain?
  bool may_vanish(Id id) { return assume_defined || ranges.total(id); }
  /// May `id`/`id` become 1: defined everywhere, and zero at isolated points at most?
  bool may_cancel(Id id) { return may_vanish(id) && (!arena.has(id, kPiecewise) || ranges[id].nonzero()); }
  /// A sum or product within another: shall it be opened? Not when others need it too, unless short ones may be.
  bool may_open(Id id) const;
  /// Is this node needed in more than one place?
  bool shared(Id id) const { return uses.contains(id); }
};

/// What stands below `node` where opening ends: `opens(context, id, top)` says whether a node is looked into.
template <class Opens>
std::vector<Id> leaves(const SimplifyContext& context, Id node, Opens opens) {
  std::vector<Id> result;
  std::vector<Id> open{node};
  for (bool top = true; !open.empty(); top = false) {
    const Id id = open.back();
    open.pop_back();
    if (!opens(context, id, top)) {
      result.push_back(id);
      continue;
    }
    const auto args = context.arena.args(id);
    open.insert(open.end(), args.rbegin(), args.rend());
  }
  return result;
}

}  // namespace adage
