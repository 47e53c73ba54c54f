// SPDX-License-Identifier: BSL-1.0
// The canonical quotient may have cancelled something that was not defined everywhere, log(x) - log(x). So a form
// counts only if each operation of the original that has a domain is still in it, divisions aside, whose poles are
// isolated.
#include "simplify/candidates.hpp"

#include <algorithm>

#include "algebra/algebra.hpp"
#include "graph/node_map.hpp"
#include "graph/slice.hpp"
#include "rules/ranges.hpp"

namespace adage {
namespace {

constexpr std::size_t kMostNodes = 120;

bool is_division(const Arena& arena, Id id) {
  if (arena.op(id) == Op::div) return true;
  return arena.op(id) == Op::pow && arena.is_number(arena.arg(id, 1)) && arena.value(arena.arg(id, 1)).is_integer();
}

/// The nodes below `id` that may fail to have a value at more than isolated points; nothing when a divisor is among
/// them.
std::optional<std::vector<Id>> fragile(const Arena& arena, Id id, Ranges& ranges) {
  std::vector<Id> result;
  for (const Id n : slice(arena, id)) {
    if (row(arena.op(n)).domain.empty() || ranges.total(n)) continue;
    if (is_division(arena, n)) {
      const Id divisor = arena.arg(n, arena.op(n) == Op::div ? 1 : 0);
      if (arena.has(divisor, kPiecewise) || arena.is_number(divisor)) return std::nullopt;
    } else if (domain(arena.op(n)) != nullptr) {
      result.push_back(n);
    }
  }
  return result;
}

/// The expression with a root s = sqrt(x^2 + b), b > 0, as the unknown: where x stands elsewhere as x^2 only, that is
/// s^2 - b, and what the root hid can cancel. The root is positive.
struct InRoot {
  Id e = kNone, s = kNone, root = kNone;
};
std::optional<InRoot> in_root(Arena& arena, Id id) {
  const std::vector<Id> unknowns = variables(arena, std::span<const Id>(&id, 1));
  const Slice nodes = slice(arena, id);
  for (const Id root : nodes) {
    if (arena.op(root) != function("sqrt")) continue;
    const Id square = arena.arg(root, 0);
    for (const Id x : unknowns) {
      const auto is_square = [&](Id n) {
        return arena.op(n) == Op::pow && arena.arg(n, 0) == x && arena.is_number(arena.arg(n, 1), 2);
      };
      const auto found = std::ranges::find_if(nodes, is_square);
      if (found == nodes.end()) continue;
      const Node sum = arena[square];
      if (sum.op != Op::add) continue;
      const Id rest = sum.args[0] == *found ? sum.args[1] : sum.args[1] == *found ? sum.args[0] : kNone;
      if (rest == kNone || !arena.is_number(rest) || arena.value(rest).sign() <= 0) continue;
      const Id s = arena.variable("the root");
      const Id squared = arena.make(Op::sub, arena.make(Op::pow, s, arena.number(2)), rest);
      const std::array from{root, *found}, to{s, squared};
      const Id e = substitute(arena, std::span<const Id>(&id, 1), from, to).front();
      const std::vector<Id> left = variables(arena, std::span<const Id>(&e, 1));
      if (std::ranges::find(left, x) == left.end()) return InRoot{e, s, root};
    }
  }
  return std::nullopt;
}

/// What the algebra makes of it.
std::vector<Id> shapes(Arena& arena, Id id, std::span<const Id> assumptions) {
  Ranges ranges(arena);
  for (const Id assumption : assumptions) ranges.assume(assumption);
  const auto wanted = fragile(arena, id, ranges);
  if (!wanted) return {};
  AlgebraOptions options;
  options.assumptions = assumptions;
  options.everywhere = true;
  options.max_nodes = kMostNodes;
  options.max_kernels = 16;
  options.max_terms = 64;
  options.max_degree = 40;
  options.max_bits = 512;
  options.max_work = 20'000;
  std::vector<Id> result;
  constexpr NormalForm all[] = {NormalForm::expanded, NormalForm::factored, NormalForm::partial_fractions};
  for (const Id form : normal_forms(arena, id, all, options)) {
    if (form == id || std::ranges::find(result, form) != result.end()) continue;
    const Slice nodes = slice(arena, form);
    const bool keeps = std::ranges::all_of(*wanted, [&](Id n) { return nodes.contains(n); });
    if (keeps && nodes.size() <= kMostNodes) result.push_back(form);
  }
  return result;
}

bool is_arithmetic(Op op) { return op >= Op::neg && op <= Op::pow; }

}  // namespace

std::vector<Id> arithmetic_tops(const Arena& arena, std::span<const Id> roots) {
  NodeMap<bool> tops;
  std::vector<Id> result;
  const auto take = [&](Id id) {
    if (is_arithmetic(arena.op(id)) && tops.emplace(id, true).second) result.push_back(id);
  };
  for (const Id root : roots) take(root);
  for (const Id id : slice(arena, roots)) {
    if (is_arithmetic(arena.op(id))) continue;
    for (const Id arg : arena.args(id)) take(arg);
  }
  constexpr std::size_t most_tops = 12;
  if (result.size() > most_tops) result.resize(most_tops);
  return result;
}

std::vector<Id> algebraic_forms(Arena& arena, Id id, std::span<const Id> assumptions) {
  if (!has_algebra() || arena.is_boolean(id) || slice(arena, id).size() > kMostNodes) return {};
  std::vector<Id> result = shapes(arena, id, assumptions);
  if (const auto inner = in_root(arena, id)) {
    std::vector<Id> known(assumptions.begin(), assumptions.end());
    known.push_back(arena.make(Op::gt, inner->s, arena.number(0)));
    const std::vector<Id> found = shapes(arena, inner->e, known);
    const std::vector<Id> forms = substitute(arena, found, std::span(&inner->s, 1), std::span(&inner->root, 1));
    result.insert(result.end(), forms.begin(), forms.end());
  }
  return result;
}

}  // namespace adage
