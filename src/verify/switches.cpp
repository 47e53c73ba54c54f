// SPDX-License-Identifier: BSL-1.0
// Switching functions as a list, and their zeros by the secant method.
#include "verify/switches.hpp"

#include <algorithm>

#include "verify/sampling.hpp"

namespace adage {

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
