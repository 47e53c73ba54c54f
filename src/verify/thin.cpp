// SPDX-License-Identifier: BSL-1.0
// Whether a function vanishes on isolated points, curves or surfaces only. A real-analytic function on a connected
// set that is not zero somewhere is zero on no open set (Krantz & Parks 2002, 1.2).
#include <algorithm>

#include "rules/ranges.hpp"
#include "verify/precise_eval.hpp"
#include "verify/prove.hpp"
#include "verify/sampling.hpp"

namespace adage {
namespace {

/// Is the power analytic: a whole exponent, or a base that stays positive?
bool analytic_power(const Arena& arena, Ranges& ranges, Id base, Id exponent) {
  if (ranges[base].positive()) return true;
  if (!arena.is_number(exponent) || !arena.value(exponent).is_integer()) return false;
  return !arena.value(exponent).is_negative() || ranges[base].nonzero();
}

/// Rows without kinks are analytic wherever all their derivatives exist; the first ones show all their singularities.
bool analytic(Arena& arena, Ranges& ranges, Id id) {
  const Node node = arena[id];
  if (node.count == 0) return true;
  const Row& about = row(node.op);
  if (!about.kink.empty() || node.op == Op::where) return false;
  if (node.op == Op::pow) return analytic_power(arena, ranges, node.args[0], node.args[1]);
  if (!ranges.total(id)) return false;
  for (std::size_t i = 0; i != node.count; ++i) {
    if (arena.is_constant(node.args[i])) continue;
    if (about.partials[i].empty()) return false;
    std::vector<Id> bindings(node.args.begin(), node.args.begin() + node.count);
    bindings.push_back(id);
    if (!ranges.total(partial(node.op, i).instantiate(arena, bindings))) return false;
  }
  return true;
}

bool nonzero_somewhere(const Arena& arena, Id function, std::span<const Id> variables, std::span<const Interval> box) {
  constexpr int attempts = 200;
  PreciseEvaluator evaluator(arena, std::span<const Id>(&function, 1));
  Sampler sampler(box, 7);
  for (int i = 0; i != attempts; ++i) {
    const std::vector<Rational> point = sampler.draw();
    std::vector<Rational> values;
    for (const Id id : evaluator.variables()) {
      values.push_back(point[static_cast<std::size_t>(std::ranges::find(variables, id) - variables.begin())]);
    }
    evaluator.evaluate(values);
    if (evaluator[function].nonzero()) return true;
  }
  return false;
}

}  // namespace

bool has_thin_zeros(Arena& arena, Id function, std::span<const Id> variables, std::span<const Interval> box) {
  // Bounds on single variables leave a connected set; other assumptions may not, so they are not used. The ends
  // are left out: they have no interior.
  std::vector<Id> bounds;
  for (std::size_t i = 0; i != variables.size(); ++i) {
    if (box[i].lo) bounds.push_back(arena.make(Op::gt, variables[i], arena.number(*box[i].lo)));
    if (box[i].hi) bounds.push_back(arena.make(Op::lt, variables[i], arena.number(*box[i].hi)));
  }
  Ranges ranges(arena);
  for (const Id bound : bounds) ranges.assume(bound);
  for (const Id id : slice(arena, function)) {
    if (!analytic(arena, ranges, id)) return false;
  }
  return nonzero_somewhere(arena, function, variables, box);
}

}  // namespace adage
