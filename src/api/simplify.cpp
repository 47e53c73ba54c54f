// SPDX-License-Identifier: BSL-1.0
// The public simplification over handles.
#include "simplify/simplify.hpp"

#include <adage/simplify.hpp>
#include <algorithm>

#include "accuracy/guard.hpp"
#include "accuracy/improve.hpp"
#include "api/handles.hpp"
#include "simplify/explain.hpp"

namespace adage {

namespace {

/// `known` receives the assumptions and must outlive the result.
SearchOptions search_options(const Arena& arena, const SimplifyOptions& options, std::vector<Id>& known) {
  known = ids(arena, options.assumptions);
  for (const Expression& assumption : options.assumptions) {
    if (!assumption.is_boolean()) throw Error("an assumption must be a truth value such as `x > 0`");
  }
  return {.aim = options.aim,
          .assumptions = known,
          .limits = {.nodes = options.max_forms,
                     .iterations = options.max_rounds,
                     .steps = options.max_steps,
                     .seconds = options.max_seconds},
          .window = options.window,
          .max_searched = options.max_searched};
}

/// By the aim. What is only shorter must not be less accurate, unless nothing but size or speed is asked for.
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
  if (options.aim != Aim::balanced) return best;
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

}  // namespace

std::vector<Expression> simplify(std::span<const Expression> expressions, const SimplifyOptions& options) {
  if (expressions.empty()) return {};
  Arena& arena = expressions.front().arena();
  std::vector<Id> known;
  const SearchOptions searched = search_options(arena, options, known);
  std::vector<Id> roots = ids(arena, expressions);
  return handles(arena, best_forms(arena, roots, searched));
}

std::vector<SimplifyStep> explain(const Expression& e, const SimplifyOptions& options) {
  Arena& arena = e.arena();
  std::vector<Id> known;
  const SearchOptions searched = search_options(arena, options, known);
  const Id root = e.id();
  const Id best = best_forms(arena, std::span<const Id>(&root, 1), searched).front();
  std::vector<SimplifyStep> steps;
  // The way there is known if the search itself ends there.
  const bool found = options.aim != Aim::accuracy && search(arena, std::span<const Id>(&root, 1), searched)[0] == best;
  for (const ExplainedStep& step : found ? explain(arena, root, searched) : explain(arena, root, best, searched))
    steps.push_back({step.rule, Expression(arena, step.after)});
  return steps;
}

Expression simplify(const Expression& e, const SimplifyOptions& options) {
  return simplify(std::span<const Expression>(&e, 1), options).front();
}

Expression simplify(const Expression& e, std::span<const Expression> assumptions) {
  SimplifyOptions options;
  options.assumptions.assign(assumptions.begin(), assumptions.end());
  return simplify(e, options);
}

}  // namespace adage
