// SPDX-License-Identifier: BSL-1.0
// The two sides of a question compared at many points. A difference counts only where it exceeds what errors of
// evaluation could explain by far, and only where it persists beside the point.
#pragma once

#include <optional>

#include "verify/question.hpp"
#include "verify/sampling.hpp"
#include "verify/switches.hpp"

namespace adage {

/// A point at which the sides differ.
struct Difference {
  std::vector<std::pair<std::string, std::string>> where;  ///< each variable's exact value, by name
  std::string left;                                        ///< both values there, to the digits that differ
  std::string right;
  std::string left_enclosure;  ///< the same as balls say, `0.25 ± 1e-60`; empty without balls
  std::string right_enclosure;

  /// `differs at x = 0: derived 0, claimed 1/2`
  std::string words() const;
};

struct Survey {
  std::optional<Difference> witness;   ///< refutes the claim
  std::uint32_t points = 0;            ///< at which both sides were compared
  int digits = 0;                      ///< to which they agree at each of these, at least
  bool admissible = false;             ///< some point in general position satisfied the assumptions
  std::optional<Difference> isolated;  ///< a point at which alone the sides differ
};

/// Compares at up to `points` points, fewer for large expressions, so that the time is bounded.
Survey survey(Question& question, std::uint32_t points, std::uint64_t seed);

}  // namespace adage
