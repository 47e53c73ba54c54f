// SPDX-License-Identifier: BSL-1.0
// Moments under N(0, 1): each piece is integrated between its joints with a certain error, and what lies far out or
// beside a pole is bounded by its tail. A moment that surely does not exist is said to be infinite.
#include <algorithm>

#include "analyze/card.hpp"
#include "analyze/figures.hpp"
#include "analyze/integrals.hpp"
#include "graph/slice.hpp"
#include "simplify/simplify.hpp"

namespace adage::analysis {
namespace {

constexpr double kFar[] = {16, 64, 512};
constexpr double kNear = 0x1p50;  // how close to a pole the quadrature goes: 1 by this

Range inverse_root(const Range& r) {
  if (!(r.lo > 0)) return {0, kInf};
  const auto root = [](double v, double towards) {
    return std::nextafter(std::nextafter(1 / std::sqrt(v), towards), towards);
  };
  return {std::isinf(r.hi) ? 0 : root(r.hi, -kInf), root(r.lo, kInf)};
}

}  // namespace

Moment expectation(const Subject& subject, const std::function<Id(const Branch&)>& integrand) {
  Arena& arena = subject.constants.arena();
  const Id x = subject.variable;
  const Id weight = [&] {
    const Id square = arena.make(Op::pow, x, arena.number(2));
    const Id decay = arena.make(function("exp"), arena.make(Op::neg, arena.make(Op::div, square, arena.number(2))));
    const Id scale = arena.make(function("sqrt"), arena.make(Op::mul, arena.number(2), arena.make(function("pi"))));
    return arena.make(Op::div, decay, scale);
  }();
  Moment total{{0, 0}, 0, ""};
  if (subject.deadline.passed()) return {{-kInf, kInf}, 0, "the time was up"};
  for (Piece& piece : subject.line.pieces) {
    if (piece.undefined) return {{-kInf, kInf}, 0, "the function has no value on a part of the line"};
    for (const Stretch& s : piece.levels[0]) {
      if (!s.analytic) return {{-kInf, kInf}, 0, "a branch is not known to be analytic"};
    }
    const Id g = integrand(*piece.branch);
    if (g == kNone) return {{-kInf, kInf}, 0, "there is no derivative"};
    if (arena.is_number(g, 0)) continue;
    const Id weighted = arena.make(Op::mul, g, weight);
    double from = piece.from.middle(), to = piece.to.middle();
    for (const bool left : {true, false}) {
      const Place& end = left ? piece.from : piece.to;
      if (!piece.regular[left ? 0 : 1]) {
        const Moment rest = beyond(subject, piece, weighted, left, left ? from : to);
        if (!rest.why.empty()) return {{-kInf, kInf}, 0, rest.why};
        if (rest.infinite != 0) {
          if (total.infinite == -rest.infinite) return {{-kInf, kInf}, 0, "it is the difference of two infinities"};
          total.infinite = rest.infinite;
        }
        total.value = range::add(total.value, rest.value, {});
      } else if (end.lo != end.hi) {  // the branch goes on, so a wrong end costs little
        const Range there = view_of(subject, weighted, end);
        total.value = range::add(total.value, range::mul(there, {end.lo - end.hi, end.hi - end.lo}, {}), {});
      }
    }
    if (total.infinite != 0 || !(from < to)) continue;
    Integrator integrator(arena, weighted, x);
    const auto part = integrator.over(from, to);
    if (!part) return {{-kInf, kInf}, 0, "the quadrature does not settle"};
    total.value = range::add(total.value, {part->lo, part->hi}, {});
  }
  if (total.infinite != 0) total.value = {total.infinite * kInf, total.infinite * kInf};
  return total;
}

Range view_of(const Subject& subject, Id g, const Place& place) {
  BallEvaluator balls(subject.constants.arena(), std::span<const Id>(&g, 1));
  std::vector<Extent> box(balls.variables().size(),
                          {Rational::from_double_exactly(place.lo), Rational::from_double_exactly(place.hi)});
  balls.evaluate(box, 80);
  const Enclosure e = balls[g];
  return e.everywhere() ? Range{e.lo, e.hi} : Range{};
}

Moment beyond(const Subject& subject, Piece& piece, Id weighted, bool left, double& inner) {
  Arena& arena = subject.constants.arena();
  const Place& end = left ? piece.from : piece.to;
  const Place& other = left ? piece.to : piece.from;
  const int side = left ? -1 : 1;
  const auto judge = [&](FarOut& far, Id root) -> std::optional<Moment> {
    const auto& tail = far[root];
    if (!tail) return std::nullopt;
    try {
      const double bound = far.algebra().integral_bound(*tail);
      return Moment{{-bound, bound}, 0, ""};
    } catch (const Undecided&) {
    }
    // It diverges if it does not even fall like 1/y and keeps its sign.
    try {
      const Tail times_y = far.algebra().product(*tail, far.algebra().y());
      const int sign = far.algebra().sign(*tail);
      const TailLimit limit = far.algebra().limit(times_y);
      const bool falls = limit.kind == TailLimit::Kind::finite && subject.constants.sign(limit.value) == 0;
      if (limit.kind != TailLimit::Kind::unknown && !falls) return Moment{{}, sign, ""};
    } catch (const Undecided&) {
    }
    return std::nullopt;
  };
  if (!end.infinite()) {
    const Id y = arena.variable("distance");
    const Id step = arena.make(Op::div, arena.number(1), y);
    const Id place = arena.make(left ? Op::add : Op::sub, end.exact, step);
    const Id there =
        substitute(arena, std::span(&weighted, 1), std::span(&subject.variable, 1), std::span(&place, 1)).front();
    const Id root = simplify(arena, arena.make(Op::div, there, arena.make(Op::pow, y, arena.number(2))));
    FarOut far(subject.constants, y, 1, kNear * (1 - 1e-9), subject.deadline);
    inner = std::nextafter(end.middle() - side / kNear, left ? -kInf : kInf);
    if (const auto found = judge(far, root)) return *found;
    return {{}, 0, "what happens beside a pole is not known"};
  }
  for (const double reach : kFar) {
    if (!other.infinite() && !(side * other.middle() < reach)) continue;
    inner = side * reach;
    FarOut far(subject.constants, subject.variable, side, reach, subject.deadline);
    if (const auto found = judge(far, weighted)) return *found;
  }
  return {{}, 0, "its growth far out is not known"};
}

void fill_moments(const Subject& subject, Card& card) {
  Arena& arena = subject.constants.arena();
  const auto square = [&](Id g) {
    return g == kNone ? kNone : simplify(arena, arena.make(Op::pow, g, arena.number(2)));
  };
  const auto figure = [](const Moment& m) {
    if (m.infinite != 0) return infinite(m.infinite);
    if (!m.why.empty()) return undecided(m.why);
    if (m.value.lo == m.value.hi) {
      Figure zero = enclosed(m.value);
      if (m.value.lo == 0) zero.kind = Figure::Kind::exact, zero.exact = "0";
      return zero;
    }
    return enclosed(m.value);
  };
  const Moment none{{0, 0}, 0, ""};
  const auto exists = [](const Moment& m) { return m.why.empty() && m.infinite == 0; };
  Moment second = expectation(subject, [&](const Branch& b) { return square(b.f()); });
  const Moment slope_square = expectation(subject, [&](const Branch& b) { return square(b.derivative(1)); });
  // What is odd has mean zero, if it has a mean; with a finite square it has (Cauchy-Schwarz).
  const Moment mean =
      card.odd == Answer::yes && exists(second) ? none : expectation(subject, [](const Branch& b) { return b.f(); });
  const Moment slope = card.even == Answer::yes && exists(slope_square)
                           ? none
                           : expectation(subject, [](const Branch& b) { return b.derivative(1); });
  card.mean = figure(mean);
  card.second_moment = figure(second);
  card.mean_slope = figure(slope);
  card.slope_moment = figure(slope_square);
  if (!second.why.empty() || second.infinite != 0) {
    const std::string why = second.infinite != 0 ? "E f² is infinite" : second.why;
    card.variance = second.infinite != 0 && mean.why.empty() && mean.infinite == 0 ? infinite(1) : undecided(why);
    card.chi1 = card.he_gain = card.variance_gain = undecided(why);
    return;
  }
  second.value.lo = std::max(second.value.lo, 0.0);
  card.he_gain = enclosed(inverse_root(second.value));
  if (mean.why.empty() && mean.infinite == 0) {
    Range variance = range::sub(second.value, range::pow(mean.value, {2, 2, false, false, true}, {}), {});
    variance.lo = std::max(variance.lo, 0.0);
    const bool constant = std::ranges::all_of(subject.line.pieces, [&](const Piece& p) {
      return arena.is_constant(p.branch->f()) && p.branch->f() == subject.line.pieces.front().branch->f();
    });
    card.variance = constant ? exactly(subject.constants, arena.number(0)) : enclosed(variance);
    card.variance_gain = constant ? undecided("the variance is zero") : enclosed(inverse_root(variance));
  } else {
    card.variance = card.variance_gain = undecided(mean.why);
  }
  if (slope_square.infinite != 0 || !slope_square.why.empty()) {
    card.chi1 = slope_square.infinite != 0 ? infinite(1) : undecided(slope_square.why);
  } else if (second.value.lo > 0) {
    card.chi1 = enclosed(range::div(slope_square.value, second.value, {}));
  } else {
    card.chi1 = card.he_gain = undecided("E f² is not known to be positive");
  }
}

}  // namespace adage::analysis
