// SPDX-License-Identifier: BSL-1.0
// Where the slope is small, where it is zero and where the function is: on monotone stretches of the slope one crossing
// of each level bounds such a set. Shares are of the normal distribution N(0, 1).
#include <algorithm>

#include "analyze/card.hpp"
#include "analyze/figures.hpp"

namespace adage::analysis {
namespace {

using Set = std::vector<std::pair<Place, Place>>;

/// The probability of an interval, to full relative accuracy in the tails.
class Normal {
 public:
  explicit Normal(Constants& constants)
      : x_(constants.arena().variable("quantile")),
        below_(constants.arena().make(function("normal_cdf"), x_)),
        balls_(constants.arena(), std::span<const Id>(&below_, 1)) {}

  Range below(const Place& place) {
    if (place.infinite()) return place.lo > 0 ? Range{1, 1} : Range{0, 0};
    const Extent box{Rational::from_double_exactly(place.lo), Rational::from_double_exactly(place.hi)};
    balls_.evaluate(std::span<const Extent>(&box, 1), 96);
    return {balls_[below_].lo, balls_[below_].hi};
  }
  Range between(const Place& a, const Place& b) {
    const auto mirrored = [](const Place& p) { return Place{-p.hi, -p.lo, kNone}; };
    return a.lo >= 0 ? range::sub(below(mirrored(a)), below(mirrored(b)), {}) : range::sub(below(b), below(a), {});
  }

 private:
  Id x_;
  Id below_;
  BallEvaluator balls_;
};

Card::Where where(const Subject& subject, const Set& set, bool complete) {
  Card::Where result;
  result.complete = complete;
  Normal normal(subject.constants);
  Set merged;
  for (const auto& part : set) {
    const bool meets = !merged.empty() && (merged.back().second.hi >= part.first.lo);
    if (meets) {
      merged.back().second = part.second;
    } else {
      merged.push_back(part);
    }
  }
  Range share{0, 0};
  for (const auto& [from, to] : merged) {
    result.intervals.emplace_back(figure_of(subject.constants, from), figure_of(subject.constants, to));
    share = range::add(share, normal.between(from, to), {});
  }
  share.lo = std::max(share.lo, 0.0);
  share.hi = std::min(share.hi, 1.0);
  if (merged.empty()) share = {0, 0};
  result.share = complete ? enclosed(share) : enclosed(share.lo, 1);
  if (complete && share.lo == share.hi)
    result.share.kind = Figure::Kind::exact, result.share.exact = share.lo == 0 ? "0" : share.lo == 1 ? "1" : "";
  if (result.share.exact.empty() && result.share.kind == Figure::Kind::exact)
    result.share.kind = Figure::Kind::certified;
  return result;
}

/// Parts of the line on which the n-th derivative is zero throughout.
Set zero_parts(const Subject& subject, std::size_t n, bool& complete) {
  Set result;
  for (const Piece& piece : subject.line.pieces) {
    if (piece.undefined) continue;
    for (const Stretch& s : piece.levels[n]) {
      if (s.known && s.analytic && s.sign == 0) result.emplace_back(s.from, s.to);
      // Analytic functions that are not zero have isolated zeros; only where that is not known may more be hidden.
      complete &= s.analytic;
    }
  }
  return result;
}

/// Finds where the slope lies within ±epsilon.
class Saturation {
 public:
  Saturation(const Subject& subject, double epsilon) : epsilon_(epsilon) {
    for (Piece& piece : subject.line.pieces) {
      if (piece.undefined) continue;
      const Stretches& runs = piece.levels[2];
      for (std::size_t i = 0; i != runs.size(); ++i) run(piece, runs[i], i == 0, i + 1 == runs.size());
    }
  }

  Set set;
  bool complete = true;

 private:
  /// Of the slope against a level: above 1, below -1, unknown 0.
  static int side(const Enclosure& e, double level) {
    if (!e.everywhere()) return 0;
    return e.lo > level ? 1 : e.hi < level ? -1 : 0;
  }

  /// Towards a limit that is exactly the level, a monotone slope lies on the side it comes from.
  int side_of_end(const EndValue& end, double level, int inner) {
    if (end.kind == EndValue::Kind::infinite) return end.sign;
    if (end.kind != EndValue::Kind::finite) return 0;
    const int found = end.value.lo > level ? 1 : end.value.hi < level ? -1 : 0;
    return found != 0 ? found : end.value.lo == end.value.hi ? inner : 0;
  }

  void run(Piece& piece, const Stretch& s, bool first, bool last) {
    if (!s.known || !s.analytic) {
      complete = false;
      return;
    }
    if (s.sign == 0) {  // a constant slope
      const EndValue& end = piece.ends[1][0];
      const Enclosure e =
          end.kind == EndValue::Kind::finite ? end.value : piece.branch->at(1, s.to.infinite() ? place_at(0) : s.to);
      if (std::max(std::fabs(e.lo), std::fabs(e.hi)) < epsilon_)
        set.emplace_back(s.from, s.to);
      else if (!(std::min(std::fabs(e.lo), std::fabs(e.hi)) >= epsilon_))
        complete = false;
      return;
    }
    // The part where the slope is below +ε, and the part where it is above -ε, both at one end of the stretch.
    Place from = s.from, to = s.to;
    for (const double level : {epsilon_, -epsilon_}) {
      if (!bound(piece, s, first, last, level, from, to)) return;
    }
    if (from.lo < to.hi) set.emplace_back(from, to);
  }

  /// Cuts [from, to] to where the slope lies inside of the level; false when nothing is left or nothing is known.
  bool bound(Piece& piece, const Stretch& s, bool first, bool last, double level, Place& from, Place& to) {
    const int inside = level > 0 ? -1 : 1;
    const double a = inner_end(s.from, s.to, true), b = inner_end(s.from, s.to, false);
    int left = s.from.infinite() || (first && !piece.regular[0])
                   ? side_of_end(piece.ends[1][0], level, side(at(piece, a), level))
                   : side(piece.branch->at(1, s.from), level);
    int right = s.to.infinite() || (last && !piece.regular[1])
                    ? side_of_end(piece.ends[1][1], level, side(at(piece, b), level))
                    : side(piece.branch->at(1, s.to), level);
    if (left == 0 && right == -s.sign) left = right;  // a monotone slope cannot have come from further on
    if (right == 0 && left == s.sign) right = left;
    if (left == 0 || right == 0) return complete = false;
    if (left == right) return left == inside;
    const auto place = cross(piece, s, level, left, right);
    if (!place) return complete = false;
    (left == inside ? to : from) = *place;
    return true;
  }

  Enclosure at(Piece& piece, double x) { return piece.branch->view(x, x).values[1]; }

  static double inner_end(const Place& from, const Place& to, bool left) {
    if (left) return !from.infinite() ? from.hi : to.infinite() ? 0 : to.lo - 1;
    return !to.infinite() ? to.lo : from.infinite() ? 0 : from.hi + 1;
  }

  /// Looks further and further out, or closer and closer to a pole, for points on both sides of the level.
  std::optional<Place> cross(Piece& piece, const Stretch& s, double level, int left, int right) {
    double a = inner_end(s.from, s.to, true), b = inner_end(s.from, s.to, false);
    const auto search = [&](double& x, const Place& end, double other, int wanted) {
      const double anchor = end.infinite() ? x : end.middle();
      double step = end.infinite() ? 1 : (other - anchor) / 2;
      for (int i = 0; i != 400; ++i) {
        if (side(at(piece, x), level) == wanted) return true;
        x = end.infinite() ? anchor + (end.lo > 0 ? step : -step) : anchor + step;
        step *= end.infinite() ? 2 : 0.5;
        if (!std::isfinite(x)) return false;
      }
      return false;
    };
    if (!search(a, s.from, b, left) || !search(b, s.to, a, right)) return std::nullopt;
    return a < b ? std::optional(crossing(*piece.branch, 1, a, b, level)) : std::nullopt;
  }

  double epsilon_;
};

}  // namespace

void fill_slopes(const Subject& subject, Card& card) {
  const Saturation saturation(subject, card.epsilon);
  card.saturated = where(subject, saturation.set, saturation.complete);
  bool complete = true;
  Set set = zero_parts(subject, 1, complete);
  card.dead = where(subject, set, complete);
  complete = true;
  set = zero_parts(subject, 0, complete);
  card.sparse = where(subject, set, complete);
}

}  // namespace adage::analysis
