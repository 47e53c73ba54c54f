// SPDX-License-Identifier: BSL-1.0
// Extremes lie where a monotone stretch ends: at zeros of the derivative, at joints, and at the ends of the line. Where
// the trend is not known, boxes bound what may be there (branch and bound; Hansen 1980).
#include "analyze/extremes.hpp"

#include <algorithm>
#include <queue>

#include "analyze/card.hpp"
#include "analyze/figures.hpp"

namespace adage::analysis {
namespace {

constexpr std::size_t kMostPlaces = 6;

/// Of |f|, as a candidate for the extremes of the size.
Candidate sized(const Candidate& c) {
  Candidate result = c;
  const double top = std::max(std::fabs(c.above.lo), std::fabs(c.above.hi));
  const bool positive = c.below.lo >= 0, negative = c.above.hi <= 0;
  if (positive) return result;
  if (negative) {
    result.above = {-c.below.hi, -c.below.lo};
    result.below = {-c.above.hi, -c.above.lo};
    return result;
  }
  result.exact = kNone;
  const double far = std::max(top, std::max(std::fabs(c.below.lo), std::fabs(c.below.hi)));
  const double near = std::max({c.above.lo, -c.below.hi, 0.0});
  result.above = {near, far};
  result.below = {0, far};
  return result;
}

}  // namespace

Collector::Collector(const Subject& subject, int n) : subject_(subject), n_(n) {
  for (Piece& piece : subject.line.pieces) {
    if (!piece.undefined) collect(piece);
  }
}

void Collector::collect(Piece& piece) {
  const auto order = static_cast<std::size_t>(n_);
  add_end(piece.ends[order][0], piece.from);
  add_end(piece.ends[order][1], piece.to);
  const Stretches& trends = piece.levels[order + 1];
  for (std::size_t i = 0; i != trends.size(); ++i) {
    const Stretch& s = trends[i];
    if (s.known && s.analytic) {
      if (i + 1 != trends.size()) add_point(piece, s.to);
      if (s.sign == 0) {  // constant: every value is attained
        const double inside = std::isinf(s.from.lo) ? (std::isinf(s.to.lo) ? 0 : s.to.lo - 1)
                              : std::isinf(s.to.lo) ? s.from.hi + 1
                                                    : s.from.hi + (s.to.lo - s.from.hi) / 2;
        add_point(piece, place_at(inside));
        candidates_.back().exact = piece.ends[order][0].exact != kNone && trends.size() == 1
                                       ? piece.ends[order][0].exact
                                       : candidates_.back().exact;
        candidates_.back().at = s.to.infinite() ? s.from : s.to;
        if (candidates_.back().at.infinite()) candidates_.back().at = place_at(0);
      }
    } else {
      if (i + 1 != trends.size()) add_point(piece, s.to);
      add_unknown(piece, s);
      continue;
    }
    const bool open = (i == 0 && piece.ends[order][0].kind == EndValue::Kind::unknown) ||
                      (i + 1 == trends.size() && piece.ends[order][1].kind == EndValue::Kind::unknown);
    if (open) add_unknown(piece, s);
  }
}

void Collector::add_end(const EndValue& end, const Place& place) {
  Candidate c;
  c.at = place;
  c.point = true;
  if (end.kind == EndValue::Kind::infinite) {
    c.above = c.below = {end.sign * kInf, end.sign * kInf};
  } else if (end.kind == EndValue::Kind::finite) {
    c.exact = end.exact;
    c.above = c.below = {end.value.lo, end.value.hi};
  } else {
    return;  // what the stretch beside it says stands alone
  }
  candidates_.push_back(c);
}

void Collector::add_point(Piece& piece, const Place& place) {
  const Enclosure e = piece.branch->at(n_, place);
  Candidate c;
  c.at = place;
  c.point = c.attained = true;
  c.above = c.below = {e.lo, e.hi};
  if (place.exact != kNone) c.exact = piece.branch->value_at(piece.branch->derivative(n_), place.exact);
  if (e.everywhere()) candidates_.push_back(c);
}

/// Boxes, the most promising divided first, for both ends in turn.
void Collector::add_unknown(Piece& piece, const Stretch& s) {
  constexpr int most = 400;
  const auto order = static_cast<std::size_t>(n_);
  struct Box {
    double lo, hi, bound;
    bool operator<(const Box& other) const { return bound < other.bound; }
  };
  Candidate c;
  c.at = place_at(std::isinf(s.from.lo) ? s.to.lo : s.from.hi);
  c.unknown = true;
  for (const int sign : {1, -1}) {
    const auto bound_of = [&](double lo, double hi) {
      const Enclosure e = piece.branch->view(lo, hi).values[order];
      if (e.nowhere()) return -kInf;
      double bound = sign > 0 ? e.hi : -e.lo;
      if (const auto far = far_range(piece, lo, hi)) bound = std::min(bound, sign > 0 ? far->hi : -far->lo);
      return bound;
    };
    double found = -kInf;
    const auto sample = [&](double x) {
      const Enclosure e = piece.branch->view(x, x).values[order];
      if (e.everywhere()) found = std::max(found, sign > 0 ? e.lo : -e.hi);
    };
    std::priority_queue<Box> open;
    open.push({s.from.lo, s.to.hi, bound_of(s.from.lo, s.to.hi)});
    double top = open.top().bound;
    for (int i = 0; i != most && !open.empty() && !subject_.deadline.passed(); ++i) {
      const Box box = open.top();
      top = box.bound;
      const auto cut = cut_of(piece, box.lo, box.hi);
      if (!cut) {
        sample(std::isinf(box.lo) ? box.hi : box.lo);
        break;
      }
      const double middle = *cut;
      sample(middle);
      if (top <= found + 1e-13 * std::fabs(found) || !(middle > box.lo && middle < box.hi)) break;
      open.pop();
      open.push({box.lo, middle, bound_of(box.lo, middle)});
      open.push({middle, box.hi, bound_of(middle, box.hi)});
      top = open.top().bound;
    }
    (sign > 0 ? c.above : c.below) = sign > 0 ? Interval{found, top} : Interval{-top, -found};
  }
  candidates_.push_back(c);
}

/// Where to divide a box: at the inner end of a zone that it covers, else in its middle; nowhere inside a zone.
std::optional<double> Collector::cut_of(const Piece& piece, double lo, double hi) {
  if (std::isinf(lo)) {
    const double inner = piece.left ? piece.left->inner.lo : 0;
    return inner < hi ? std::optional(inner) : std::nullopt;
  }
  if (std::isinf(hi)) {
    const double inner = piece.right ? piece.right->inner.lo : 0;
    return inner > lo ? std::optional(inner) : std::nullopt;
  }
  return lo + (hi - lo) / 2;
}

/// What the tail of a zone says of a box inside of it.
std::optional<Range> Collector::far_range(Piece& piece, double lo, double hi) {
  const bool left = piece.left && hi <= piece.left->inner.lo, right = piece.right && lo >= piece.right->inner.hi;
  std::optional<Zone>* zone = left ? &piece.left : right ? &piece.right : nullptr;
  if (zone == nullptr) return std::nullopt;
  const Id root = (*zone)->roots[static_cast<std::size_t>(n_)];
  if (root == kNone) return std::nullopt;
  const auto& tail = (*(*zone)->far)[root];
  if (!tail) return std::nullopt;
  try {
    return (*zone)->far->algebra().range(*tail);
  } catch (const Undecided&) {
    return std::nullopt;
  }
}

void Collector::add_value(Id value, const Place& place) {
  const Enclosure& e = subject_.constants.enclosure(value);
  Candidate c;
  c.at = place;
  c.exact = value;
  c.point = c.attained = true;
  c.above = c.below = {e.lo, e.hi};
  candidates_.push_back(c);
}

/// A joint at which the function may have a value that is not known exactly.
void Collector::add_perhaps(const Place& place) {
  BallEvaluator balls(subject_.constants.arena(), std::span<const Id>(&subject_.f, 1));
  const std::vector<Extent> box(balls.variables().size(),
                                {Rational::from_double_exactly(place.lo), Rational::from_double_exactly(place.hi)});
  balls.evaluate(box, 128);
  const Enclosure e = balls[subject_.f];
  if (e.nowhere()) return;
  Candidate c;
  c.at = place;
  c.unknown = true;
  c.above = {e.everywhere() ? e.lo : -kInf, e.hi};
  c.below = {e.lo, e.everywhere() ? e.hi : kInf};
  candidates_.push_back(c);
}

void Collector::take_sizes() {
  for (Candidate& c : candidates_) {
    const Candidate before = c;
    c = sized(before);
    if (before.exact != kNone && c.exact == before.exact && before.above.hi <= 0)
      c.exact = subject_.constants.make(Op::neg, before.exact);
    // A sign change inside a monotone stretch passes through zero: level n itself knows.
  }
}

Card::Extreme Collector::extreme(int sign) const {
  Constants& constants = subject_.constants;
  Card::Extreme result;
  double lo = -kInf, hi = -kInf;
  const auto top = [&](const Candidate& c) { return sign > 0 ? c.above : Interval{-c.below.hi, -c.below.lo}; };
  for (const Candidate& c : candidates_) {
    lo = std::max(lo, top(c).lo);
    hi = std::max(hi, top(c).hi);
  }
  // Where nothing has a value there is nothing to bound.
  const auto empty = [](const Candidate& c) { return c.unknown && c.above.hi == -kInf && c.below.lo == kInf; };
  if (std::ranges::all_of(candidates_, empty)) {
    result.value = undecided("it has a value nowhere, as far as is known");
    return result;
  }
  std::vector<const Candidate*> best;
  for (const Candidate& c : candidates_) {
    if (top(c).hi >= lo) best.push_back(&c);
  }
  const auto exact = std::ranges::find_if(best, [](const Candidate* c) { return c->exact != kNone; });
  const auto same = [&](const Candidate* c) {
    return c->exact != kNone &&
           (c->exact == (*exact)->exact || constants.sign(constants.make(Op::sub, c->exact, (*exact)->exact)) == 0);
  };
  // One exact value is the extreme if nothing else can exceed it.
  const auto within = [&](const Candidate* c) { return same(c) || (top(*c).hi <= top(**exact).lo); };
  if (lo == hi && std::isinf(lo)) {
    result.value = infinite(sign * (lo > 0 ? 1 : -1));
  } else if (exact != best.end() && std::ranges::all_of(best, within)) {
    result.value = exactly(constants, (*exact)->exact);
  } else {
    result.value = sign > 0 ? enclosed(lo, hi) : enclosed(-hi, -lo);
  }
  const bool all = std::ranges::all_of(best, [](const Candidate* c) { return c->attained; });
  const bool none = std::ranges::none_of(best, [](const Candidate* c) { return c->attained || c->unknown; });
  const bool one = exact != best.end() && std::ranges::all_of(best, within) &&
                   std::ranges::any_of(best, [&](const Candidate* c) { return c->attained && same(c); });
  result.attained = result.value.infinite() ? Answer::no
                    : all || one            ? Answer::yes
                    : none                  ? Answer::no
                                            : Answer::unknown;
  if (result.value.infinite() || result.value.known()) {
    for (const Candidate* c : best) {
      if (c->unknown || result.at.size() == kMostPlaces) continue;
      if (result.attained == Answer::yes && !c->attained && !c->at.infinite()) continue;
      const Figure at = figure_of(constants, c->at);
      const auto known = [&](const Figure& f) { return f.lo == at.lo && f.hi == at.hi; };
      if (std::ranges::none_of(result.at, known)) result.at.push_back(at);
    }
    std::ranges::sort(result.at, {}, &Figure::lo);
  }
  return result;
}

}  // namespace adage::analysis
