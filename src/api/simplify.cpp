// SPDX-License-Identifier: BSL-1.0
// The public simplification over handles.
#include "simplify/simplify.hpp"

#include <adage/simplify.hpp>

#include "api/handles.hpp"

namespace adage {

Expression simplify(const Expression& e) { return {e.arena(), simplify(e.arena(), e.id())}; }

std::vector<Expression> simplify(std::span<const Expression> expressions) {
  if (expressions.empty()) return {};
  Arena& arena = expressions.front().arena();
  return handles(arena, simplify(arena, ids(arena, expressions)));
}

Expression simplify(const Expression& e, std::span<const Expression> assumptions) {
  const std::vector<Id> known = ids(e.arena(), assumptions);
  for (const Expression& assumption : assumptions) {
    if (!assumption.is_boolean()) throw Error("an assumption must be a truth value such as `x > 0`");
  }
  return {e.arena(), simplify(e.arena(), e.id(), {.assumptions = known})};
}

}  // namespace adage
