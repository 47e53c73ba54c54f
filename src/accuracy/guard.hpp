// SPDX-License-Identifier: BSL-1.0
// A shorter form is no gain if it overflows or cancels where the longer one does not.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "accuracy/as_run.hpp"

namespace adage {

/// Judges forms by the bits of error that they show at points of which a few may be lost, run the way `compile` runs
/// them. All must be equal wherever the baseline is defined. Without balls, or where there is nothing to measure, all
/// are safe.
class Guard {
 public:
  /// What the inputs at a point are: numbers of everyday; so large at most that something is left of 1 beside them;
  /// such that small powers of them are numbers, from 1e-100 to 1e100; others.
  enum class Size : std::uint8_t { ordinary, moderate, far, extreme };

  Guard(Arena& arena, Id baseline, Id typed, std::span<const Id> assumptions);

  /// Does the form keep its digits at ordinary points, is it elsewhere, up to a size, hardly worse than the baseline,
  /// and as it is written not much worse than what was typed? Up to ordinary ones, it may have no digits at moderate
  /// ones, where it overflows, but not fewer than the baseline where it has some.
  bool is_safe(Id form, Size up_to);
  /// The first form that keeps nearly as many digits at ordinary points as any of them and is as good otherwise; the
  /// baseline is the last choice.
  Id first_safe(std::span<const Id> candidates, const std::function<Size(Id)>& up_to);

 private:
  bool is_allowed(Id form, Size up_to);
  bool fails(Id form, Size up_to);
  double mean(const std::vector<double>& bits, Size from, Size to, double most) const;
  double mean(const std::vector<double>& bits, Size size) const;

  Id baseline_, typed_;
  std::optional<AsRun> run_{};
  std::vector<Size> sizes_{};
};

}  // namespace adage
