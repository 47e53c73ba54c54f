// SPDX-License-Identifier: BSL-1.0
// The pipeline of a card: copy, lay out the line, fill in part after part.
#include "analyze/card.hpp"

#include "analyze/figures.hpp"
#include "diff/diff.hpp"
#include "graph/slice.hpp"
#include "rules/identities.hpp"
#include "simplify/simplify.hpp"

namespace adage::analysis {

namespace {

/// The chain, in the arena of the constants. Each joint goes to the side whose slope is the convention's.
Id chain_of(const Subject& subject) {
  Constants& constants = subject.constants;
  Arena& arena = constants.arena();
  const auto& pieces = subject.line.pieces;
  if (pieces.size() < 3 || pieces.size() > 8) return kNone;
  const Id slope = derivative(arena, subject.f, subject.variable);
  Id chain = pieces.back().branch->f();
  for (std::size_t i = pieces.size() - 1; i != 0; --i) {
    const Piece& left = pieces[i - 1];
    const Piece& right = pieces[i];
    const Id place = right.from.exact;
    if (left.undefined || right.undefined || !meeting(constants, subject.f, left, right).continuous) return kNone;
    const Id convention = value_at(constants, slope, subject.variable, place);
    const bool at_left = convention != kNone && convention == left.ends[1][1].exact;
    if (!at_left && (convention == kNone || convention != right.ends[1][0].exact)) return kNone;
    const Id condition = arena.make(at_left ? Op::le : Op::lt, subject.variable, place);
    chain = arena.make(Op::where, condition, left.branch->f(), chain);
  }
  return chain;
}

}  // namespace

Id fill_card(Arena& arena, Id f, Id variable, double seconds, Card& card) {
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
  const Id chain = chain_of(subject);
  return chain == kNone ? kNone : copy(scratch, std::span<const Id>(&chain, 1), arena).front();
}

}  // namespace adage::analysis
