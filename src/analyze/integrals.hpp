// SPDX-License-Identifier: BSL-1.0
// Expectations under N(0, 1) of functions that are given on each piece of a line.
#pragma once

#include <functional>
#include <string>

#include "analyze/card.hpp"
#include "ball/integral.hpp"

namespace adage::analysis {

struct Moment {
  Range value;
  int infinite = 0;  ///< it is ±infinity
  std::string why;   ///< it is not known; then the rest means nothing
};

/// E g(z), `integrand` giving g from the branch that holds.
Moment expectation(const Subject& subject, const std::function<Id(const Branch&)>& integrand);
/// What the integral beyond `inner`, which is chosen here, or beside a pole can be.
Moment beyond(const Subject& subject, Piece& piece, Id weighted, bool left, double& inner);
/// Encloses a function of the variable at a place.
Range view_of(const Subject& subject, Id g, const Place& place);

}  // namespace adage::analysis
