// SPDX-License-Identifier: BSL-1.0
// Each joint: value and slopes on either side, and how many derivatives the branches share (exactly, or not claimed).
#include <algorithm>

#include "analyze/card.hpp"
#include "analyze/figures.hpp"
#include "diff/diff.hpp"
#include "graph/print.hpp"
#include "graph/slice.hpp"
#include "simplify/simplify.hpp"

namespace adage::analysis {
namespace {

constexpr int kMostCompared = 6;  // derivatives; branches that share more are compared as formulas

/// Does a quotient of analytic functions go on analytically where its denominator vanishes? It does where the numerator
/// vanishes to the same order at least, as their Taylor series show.
bool is_fillable(Constants& constants, const Branch& quotient, const Place& at) {
  const Arena& arena = constants.arena();
  if (arena.op(quotient.f()) != Op::div || at.exact == kNone) return false;
  Branch above(constants, arena.arg(quotient.f(), 0), quotient.variable());
  Branch below(constants, arena.arg(quotient.f(), 1), quotient.variable());
  if (!above.view(at.lo, at.hi).analytic || !below.view(at.lo, at.hi).analytic) return false;
  const auto sign_at = [&](Branch& of, int order) {
    const Id derivative = of.derived(order);
    const Id value = derivative == kNone ? kNone : of.value_at(derivative, at.exact);
    return value == kNone ? std::nullopt : constants.sign(value);
  };
  for (int order = 0; order <= kMostCompared; ++order) {
    const auto sign = sign_at(below, order);
    if (!sign) return false;
    if (*sign != 0) return true;
    if (sign_at(above, order) != 0) return false;
  }
  return false;
}

/// How smooth the meeting of two branches is.
int smoothness(Constants& constants, const Piece& left, const Piece& right, const Meeting& m) {
  if (!m.known) return Card::kUnknownSmoothness;
  if (!m.continuous) return -1;
  if (left.branch->f() == right.branch->f()) {
    const bool analytic = left.branch->view(left.to.lo, left.to.hi).analytic;
    return analytic || is_fillable(constants, *left.branch, left.to) ? Card::kSmooth : Card::kUnknownSmoothness;
  }
  if (!left.regular[1] || !right.regular[0]) return m.bend && *m.bend != 0 ? 0 : Card::kUnknownSmoothness;
  for (int n = 1; n <= kMostCompared; ++n) {
    const Id before = left.branch->value_at(left.branch->derived(n), left.to.exact);
    const Id after = right.branch->value_at(right.branch->derived(n), left.to.exact);
    if (before == kNone || after == kNone) return Card::kUnknownSmoothness;
    const auto difference = before == after ? std::optional(0) : constants.sign(constants.make(Op::sub, before, after));
    if (!difference) return Card::kUnknownSmoothness;
    if (*difference != 0) return n - 1;
  }
  return Card::kUnknownSmoothness;
}

}  // namespace

void fill_joints(const Subject& subject, Card& card) {
  Constants& constants = subject.constants;
  Arena& arena = constants.arena();
  const auto& pieces = subject.line.pieces;
  // Where every piece is analytic throughout, there is no joint but its ends.
  card.joints_complete = true;
  for (const Piece& piece : pieces) {
    for (const Stretch& s : piece.levels[0]) card.joints_complete &= s.analytic;
  }
  bool known = card.joints_complete;
  int least = Card::kSmooth;
  const Id slope = derivative(arena, subject.f, subject.variable);
  for (std::size_t p = 1; p < pieces.size(); ++p) {
    const Piece& left = pieces[p - 1];
    const Piece& right = pieces[p];
    Card::Joint joint;
    joint.at = figure_of(constants, right.from);
    const Meeting m = meeting(constants, subject.f, left, right);
    joint.value = m.value == kNone ? undecided("no value") : exactly(constants, m.value);
    const auto limit = [&](const Piece& piece, std::size_t n, std::size_t end) {
      return piece.undefined ? undecided("no value beside it") : figure_of(constants, piece.ends[n][end]);
    };
    joint.left_value = limit(left, 0, 1);
    joint.right_value = limit(right, 0, 0);
    joint.left_slope = limit(left, 1, 1);
    joint.right_slope = limit(right, 1, 0);
    const Id convention = value_at(constants, slope, subject.variable, right.from.exact);
    joint.convention = convention == kNone ? undecided("no value") : exactly(constants, convention);
    joint.smoothness = smoothness(constants, left, right, m);
    if (joint.smoothness == Card::kSmooth) continue;  // the formula has a branch there, the function has none
    if (m.known)
      joint.kind = !m.continuous           ? Card::Joint::Kind::jump
                   : joint.smoothness == 0 ? Card::Joint::Kind::kink
                   : m.bend == 0           ? Card::Joint::Kind::smooth
                                           : Card::Joint::Kind::possible;
    known &= joint.smoothness != Card::kUnknownSmoothness;
    least = std::min(least, joint.smoothness);
    card.joints.push_back(std::move(joint));
  }
  for (const Id g : card.joints_complete ? std::vector<Id>() : subject.line.unsolved) {
    Card::Joint joint;
    joint.condition = to_infix(arena, g);
    card.joints.push_back(std::move(joint));
  }
  for (const Piece& piece : pieces) {
    known &= !piece.undefined;
  }
  if (known || least == -1) card.smoothness = least;
}

}  // namespace adage::analysis
