// SPDX-License-Identifier: BSL-1.0
// One evaluator for the expression, its slopes and all that tells whether these may be trusted on a box.
#include "verify/enclosed.hpp"

#include <adage/error.hpp>
#include <algorithm>

#include "algebra/algebra.hpp"
#include "diff/diff.hpp"
#include "graph/slice.hpp"
#include "rules/ranges.hpp"
#include "simplify/simplify.hpp"
#include "verify/referee.hpp"
#include "verify/signs.hpp"
#include "verify/switches.hpp"

namespace adage {
namespace {

constexpr unsigned kBits = 96;
constexpr std::size_t kMostNodes = 20'000;
constexpr std::size_t kMostTried = 40;

Range range_of(const Enclosure& e) { return {e.lo, e.hi}; }

Range range_of(const Extent& extent) {
  Range result;
  if (extent.lo) result.lo = literal_range(*extent.lo).lo;
  if (extent.hi) result.hi = literal_range(*extent.hi).hi;
  return result;
}

Rational middle(const Extent& extent) {
  if (extent.lo && extent.hi) return (*extent.lo + *extent.hi) * Rational(1, 2);
  return extent.lo ? *extent.lo : extent.hi ? *extent.hi : Rational(0);
}

bool contains(const Extent& extent, const Rational& point) {
  return (!extent.lo || *extent.lo <= point) && (!extent.hi || point <= *extent.hi);
}

}  // namespace

Enclosed::Enclosed(Question& question, Id difference, bool strict)
    : question_(question), strict_(strict), difference_(difference) {
  Arena& arena = *question.arena;
  const LocalOptions options{.assumptions = question.assumptions, .assume_defined = true};
  simple_ = simplify(arena, difference, options);
  if (slice(arena, simple_).size() < kMostNodes) {
    try {
      slopes_ = simplify(arena, gradient(arena, simple_, question.variables), options);
      if (slopes_.size() == 1) {
        curvature_ = simplify(arena, gradient(arena, slopes_[0], question.variables), options).front();
      }
    } catch (const Error&) {  // a row without a derivative: what was made until then stands
    }
  }
  std::vector<Id> roots{difference_, simple_};
  roots.insert(roots.end(), slopes_.begin(), slopes_.end());
  if (curvature_ != kNone) roots.push_back(curvature_);
  roots.insert(roots.end(), question.assumptions.begin(), question.assumptions.end());
  for (const Id id : slice(arena, simple_)) {
    const Row& about = row(arena.op(id));
    if (arena.is_constant(id) || about.boolean) continue;
    if (arena.op(id) == Op::where) conditions_.push_back(arena.arg(id, 0));
    if (arena.op(id) == Op::pow && !arena.is_constant(arena.arg(id, 1))) bases_.push_back(arena.arg(id, 0));
    if (about.kink.empty()) continue;
    switches_.push_back(switching_function(arena, id));
    if (about.jumps) jumps_.push_back(switches_.back());
  }
  for (const auto* more : {&switches_, &conditions_, &bases_}) roots.insert(roots.end(), more->begin(), more->end());
  balls_.emplace(arena, roots);
  for (const Id id : balls_->variables()) {
    places_.push_back(static_cast<std::size_t>(std::ranges::find(question.variables, id) - question.variables.begin()));
  }
}

void Enclosed::evaluate(const Box& box) {
  Box part;
  for (const std::size_t place : places_) part.push_back(box[place]);
  balls_->evaluate(part, kBits);
}

bool Enclosed::above(Id id) const {
  const Enclosure value = (*balls_)[id];
  return strict_ ? value.positive() : value.nonnegative();
}

/// Continuous on the box that was evaluated last, and differentiable when no kink lies in it either.
bool Enclosed::jump_free(bool kink_free) const {
  const auto nonzero = [&](Id id) { return (*balls_)[id].everywhere() && (*balls_)[id].nonzero(); };
  const auto decided = [&](Id id) {
    const Enclosure truth = (*balls_)[id];
    return truth.everywhere() && (truth.surely_true() || truth.surely_false());
  };
  const auto positive = [&](Id id) { return (*balls_)[id].positive(); };
  return (*balls_)[simple_].everywhere() && std::ranges::all_of(kink_free ? switches_ : jumps_, nonzero) &&
         std::ranges::all_of(conditions_, decided) && std::ranges::all_of(bases_, positive);
}

Enclosed::View Enclosed::view(const Box& box) {
  evaluate(box);
  for (const Id assumption : question_.assumptions) {
    const Enclosure truth = (*balls_)[assumption];
    if (truth.nowhere() || truth.surely_false()) return {.settled = true};
  }
  const Enclosure raw = (*balls_)[difference_];
  const Enclosure simple = (*balls_)[simple_];
  if (raw.nowhere() || simple.nowhere() || above(difference_) || above(simple_)) return {.settled = true};
  View result{.settled = settled_by_curvature(box), .lowest = std::max(raw.lo, simple.lo)};
  if (!result.settled) result.settled = settled_by_slopes(box);
  return result;
}

bool Enclosed::settled_by_slopes(const Box& box) {
  if (slopes_.empty() || !jump_free(false)) return false;
  std::vector<Enclosure> slopes;
  for (const Id slope : slopes_) {
    slopes.push_back((*balls_)[slope]);
    if (!slopes.back().everywhere()) return false;
  }
  if (curvature_ != kNone) tighten(slopes.front(), box[0]);
  if (box.size() == 1 && (!box[0].lo || !box[0].hi)) find_sign(slopes.front(), box[0]);
  // Where it rises or falls along a variable, the lowest value lies at that end.
  Box lowest = box;
  for (std::size_t i = 0; i != box.size(); ++i) {
    if (slopes[i].nonnegative() && box[i].lo) lowest[i].hi = box[i].lo;
    if (slopes[i].nonpositive() && box[i].hi) lowest[i].lo = box[i].hi;
  }
  Box center;
  for (const Extent& extent : lowest) center.push_back({middle(extent), middle(extent)});
  evaluate(lowest);
  if (above(simple_)) return true;
  if (!strict_ && box.size() == 1 && lowest[0].lo && lowest[0].hi && *lowest[0].lo == *lowest[0].hi) {
    const Enclosure value = (*balls_)[simple_];
    if (!value.nonzero() && is_zero_at(simple_, *lowest[0].lo)) return true;
  }
  evaluate(center);
  Range bound = range_of((*balls_)[simple_]);
  for (std::size_t i = 0; i != box.size(); ++i) {
    const Range offset = range::sub(range_of(lowest[i]), range_of(center[i]), {});
    bound = range::add(bound, range::mul(range_of(slopes[i]), offset, {}), {});
  }
  return strict_ ? bound.lo > 0 : bound.lo >= 0;
}

/// Where the curvature keeps its sign, the slope lies between its values at the ends of the box.
void Enclosed::tighten(Enclosure& slope, const Extent& extent) {
  const Enclosure curvature = (*balls_)[curvature_];
  const bool bends_up = curvature.nonnegative(), bends_down = curvature.nonpositive();
  if (!curvature.everywhere() || (!bends_up && !bends_down) || !jump_free(true)) return;
  const auto slope_at = [&](const Rational& end) {
    evaluate({{end, end}});
    return (*balls_)[slopes_.front()];
  };
  const auto& least_at = bends_up ? extent.lo : extent.hi;
  const auto& most_at = bends_up ? extent.hi : extent.lo;
  if (least_at) {
    const Enclosure least = slope_at(*least_at);
    slope.lo = std::max(slope.lo, least.lo);
    slope.lo_sign = std::max(slope.lo_sign, least.lo_sign);
  }
  if (most_at) {
    const Enclosure most = slope_at(*most_at);
    slope.hi = std::min(slope.hi, most.hi);
    slope.hi_sign = std::min(slope.hi_sign, most.hi_sign);
  }
}

/// On a half-line, where intervals know nothing of `x*exp(-x)`, the factors of the slope may tell its sign.
void Enclosed::find_sign(Enclosure& slope, const Extent& extent) {
  if (slope.nonnegative() || slope.nonpositive()) return;
  Arena& arena = *question_.arena;
  const Id variable = question_.variables.front();
  std::vector<Id> assumptions = question_.assumptions;
  if (extent.lo) assumptions.push_back(arena.make(Op::ge, variable, arena.number(*extent.lo)));
  if (extent.hi) assumptions.push_back(arena.make(Op::le, variable, arena.number(*extent.hi)));
  constexpr std::size_t few = 16;
  if (surely_above_zero(arena, slopes_.front(), false, assumptions, few)) {
    slope.lo = std::max(slope.lo, 0.0);
    slope.lo_sign = std::max(slope.lo_sign, 0);
  } else if (surely_above_zero(arena, arena.make(Op::neg, slopes_.front()), false, assumptions, few)) {
    slope.hi = std::min(slope.hi, 0.0);
    slope.hi_sign = std::min(slope.hi_sign, 0);
  }
}

/// Around a flat zero a function that bends upwards everywhere is nowhere below it (Taylor).
bool Enclosed::settled_by_curvature(const Box& box) const {
  if (strict_ || curvature_ == kNone) return false;
  const auto here = [&](const Touch& touch) { return touch.flat && contains(box[0], touch.point); };
  if (std::ranges::none_of(touches_, here) || !jump_free(true)) return false;
  const Enclosure slope = (*balls_)[slopes_[0]];
  const Enclosure curvature = (*balls_)[curvature_];
  return slope.everywhere() && curvature.everywhere() && curvature.nonnegative();
}

bool Enclosed::is_zero_at(Id id, const Rational& point) const {
  Arena& arena = *question_.arena;
  const Id number = arena.number(point);
  const Id there = simplify(arena, substitute(arena, std::span(&id, 1), question_.variables, std::span(&number, 1))[0]);
  if (arena.is_number(there)) return arena.value(there).is_zero();
  BallEvaluator value(arena, std::span(&there, 1));
  value.evaluate(std::span<const Rational>(), kBits);
  const Enclosure found = value[there];
  if (!found.everywhere() || found.nonzero()) return false;
  return (found.nonnegative() && found.nonpositive()) ||
         is_zero(arena, there, {.everywhere = true}).answer == Zero::yes;
}

void Enclosed::try_zero(const Rational& point) {
  if (question_.variables.size() != 1 || tried_.size() == kMostTried) return;
  if (std::ranges::find(tried_, point) != tried_.end()) return;
  tried_.push_back(point);
  if (!is_zero_at(simple_, point)) return;
  touches_.push_back({point, !slopes_.empty() && is_zero_at(slopes_[0], point)});
}

std::optional<Rational> Enclosed::zero_between(const Rational& lo, const Rational& hi) const {
  for (const Touch& touch : touches_) {
    if (lo < touch.point && touch.point < hi) return touch.point;
  }
  return std::nullopt;
}

std::optional<int> Enclosed::at(std::span<const Rational> point, unsigned bits) {
  std::vector<Rational> values;
  for (const std::size_t place : places_) values.push_back(point[place]);
  balls_->evaluate(values, bits);
  for (const Id assumption : question_.assumptions) {
    const Enclosure truth = (*balls_)[assumption];
    if (!truth.everywhere() || !truth.surely_true()) return std::nullopt;
  }
  const Enclosure value = (*balls_)[difference_];
  if (!value.everywhere()) return std::nullopt;
  if (strict_ ? value.nonpositive() : value.negative()) return -1;
  return above(difference_) ? 1 : 0;
}

}  // namespace adage
