// SPDX-License-Identifier: BSL-1.0
// The canonical quotient may have cancelled something that was not defined everywhere, log(x) - log(x). So a form
// counts only if each operation of the original that has a domain is still in it, and not in a branch alone, divisions
// aside, whose poles are isolated.
#include "simplify/candidates.hpp"

#include <algorithm>

#include "algebra/algebra.hpp"
#include "graph/needed.hpp"
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

/// The expression with another unknown in it: its name, what it stands for, and what is known of it.
struct Renamed {
  Id e = kNone, unknown = kNone, meaning = kNone;
  std::vector<Id> known{};
};

/// A root s = sqrt(x^2 + b), b > 0: where x stands elsewhere as x^2 only, that is s^2 - b, and what the root hid can
/// cancel.
std::optional<Renamed> in_root(Arena& arena, Id id) {
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
      if (std::ranges::find(left, x) == left.end())
        return Renamed{e, s, root, {arena.make(Op::gt, s, arena.number(0))}};
    }
  }
  return std::nullopt;
}

/// The node as a rational number times another.
std::pair<Rational, Id> multiple(const Arena& arena, Id id) {
  const Node& node = arena[id];
  if (node.op == Op::neg) {
    const auto [by, of] = multiple(arena, node.args[0]);
    return {-by, of};
  }
  if (node.op == Op::mul && arena.is_number(node.args[0])) return {arena.value(node.args[0]), node.args[1]};
  return {1, id};
}

/// The sigmoid s of u, where 1 + exp(u) is in the expression: exp(u) is s/(1 - s), and quotients of exponentials often
/// become polynomials.
std::optional<Renamed> in_sigmoid(Arena& arena, Id id) {
  const Slice nodes = slice(arena, id);
  const Op exp = function("exp");
  const auto sum = std::ranges::find_if(nodes, [&](Id n) {
    if (arena.op(n) != Op::add) return false;
    const Id a = arena.arg(n, 0), b = arena.arg(n, 1);
    return (arena.is_number(a, 1) && arena.op(b) == exp) || (arena.is_number(b, 1) && arena.op(a) == exp);
  });
  if (sum == nodes.end()) return std::nullopt;
  const Id u = arena.arg(arena.arg(*sum, arena.op(arena.arg(*sum, 0)) == exp ? 0 : 1), 0);
  const auto [of_u, unit] = multiple(arena, u);
  const Id s = arena.variable("the sigmoid"), one = arena.number(1);
  const Id odds = arena.make(Op::div, s, arena.make(Op::sub, one, s));
  std::vector<Id> from, to;
  for (const Id n : nodes) {
    if (arena.op(n) != exp) continue;
    const auto [of_n, rest] = multiple(arena, arena.arg(n, 0));
    const auto times = (of_n / of_u).small_integer();
    if (rest != unit || !times) return std::nullopt;
    from.push_back(n);
    to.push_back(arena.make(Op::pow, odds, arena.number(*times)));
  }
  const Id e = substitute(arena, std::span<const Id>(&id, 1), from, to).front();
  const Id meaning = arena.make(function("sigmoid"), std::span(&u, 1));
  return Renamed{e, s, meaning, {arena.make(Op::gt, s, arena.number(0)), arena.make(Op::lt, s, one)}};
}

/// A vanishing exponential where it is in the expression with its powers: of it the algebra would make one over one
/// that overflows.
std::optional<Renamed> in_decay(Arena& arena, Id id) {
  const Slice nodes = slice(arena, id);
  const Op exp = function("exp");
  const Id t = arena.variable("the decay");
  for (const Id decay : nodes) {
    if (arena.op(decay) != exp) continue;
    const std::pair<Rational, Id> exponent = multiple(arena, arena.arg(decay, 0));
    if (exponent.first.sign() >= 0) continue;
    std::vector<Id> from, to;
    const bool all_powers = std::ranges::all_of(nodes, [&](Id n) {
      if (arena.op(n) != exp) return true;
      const auto [by, of] = multiple(arena, arena.arg(n, 0));
      if (of != exponent.second) return true;
      const auto times = (by / exponent.first).small_integer();
      if (!times || *times <= 0) return false;
      from.push_back(n);
      to.push_back(arena.make(Op::pow, t, arena.number(*times)));
      return true;
    });
    if (!all_powers) continue;
    const Id e = substitute(arena, std::span<const Id>(&id, 1), from, to).front();
    return Renamed{e, t, decay, {arena.make(Op::gt, t, arena.number(0))}};
  }
  return std::nullopt;
}

/// What the algebra makes of it.
std::vector<Id> shapes(Arena& arena, Id id, std::span<const Id> assumptions) {
  Ranges ranges(arena);
  for (const Id assumption : assumptions) ranges.assume(assumption);
  const auto wanted = fragile(arena, id, ranges);
  if (!wanted) return {};
  NodeMap<bool> needed_before;
  add_needed(arena, id, needed_before);
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
  constexpr NormalForm all[] = {NormalForm::expanded, NormalForm::factored, NormalForm::square_free,
                                NormalForm::partial_fractions};
  for (const Id form : normal_forms(arena, id, all, options)) {
    if (form == id || std::ranges::find(result, form) != result.end()) continue;
    const Slice nodes = slice(arena, form);
    NodeMap<bool> needed;
    add_needed(arena, form, needed);
    const bool keeps = std::ranges::all_of(
        *wanted, [&](Id n) { return needed_before.contains(n) ? needed.contains(n) : nodes.contains(n); });
    if (keeps && nodes.size() <= kMostNodes) result.push_back(form);
  }
  return result;
}

/// The same with the unknown replaced by what it stands for.
std::vector<Id> shapes(Arena& arena, const std::optional<Renamed>& renamed, std::span<const Id> assumptions) {
  if (!renamed) return {};
  std::vector<Id> known(assumptions.begin(), assumptions.end());
  known.insert(known.end(), renamed->known.begin(), renamed->known.end());
  const std::vector<Id> found = shapes(arena, renamed->e, known);
  return substitute(arena, found, std::span(&renamed->unknown, 1), std::span(&renamed->meaning, 1));
}

bool takes(const Arena& arena, Id id) {
  return has_algebra() && !arena.is_boolean(id) && slice(arena, id).size() <= kMostNodes;
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

std::vector<Id> algebraic_forms(Arena& arena, Id id, std::span<const Id> assumptions, bool in_sigmoids) {
  if (!takes(arena, id)) return {};
  std::vector<Id> result = shapes(arena, id, assumptions);
  const auto add = [&](const std::optional<Renamed>& renamed) {
    std::ranges::copy(shapes(arena, renamed, assumptions), std::back_inserter(result));
  };
  add(in_root(arena, id));
  if (!in_sigmoids) return result;
  add(in_decay(arena, id));
  // Of the forms without functions that hide exponentials.
  for (const Id form : std::vector(result)) {
    if (const auto renamed = in_sigmoid(arena, form)) {
      add(renamed);
      break;
    }
  }
  return result;
}

std::vector<Id> decay_forms(Arena& arena, Id id, std::span<const Id> assumptions) {
  return takes(arena, id) ? shapes(arena, in_decay(arena, id), assumptions) : std::vector<Id>{};
}

}  // namespace adage
