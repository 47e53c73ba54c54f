// SPDX-License-Identifier: BSL-1.0
// The four operations, choices between two numbers, and powers from the corners of their box.
#include "ball/arithmetic.hpp"

#include "ball/monotone.hpp"

namespace adage::ball {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();

using Rounded = int (*)(arf_t, const arf_t, const arf_t, slong, arf_rnd_t);

/// The product of two bounds, of which one may be infinite.
Real bound_of_product(const Real& a, const Real& b, slong bits, arf_rnd_t rounding) {
  Real result;
  if (a.sign() != 0 && b.sign() != 0) arf_mul(result, a, b, bits, rounding);
  return result;
}

void extend(Number& into, const Number& more) {
  if (more.lo < into.lo) into.lo = more.lo;
  if (into.hi < more.hi) into.hi = more.hi;
}

/// 1/a, for `a` on one side of zero, which may be one of its ends.
Number reciprocal(const Number& a, slong bits) {
  const auto divided = [&](const Real& end, double limit, arf_rnd_t rounding) {
    if (end.sign() == 0) return Real(limit);
    if (!end.finite()) return Real(0);
    Real result;
    arf_ui_div(result, 1, end, bits, rounding);
    return result;
  };
  return {divided(a.hi, -kInf, ARF_RND_FLOOR), divided(a.lo, kInf, ARF_RND_CEIL), a.defined};
}

/// The value of a^b at a corner of its box, a >= 0, limits included.
Number corner(const Real& a, const Real& b, slong bits) {
  const int exponent = b.sign();
  if (exponent == 0) return exactly(1);
  if (a.sign() == 0) return exactly(exponent > 0 ? 0 : kInf);
  const int size = arf_cmp_si(a, 1);
  if (!a.finite() || !b.finite()) {
    if (size == 0) return exactly(1);
    return exactly((size > 0) == (exponent > 0) ? kInf : 0);
  }
  if (!b.moderate()) return {0, kInf, Defined::everywhere};
  Ball value;
  arb_pow(value, Ball(a), Ball(b), bits);
  Number result = number_of(value, bits);
  clip(result, 0, kInf);
  return result;
}

}  // namespace

Number negated(const Number& a) {
  Number result;
  arf_neg(result.lo, a.hi);
  arf_neg(result.hi, a.lo);
  result.defined = a.defined;
  return result;
}

Number sum(const Number& a, const Number& b, slong bits) {
  Number result;
  arf_add(result.lo, a.lo, b.lo, bits, ARF_RND_FLOOR);
  arf_add(result.hi, a.hi, b.hi, bits, ARF_RND_CEIL);
  return result;
}

Number difference(const Number& a, const Number& b, slong bits) {
  Number result;
  arf_sub(result.lo, a.lo, b.hi, bits, ARF_RND_FLOOR);
  arf_sub(result.hi, a.hi, b.lo, bits, ARF_RND_CEIL);
  return result;
}

Number product(const Number& a, const Number& b, slong bits) {
  const auto at = [&](const Real& x, const Real& y) {
    return Number{bound_of_product(x, y, bits, ARF_RND_FLOOR), bound_of_product(x, y, bits, ARF_RND_CEIL)};
  };
  Number result = at(a.lo, b.lo);
  if (!b.point()) extend(result, at(a.lo, b.hi));
  if (!a.point()) extend(result, at(a.hi, b.lo));
  if (!a.point() && !b.point()) extend(result, at(a.hi, b.hi));
  return result;
}

Number quotient(const Number& a, const Number& b, slong bits) {
  if (b.lo.sign() == 0 && b.hi.sign() == 0) return nowhere();
  if (b.lo.sign() < 0 && b.hi.sign() > 0) {
    const bool zero = a.lo.sign() == 0 && a.hi.sign() == 0;
    return zero ? Number{0, 0, Defined::maybe} : whole_line(Defined::maybe);
  }
  const Defined defined = b.lo.sign() == 0 || b.hi.sign() == 0 ? Defined::maybe : Defined::everywhere;
  Number result;
  if (a.point() && b.point() && a.lo.finite() && b.lo.finite()) {
    arf_div(result.lo, a.lo, b.lo, bits, ARF_RND_FLOOR);
    arf_div(result.hi, a.lo, b.lo, bits, ARF_RND_CEIL);
  } else {
    result = product(a, reciprocal(b, bits + 8), bits);
  }
  result.defined = defined;
  return result;
}

Number magnitude(const Number& a) {
  if (a.lo.sign() >= 0) return a;
  Number opposite = negated(a);
  if (a.hi.sign() <= 0) return opposite;
  return {0, a.hi < opposite.hi ? opposite.hi : a.hi, a.defined};
}

Number smaller(const Number& a, const Number& b) {
  return {a.lo < b.lo ? a.lo : b.lo, a.hi < b.hi ? a.hi : b.hi, Defined::everywhere};
}

Number larger(const Number& a, const Number& b) {
  return {a.lo < b.lo ? b.lo : a.lo, a.hi < b.hi ? b.hi : a.hi, Defined::everywhere};
}

Number square_root(const Number& a, slong bits) { return monotone(arb_sqrt, true, Domain{.lo = 0}, a, bits, true); }

Number whole_power(const Number& a, const Real& n, slong bits) {
  if (n.sign() == 0) return exactly(1);
  fmpz_t exponent;
  fmpz_init(exponent);
  arf_get_fmpz(exponent, n, ARF_RND_DOWN);
  const bool even = fmpz_is_even(exponent) != 0;
  fmpz_abs(exponent, exponent);
  const auto raised = [&](Ball& result, const Ball& x, slong precision) {
    arb_pow_fmpz(result, x, exponent, precision);
  };
  Number result = monotone(raised, true, {}, even ? magnitude(a) : a, bits, true);
  fmpz_clear(exponent);
  if (even) clip(result, 0, kInf);
  result.defined = Defined::everywhere;
  return n.sign() > 0 ? result : quotient(exactly(1), result, bits);
}

Number power(const Number& a, const Number& b, slong bits) {
  constexpr slong most_digits = 128;  // of an exponent that is applied by multiplication
  if (b.point() && b.lo.integer() && arf_cmpabs_2exp_si(b.lo, most_digits) < 0) return whole_power(a, b.lo, bits);
  if (a.point() && a.lo.sign() == 0 && b.hi.sign() < 0) return nowhere();
  const Number base = cut(a, {.lo = 0});
  Real whole;
  arf_floor(whole, b.hi);
  const bool may_be_whole = !b.hi.finite() || b.lo <= whole;
  if (base.defined == Defined::nowhere && !may_be_whole) return nowhere();
  const Number size = may_be_whole ? magnitude(a) : base;
  Number result = corner(size.lo, b.lo, bits);
  for (const Real* x : {&size.lo, &size.hi}) {
    for (const Real* y : {&b.lo, &b.hi}) extend(result, corner(*x, *y, bits));
  }
  const bool below_zero = a.lo.sign() < 0;
  const bool pole = size.lo.sign() == 0 && b.lo.sign() <= 0;
  if (pole) extend(result, exactly(1));  // 0^0
  if (below_zero && may_be_whole) extend(result, negated(result));
  result.defined = below_zero || pole ? Defined::maybe : Defined::everywhere;
  return result;
}

}  // namespace adage::ball
