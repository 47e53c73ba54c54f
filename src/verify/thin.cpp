// SPDX-License-Identifier: BSL-1.0
// What follows where functions are real-analytic on a connected set: one that is not zero somewhere is zero on no open
// set (Krantz & Parks 2002, 1.2), and one whose derivatives vanish is a constant.
#include <algorithm>

#include "diff/diff.hpp"
#include "graph/slice.hpp"
#include "rules/ranges.hpp"
#include "verify/precise_eval.hpp"
#include "verify/prove.hpp"
#include "verify/sampling.hpp"
#include "verify/switches.hpp"

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
  if (node.op == Op::where || about.boolean) return false;
  if (!about.kink.empty() && !ranges[switching_function(arena, id)].nonzero()) return false;
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

/// Bounds on single variables leave a connected set; other assumptions may not, so they are not used. The ends are
/// left out: they have no interior.
bool analytic(Arena& arena, Id function, const Region& region) {
  std::vector<Id> bounds;
  for (std::size_t i = 0; i != region.variables.size(); ++i) {
    const Interval& side = region.box[i];
    if (side.lo) bounds.push_back(arena.make(Op::gt, region.variables[i], arena.number(*side.lo)));
    if (side.hi) bounds.push_back(arena.make(Op::lt, region.variables[i], arena.number(*side.hi)));
  }
  Ranges ranges(arena);
  for (const Id bound : bounds) ranges.assume(bound);
  const Slice nodes = slice(arena, function);
  return std::ranges::all_of(nodes, [&](Id id) { return analytic(arena, ranges, id); });
}

bool nonzero_somewhere(const Arena& arena, Id function, const Region& region) {
  constexpr int attempts = 200;
  PreciseEvaluator evaluator(arena, std::span<const Id>(&function, 1));
  Sampler sampler(region.box, 7);
  for (int i = 0; i != attempts; ++i) {
    const std::vector<Rational> point = sampler.draw();
    std::vector<Rational> values;
    for (const Id id : evaluator.variables()) {
      values.push_back(
          point[static_cast<std::size_t>(std::ranges::find(region.variables, id) - region.variables.begin())]);
    }
    evaluator.evaluate(values);
    if (evaluator[function].nonzero()) return true;
  }
  return false;
}

bool is_thin(Arena& arena, Id function, const Region& region) {
  return analytic(arena, function, region) && nonzero_somewhere(arena, function, region);
}

/// A point whose coordinates are whole or simple fractions.
std::vector<Id> simple_point(Arena& arena, const Region& region, std::size_t choice) {
  const std::array<Rational, 7> values{Rational(0),     Rational(1), Rational(1, 2), Rational(-1),
                                       Rational(-1, 2), Rational(2), Rational(-2)};
  std::vector<Id> point;
  for (const Interval& side : region.box) {
    const auto inside = [&](const Rational& value) {
      return (!side.lo || value > *side.lo) && (!side.hi || value < *side.hi);
    };
    std::vector<Rational> allowed;
    std::ranges::copy_if(values, std::back_inserter(allowed), inside);
    if (allowed.empty() && side.lo && side.hi) allowed.push_back((*side.lo + *side.hi) / Rational(2));
    if (allowed.empty() && side.lo) allowed.push_back(*side.lo + Rational(1));
    if (allowed.empty()) allowed.push_back(*side.hi - Rational(1));
    point.push_back(arena.number(allowed[choice % allowed.size()]));
  }
  return point;
}

}  // namespace

bool has_thin_zeros(Arena& arena, Id function, const Region& region) {
  if (is_thin(arena, function, region)) return true;
  // Poles part the set; factors of the numerator have none of those that cancel them.
  const auto product = factored(arena, function);
  return product && std::ranges::all_of(product->factors, [&](const auto& factor) {
           return factor.second < 0 || is_thin(arena, factor.first, region);
         });
}

bool is_constant_zero(Arena& arena, Id function, const Region& region, const AlgebraOptions& options) {
  constexpr std::size_t points = 3;
  if (region.variables.empty() || !analytic(arena, function, region)) return false;
  for (const Id variable : region.variables) {
    if (!slice(arena, function).contains(variable)) continue;
    if (is_zero(arena, derivative(arena, function, variable), options).answer != Zero::yes) return false;
  }
  for (std::size_t choice = 0; choice != points; ++choice) {
    const auto point = simple_point(arena, region, choice);
    const Id value = substitute(arena, std::span(&function, 1), region.variables, point).front();
    if (is_zero(arena, value, {}).answer == Zero::yes) return true;
  }
  return false;
}

}  // namespace adage
