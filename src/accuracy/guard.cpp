// SPDX-License-Identifier: BSL-1.0
// Measured in the form in which formulas are run, since lowering mends much of what looks unsafe.
#include "accuracy/guard.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "accuracy/as_run.hpp"
#include "accuracy/ranges.hpp"
#include "ball/ball.hpp"
#include "graph/slice.hpp"

namespace adage {

namespace {

/// Inputs that are neither so large nor so small that nothing is left of them beside 1, or of 1 beside them; others of
/// which small powers are numbers.
enum class Size : std::uint8_t { moderate, far, extreme };

std::vector<Size> sizes(const Trial& points, std::size_t inputs) {
  std::vector<Size> result(points.size(), Size::moderate);
  for (std::size_t v = 0; v != inputs; ++v) {
    for (std::size_t i = 0; i != points.size(); ++i) {
      const double digits = std::fabs(std::log10(std::fabs(points.column(v)[i])));
      result[i] = std::max(result[i], digits < 17 ? Size::moderate : digits < 100 ? Size::far : Size::extreme);
    }
  }
  return result;
}

/// Mean bits of error at points of that size, without the few at which most are lost: next to a zero, say.
double mean_error(const std::vector<double>& bits, const std::vector<Size>& sizes, Size size) {
  std::vector<double> counted;
  for (std::size_t i = 0; i != bits.size(); ++i) {
    if (sizes[i] == size) counted.push_back(bits[i]);
  }
  constexpr std::size_t one_in = 64;
  std::ranges::sort(counted);
  counted.resize(counted.size() - counted.size() / one_in);
  return counted.empty() ? 0 : std::reduce(counted.begin(), counted.end()) / static_cast<double>(counted.size());
}

}  // namespace

Id first_safe(Arena& arena, std::span<const Id> candidates, Id baseline, std::span<const Id> assumptions) {
  constexpr std::size_t most_points = 256, fewest = 12, most_nodes = 160;
  constexpr double tolerance = 0.25, part = 0.25;  // of bits in the mean, and of the least error
  constexpr double tolerance_far = 2;
  const std::vector<Id> inputs = variables(arena, std::span<const Id>(&baseline, 1));
  const bool measurable =
      has_balls() && !inputs.empty() && !arena.is_boolean(baseline) && slice(arena, baseline).size() <= most_nodes;
  if (candidates.front() == baseline || !measurable) return candidates.front();
  const Trial points(arena, std::array{within(arena, baseline, inputs, assumptions)}, inputs,
                     variable_ranges(arena, inputs, assumptions), most_points, 1);
  if (points.size() < fewest) return candidates.front();
  // What is printed is run elsewhere too, where nothing looks again.
  AsRun run(arena, points, inputs, {.simplify = true, .extended = false});
  const std::vector<Size> size = sizes(points, inputs.size());
  const double most_far = mean_error(run.bits(baseline), size, Size::far) + tolerance_far;
  std::vector<Id> allowed;
  std::vector<double> errors;
  const auto allow = [&](Id form) {
    allowed.push_back(form);
    errors.push_back(mean_error(run.bits(form), size, Size::moderate));
  };
  for (const Id candidate : candidates) {
    if (mean_error(run.bits(candidate), size, Size::far) > most_far) continue;
    allow(candidate);
    if (errors.back() <= tolerance) return candidate;  // those before it err more than that
  }
  allow(baseline);
  const double most = std::ranges::min(errors) * (1 + part) + tolerance;
  const auto first = std::ranges::find_if(errors, [&](double e) { return e <= most; });
  return allowed[static_cast<std::size_t>(first - errors.begin())];
}

}  // namespace adage
