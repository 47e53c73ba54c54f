// SPDX-License-Identifier: BSL-1.0
// Monotone and convex intervals, zeros, and what happens towards both ends of the line. Neighbouring stretches are one
// where both may be taken to be of one kind and nothing between them speaks against it.
#include <algorithm>

#include "analyze/card.hpp"
#include "analyze/figures.hpp"
#include "diff/diff.hpp"
#include "simplify/simplify.hpp"

namespace adage::analysis {
namespace {

using Trend = Card::Trend;

/// What a stretch may be called: never falling and never rising, or bending up and bending down.
struct Kinds {
  bool up = false;
  bool down = false;
  friend Kinds operator&(Kinds a, Kinds b) { return {a.up && b.up, a.down && b.down}; }
  bool any() const { return up || down; }
};

constexpr Kinds kinds_of(int sign) { return {sign >= 0, sign <= 0}; }

struct Part {
  Place from;
  Place to;
  Kinds kinds;
  bool known = false;
  bool undefined = false;
};

Trend trend_of(const Part& part, int n) {
  if (part.undefined) return Trend::undefined;
  if (!part.known) return Trend::unknown;
  constexpr Trend names[3][3] = {{Trend::zero, Trend::not_negative, Trend::not_positive},
                                 {Trend::constant, Trend::rising, Trend::falling},
                                 {Trend::straight, Trend::convex, Trend::concave}};
  return names[n][part.kinds.up && part.kinds.down ? 0 : part.kinds.up ? 1 : 2];
}

std::vector<Card::Stretch> trends(const Subject& subject, int n) {
  std::vector<Part> parts;
  const auto& pieces = subject.line.pieces;
  for (std::size_t p = 0; p != pieces.size(); ++p) {
    const Piece& piece = pieces[p];
    bool first = true;
    Kinds between{true, true};
    bool may_join = false;
    if (p != 0 && !piece.undefined && !pieces[p - 1].undefined) {
      const Meeting m = meeting(subject.constants, subject.f, pieces[p - 1], piece);
      if (n == 0 && m.value != kNone) {
        const auto sign = subject.constants.sign(m.value);
        may_join = sign.has_value();
        if (may_join) between = kinds_of(*sign);
      } else if (n == 1 && m.known) {
        const auto order = [&](Id a, Id b) {
          return a == b ? std::optional(0) : subject.constants.sign(subject.constants.make(Op::sub, a, b));
        };
        const auto before = order(m.value, pieces[p - 1].ends[0][1].exact),
                   after = order(piece.ends[0][0].exact, m.value);
        may_join = before && after;
        if (may_join) between = kinds_of(*before) & kinds_of(*after);
      } else if (n == 2 && m.continuous && m.bend) {
        may_join = true;
        between = kinds_of(*m.bend);
      }
    }
    const auto append = [&](const Part& part) {
      const bool inside = !first;
      first = false;
      Part* last = parts.empty() ? nullptr : &parts.back();
      const bool both_known = last != nullptr && last->known && part.known && !last->undefined && !part.undefined;
      const bool both_unknown =
          last != nullptr && inside && !last->known && !part.known && !last->undefined && !part.undefined;
      if (both_unknown) {
        last->to = part.to;
        return;
      }
      if (both_known && (inside || may_join)) {
        Kinds joined = last->kinds & part.kinds;
        if (!inside) joined = joined & between;
        if (joined.any()) {
          last->to = part.to;
          last->kinds = joined;
          return;
        }
      }
      parts.push_back(part);
    };
    if (piece.undefined) {
      append({piece.from, piece.to, {}, true, true});
      continue;
    }
    for (const Stretch& s : piece.levels[static_cast<std::size_t>(n)])
      append({s.from, s.to, kinds_of(s.sign), s.known && s.analytic, false});
  }
  std::vector<Card::Stretch> result;
  for (const Part& part : parts)
    result.push_back(
        {figure_of(subject.constants, part.from), figure_of(subject.constants, part.to), trend_of(part, n)});
  return result;
}

void fill_zeros(const Subject& subject, Card& card) {
  const auto& pieces = subject.line.pieces;
  card.zeros_complete = true;
  std::vector<Place> found;
  const auto flat = [](const Piece& piece, bool at_start) {
    if (piece.undefined || piece.levels[0].empty()) return false;
    const Stretch& s = at_start ? piece.levels[0].front() : piece.levels[0].back();
    return s.known && s.sign == 0;
  };
  for (std::size_t p = 0; p != pieces.size(); ++p) {
    const Piece& piece = pieces[p];
    if (p != 0) {
      const Id value = value_at(subject.constants, subject.f, subject.variable, piece.from.exact);
      if (value != kNone) {
        const auto sign = subject.constants.sign(value);
        if (!sign) card.zeros_complete = false;
        if (sign == 0 && !flat(pieces[p - 1], false) && !flat(piece, true)) found.push_back(piece.from);
      }
    }
    if (piece.undefined) continue;
    const Stretches& signs = piece.levels[0];
    for (std::size_t i = 0; i != signs.size(); ++i) {
      if (!signs[i].known || !signs[i].analytic) card.zeros_complete = false;
      if (i == 0) continue;
      const bool both = signs[i].known && signs[i - 1].known && signs[i].sign != 0 && signs[i - 1].sign != 0;
      if ((both && signs[i].from_zero) || (both && signs[i].sign != signs[i - 1].sign)) found.push_back(signs[i].from);
    }
    // Beside an end the sign may be weak: zeros may hide where it is.
    for (const auto* zone : {&piece.left, &piece.right}) {
      if (!*zone || (*zone)->roots[0] == kNone) continue;
      const auto& end = zone == &piece.left ? signs.front() : signs.back();
      if (end.known && end.sign != 0 && !(*zone)->far->sign((*zone)->roots[0])) card.zeros_complete = false;
    }
  }
  for (const Place& place : found) card.zeros.push_back(figure_of(subject.constants, place));
}

Card::End end_of(const Subject& subject, int side) {
  Card::End result;
  Constants& constants = subject.constants;
  Arena& arena = constants.arena();
  Piece& piece = side > 0 ? subject.line.pieces.back() : subject.line.pieces.front();
  if (piece.undefined) {
    result.defined = Answer::no;
    result.limit = result.slope = result.offset = undecided("the function has no value there");
    return result;
  }
  const std::size_t index = side > 0 ? 1 : 0;
  std::optional<Zone>& zone = side > 0 ? piece.right : piece.left;
  result.limit = figure_of(constants, piece.ends[0][index]);
  result.slope = result.offset = undecided("the limit is not known");
  if (!zone || zone->roots[0] == kNone) return result;
  if ((*zone->far)[zone->roots[0]]) result.defined = Answer::yes;
  const EndValue& slope = piece.ends[1][index];
  if (slope.kind == EndValue::Kind::infinite) {
    result.slope = infinite(slope.sign);
    result.offset = undecided("there is no asymptote");
    return result;
  }
  if (slope.kind != EndValue::Kind::finite) return result;
  result.slope = exactly(constants, slope.exact);
  const Id line = arena.make(Op::mul, slope.exact, subject.variable);
  const TailLimit rest = zone->far->limit(simplify(arena, arena.make(Op::sub, zone->roots[0], line)));
  if (rest.kind == TailLimit::Kind::finite) result.offset = exactly(constants, rest.value);
  if (rest.kind == TailLimit::Kind::plus_infinity) result.offset = infinite(1);
  if (rest.kind == TailLimit::Kind::minus_infinity) result.offset = infinite(-1);
  return result;
}

}  // namespace

void fill_shape(const Subject& subject, Card& card) {
  card.signs = trends(subject, 0);
  card.monotone = trends(subject, 1);
  card.convex = trends(subject, 2);
  fill_zeros(subject, card);
  card.left = end_of(subject, -1);
  card.right = end_of(subject, 1);

  bool everywhere = true, nowhere = true, somewhere_not = false;
  const auto& pieces = subject.line.pieces;
  for (std::size_t p = 0; p != pieces.size(); ++p) {
    somewhere_not |= pieces[p].undefined;
    nowhere &= pieces[p].undefined;
    for (const Stretch& s : pieces[p].levels[0]) everywhere &= s.analytic;
    if (p != 0) {
      const Id value = value_at(subject.constants, subject.f, subject.variable, pieces[p].from.exact);
      everywhere &= value != kNone;
      nowhere &= value == kNone;
      if (value == kNone) {
        BallEvaluator there(subject.constants.arena(), std::span<const Id>(&subject.f, 1));
        // A pole at an exact point: the value surely does not exist.
        if (subject.constants.arena().is_number(pieces[p].from.exact) && there.variables().size() == 1) {
          const Rational x = subject.constants.arena().value(pieces[p].from.exact);
          there.evaluate(std::span<const Rational>(&x, 1), 64);
          somewhere_not |= there[subject.f].nowhere();
        }
      }
    }
  }
  card.defined = somewhere_not ? Answer::no : everywhere ? Answer::yes : Answer::unknown;
  if (nowhere) card.notes.emplace_back("it has a value nowhere");
}

}  // namespace adage::analysis
