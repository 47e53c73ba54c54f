// SPDX-License-Identifier: BSL-1.0
// Measured in the form in which formulas are run, since lowering mends much of what looks unsafe.
#include "accuracy/guard.hpp"

#include <numeric>

#include "accuracy/ranges.hpp"
#include "accuracy/trial.hpp"
#include "ball/ball.hpp"
#include "graph/slice.hpp"
#include "lower/lower.hpp"

namespace adage {

Id first_safe(Arena& arena, std::span<const Id> candidates, Id baseline, std::span<const Id> assumptions) {
  constexpr std::size_t most_points = 256;
  constexpr std::size_t fewest = 12;
  constexpr std::size_t most_nodes = 160;
  constexpr double tolerance = 0.03;  // of bits in the mean
  constexpr double most_lost = 8;     // of bits at any point
  const std::vector<Id> inputs = variables(arena, std::span<const Id>(&baseline, 1));
  const bool measurable =
      has_balls() && !inputs.empty() && !arena.is_boolean(baseline) && slice(arena, baseline).size() <= most_nodes;
  if (candidates.front() == baseline || !measurable) return candidates.front();
  const Trial points(arena, std::span<const Id>(&baseline, 1), inputs, variable_ranges(arena, inputs, assumptions),
                     most_points, 1);
  if (points.size() < fewest) return candidates.front();
  const auto errors = [&](Id id) {
    const Runnable form = runnable(arena, std::span<const Id>(&id, 1), inputs);
    Trial trial = points.over(form.inputs);
    const std::vector<double>& computed = trial.computed(*form.arena, form.outputs[0]);
    std::vector<double> bits;
    for (std::size_t i = 0; i != trial.size(); ++i) bits.push_back(bits_of_error(computed[i], trial.truth()[i]));
    return bits;
  };
  const std::vector<double> known = errors(baseline);
  const auto sum = [](const std::vector<double>& bits) { return std::accumulate(bits.begin(), bits.end(), 0.0); };
  for (const Id candidate : candidates) {
    const std::vector<double> bits = errors(candidate);
    bool worse = sum(bits) > sum(known) + tolerance * static_cast<double>(known.size());
    for (std::size_t i = 0; i != bits.size(); ++i) worse = worse || bits[i] > known[i] + most_lost;
    if (!worse) return candidate;
  }
  return baseline;
}

}  // namespace adage
