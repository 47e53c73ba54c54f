// SPDX-License-Identifier: BSL-1.0
// The pipeline of a card: copy, lay out the line, fill in part after part.
#include "analyze/card.hpp"

#include "graph/print.hpp"
#include "graph/slice.hpp"
#include "rules/identities.hpp"
#include "simplify/simplify.hpp"

namespace adage::analysis {

void fill_card(const Arena& arena, Id f, Id variable, double seconds, Card& card) {
  const Deadline deadline(seconds);
  Arena scratch(&local_identities());
  const Id copied = copy(arena, std::span<const Id>(&f, 1), scratch).front();
  const Id x = scratch.variable(arena.name(variable));
  const Id simple = simplify(scratch, copied);
  Constants constants(scratch);
  Line line = line_of(constants, simple, x, deadline);
  const Subject subject{constants, simple, x, line, deadline};
  fill_parity(subject, card);
  fill_range(subject, card);
  fill_shape(subject, card);
  fill_joints(subject, card);
  fill_slopes(subject, card);
  fill_moments(subject, card);
  fill_fixed_points(subject, card);
  if (deadline.passed()) card.notes.emplace_back("the time was up before everything was decided");
}

}  // namespace adage::analysis
