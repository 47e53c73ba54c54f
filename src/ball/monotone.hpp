// SPDX-License-Identifier: BSL-1.0
// Monotone functions: the values at the two ends of the argument, cut to the domain, enclose all others. An end that is
// infinite or no longer in the domain has no value; there the result has no end of its own but that of the image.
#pragma once

#include <limits>

#include "ball/number.hpp"

namespace adage::ball {

/// An interval; an end may be excluded.
struct Domain {
  double lo = -std::numeric_limits<double>::infinity();
  double hi = std::numeric_limits<double>::infinity();
  bool lo_open = false;
  bool hi_open = false;
};

/// A number with its part outside the domain removed; nowhere defined when nothing is left.
inline Number cut(const Number& x, const Domain& domain) {
  Number inside = x;
  const int at_lo = arf_cmp_d(x.lo, domain.lo);
  const int at_hi = arf_cmp_d(x.hi, domain.hi);
  const int beyond_lo = arf_cmp_d(x.hi, domain.lo);
  const int beyond_hi = arf_cmp_d(x.lo, domain.hi);
  if (beyond_lo < 0 || (beyond_lo == 0 && domain.lo_open)) return nowhere();
  if (beyond_hi > 0 || (beyond_hi == 0 && domain.hi_open)) return nowhere();
  const bool partly_out = at_lo < 0 || (at_lo == 0 && domain.lo_open) || at_hi > 0 || (at_hi == 0 && domain.hi_open);
  if (partly_out) inside.defined = Defined::maybe;
  clip(inside, domain.lo, domain.hi);
  return inside;
}

/// A power of two of that sign, with which may be computed.
inline Real last_moderate(int sign) {
  Real result;
  arf_set_si_2exp_si(result, sign, kModerate - 1);
  return result;
}

/// `f(Ball& result, const Ball& x, slong bits)` on a part of its domain on which it rises, or falls. Where it
/// does so `throughout` the domain, what is too large to compute with has the bound of the last number that is not.
template <class F>
Number monotone(F f, bool rising, const Domain& domain, const Number& x, slong bits, bool throughout = false) {
  const Number inside = cut(x, domain);
  if (inside.defined == Defined::nowhere) return inside;
  const auto at = [&](const Real& end) {
    const bool excluded = (domain.lo_open && arf_cmp_d(end, domain.lo) == 0) ||
                          (domain.hi_open && arf_cmp_d(end, domain.hi) == 0) || !end.moderate();
    if (excluded) return whole_line(Defined::everywhere);
    Ball value;
    f(value, Ball(end), bits);
    return number_of(value, bits);
  };
  const bool large = throughout && inside.lo.sign() > 0 && !inside.lo.moderate();
  const bool far_below = throughout && inside.hi.sign() < 0 && !inside.hi.moderate();
  const Number first = at(large ? last_moderate(1) : inside.lo);
  if (inside.point() && !large && !far_below) return {first.lo, first.hi, inside.defined};
  const Number last = at(far_below ? last_moderate(-1) : inside.hi);
  return rising ? Number{first.lo, last.hi, inside.defined} : Number{last.lo, first.hi, inside.defined};
}

}  // namespace adage::ball
