// SPDX-License-Identifier: BSL-1.0
// Where a function and its first two derivatives are positive, negative or zero, on a closed interval of a branch: by
// enclosures and subdivision (Moore 1966), sign changes refined by the interval Newton method. Level n rests on the
// signs of level n + 1, where the function is monotone and few evaluations decide.
#pragma once

#include <vector>

#include "analyze/branch.hpp"

namespace adage::analysis {

/// Of one sign in its interior. Between two stretches of opposite sign lies a zero, as sharply as their common end.
struct Stretch {
  Place from;
  Place to;
  int sign = 0;
  bool known = false;      ///< otherwise nothing is known of the sign
  bool analytic = false;   ///< all derivatives exist throughout
  bool from_zero = false;  ///< `from` is an exact zero
};
using Stretches = std::vector<Stretch>;

/// Neighbours of one sign become one stretch, exact zeros between them aside.
void join(Stretches& stretches);

struct SignLimits {
  std::uint64_t evaluations = 6'000;  ///< of the branch, for one level
  const Deadline* deadline = nullptr;
};

/// The stretches of derivative `n` (0 to 2) of `branch` from `from` to `to`, finite ends, given those of n + 1 or, at
/// the top, nothing.
Stretches signs(Branch& branch, Constants& constants, int n, const Place& from, const Place& to, const Stretches* above,
                const SignLimits& limits);

/// The same by the factors of the derivative whose sign is not plain, where exact algebra finds some that are: an
/// exponential in front of everything else hides no sign. Slower, so for what the other leaves open.
Stretches signs_by_factors(Branch& branch, Constants& constants, int n, const Place& from, const Place& to,
                           const SignLimits& limits);

/// Is every stretch known?
bool settled(const Stretches& stretches);

/// The place in [from, to] at which the monotone derivative `n` is `level`, which it is at exactly one.
Place crossing(Branch& branch, int n, double from, double to, double level);

}  // namespace adage::analysis
