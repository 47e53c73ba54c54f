// SPDX-License-Identifier: BSL-1.0
// The search remembers where it has been, so that a form that is too dear in accuracy has one before it to fall back
// on.
#include "accuracy/best.hpp"

#include <algorithm>

#include "accuracy/guard.hpp"
#include "accuracy/improve.hpp"
#include "simplify/simplify.hpp"

namespace adage {

std::vector<Id> best_forms(Arena& arena, std::span<const Id> roots, const SearchOptions& options) {
  std::vector<Id> result(roots.begin(), roots.end());
  if (options.aim == Aim::accuracy) {
    for (Id& root : result) root = most_accurate(arena, root, options);
    return result;
  }
  std::vector<std::vector<Id>> stations;
  SearchOptions watched = options;
  watched.stations = &stations;
  const std::vector<Id> best = search(arena, roots, watched);
  if (options.aim == Aim::size) return best;
  const std::vector<Id> tidy = simplify(arena, roots, {.assumptions = options.assumptions});
  for (std::size_t i = 0; i != result.size(); ++i) {
    std::vector<Id> candidates{best[i]};
    for (auto station = stations.rbegin(); station != stations.rend(); ++station) {
      if (station->size() != result.size()) continue;
      const Id form = (*station)[i];
      const bool shorter = CostModel(options.aim).total(arena, std::span<const Id>(&form, 1)) <
                           CostModel(options.aim).total(arena, std::span<const Id>(&tidy[i], 1));
      if (shorter && std::ranges::find(candidates, form) == candidates.end()) candidates.push_back(form);
    }
    result[i] = first_safe(arena, candidates, tidy[i], options.assumptions);
  }
  return result;
}

}  // namespace adage
