// SPDX-License-Identifier: BSL-1.0
// A shorter form is no gain if it overflows or cancels where the longer one does not.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "accuracy/as_run.hpp"

namespace adage {

/// Judges forms by the bits of error that they show, run the way `compile` runs them, at points of which a few may be
/// lost. All must be equal wherever the baseline is defined. Without balls, or where there is nothing to measure, all
/// are safe.
class Guard {
 public:
  Guard(Arena& arena, Id baseline, std::span<const Id> assumptions);

  /// Inputs that are neither so large nor so small that nothing is left of them beside 1, or of 1 beside them; others
  /// between 1e-100 and 1e100, of which small powers are numbers; the rest.
  enum class Size : std::uint8_t { moderate, far, extreme };

  /// Does the form err hardly at all where inputs are of moderate size, and farther out, so far, hardly more than the
  /// baseline?
  bool is_safe(Id form, Size up_to);
  /// The first form that is safe, or errs hardly more than the best of them where inputs are of moderate size. The
  /// baseline is the last choice.
  Id first_safe(std::span<const Id> candidates, const std::function<Size(Id)>& up_to);

 private:
  bool is_allowed(Id form, Size up_to);
  double error(Id form, Size size);

  Id baseline_;
  std::optional<AsRun> run_{};
  std::vector<Size> sizes_{};
};

}  // namespace adage
