// SPDX-License-Identifier: BSL-1.0
// The public simplification over handles.
#include <adage/simplify.hpp>

#include "accuracy/improve.hpp"
#include "api/handles.hpp"
#include "simplify/search.hpp"

namespace adage {

std::vector<Expression> simplify(std::span<const Expression> expressions, const SimplifyOptions& options) {
  if (expressions.empty()) return {};
  Arena& arena = expressions.front().arena();
  const std::vector<Id> known = ids(arena, options.assumptions);
  for (const Expression& assumption : options.assumptions) {
    if (!assumption.is_boolean()) throw Error("an assumption must be a truth value such as `x > 0`");
  }
  const SearchOptions search_options{.aim = options.aim,
                                     .assumptions = known,
                                     .limits = {.nodes = options.max_forms,
                                                .iterations = options.max_rounds,
                                                .steps = options.max_steps,
                                                .seconds = options.max_seconds},
                                     .window = options.window,
                                     .max_searched = options.max_searched};
  std::vector<Id> roots = ids(arena, expressions);
  if (options.aim != Aim::accuracy) return handles(arena, search(arena, roots, search_options));
  for (Id& root : roots) root = most_accurate(arena, root, search_options);
  return handles(arena, roots);
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
