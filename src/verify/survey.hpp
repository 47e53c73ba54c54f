// SPDX-License-Identifier: BSL-1.0
// The two sides of a question compared at many points. A difference counts only where it exceeds what errors of
// evaluation could explain by far, and only where it persists beside the point.
#pragma once

#include "verify/question.hpp"
#include "verify/sampling.hpp"
#include "verify/switches.hpp"

namespace adage {

struct Survey {
  bool refuted = false;
  std::vector<std::pair<std::string, std::string>> witness;  ///< where refuted: each variable's exact value
  std::string left;                                          ///< both values there, to the digits that differ
  std::string right;
  std::uint32_t points = 0;  ///< at which both sides were compared
  int digits = 0;            ///< to which they agree at each of these, at least
  bool admissible = false;   ///< some point in general position satisfied the assumptions
  std::string isolated;      ///< a point at which alone the sides differ: `differs at x = 0: 0 against 1/2`
};

/// Compares at up to `points` points, fewer for large expressions, so that the time is bounded.
Survey survey(Question& question, std::uint32_t points, std::uint64_t seed);

/// Whether the sides differ exactly where one of them switches, for questions in one variable: words as in
/// Survey::isolated, or nothing.
std::string difference_at_switches(Question& question);

}  // namespace adage
