// SPDX-License-Identifier: BSL-1.0
// Proofs: the simplified difference is the zero node, or is it in every case of a piecewise difference. A case is
// dropped only when its conditions surely contradict each other, and what happens on the switching surfaces is
// ignored only when these are surely thin. So a false claim, off such surfaces, is never proved.
#pragma once

#include "algebra/algebra.hpp"
#include "verify/question.hpp"

namespace adage {

struct Proof {
  bool found = false;
  std::size_t cases = 0;  ///< pieces looked at
  std::string why_not;    ///< for people, when not found
};

/// `admissible`: some point in general position satisfies the assumptions, without which there are no proofs by cases.
Proof prove(const Question& question, std::size_t max_cases, bool admissible);

/// A product of intervals, which is connected.
struct Region {
  std::vector<Id> variables;
  std::vector<Interval> box;  ///< for each variable
};

/// Do the zeros of the function surely form a set without interior? True when it is analytic in the region and not
/// zero somewhere there, or when that holds for each factor of its numerator.
bool has_thin_zeros(Arena& arena, Id function, const Region& region);

/// Is the function zero in the region, because it is analytic there, its derivatives vanish, and it is zero at a
/// point? The assumptions of `options` hold on a set with interior points, which may be a part of the region.
bool is_constant_zero(Arena& arena, Id function, const Region& region, const AlgebraOptions& options);

}  // namespace adage
