// SPDX-License-Identifier: BSL-1.0
// Measured in the form in which formulas are run, since lowering mends much of what looks unsafe.
#include "accuracy/guard.hpp"

#include "accuracy/as_run.hpp"
#include "accuracy/ranges.hpp"
#include "ball/ball.hpp"
#include "graph/slice.hpp"

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
  const Trial points(arena, std::array{within(arena, baseline, inputs, assumptions)}, inputs,
                     variable_ranges(arena, inputs, assumptions), most_points, 1);
  if (points.size() < fewest) return candidates.front();
  // What is printed is run elsewhere too, where nothing looks again.
  AsRun run(arena, points, inputs, {.simplify = true, .extended = false});
  const std::vector<double> known = run.bits(baseline);
  for (const Id candidate : candidates) {
    const std::vector<double>& bits = run.bits(candidate);
    const double gain = run.mean(baseline) - run.mean(candidate);
    bool worse = gain < -tolerance;
    // What gains in the mean may lose here and there.
    for (std::size_t i = 0; gain < tolerance && i != bits.size(); ++i) worse = worse || bits[i] > known[i] + most_lost;
    if (!worse) return candidate;
  }
  return baseline;
}

}  // namespace adage
