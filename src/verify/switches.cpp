// SPDX-License-Identifier: BSL-1.0
// Switches from the columns `kink`, `above` and `below` of the table, and their zeros by the secant method.
#include "verify/switches.hpp"

#include <algorithm>

#include "verify/sampling.hpp"

namespace adage {
namespace {

/// The columns `above` and `below`, compiled.
struct Pieces {
  std::vector<std::optional<Template>> above;
  std::vector<std::optional<Template>> below;

  Pieces() {
    const auto compiled = [](std::string_view text, Op op) {
      return text.empty() ? std::nullopt : std::optional<Template>(std::in_place, text, parameters(op));
    };
    for (std::size_t i = 0; i != rows().size(); ++i) {
      const auto op = static_cast<Op>(i);
      above.push_back(compiled(row(op).above, op));
      below.push_back(compiled(row(op).below, op));
    }
  }
};

const Pieces& pieces() {
  static const Pieces instance;
  return instance;
}

}  // namespace

bool can_be_split(Op op) { return !row(op).above.empty() && !row(op).below.empty(); }

Id piece(Arena& arena, Id id, int sign) {
  const Node node = arena[id];
  const std::span<const Id> args(node.args.data(), node.count);
  const auto at = static_cast<std::size_t>(node.op);
  if (sign > 0) return pieces().above[at]->instantiate(arena, args);
  if (sign < 0) return pieces().below[at]->instantiate(arena, args);
  const double value = row(node.op).machine.code().f64(0, 0, 0);
  if (row(node.op).boolean) return arena.make(value != 0 ? Op::constant_true : Op::constant_false);
  if (node.count == 1) return arena.number(static_cast<std::int64_t>(value));
  return pieces().above[at]->instantiate(arena, args);  // both branches are equal here
}

Id switching_function(Arena& arena, Id id) {
  std::vector<Id> bindings(arena.args(id).begin(), arena.args(id).end());
  bindings.push_back(id);  // `self`
  return kink(arena.op(id))->instantiate(arena, bindings);
}

std::vector<Id> switching_functions(Arena& arena, std::span<const Id> roots, std::size_t most) {
  std::vector<Id> result;
  for (const Id id : slice(arena, roots)) {
    if (kink(arena.op(id)) == nullptr || arena.is_constant(id)) continue;
    const Id function = switching_function(arena, id);
    if (arena.is_constant(function) || std::ranges::find(result, function) != result.end()) continue;
    result.push_back(function);
    if (result.size() == most) break;
  }
  return result;
}

std::vector<Id> denominators(const Arena& arena, std::span<const Id> roots, std::size_t most) {
  std::vector<Id> result;
  for (const Id id : slice(arena, roots)) {
    if (arena.op(id) != Op::div || arena.is_constant(arena.arg(id, 1))) continue;
    if (std::ranges::find(result, arena.arg(id, 1)) != result.end()) continue;
    result.push_back(arena.arg(id, 1));
    if (result.size() == most) break;
  }
  return result;
}

std::optional<Rational> SwitchFinder::zero(std::vector<Rational> point, std::size_t along) {
  constexpr int most_steps = 12;
  const auto value = [&]() -> std::optional<PreciseNumber> {
    evaluator_.evaluate(point);
    const Bounded& result = evaluator_[function_];
    return result.known() ? std::optional(result.value) : std::nullopt;
  };
  PreciseNumber x = bounded(point[along]).value;
  auto y = value();
  point[along] = point[along] + point[along] * Rational(1, 8) + Rational(1, 16);
  for (int step = 0; y && step != most_steps; ++step) {
    const PreciseNumber next = bounded(point[along]).value;
    const auto there = value();
    if (!there || *there == *y) return std::nullopt;
    const PreciseNumber zero = next - *there * (next - x) / (*there - *y);
    const auto rounded = rational_near(zero);
    if (!rounded) return std::nullopt;
    if (abs(zero - next) <= abs(zero) * PreciseNumber("1e-45")) return rounded;
    x = next;
    y = there;
    point[along] = *rounded;
    if (evaluator_.evaluate(point), !evaluator_[function_].nonzero()) return rounded;
  }
  return std::nullopt;
}

}  // namespace adage
