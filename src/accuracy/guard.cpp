// SPDX-License-Identifier: BSL-1.0
// Measured in the form in which formulas are run, since lowering mends much of what looks unsafe.
#include "accuracy/guard.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "accuracy/as_run.hpp"
#include "accuracy/ranges.hpp"
#include "ball/ball.hpp"
#include "graph/slice.hpp"

namespace adage {

namespace {

using Size = Guard::Size;

constexpr double kNoNumber = 60;  // bits of error from which on nothing is right
constexpr double kAny = std::numeric_limits<double>::infinity();

std::vector<Size> sizes(const Trial& points, std::size_t inputs) {
  std::vector<Size> result(points.size(), Size::ordinary);
  for (std::size_t v = 0; v != inputs; ++v) {
    for (std::size_t i = 0; i != points.size(); ++i) {
      const double x = std::fabs(points.column(v)[i]), digits = std::fabs(std::log10(x));
      const Size size = digits < 17    ? (x <= 100 ? Size::ordinary : Size::moderate)
                        : digits < 100 ? Size::far
                                       : Size::extreme;
      result[i] = std::max(result[i], size);
    }
  }
  return result;
}

}  // namespace

Guard::Guard(Arena& arena, Id baseline, Id typed, std::span<const Id> assumptions)
    : baseline_(baseline), typed_(typed) {
  constexpr std::size_t most_points = 256, fewest = 12, most_nodes = 160;
  const std::vector<Id> inputs = variables(arena, std::array{typed, baseline});
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

/// Over points of these sizes with so many bits of error at most, but for the worst.
double Guard::mean(const std::vector<double>& bits, Size from, Size to, double most) const {
  std::vector<double> counted;
  for (std::size_t i = 0; i != bits.size(); ++i) {
    if (from <= sizes_[i] && sizes_[i] <= to && bits[i] <= most) counted.push_back(bits[i]);
  }
  constexpr std::size_t one_in = 64;
  std::ranges::sort(counted);
  counted.resize(counted.size() - counted.size() / one_in);
  return counted.empty() ? 0 : std::reduce(counted.begin(), counted.end()) / static_cast<double>(counted.size());
}

double Guard::mean(const std::vector<double>& bits, Size size) const { return mean(bits, size, size, kAny); }

/// Has it no number at many points at which the baseline has one?
bool Guard::fails(Id form, Size up_to) {
  constexpr std::size_t one_in = 64;
  const std::vector<double>&bits = run_->bits(form), &known = run_->bits(baseline_);
  std::size_t failures = 0;
  for (std::size_t i = 0; i != bits.size(); ++i)
    failures += sizes_[i] <= std::min(up_to, Size::moderate) && bits[i] > kNoNumber && known[i] < kNoNumber ? 1 : 0;
  return failures > bits.size() / one_in;
}

bool Guard::is_allowed(Id form, Size up_to) {
  constexpr double far = 2, written = 3;  // more bits of error than the baseline, and than what was typed
  if (fails(form, up_to)) return false;
  for (const Size size : {Size::far, Size::extreme}) {
    if (size <= up_to && mean(run_->bits(form), size) > mean(run_->bits(baseline_), size) + far) return false;
  }
  const double most = up_to == Size::ordinary ? kNoNumber : kAny;
  const auto near = [&](const std::vector<double>& bits) { return mean(bits, Size::ordinary, Size::moderate, most); };
  return (up_to != Size::ordinary || near(run_->bits(form)) <= near(run_->bits(baseline_)) + far) &&
         near(run_->written_bits(form)) <= near(run_->written_bits(typed_)) + written;
}

constexpr double kTolerance = 0.5;  // of bits in the mean

bool Guard::is_safe(Id form, Size up_to) {
  return form == baseline_ || !run_ ||
         (mean(run_->bits(form), Size::ordinary) <= kTolerance && is_allowed(form, up_to));
}

Id Guard::first_safe(std::span<const Id> candidates, const std::function<Size(Id)>& up_to) {
  std::vector<Id> allowed;
  std::vector<double> errors;
  const auto allow = [&](Id form) {
    allowed.push_back(form);
    errors.push_back(mean(run_->bits(form), Size::ordinary));
  };
  for (const Id candidate : candidates) {
    if (is_allowed(candidate, up_to(candidate))) allow(candidate);
  }
  allow(baseline_);
  const double most = std::ranges::min(errors) + kTolerance;
  const auto first = std::ranges::find_if(errors, [&](double e) { return e <= most; });
  return allowed[static_cast<std::size_t>(first - errors.begin())];
}

}  // namespace adage
