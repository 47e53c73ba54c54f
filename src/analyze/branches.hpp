// SPDX-License-Identifier: BSL-1.0
// The branches of a function: the line is cut at exact zeros of switching functions until on every part each of these
// has one sign, seen at one point inside, and its node is replaced by what it is there.
#pragma once

#include <vector>

#include "analyze/constants.hpp"
#include "analyze/place.hpp"

namespace adage::analysis {

struct Gap {
  Place from;
  Place to;
  Id f = kNone;            ///< the function between both; kinks and choices may be left in it
  bool undefined = false;  ///< no value anywhere between
};

struct Branches {
  std::vector<Gap> gaps;     // from -inf to +inf
  std::vector<Id> unsolved;  // switching functions whose zeros are not all known
};

inline constexpr std::size_t kMostJoints = 256;

Branches branches_of(Constants& constants, Id f, Id variable, const Deadline& deadline);

/// An exact constant as a place; nothing where it has no finite value.
std::optional<Place> place_of(Constants& constants, Id exact);

}  // namespace adage::analysis
