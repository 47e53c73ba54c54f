// SPDX-License-Identifier: BSL-1.0
// Between enclosures and the public figures, always outward.
#include "analyze/figures.hpp"

#include <algorithm>

#include "graph/print.hpp"
#include "graph/slice.hpp"
#include "simplify/simplify.hpp"

namespace adage::analysis {
namespace {

constexpr double kWide = 0.01;      // relative to its size; no digit of a wider figure is worth printing
constexpr std::size_t kShort = 28;  // exact texts that are longer are not shown

}  // namespace

Figure undecided(std::string why) {
  Figure result;
  result.note = std::move(why);
  return result;
}

Figure infinite(int sign) {
  Figure result;
  result.kind = Figure::Kind::exact;
  result.lo = result.hi = sign > 0 ? kInf : -kInf;
  result.exact = sign > 0 ? "inf" : "-inf";
  return result;
}

Figure enclosed(double lo, double hi) {
  Figure result;
  result.lo = lo;
  result.hi = hi;
  const double size = std::max(std::fabs(lo), std::fabs(hi));
  if (std::isfinite(lo) && std::isfinite(hi) && (hi - lo <= kWide * size || hi - lo < 1e-12)) {
    result.kind = Figure::Kind::certified;
  } else if (std::isfinite(lo)) {
    result.kind = Figure::Kind::at_least;
    if (std::isfinite(hi)) result.note = "not certified";
  } else if (std::isfinite(hi)) {
    result.kind = Figure::Kind::at_most;
  }
  return result;
}

Figure exactly(Constants& constants, Id exact) {
  const Enclosure& e = constants.enclosure(exact);
  if (!e.everywhere()) return undecided("it may have no value");
  Figure result = enclosed(e.lo, e.hi);
  std::string text = to_infix(constants.arena(), exact);
  if (result.kind == Figure::Kind::certified && text.size() <= kShort) {
    result.kind = Figure::Kind::exact;
    result.exact = std::move(text);
  }
  return result;
}

Figure figure_of(Constants& constants, const Place& place) {
  if (place.infinite()) return infinite(place.lo > 0 ? 1 : -1);
  return place.exact != kNone ? exactly(constants, place.exact) : enclosed(place.lo, place.hi);
}

Figure figure_of(Constants& constants, const EndValue& value) {
  if (value.kind == EndValue::Kind::infinite) return infinite(value.sign);
  if (value.kind == EndValue::Kind::finite) return exactly(constants, value.exact);
  return undecided("the limit is not known");
}

Id value_at(Constants& constants, Id f, Id variable, Id place) {
  Arena& arena = constants.arena();
  const Id value =
      simplify(arena, substitute(arena, std::span(&f, 1), std::span(&variable, 1), std::span(&place, 1)).front());
  return arena.is_constant(value) && constants.enclosure(value).everywhere() ? value : kNone;
}

Meeting meeting(Constants& constants, Id f, const Piece& left, const Piece& right) {
  Meeting result;
  result.value = value_at(constants, f, left.branch->variable(), left.to.exact);
  const EndValue& before = left.ends[0][1];
  const EndValue& after = right.ends[0][0];
  if (before.kind != EndValue::Kind::finite || after.kind != EndValue::Kind::finite || result.value == kNone)
    return result;
  const auto difference = [&](Id a, Id b) {
    return a == b ? std::optional(0) : constants.sign(constants.make(Op::sub, a, b));
  };
  const auto jump = difference(after.exact, before.exact);
  const auto attained = difference(result.value, before.exact);
  if (!jump || !attained) return result;
  result.known = true;
  result.jump = *jump;
  result.continuous = *jump == 0 && *attained == 0;
  const EndValue& slope_before = left.ends[1][1];
  const EndValue& slope_after = right.ends[1][0];
  if (slope_before.kind == EndValue::Kind::finite && slope_after.kind == EndValue::Kind::finite)
    result.bend = difference(slope_after.exact, slope_before.exact);
  return result;
}

}  // namespace adage::analysis
