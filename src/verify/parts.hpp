// SPDX-License-Identifier: BSL-1.0
// Proofs over a given interval of functions with steps: between two steps floor and ceil are constant.
#pragma once

#include "verify/question.hpp"

namespace adage {

/// For a question in one variable with bounds on both sides: where floor or ceil of an affine function steps, and the
/// bounds, ascending. Empty when there are no such steps, or too many.
std::vector<Rational> step_points(const Question& question);

/// Are the sides equal in each open interval between two such points, as far as the assumptions hold there?
bool proved_in_parts(const Question& question, std::size_t max_cases);

}  // namespace adage
