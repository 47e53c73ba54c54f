// SPDX-License-Identifier: BSL-1.0
// Points on the line that are known exactly or to within an interval, both infinities among them; and the clock that
// all work on a card keeps an eye on.
#pragma once

#include <chrono>
#include <cmath>
#include <limits>

#include "graph/arena.hpp"

namespace adage::analysis {

inline constexpr double kInf = std::numeric_limits<double>::infinity();

struct Place {
  double lo = 0;
  double hi = 0;
  Id exact = kNone;

  bool infinite() const { return std::isinf(lo); }
  double middle() const { return lo + (hi - lo) / 2; }
};
inline Place place_at(double x) { return {x, x, kNone}; }

class Deadline {
 public:
  explicit Deadline(double seconds)
      : end_(Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds))) {}
  bool passed() const { return Clock::now() > end_; }
  double left() const { return std::chrono::duration<double>(end_ - Clock::now()).count(); }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point end_;
};

}  // namespace adage::analysis
