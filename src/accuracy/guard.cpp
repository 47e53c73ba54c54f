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

using Size = Guard::Size;
constexpr double kTolerance = 0.25;  // of bits in the mean

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

}  // namespace

Guard::Guard(Arena& arena, Id baseline, std::span<const Id> assumptions) : baseline_(baseline) {
  constexpr std::size_t most_points = 256, fewest = 12, most_nodes = 160;
  const std::vector<Id> inputs = variables(arena, std::span<const Id>(&baseline, 1));
  const bool measurable =
      has_balls() && !inputs.empty() && !arena.is_boolean(baseline) && slice(arena, baseline).size() <= most_nodes;
  if (!measurable) return;
  const Trial points(arena, std::array{within(arena, baseline, inputs, assumptions)}, inputs,
                     variable_ranges(arena, inputs, assumptions), most_points, 1);
  if (points.size() < fewest) return;
  sizes_ = sizes(points, inputs.size());
  // What is printed is run elsewhere too, where nothing looks again.
  run_.emplace(arena, points, inputs, AsRun::Options{.simplify = true, .extended = false});
}

/// Mean bits of error at points of that size, without the few at which most are lost: next to a zero, say.
double Guard::error(Id form, Size size) {
  const std::vector<double>& bits = run_->bits(form);
  std::vector<double> counted;
  for (std::size_t i = 0; i != bits.size(); ++i) {
    if (sizes_[i] == size) counted.push_back(bits[i]);
  }
  constexpr std::size_t one_in = 64;
  std::ranges::sort(counted);
  counted.resize(counted.size() - counted.size() / one_in);
  return counted.empty() ? 0 : std::reduce(counted.begin(), counted.end()) / static_cast<double>(counted.size());
}

/// Away from moderate sizes no more is asked than what the baseline gives.
bool Guard::is_allowed(Id form, Size up_to) {
  constexpr double tolerance = 2;
  const auto as_good = [&](Size size) { return error(form, size) <= error(baseline_, size) + tolerance; };
  return as_good(Size::far) && (up_to != Size::extreme || as_good(Size::extreme));
}

bool Guard::is_safe(Id form, Size up_to) {
  return form == baseline_ || !run_ || (error(form, Size::moderate) <= kTolerance && is_allowed(form, up_to));
}

Id Guard::first_safe(std::span<const Id> candidates, const std::function<Size(Id)>& up_to) {
  std::vector<Id> allowed;
  std::vector<double> errors;
  const auto allow = [&](Id form) {
    allowed.push_back(form);
    errors.push_back(error(form, Size::moderate));
  };
  for (const Id candidate : candidates) {
    if (is_safe(candidate, up_to(candidate))) return candidate;
    if (is_allowed(candidate, up_to(candidate))) allow(candidate);
  }
  allow(baseline_);
  constexpr double part = 0.25;
  const double most = std::ranges::min(errors) * (1 + part) + kTolerance;
  const auto first = std::ranges::find_if(errors, [&](double e) { return e <= most; });
  return allowed[static_cast<std::size_t>(first - errors.begin())];
}

}  // namespace adage
