// SPDX-License-Identifier: BSL-1.0
// Lowered forms live in arenas of their own, over the same points.
#include "accuracy/as_run.hpp"

#include <numeric>

#include "lower/lower.hpp"

namespace adage {

AsRun::AsRun(const Arena& arena, const Trial& points, std::span<const Id> inputs, bool simplify)
    : arena_(arena), points_(points), inputs_(inputs.begin(), inputs.end()), simplify_(simplify) {}

const std::vector<double>& AsRun::bits(Id form) {
  if (const auto known = bits_.find(form); known != bits_.end()) return known->second;
  const Runnable lowered = runnable(arena_, std::span(&form, 1), inputs_, {.simplify = simplify_, .fused = true});
  Trial trial = points_.over(lowered.inputs);
  const std::vector<double>& computed = trial.computed(*lowered.arena, lowered.outputs[0]);
  std::vector<double> bits(trial.size());
  for (std::size_t i = 0; i != bits.size(); ++i) bits[i] = bits_of_error(computed[i], trial.truth()[i]);
  return bits_.emplace(form, std::move(bits)).first->second;
}

double AsRun::mean(Id form) {
  const std::vector<double>& all = bits(form);
  return std::accumulate(all.begin(), all.end(), 0.0) / static_cast<double>(all.size());
}

}  // namespace adage
