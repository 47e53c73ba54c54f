// SPDX-License-Identifier: BSL-1.0
// Claims that one side is nowhere above the other: proved by signs or box by box, refuted at an exact point.
#pragma once

#include "verify/survey.hpp"

namespace adage {

struct InequalityOptions {
  std::uint32_t points = 400;
  std::uint64_t seed = 1;
  std::size_t max_cases = 64;
  std::uint32_t max_boxes = 20'000;
};

struct InequalityAnswer {
  bool proved = false;
  std::optional<Difference> witness;  ///< refutes the claim
  std::uint32_t points = 0;           ///< at which it was seen to hold
  std::string why_not;                ///< for people, when neither
};

/// Is left <= right, or left < right when `strict`, wherever both are defined and the assumptions hold? With `mirrored`
/// the sides change places, as in left >= right.
InequalityAnswer decide_inequality(Question& question, bool mirrored, bool strict, const InequalityOptions& options);

}  // namespace adage
