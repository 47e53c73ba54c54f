// SPDX-License-Identifier: BSL-1.0
// The public derivative in terms of the result over handles.
#include "simplify/backward.hpp"

#include <fmt/format.h>

#include <adage/backward.hpp>
#include <algorithm>

#include "accuracy/best.hpp"
#include "api/handles.hpp"
#include "diff/diff.hpp"
#include "graph/slice.hpp"

namespace adage {

BackwardForm backward_form(const Expression& f, const Expression& x, std::string_view result) {
  Arena& arena = f.arena();
  const Id variable = variable_ids(arena, std::span<const Expression>(&x, 1)).front();
  const Id root = f.id();
  for (const Id used : variables(arena, std::array{root, variable})) {
    if (arena.name(used) == result) throw Error(fmt::format("the formula already has a variable `{}`", result));
  }
  if (result.empty() || find_function(result)) throw Error(fmt::format("`{}` is no name for a variable", result));
  const Id slope = derivative(arena, root, variable);
  const Id y = arena.variable(result);
  Id form = backward_form(arena, BackwardPiece{root, slope, variable, y});
  const std::vector<Id> used = variables(arena, std::span<const Id>(&form, 1));
  // Without the result it is a derivative like any other.
  if (std::ranges::find(used, y) == used.end()) form = best_forms(arena, std::span<const Id>(&slope, 1), {}).front();
  std::vector<Id> kept = variables(arena, std::span<const Id>(&form, 1));
  std::stable_partition(kept.begin(), kept.end(), [&](Id id) { return id == y; });
  return {{arena, form}, {arena, y}, handles(arena, kept)};
}

}  // namespace adage
