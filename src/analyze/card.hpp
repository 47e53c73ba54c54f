// SPDX-License-Identifier: BSL-1.0
// The parts of a card, each filled from the line that was laid out for the function. A part that cannot be decided is
// left undecided with a reason; none of them throws for what a formula may be.
#pragma once

#include <adage/analyze.hpp>

#include "analyze/line.hpp"

namespace adage::analysis {

struct Subject {
  Constants& constants;
  Id f;
  Id variable;
  Line& line;
  const Deadline& deadline;
};

void fill_parity(const Subject& subject, Card& card);
void fill_range(const Subject& subject, Card& card);
void fill_shape(const Subject& subject, Card& card);
void fill_joints(const Subject& subject, Card& card);
void fill_slopes(const Subject& subject, Card& card);
void fill_moments(const Subject& subject, Card& card);
void fill_fixed_points(const Subject& subject, Card& card);

/// Several variables: range and slopes over the card's box, joints as conditions.
void fill_box(Arena& arena, Id f, std::span<const Id> variables, const Deadline& deadline, Card& card);

/// A function of one variable; everything but times and what a backward pass keeps. Where the function has several
/// branches, returns it as a chain of choices between them, in `arena`, equal to f with the same slope at every joint;
/// kNone where there is no such chain or no need for one.
Id fill_card(Arena& arena, Id f, Id variable, double seconds, Card& card);

}  // namespace adage::analysis
