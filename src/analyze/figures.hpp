// SPDX-License-Identifier: BSL-1.0
// Figures of a card from what the analysis computes with.
#pragma once

#include <adage/analyze.hpp>

#include "analyze/line.hpp"

namespace adage::analysis {

Figure undecided(std::string why);
Figure infinite(int sign);
/// Certified if some digits are certain, else what bounds it has.
Figure enclosed(double lo, double hi);
inline Figure enclosed(const Range& range) { return enclosed(range.lo, range.hi); }
Figure exactly(Constants& constants, Id exact);
Figure figure_of(Constants& constants, const Place& place);
Figure figure_of(Constants& constants, const EndValue& value);

/// f at the exact place, joints included; kNone where it has no value.
Id value_at(Constants& constants, Id f, Id variable, Id place);

/// What happens at a joint between two pieces.
struct Meeting {
  Id value = kNone;    // f there
  bool known = false;  // both limits and the value, exactly
  bool continuous = false;
  int jump = 0;             // the sign of right minus left limit
  std::optional<int> bend;  // of a continuous one: the sign of right minus left slope
};
Meeting meeting(Constants& constants, Id f, const Piece& left, const Piece& right);

}  // namespace adage::analysis
