// SPDX-License-Identifier: BSL-1.0
// Arb's own functions on the whole ball where a function turns, and the ends where it is known to be monotone.
#include "ball/special.hpp"

#include "ball/monotone.hpp"

namespace adage::ball {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();

bool moderate(const Number& x) { return x.lo.moderate() && x.hi.moderate(); }

/// A function that is defined on all of `x`, from one ball around it.
template <class F>
Number on_ball(F f, const Number& x, slong bits) {
  if (!moderate(x)) return whole_line(Defined::everywhere);
  Ball value;
  f(value, ball_of(x, bits + 8), bits);
  return number_of(value, bits);
}

/// Where the gamma family has poles: zero and the negative integers.
bool has_pole(const Number& x) {
  if (x.lo.sign() > 0) return false;
  if (x.hi.sign() >= 0) return true;
  Real whole;
  arf_floor(whole, x.hi);
  return x.lo <= whole;
}

/// What is undefined at the poles of the gamma family.
template <class F>
Number beside_poles(F f, const Number& x) {
  if (!has_pole(x)) return f();
  return x.point() ? nowhere() : whole_line(Defined::maybe);
}

/// The real part of a complex function at real arguments.
template <class F>
auto real_part(F f) {
  return [f](Ball& result, const Ball& x, slong bits) {
    acb_t z;
    acb_init(z);
    acb_set_arb(z, x);
    f(z, bits);
    arb_set(result, acb_realref(z));
    acb_clear(z);
  };
}

/// On the positive numbers gamma and its logarithm fall up to 1.46163214496836234… (OEIS A030169) and rise from there.
template <class F>
Number with_minimum(F f, double least, const Number& x, slong bits) {
  constexpr double before = 1.461632144968362;
  constexpr double after = 1.461632144968363;
  if (arf_cmp_d(x.lo, after) >= 0) return monotone(f, true, {}, x, bits);
  if (arf_cmp_d(x.hi, before) <= 0) return monotone(f, false, {.lo = 0, .lo_open = true}, x, bits);
  if (x.point()) return on_ball(f, x, bits);
  const Number falling = monotone(f, false, {.lo = 0, .lo_open = true}, {x.lo, x.lo, x.defined}, bits);
  const Number rising = monotone(f, true, {}, {x.hi, x.hi, x.defined}, bits);
  return {least, falling.hi < rising.hi ? rising.hi : falling.hi, x.defined};
}

const auto log_gamma_of = real_part([](acb_t z, slong bits) { acb_lgamma(z, z, bits); });

}  // namespace

Number sine(const Number& x, slong bits) {
  Number result = on_ball(arb_sin, x, bits);
  clip(result, -1, 1);
  return result;
}

Number cosine(const Number& x, slong bits) {
  Number result = on_ball(arb_cos, x, bits);
  clip(result, -1, 1);
  return result;
}

Number tangent(const Number& x, slong bits) {
  const Number around = on_ball(arb_tan, x, bits);
  if (!around.lo.finite() || !around.hi.finite())
    return whole_line(Defined::maybe);  // a ball with a pole in it has no finite tangent
  return monotone(arb_tan, true, {}, x, bits);
}

Number angle(const Number& y, const Number& x, slong bits) {
  constexpr double half_turn = 3.1415926535897936;
  const bool below = y.lo.sign()<0, above = y.hi.sign()> 0;
  const bool touches_axis = y.lo.sign() <= 0 && y.hi.sign() >= 0;
  const bool origin = touches_axis && x.lo.sign() <= 0 && x.hi.sign() >= 0;
  if (origin && x.point() && y.point()) return nowhere();
  const Defined defined = origin ? Defined::maybe : Defined::everywhere;
  const bool crosses_cut = below && y.hi.sign() >= 0 && x.lo.sign() < 0;
  Number result{below ? -half_turn : 0.0, above || x.lo.sign() < 0 ? half_turn : 0.0, defined};
  if (origin || crosses_cut || !moderate(x) || !moderate(y)) return result;
  // Seen from outside, a box is widest from corner to corner.
  const auto corner = [&](const Real& b, const Real& a) {
    Ball value;
    arb_atan2(value, Ball(b), Ball(a), bits);
    return number_of(value, bits);
  };
  result = corner(y.lo, x.lo);
  if (x.point() && y.point()) return result;
  for (const Real* b : {&y.lo, &y.hi}) {
    for (const Real* a : {&x.lo, &x.hi}) result = hull(result, corner(*b, *a));
  }
  return result;
}

Number gamma(const Number& x, slong bits) {
  if (x.lo.sign() == 0 && x.hi.sign() > 0) {
    Number result = with_minimum(arb_gamma, 0.885603194410888, x, bits);
    result.defined = Defined::maybe;
    return result;
  }
  return beside_poles(
      [&] {
        return x.lo.sign() > 0 ? with_minimum(arb_gamma, 0.885603194410888, x, bits) : on_ball(arb_gamma, x, bits);
      },
      x);
}

Number log_gamma(const Number& x, slong bits) {
  return beside_poles(
      [&] {
        return x.lo.sign() > 0 ? with_minimum(log_gamma_of, -0.12148629053584962, x, bits)
                               : on_ball(log_gamma_of, x, bits);
      },
      x);
}

/// It rises between any two poles.
Number digamma(const Number& x, slong bits) {
  return beside_poles([&] { return monotone(arb_digamma, true, {}, x, bits); }, x);
}

Number polygamma(const Number& n, const Number& x, slong bits) {
  constexpr double most_order = 1000;
  constexpr double most_steps = -1000;  // as far below zero as the zeta function is continued
  if (!n.point() || !n.lo.integer() || n.lo.sign() < 0) {
    const bool order = n.lo.finite() && n.hi.finite() && n.point();
    return order ? nowhere() : whole_line(Defined::maybe);
  }
  if (arf_cmp_d(n.lo, most_order) > 0 || arf_cmp_d(x.lo, most_steps) < 0) return whole_line(Defined::maybe);
  if (n.lo.sign() == 0) return digamma(x, bits);
  const bool odd = arf_is_int_2exp_si(n.lo, 1) == 0;
  const auto f = real_part([&](acb_t z, slong precision) {
    acb_t order;
    acb_init(order);
    acb_set_arb(order, Ball(n.lo));
    acb_polygamma(z, order, z, precision);
    acb_clear(order);
  });
  return beside_poles(
      [&] {
        if (x.lo.sign() <= 0) return on_ball(f, x, bits);
        // The integral DLMF 5.9.12 has a positive, falling integrand.
        Number result = monotone(f, !odd, {}, x, bits);
        clip(result, odd ? 0 : -kInf, odd ? kInf : 0);
        return result;
      },
      x);
}

}  // namespace adage::ball
