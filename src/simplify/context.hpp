// SPDX-License-Identifier: BSL-1.0
// What the parts of simplification share: the arena, the rules, what is known of ranges, and which nodes are
// used so often that they must stay as they are.
#pragma once

#include <algorithm>
#include <boost/container/small_vector.hpp>
#include <utility>

#include "graph/node_map.hpp"
#include "rules/ranges.hpp"
#include "rules/rule.hpp"

namespace adage {

struct SimplifyContext {
  Arena& arena;
  const RuleSet& rules;
  Ranges ranges;
  bool assume_defined = false;     ///< only points where everything is defined matter
  bool keep_sums = false;          ///< see LocalOptions
  bool over_exponentials = false;  ///< likewise
  bool open_shared = false;        ///< open short sums and products even where others need them too
  NodeMap<unsigned> uses{};        ///< in the slice at hand; absent: one

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

/// Most sums and products are short.
using Leaves = boost::container::small_vector<Id, 8>;

/// std::erase_if, which knows the standard's containers alone.
template <class Items, class Unwanted>
void erase_where(Items& items, Unwanted unwanted) {
  items.erase(std::remove_if(items.begin(), items.end(), unwanted), items.end());
}

/// How far a pass has come with a node.
struct Progress {
  Id image = kNone;      ///< what it is simplified to
  Id next = kNone;       ///< a first result, whose image will be its own
  bool is_open = false;  ///< met, and waiting for what is below it
};
using Images = NodeMap<Progress>;

/// Itself, unless it has one.
inline Id image_of(const Images& images, Id id) {
  const auto found = images.find(id);
  return found == images.end() || found->second.image == kNone ? id : found->second.image;
}

/// Where nodes stand in a list that is being collected. A few are looked through, many are found through a map.
class Places {
 public:
  /// The place of `id`, and whether it is new and now `next`.
  std::pair<std::size_t, bool> emplace(Id id, std::size_t next) {
    if (!many_.empty()) {
      const auto [known, fresh] = many_.emplace(id, next);
      return {known->second, fresh};
    }
    for (const auto& [known, place] : few_) {
      if (known == id) return {place, false};
    }
    few_.emplace_back(id, next);
    if (few_.size() == kFew) many_.insert(few_.begin(), few_.end());
    return {next, true};
  }
  bool contains(Id id) const {
    return many_.empty() ? std::ranges::find(few_, id, &std::pair<Id, std::size_t>::first) != few_.end()
                         : many_.contains(id);
  }

 private:
  static constexpr std::size_t kFew = 16;

  boost::container::small_vector<std::pair<Id, std::size_t>, kFew> few_;
  NodeMap<std::size_t> many_;
};

/// What stands below `node` where opening ends: `opens(context, id, top)` says whether a node is looked into.
template <class Opens>
Leaves leaves(const SimplifyContext& context, Id node, Opens opens) {
  Leaves result, open{node};
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
