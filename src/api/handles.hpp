// SPDX-License-Identifier: BSL-1.0
// Between the public handles and the ids that passes work on.
#pragma once

#include <adage/expression.hpp>
#include <span>
#include <vector>

#include "graph/arena.hpp"

namespace adage {

/// The ids of expressions, which must all belong to `arena`; throws Error otherwise.
inline std::vector<Id> ids(const Arena& arena, std::span<const Expression> expressions) {
  std::vector<Id> result;
  result.reserve(expressions.size());
  for (const Expression& e : expressions) {
    if (&e.arena() != &arena) throw Error("the expressions belong to different graphs");
    result.push_back(e.id());
  }
  return result;
}

inline std::vector<Expression> handles(Arena& arena, std::span<const Id> ids) {
  std::vector<Expression> result;
  result.reserve(ids.size());
  for (const Id id : ids) result.emplace_back(arena, id);
  return result;
}

/// The ids of variables; throws Error naming what is none.
inline std::vector<Id> variable_ids(const Arena& arena, std::span<const Expression> variables) {
  std::vector<Id> result = ids(arena, variables);
  for (const Id id : result) {
    if (arena.op(id) != Op::variable) throw Error("only a variable can be differentiated with respect to");
  }
  return result;
}

}  // namespace adage
