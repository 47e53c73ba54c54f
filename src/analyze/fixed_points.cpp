// SPDX-License-Identifier: BSL-1.0
// Fixed points of the map that takes mean and variance of a layer's activations to those of the next one, its weights
// having sum 0 and sum of squares 1 (Klambauer et al. 2017, with ω = 0 and τ = 1): inputs are of N(0, variance). Found
// by Newton's method in doubles, then certified: an interval Newton step that maps a short interval into itself proves
// that it holds exactly one (Moore 1966); it attracts if the slope there is below one.
#include <algorithm>

#include "analyze/card.hpp"
#include "analyze/figures.hpp"
#include "analyze/integrals.hpp"
#include "lower/lower.hpp"
#include "run/interpreter.hpp"
#include "simplify/simplify.hpp"

namespace adage::analysis {
namespace {

/// Mean and variance of f(√v·z), and how fast the variance changes with v.
template <class T>
struct Map {
  T mean, variance, slope;
};

/// The map in doubles, by the trapezoidal rule; only to look for candidates.
class Rough {
 public:
  Rough(const Arena& arena, Id f, Id x) : tape_(lower(arena, std::span(&f, 1), std::span(&x, 1))) {}

  Map<double> at(double v) const {
    double mean = 0, square = 0, mean_change = 0, square_change = 0;
    for (int i = -kSteps; i <= kSteps; ++i) {
      const double z = 8.0 * i / kSteps, x = std::sqrt(v) * z;
      double y = 0;
      run_scalar(tape_, &x, &y);
      const double weight = std::exp(-z * z / 2) * (8.0 / kSteps) / std::sqrt(2 * 3.14159265358979);
      const double change = weight * (z * z - 1) / (2 * v);
      mean += weight * y;
      square += weight * y * y;
      mean_change += change * y;
      square_change += change * y * y;
    }
    return {mean, square - mean * mean, square_change - 2 * mean * mean_change};
  }

 private:
  static constexpr int kSteps = 160;
  Tape tape_;
};

constexpr double kLeast = 1e-3, kMost = 64;  // variances that are looked at

/// One step of Newton's method; false where it leaves what is looked at.
bool step(const Map<double>& m, double& v) {
  if (!(std::fabs(m.slope - 1) > 1e-9)) return false;
  v -= (m.variance - v) / (m.slope - 1);
  return v > kLeast && v < kMost;
}

std::vector<double> candidates(const Subject& subject) {
  const Rough rough(subject.constants.arena(), subject.f, subject.variable);
  std::vector<double> found;
  for (const double start : {1.0, 0.3, 0.05, 3.0, 10.0, 30.0}) {
    double v = start;
    for (int i = 0; i != 20; ++i) {
      const double before = v;
      if (!step(rough.at(v), v)) break;
      if (std::fabs(v - before) > 1e-7 * v) continue;
      const auto close = [&](double other) { return std::fabs(v - other) < 1e-3 * v; };
      if (std::ranges::none_of(found, close)) found.push_back(v);
      break;
    }
  }
  return found;
}

/// The map with certain bounds, for all variances of an interval.
class Certain {
 public:
  explicit Certain(const Subject& subject)
      : subject_(subject), variance_(subject.constants.arena().variable("variance")) {
    Arena& arena = subject.constants.arena();
    const Id x = subject.variable;
    const Id square = arena.make(Op::pow, x, arena.number(2));
    const Id decay =
        arena.make(function("exp"),
                   arena.make(Op::neg, arena.make(Op::div, square, arena.make(Op::mul, arena.number(2), variance_))));
    const Id scale =
        arena.make(function("sqrt"),
                   arena.make(Op::mul, arena.make(Op::mul, arena.number(2), arena.make(function("pi"))), variance_));
    kernels_[0] = arena.make(Op::div, decay, scale);
    const Id bend = arena.make(Op::div, arena.make(Op::sub, square, variance_),
                               arena.make(Op::mul, arena.number(2), arena.make(Op::pow, variance_, arena.number(2))));
    kernels_[1] = arena.make(Op::mul, kernels_[0], bend);
  }

  /// Nothing where the quadrature or a tail is not understood. Without the slope unless asked for.
  std::optional<Map<Range>> at(const Range& variance, bool slope) {
    std::array<Range, 4> e{};  // E f and E f², and how they change
    for (std::size_t k = 0; k != (slope ? 2U : 1U); ++k) {
      for (const bool squared : {false, true}) {
        const auto value = integral(kernels_[k], squared, variance);
        if (!value) return std::nullopt;
        e[2 * k + (squared ? 1 : 0)] = *value;
      }
    }
    const Range twice = range::mul({2, 2}, e[0], {});
    return Map<Range>{e[0], range::sub(e[1], range::pow(e[0], {2, 2, false, false, true}, {}), {}),
                      range::sub(e[3], range::mul(twice, e[2], {}), {})};
  }

 private:
  std::optional<Range> integral(Id kernel, bool squared, const Range& variance) {
    Arena& arena = subject_.constants.arena();
    Range total{0, 0};
    const double far = reach(variance);
    for (Piece& piece : subject_.line.pieces) {
      const bool pole = (!piece.regular[0] && !piece.from.infinite()) || (!piece.regular[1] && !piece.to.infinite());
      const bool rounded = (!piece.from.infinite() && piece.from.lo != piece.from.hi) ||
                           (!piece.to.infinite() && piece.to.lo != piece.to.hi);
      if (piece.undefined || pole || rounded) return std::nullopt;
      Id g = piece.branch->f();
      if (squared) g = simplify(arena, arena.make(Op::pow, g, arena.number(2)));
      if (arena.is_number(g, 0)) continue;
      for (const int side : {-1, 1}) {
        if (!(side < 0 ? piece.from : piece.to).infinite()) continue;
        const auto bound = beyond(g, side, far, variance);
        if (!bound) return std::nullopt;
        total = range::add(total, {-*bound, *bound}, {});
      }
      const double from = piece.from.infinite() ? -far : piece.from.middle(),
                   to = piece.to.infinite() ? far : piece.to.middle();
      Integrator integrator(arena, arena.make(Op::mul, g, kernel), subject_.variable);
      const Integrator::Interval value{variance.lo, variance.hi};
      const auto part = integrator.over(from, to, std::span(&value, 1));
      if (!part) return std::nullopt;
      total = range::add(total, {part->lo, part->hi}, {});
    }
    return total;
  }

  double reach(const Range& variance) const {
    double result = 16;
    const double wanted = 14 * std::sqrt(variance.hi);
    for (const Piece& piece : subject_.line.pieces) {
      while (!piece.to.infinite() && result < 2 * std::fabs(piece.to.middle())) result *= 2;
    }
    while (result < wanted) result *= 2;
    return result;
  }

  /// For |x| >= far >= 1 every kernel is below C·x²·exp(-x²/(2v)), v being the largest variance.
  std::optional<double> beyond(Id g, int side, double far, const Range& variance) {
    Arena& arena = subject_.constants.arena();
    const Id v = arena.number(*Rational::from_double_exactly(variance.hi));
    const Id growth = arena.make(Op::pow, subject_.variable, arena.number(2));
    const Id decay = arena.make(
        function("exp"), arena.make(Op::neg, arena.make(Op::div, growth, arena.make(Op::mul, arena.number(2), v))));
    FarOut tails(subject_.constants, subject_.variable, side, far, subject_.deadline);
    const auto& tail = tails[arena.make(Op::mul, arena.make(Op::mul, g, growth), decay)];
    if (!tail) return std::nullopt;
    try {
      const double c = std::max(1.0, 1 / variance.lo);
      return tails.algebra().integral_bound(*tail) * c * c * c * (1 + 1e-12);
    } catch (const Undecided&) {
      return std::nullopt;
    }
  }

  const Subject& subject_;
  Id variance_;
  std::array<Id, 2> kernels_{};
};

std::optional<Card::FixedPoint> certified(Certain& map, double v, const Deadline& deadline) {
  const auto middle = [](const Range& r) { return r.lo + (r.hi - r.lo) / 2; };
  const double radius = 1e-6 * v;
  for (int i = 0; i != 6; ++i) {  // the candidate is as rough as the trapezoidal rule at kinks
    const auto m = deadline.passed() ? std::nullopt : map.at({v, v}, true);
    const double before = v;
    if (!m || !step({middle(m->mean), middle(m->variance), middle(m->slope)}, v)) return std::nullopt;
    if (std::fabs(v - before) < radius / 10) break;
  }
  const Range box{v - radius, v + radius};
  const auto there = map.at({v, v}, false);
  const auto around = map.at(box, true);
  if (!there || !around) return std::nullopt;
  const Range slope = range::sub(around->slope, {1, 1}, {});
  if (!slope.nonzero()) return std::nullopt;
  const Range next = range::sub({v, v}, range::div(range::sub(there->variance, {v, v}, {}), slope, {}), {});
  if (!(box.lo < next.lo && next.hi < box.hi)) return std::nullopt;
  const auto mean = map.at(next, false);
  if (!mean) return std::nullopt;
  const Range size = range::abs(around->slope, {}, {});
  const Answer stable = size.hi < 1 ? Answer::yes : size.lo > 1 ? Answer::no : Answer::unknown;
  return Card::FixedPoint{enclosed(mean->mean), enclosed(next), stable};
}

}  // namespace

void fill_fixed_points(const Subject& subject, Card& card) {
  if (!card.variance.known() || card.variance.infinite() || card.variance.hi == 0) return;
  Certain map(subject);
  for (const double v : candidates(subject)) {
    if (subject.deadline.passed()) return;
    const auto point = certified(map, v, subject.deadline);
    const auto known = [&](const Card::FixedPoint& q) {
      return q.variance.lo <= point->variance.hi && point->variance.lo <= q.variance.hi;
    };
    if (point && std::ranges::none_of(card.fixed_points, known)) card.fixed_points.push_back(*point);
  }
}

}  // namespace adage::analysis
