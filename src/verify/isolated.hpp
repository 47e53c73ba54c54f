// SPDX-License-Identifier: BSL-1.0
// Differences of two sides at points that a proof leaves out: exactly where one of them switches.
#pragma once

#include "verify/survey.hpp"

namespace adage {

/// At most one difference for each linear switching function, at an exact point on it. The sides are those of
/// the question, which holds elsewhere.
std::vector<Difference> differences_at_switches(Question& question);

}  // namespace adage
