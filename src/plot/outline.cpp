// SPDX-License-Identifier: BSL-1.0
// The line that the card of a function is read from, read for a picture.
#include "plot/outline.hpp"

#include <algorithm>
#include <cmath>

#include "analyze/card.hpp"
#include "analyze/figures.hpp"
#include "diff/diff.hpp"
#include "graph/slice.hpp"
#include "rules/identities.hpp"
#include "simplify/simplify.hpp"

namespace adage::plotting {
namespace {

using analysis::EndValue, analysis::Piece;

const double kUnknown = std::nan("");

double middle(const EndValue& end) {
  if (end.kind == EndValue::Kind::infinite) return end.sign > 0 ? analysis::kInf : -analysis::kInf;
  if (end.kind != EndValue::Kind::finite || !end.value.everywhere()) return kUnknown;
  return end.value.lo + (end.value.hi - end.value.lo) / 2;
}

Values limits(const Piece& piece, std::size_t end) {
  Values result{};
  for (std::size_t n = 0; n != kOrders; ++n) result[n] = middle(piece.ends[n][end]);
  return result;
}

}  // namespace

struct Outline::State {
  State(const Arena& from, Id formula, Id variable, double seconds)
      : deadline(seconds),
        f(simplify(arena, copy(from, std::span<const Id>(&formula, 1), arena).front())),
        x(arena.variable(from.name(variable))),
        slope(derivative(arena, f, x)),
        line(analysis::line_of(constants, f, x, deadline)) {}

  Arena arena{&local_identities()};
  analysis::Constants constants{arena};
  analysis::Deadline deadline;
  Id f;
  Id x;
  Id slope;
  analysis::Line line;
  Card card;

  /// The value of an order at a joint, by the conventions; NaN where there is none.
  double value(std::size_t order, const analysis::Place& place) {
    if (order > 1 || place.exact == kNone) return kUnknown;
    const Id value = analysis::value_at(constants, order == 0 ? f : slope, x, place.exact);
    if (value == kNone) return kUnknown;
    const Enclosure& e = constants.enclosure(value);
    return e.lo + (e.hi - e.lo) / 2;
  }

  bool same(const EndValue& a, const EndValue& b) {
    if (a.kind != EndValue::Kind::finite || b.kind != EndValue::Kind::finite) return false;
    return a.exact == b.exact || constants.sign(constants.make(Op::sub, a.exact, b.exact)) == 0;
  }
};

Outline::Outline(const Arena& arena, Id f, Id variable, double epsilon, double seconds)
    : state_(std::make_unique<State>(arena, f, variable, seconds)) {
  State& s = *state_;
  s.card.epsilon = epsilon;
  const analysis::Subject subject{s.constants, s.f, s.x, s.line, s.deadline};
  analysis::fill_shape(subject, s.card);
  analysis::fill_slopes(subject, s.card);
}

Outline::~Outline() = default;

bool Outline::has_derivative(std::size_t order) const {
  return std::ranges::all_of(state_->line.pieces, [&](const Piece& piece) {
    return piece.undefined || piece.branch->derivative(static_cast<int>(order)) != kNone;
  });
}

std::vector<Part> Outline::parts() const {
  std::vector<Part> result;
  for (const Piece& piece : state_->line.pieces) {
    if (piece.undefined) continue;
    result.push_back({*piece.branch, piece.from.hi, piece.to.lo, limits(piece, 0), limits(piece, 1)});
  }
  return result;
}

std::vector<Plot::Dot> Outline::dots(std::size_t order, double left, double right) const {
  State& s = *state_;
  std::vector<Plot::Dot> result;
  for (std::size_t p = 1; p < s.line.pieces.size(); ++p) {
    const Piece& before = s.line.pieces[p - 1];
    const Piece& after = s.line.pieces[p];
    const double x = after.from.middle();
    if (!(left <= x && x <= right)) continue;
    bool kink = false;
    double value = s.value(order, after.from);
    for (std::size_t n = 0; n < order; ++n) {  // where a lower order jumps this one has no value
      if (!s.same(before.ends[n][1], after.ends[n][0])) value = kUnknown;
    }
    const EndValue& a = before.ends[order][1];
    const EndValue& b = after.ends[order][0];
    const double from = before.undefined ? kUnknown : middle(a), to = after.undefined ? kUnknown : middle(b);
    const bool joined = s.same(a, b);
    if (order == 0 && joined) kink = !s.same(before.ends[1][1], after.ends[1][0]);
    if (std::isfinite(value) && (kink || !joined || from != value)) result.push_back({{x, value}, true});
    if (std::isfinite(from) && from != value) result.push_back({{x, from}, false});
    if (std::isfinite(to) && to != value && to != from) result.push_back({{x, to}, false});
  }
  return result;
}

std::vector<Plot::Path> Outline::asymptotes(const Frame& frame) const {
  std::vector<Plot::Path> result;
  const auto& pieces = state_->line.pieces;
  const auto towards = [&](const Card::End& end, const Piece& piece, double from, double to) {
    const bool level = end.limit.known() && !end.limit.infinite();
    const double slope = level ? 0 : end.slope.middle(), offset = level ? end.limit.middle() : end.offset.middle();
    const bool straight = piece.branch->derivative(1) != kNone && state_->arena.is_number(piece.branch->derivative(1));
    if (straight || piece.undefined || !std::isfinite(slope) || !std::isfinite(offset) || !(from < to)) return;
    result.push_back({{from, slope * from + offset}, {to, slope * to + offset}});
  };
  towards(state_->card.left, pieces.front(), frame.left, std::min(frame.right, std::max(0.0, frame.left)));
  towards(state_->card.right, pieces.back(), std::max(frame.left, std::min(0.0, frame.right)), frame.right);
  for (std::size_t p = 1; p < pieces.size(); ++p) {
    const double x = pieces[p].from.middle();
    const auto pole = [](const EndValue& end) { return end.kind == EndValue::Kind::infinite; };
    if ((pole(pieces[p - 1].ends[0][1]) || pole(pieces[p].ends[0][0])) && frame.left <= x && x <= frame.right)
      result.push_back({{x, frame.bottom}, {x, frame.top}});
  }
  // Both halves of one line are one.
  if (result.size() >= 2 && result[0].back().x == result[1].front().x && result[0].back().y == result[1].front().y &&
      result[0].front().y == result[1].back().y && result[0].front().y == result[0].back().y) {
    result[0].back() = result[1].back();
    result.erase(result.begin() + 1);
  }
  return result;
}

std::vector<std::pair<double, double>> Outline::saturated(double left, double right) const {
  std::vector<std::pair<double, double>> result;
  for (const auto& [from, to] : state_->card.saturated.intervals) {
    const double a = std::max(from.hi, left), b = std::min(to.lo, right);
    if (a < b) result.emplace_back(a, b);
  }
  return result;
}

}  // namespace adage::plotting
