// SPDX-License-Identifier: BSL-1.0
// The public derivatives, each a composition of the two sweeps.
#include <fmt/format.h>

#include <adage/differentiate.hpp>
#include <algorithm>

#include "api/handles.hpp"
#include "diff/diff.hpp"
#include "diff/kinks.hpp"
#include "diff/sparse.hpp"
#include "graph/slice.hpp"
#include "simplify/simplify.hpp"

namespace adage {
namespace {

void same_length(std::string_view what, std::size_t got, std::string_view of, std::size_t wanted) {
  if (got != wanted) throw ShapeError(fmt::format("{} {} were given for {} {}", got, what, wanted, of));
}

Kink::Kind kind_of(Arena& arena, const KinkPoint& kink, Id convention) {
  if (kink.point == kNone || kink.left_slope == kNone || kink.right_slope == kNone) return Kink::Kind::possible;
  const auto known = [&](Id id) { return arena.is_constant(id); };
  if (!kink.continuous()) {
    const bool decided = known(kink.left_value) && known(kink.right_value) && known(kink.value);
    return decided ? Kink::Kind::jump : Kink::Kind::possible;
  }
  if (!kink.one_slope())
    return known(kink.left_slope) && known(kink.right_slope) ? Kink::Kind::kink : Kink::Kind::possible;
  return convention == kink.left_slope ? Kink::Kind::smooth : Kink::Kind::removable;
}

}  // namespace

std::vector<Expression> gradient(const Expression& f, std::span<const Expression> variables) {
  Arena& arena = f.arena();
  return handles(arena, gradient(arena, f.id(), variable_ids(arena, variables)));
}

std::vector<Expression> gradient(const Expression& f, std::initializer_list<Expression> variables) {
  return gradient(f, std::span<const Expression>(variables.begin(), variables.size()));
}

Expression derivative(const Expression& f, const Expression& variable, unsigned n) {
  Arena& arena = f.arena();
  return {arena, derivative(arena, f.id(), variable_ids(arena, std::span<const Expression>(&variable, 1)).front(), n)};
}

std::vector<Expression> tangents(std::span<const Expression> outputs, std::span<const Expression> variables,
                                 std::span<const Expression> tangents) {
  same_length("tangents", tangents.size(), "variables", variables.size());
  if (outputs.empty()) return {};
  Arena& arena = outputs.front().arena();
  return handles(arena, forward(arena, ids(arena, outputs), variable_ids(arena, variables), ids(arena, tangents)));
}

std::vector<Expression> adjoints(std::span<const Expression> outputs, std::span<const Expression> adjoints,
                                 std::span<const Expression> variables) {
  same_length("adjoints", adjoints.size(), "outputs", outputs.size());
  if (outputs.empty()) return {};
  Arena& arena = outputs.front().arena();
  return handles(arena, reverse(arena, ids(arena, outputs), ids(arena, adjoints), variable_ids(arena, variables)));
}

std::vector<std::vector<Expression>> jacobian(std::span<const Expression> outputs,
                                              std::span<const Expression> variables) {
  std::vector<std::vector<Expression>> rows;
  if (outputs.empty()) return rows;
  Arena& arena = outputs.front().arena();
  const std::vector<Id> functions = ids(arena, outputs);
  const std::vector<Id> wrt = variable_ids(arena, variables);
  if (functions.size() <= wrt.size()) {  // few outputs: one backward sweep each
    for (const Id f : functions) rows.push_back(handles(arena, gradient(arena, f, wrt)));
    return rows;
  }
  rows.resize(functions.size());
  const Id one = arena.number(1);
  for (const Id x : wrt) {
    const std::vector<Id> column = forward(arena, functions, std::span<const Id>(&x, 1), std::span<const Id>(&one, 1));
    for (std::size_t i = 0; i != column.size(); ++i) rows[i].emplace_back(arena, column[i]);
  }
  return rows;
}

std::vector<std::vector<Expression>> hessian(const Expression& f, std::span<const Expression> variables) {
  return jacobian(gradient(f, variables), variables);
}

SparseMatrix sparse_jacobian(std::span<const Expression> outputs, std::span<const Expression> variables) {
  SparseMatrix result;
  result.width = variables.size();
  if (outputs.empty()) return result;
  Arena& arena = outputs.front().arena();
  const std::vector<Id> wrt = variable_ids(arena, variables);
  std::vector<Id> sorted = wrt;
  std::ranges::sort(sorted);
  if (const auto twice = std::ranges::adjacent_find(sorted); twice != sorted.end()) {
    throw Error(fmt::format("the variable `{}` is given twice", arena.name(*twice)));
  }
  SparseIds found = sparse_jacobian(arena, ids(arena, outputs), wrt);
  result.row_begins = std::move(found.row_begins);
  result.columns = std::move(found.columns);
  result.values = handles(arena, found.values);
  return result;
}

SparseMatrix sparse_hessian(const Expression& f, std::span<const Expression> variables) {
  return sparse_jacobian(gradient(f, variables), variables);
}

std::vector<Expression> hessian_vector_product(const Expression& f, std::span<const Expression> variables,
                                               std::span<const Expression> vector) {
  same_length("components", vector.size(), "variables", variables.size());
  return tangents(gradient(f, variables), variables, vector);
}

std::vector<Kink> kinks(const Expression& f, const std::optional<Expression>& variable) {
  Arena& arena = f.arena();
  std::vector<Kink> result;
  if (!variable) {
    for (const Id g : switches(arena, f.id(), kNone))
      result.push_back({Kink::Kind::possible, {arena, g}, {}, {}, {}, {}});
    return result;
  }
  const Id x = variable_ids(arena, std::span<const Expression>(&*variable, 1)).front();
  const Id one = arena.number(1);
  const Id root = f.id();
  const Id slope =
      forward(arena, std::span<const Id>(&root, 1), std::span<const Id>(&x, 1), std::span<const Id>(&one, 1)).front();
  const auto handle = [&](Id id) {
    return id == kNone ? std::nullopt : std::optional<Expression>(std::in_place, arena, id);
  };
  for (const KinkPoint& kink : find_kinks(arena, root, x)) {
    Id convention = kNone;
    if (kink.point != kNone) {
      const auto there = substitute(arena, std::span<const Id>(&slope, 1), std::span<const Id>(&x, 1),
                                    std::span<const Id>(&kink.point, 1));
      convention = simplify(arena, there.front());
    }
    const Kink::Kind kind = kind_of(arena, kink, convention);
    if (kind == Kink::Kind::removable) convention = kink.left_slope;  // what derivative() returns after repair
    result.push_back({kind,
                      {arena, kink.condition},
                      handle(kink.point),
                      handle(kink.left_slope),
                      handle(kink.right_slope),
                      handle(convention)});
  }
  return result;
}

}  // namespace adage
