// SPDX-License-Identifier: BSL-1.0
// Proofs: the simplified difference is the zero node, or is it in every case of a piecewise difference. A case is
// dropped only when its conditions surely contradict each other, and what happens on the switching surfaces is
// ignored only when these are surely thin. So a false claim, off such surfaces, is never proved.
#pragma once

#include "verify/question.hpp"

namespace adage {

struct Proof {
  bool found = false;
  std::size_t cases = 0;  ///< pieces looked at
  std::string why_not;    ///< for people, when not found
};

/// `admissible`: some point in general position satisfies the assumptions, without which there are no proofs by cases.
Proof prove(const Question& question, std::size_t max_cases, bool admissible);

/// Do the zeros of the function surely form a set without interior? True when it is analytic wherever
/// the assumed bounds on single variables hold, and not zero somewhere there.
bool has_thin_zeros(Arena& arena, Id function, std::span<const Id> variables, std::span<const Interval> box);

}  // namespace adage
