// SPDX-License-Identifier: BSL-1.0
// What the engine computes with: intervals whose ends are floating-point numbers of any length, made from Arb's
// balls. Ends rather than midpoint and radius, so that half-lines and ends at the edge of a domain stay exact.
#pragma once

#include <acb.h>
#include <arb.h>

#include "ball/ball.hpp"

namespace adage::ball {

using Defined = Enclosure::Defined;

/// Numbers from 2^this on are not computed with.
inline constexpr slong kModerate = 1 << 20;

/// A floating-point number, perhaps infinite, as a value.
class Real {
 public:
  Real() { arf_init(value_); }
  Real(double value) : Real() { arf_set_d(value_, value); }  // NOLINT(google-explicit-constructor): exact
  Real(const Real& other) : Real() { arf_set(value_, other.value_); }
  Real(Real&& other) noexcept : Real() { arf_swap(value_, other.value_); }
  Real& operator=(Real other) noexcept { return arf_swap(value_, other.value_), *this; }
  ~Real() { arf_clear(value_); }

  operator arf_struct*() { return value_; }              // NOLINT(google-explicit-constructor): as arf_t does
  operator const arf_struct*() const { return value_; }  // NOLINT(google-explicit-constructor)
  bool finite() const { return arf_is_finite(value_) != 0; }
  /// Finite, and so small that its digits before the point may be written out; beyond, bounds are given up.
  bool moderate() const { return finite() && arf_cmpabs_2exp_si(value_, kModerate) < 0; }
  bool integer() const { return arf_is_int(value_) != 0; }
  int sign() const { return arf_sgn(value_); }
  friend int compare(const Real& a, const Real& b) { return arf_cmp(a.value_, b.value_); }

 private:
  arf_t value_;
};

inline bool operator<(const Real& a, const Real& b) { return compare(a, b) < 0; }
inline bool operator<=(const Real& a, const Real& b) { return compare(a, b) <= 0; }
inline bool same(const Real& a, const Real& b) { return compare(a, b) == 0; }

/// A real ball, as a value.
class Ball {
 public:
  Ball() { arb_init(value_); }
  explicit Ball(const Real& value) : Ball() { arb_set_arf(value_, value); }
  Ball(const Ball& other) : Ball() { arb_set(value_, other.value_); }
  Ball& operator=(const Ball& other) { return arb_set(value_, other.value_), *this; }
  ~Ball() { arb_clear(value_); }

  operator arb_struct*() { return value_; }              // NOLINT(google-explicit-constructor): as arb_t does
  operator const arb_struct*() const { return value_; }  // NOLINT(google-explicit-constructor)

 private:
  arb_t value_;
};

/// All values that are defined, and whether all are. Of what is defined nowhere the ends mean nothing.
struct Number {
  Real lo;
  Real hi;
  Defined defined = Defined::everywhere;

  bool point() const { return same(lo, hi); }
  bool surely_true() const { return lo.sign() > 0; }
  bool surely_false() const { return hi.sign() <= 0; }
};

inline Number exactly(double value) { return {value, value, Defined::everywhere}; }
inline Number truth(bool can_be_false, bool can_be_true) {
  return {can_be_false ? 0.0 : 1.0, can_be_true ? 1.0 : 0.0, Defined::everywhere};
}
Number whole_line(Defined defined);
inline Number nowhere() { return whole_line(Defined::nowhere); }

/// The values of the ball, rounded outward.
Number number_of(const Ball& ball, slong bits);
/// A ball around all of the interval, which must be finite.
Ball ball_of(const Number& x, slong bits);
Number number_of(const Rational& value, slong bits);
/// Both together, where they are defined.
Number hull(const Number& a, const Number& b);
/// The part within [lo, hi], which contains all values that are of interest.
void clip(Number& x, double lo, double hi);

/// What a row does: `args` has one element for each parameter; the same number twice is the same node.
using Enclose = Number (*)(std::span<const Number* const> args, slong bits);

}  // namespace adage::ball
