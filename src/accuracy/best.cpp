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
  std::vector<Id> others;
  SearchOptions watched = options;
  watched.stations = &stations;
  watched.others = &others;
  const std::vector<Id> best = search(arena, roots, watched);
  if (options.aim == Aim::size) return best;
  const std::vector<Id> tidy = simplify(arena, roots, {.assumptions = options.assumptions});
  const CostModel model(options.aim);
  const auto cost = [&](Id form) { return model.total(arena, std::span<const Id>(&form, 1)); };
  for (std::size_t i = 0; i != result.size(); ++i) {
    result[i] = best[i];
    if (best[i] == tidy[i]) continue;
    Guard guard(arena, tidy[i], options.assumptions);
    // What is read much more easily need not run where squares overflow.
    const auto up_to = [&](Id form) {
      constexpr double much_shorter = 0.6;
      return cost(form) < much_shorter * cost(tidy[i]) ? Guard::Size::far : Guard::Size::extreme;
    };
    if (guard.is_safe(best[i], up_to(best[i]))) continue;
    std::vector<Id> found;
    for (const auto& station : stations) {
      if (station.size() == result.size()) found.push_back(station[i]);
    }
    if (result.size() == 1) found.insert(found.end(), others.begin(), others.end());
    for (const Id form : steady_forms(arena, std::array{best[i], tidy[i]}, options)) found.push_back(form);
    std::ranges::stable_sort(found, {}, cost);
    constexpr std::size_t most_candidates = 24;
    std::vector<Id> candidates;
    for (const Id form : found) {
      const bool shorter = cost(form) < cost(tidy[i]) && candidates.size() != most_candidates;
      if (shorter && std::ranges::find(candidates, form) == candidates.end()) candidates.push_back(form);
    }
    result[i] = guard.first_safe(candidates, up_to);
  }
  return result;
}

}  // namespace adage
