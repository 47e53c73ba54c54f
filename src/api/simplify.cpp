// SPDX-License-Identifier: BSL-1.0
// The public simplification over handles.

#include <adage/simplify.hpp>

#include "accuracy/best.hpp"
#include "api/handles.hpp"
#include "simplify/domain.hpp"
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
                     .patience = options.patience,
                     .seconds = options.max_seconds},
          .window = options.window,
          .max_searched = options.max_searched};
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
  SearchOptions searched = search_options(arena, options, known);
  const Id root = e.id();
  const Id best = best_forms(arena, std::span<const Id>(&root, 1), searched).front();
  // What both ends ask for holds on the way.
  const std::vector<Id> common = in_common(arena, asked(arena, {&root, 1}), asked(arena, {&best, 1}));
  known.insert(known.end(), common.begin(), common.end());
  searched.assumptions = known;
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
