// SPDX-License-Identifier: BSL-1.0
// Interval arithmetic with open ends (Moore 1966). Sums and products that are exact keep their ends; all
// others move outward by one float, functions of libm by the stated number of ulps.
#include "ops/range.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace adage::range {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();

double down(double x, int steps = 1) {
  for (; steps > 0; --steps) x = std::nextafter(x, -kInf);
  return x;
}
double up(double x, int steps = 1) {
  for (; steps > 0; --steps) x = std::nextafter(x, kInf);
  return x;
}

/// A computed end: its value, whether rounding may have moved it, and whether the exact one is excluded.
struct End {
  double value;
  bool open;
  bool exact;
};

Range from_ends(End lo, End hi, bool integer = false) {
  Range result;
  result.lo = lo.exact ? lo.value : down(lo.value);
  result.hi = hi.exact ? hi.value : up(hi.value);
  result.lo_open = lo.exact && lo.open;
  result.hi_open = hi.exact && hi.open;
  if (std::isnan(result.lo)) result.lo = -kInf, result.lo_open = false;
  if (std::isnan(result.hi)) result.hi = kInf, result.hi_open = false;
  result.integer = integer;
  return result;
}

End sum(double a, bool a_open, double b, bool b_open) {
  const double s = a + b;
  const double tail = s - a;
  const bool exact = std::isinf(s) ? (std::isinf(a) || std::isinf(b)) : (a - (s - tail)) + (b - tail) == 0;
  return {s, a_open || b_open, exact};
}

/// The product of two ends. Zero times an infinite end is zero: the values themselves are finite.
End product(double a, bool a_open, double b, bool b_open) {
  if (a == 0 || b == 0)
    return {0, (a == 0 && a_open) || (b == 0 && b_open) ? !(a == 0 && !a_open) && !(b == 0 && !b_open) : false, true};
  const double p = a * b;
  const bool exact =
      std::isinf(p) ? (std::isinf(a) || std::isinf(b)) : (std::fma(a, b, -p) == 0 && std::fabs(p) > 1e-280);
  return {p, a_open || b_open, exact};
}

Range spanned_by(const std::array<End, 4>& ends, bool integer) {
  End lo = ends[0];
  End hi = ends[0];
  for (const End& end : ends) {
    if (end.value < lo.value || (end.value == lo.value && (!end.open || !end.exact) && lo.exact))
      lo = {end.value, end.open, end.exact && (end.value != lo.value || lo.exact)};
    if (end.value > hi.value || (end.value == hi.value && (!end.open || !end.exact) && hi.exact))
      hi = {end.value, end.open, end.exact && (end.value != hi.value || hi.exact)};
  }
  return from_ends(lo, hi, integer);
}

bool below(const Range& a, const Range& b) { return a.hi < b.lo || (a.hi == b.lo && (a.hi_open || b.lo_open)); }
bool not_above(const Range& a, const Range& b) { return a.hi <= b.lo; }
bool disjoint(const Range& a, const Range& b) { return below(a, b) || below(b, a); }

/// x^n for an integer n > 0 and a range of one sign, given by its ends' magnitudes.
Range monotone_power(double lo, bool lo_open, double hi, bool hi_open, double n) {
  const double l = std::pow(lo, n);
  const double h = std::pow(hi, n);
  const auto known = [](double x) { return x == 0 || x == 1 || x == -1 || std::isinf(x); };
  return from_ends({known(lo) ? l : down(l, 3), lo_open, known(lo)}, {known(hi) ? h : up(h, 3), hi_open, known(hi)});
}

Range integer_power(const Range& a, double n) {
  const bool even = std::fmod(n, 2) == 0;
  if (!even || a.lo >= 0) return monotone_power(a.lo, a.lo_open, a.hi, a.hi_open, n);
  if (a.hi <= 0) return monotone_power(-a.hi, a.hi_open, -a.lo, a.lo_open, n);
  const Range m = abs(a, {}, {});
  return monotone_power(m.lo, m.lo_open, m.hi, m.hi_open, n);
}

}  // namespace

Range increasing(double (*function)(double), const Range& a, Range image, int ulps) {
  Range result = image;
  const double l = down(function(a.lo), ulps);
  const double h = up(function(a.hi), ulps);
  if (l > result.lo) result.lo = l, result.lo_open = false;
  if (h < result.hi) result.hi = h, result.hi_open = false;
  // Ends where the function is known exactly keep their openness: f(0) = 0 or 1 for the usual functions.
  const double at_lo = function(a.lo);
  const double at_hi = function(a.hi);
  if (a.lo == 0 && (at_lo == 0 || at_lo == 1)) result.lo = at_lo, result.lo_open = a.lo_open;
  if (a.lo == 1 && at_lo == 0) result.lo = 0, result.lo_open = a.lo_open;  // logarithms
  if (a.hi == 1 && at_hi == 0) result.hi = 0, result.hi_open = a.hi_open;
  if (a.hi == 0 && (at_hi == 0 || at_hi == 1)) result.hi = at_hi, result.hi_open = a.hi_open;
  return result;
}

Range neg(const Range& a, const Range&, const Range&) { return {-a.hi, -a.lo, a.hi_open, a.lo_open, a.integer}; }

Range add(const Range& a, const Range& b, const Range&) {
  return from_ends(sum(a.lo, a.lo_open, b.lo, b.lo_open), sum(a.hi, a.hi_open, b.hi, b.hi_open),
                   a.integer && b.integer);
}

Range sub(const Range& a, const Range& b, const Range& c) { return add(a, neg(b, c, c), c); }

Range mul(const Range& a, const Range& b, const Range&) {
  return spanned_by({product(a.lo, a.lo_open, b.lo, b.lo_open), product(a.lo, a.lo_open, b.hi, b.hi_open),
                     product(a.hi, a.hi_open, b.lo, b.lo_open), product(a.hi, a.hi_open, b.hi, b.hi_open)},
                    a.integer && b.integer);
}

Range div(const Range& a, const Range& b, const Range& c) {
  if (!b.nonzero()) return {};
  Range inverse;
  if (b.positive()) {
    inverse.lo = std::isinf(b.hi) ? 0 : down(1 / b.hi);
    inverse.lo_open = std::isinf(b.hi);
    inverse.hi = b.lo == 0 ? kInf : up(1 / b.lo);
  } else {
    const Range positive = div({1, 1}, neg(b, c, c), c);
    inverse = neg(positive, c, c);
  }
  if (a.point() && a.lo == 1 && b.point() && b.lo == 1) return a;
  if (a.lo == 1 && a.point()) {
    if (b.positive() && b.lo == 1) inverse.hi = 1, inverse.hi_open = b.lo_open;
    return inverse;
  }
  if (b.positive() && b.lo == 1) inverse.hi = 1, inverse.hi_open = b.lo_open;
  return mul(a, inverse, c);
}

Range pow(const Range& a, const Range& b, const Range& c) {
  if (b.point() && b.lo == std::floor(b.lo)) {
    const double n = b.lo;
    if (n == 0) return {1, 1};
    Range result = integer_power(a, std::fabs(n));
    if (n < 0) result = div({1, 1}, result, c);
    result.integer = n > 0 && a.integer;
    return result;
  }
  if (b.point() && a.nonnegative()) {  // a fixed real exponent is monotone on the nonnegative reals
    const Range result = monotone_power(a.lo, a.lo_open, a.hi, a.hi_open, std::fabs(b.lo));
    return b.lo > 0 ? result : div({1, 1}, result, c);
  }
  if (a.positive()) return {0, kInf, true, false};
  if (a.nonnegative() || !b.point()) return a.nonnegative() ? Range{0, kInf} : Range{};
  return {0, kInf};  // a real power that is not an integer is defined for a nonnegative base only
}

Range eq(const Range& a, const Range& b, const Range&) {
  return truth(a.point() && b.point() && a.lo == b.lo, disjoint(a, b));
}
Range ne(const Range& a, const Range& b, const Range& c) { return logical_not(eq(a, b, c), c, c); }
Range lt(const Range& a, const Range& b, const Range&) { return truth(below(a, b), not_above(b, a)); }
Range le(const Range& a, const Range& b, const Range&) { return truth(not_above(a, b), below(b, a)); }
Range gt(const Range& a, const Range& b, const Range& c) { return lt(b, a, c); }
Range ge(const Range& a, const Range& b, const Range& c) { return le(b, a, c); }

Range logical_and(const Range& a, const Range& b, const Range&) {
  return truth(a.surely_true() && b.surely_true(), a.surely_false() || b.surely_false());
}
Range logical_or(const Range& a, const Range& b, const Range&) {
  return truth(a.surely_true() || b.surely_true(), a.surely_false() && b.surely_false());
}
Range logical_not(const Range& a, const Range&, const Range&) { return truth(a.surely_false(), a.surely_true()); }

Range where(const Range& condition, const Range& a, const Range& b) {
  if (condition.surely_true()) return a;
  if (condition.surely_false()) return b;
  return hull(a, b);
}

Range min(const Range& a, const Range& b, const Range& c) { return neg(max(neg(a, c, c), neg(b, c, c), c), c, c); }

Range max(const Range& a, const Range& b, const Range&) {
  Range result;
  result.lo = std::max(a.lo, b.lo);
  result.lo_open = (a.lo != result.lo || a.lo_open) && (b.lo != result.lo || b.lo_open);
  if (a.lo == b.lo) result.lo_open = a.lo_open || b.lo_open;
  result.hi = std::max(a.hi, b.hi);
  result.hi_open = (a.hi != result.hi || a.hi_open) && (b.hi != result.hi || b.hi_open);
  result.integer = a.integer && b.integer;
  return result;
}

Range abs(const Range& a, const Range& b, const Range& c) {
  if (a.lo >= 0) return a;
  if (a.hi <= 0) return neg(a, b, c);
  const Range mirrored = neg(a, b, c);
  Range result = a.hi > mirrored.hi || (a.hi == mirrored.hi && !a.hi_open) ? a : mirrored;
  result.lo = 0;
  result.lo_open = false;
  return result;
}

Range sign(const Range& a, const Range&, const Range&) {
  return {a.positive()      ? 1.0
          : a.nonnegative() ? 0.0
                            : -1.0,
          a.negative()      ? -1.0
          : a.nonpositive() ? 0.0
                            : 1.0,
          false, false, true};
}

Range floor(const Range& a, const Range&, const Range&) {
  return {std::floor(a.lo), std::floor(a.hi), false, false, true};
}
Range ceil(const Range& a, const Range&, const Range&) {
  return {std::ceil(a.lo), std::ceil(a.hi), false, false, true};
}

Range hypot(const Range& a, const Range& b, const Range& c) {
  Range result{std::max(abs(a, b, c).lo, abs(b, a, c).lo), kInf};
  result.lo_open = result.lo == 0 && (a.nonzero() || b.nonzero());
  return result;
}

Range cosh(const Range& a, const Range& b, const Range& c) {
  const Range m = abs(a, b, c);
  Range result{1, kInf, m.lo_open && m.lo == 0, false};
  if (std::isfinite(m.hi)) result.hi = up(std::cosh(m.hi), 4);
  if (m.lo > 0) result.lo = std::max(1.0, down(std::cosh(m.lo), 4)), result.lo_open = result.lo == 1;
  return result;
}

namespace {

/// A sine or cosine, whose extremes 1 and -1 alternate at phase + k*pi, k even and odd.
Range wave(double (*function)(double), double phase, const Range& a) {
  constexpr double farthest = 1000;  ///< where libm and the extremes' places are surely close enough
  constexpr double slack = 1e-9;
  constexpr double pi = 3.14159265358979323846;
  Range result{-1, 1};
  if (!(a.lo >= -farthest && a.hi <= farthest)) return result;
  const double first = std::ceil((a.lo - slack - phase) / pi);
  const double last = std::floor((a.hi + slack - phase) / pi);
  if (last > first) return result;
  const bool top = first == last && std::fmod(first, 2) == 0;
  const bool bottom = first == last && !top;
  // Exact at zero alone, where the sine is zero.
  const End at_lo{function(a.lo), a.lo_open, a.lo == 0};
  const End at_hi{function(a.hi), a.hi_open, a.hi == 0};
  const bool rising = at_lo.value < at_hi.value || (at_lo.value == at_hi.value && at_lo.exact && !at_lo.open);
  const Range ends = rising ? from_ends(at_lo, at_hi) : from_ends(at_hi, at_lo);
  const int steps = 4;
  if (!bottom && ends.lo > -1) result = {ends.lo == 0 ? 0 : down(ends.lo, steps), 1, ends.lo == 0 && ends.lo_open};
  if (!top && ends.hi < 1)
    result.hi = ends.hi == 0 ? 0 : up(ends.hi, steps), result.hi_open = ends.hi == 0 && ends.hi_open;
  return result;
}

}  // namespace

Range sin(const Range& a, const Range&, const Range&) { return wave(std::sin, 1.57079632679489661923, a); }
Range cos(const Range& a, const Range&, const Range&) { return wave(std::cos, 0, a); }

/// The angle of the point (x, y) in its quadrants.
Range atan2(const Range& y, const Range& x, const Range&) {
  constexpr double half_turn = 3.1415926535897936;  // rounded up
  if (x.positive()) return {-half_turn / 2, half_turn / 2};
  if (y.nonnegative()) return {0, half_turn};
  if (y.negative()) return {-half_turn, 0};
  return {-half_turn, half_turn};
}

Range hull(const Range& a, const Range& b) {
  Range result = a;
  if (b.lo < a.lo || (b.lo == a.lo && !b.lo_open)) result.lo = b.lo, result.lo_open = b.lo_open;
  if (b.hi > a.hi || (b.hi == a.hi && !b.hi_open)) result.hi = b.hi, result.hi_open = b.hi_open;
  result.integer = a.integer && b.integer;
  return result;
}

Range intersection(const Range& a, const Range& b) {
  Range result = a;
  if (b.lo > a.lo || (b.lo == a.lo && b.lo_open)) result.lo = b.lo, result.lo_open = b.lo_open;
  if (b.hi < a.hi || (b.hi == a.hi && b.hi_open)) result.hi = b.hi, result.hi_open = b.hi_open;
  result.integer = a.integer || b.integer;
  return result;
}

}  // namespace adage::range
