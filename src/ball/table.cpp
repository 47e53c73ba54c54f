// SPDX-License-Identifier: BSL-1.0
// Rows by the name and number of parameters that the operation table gives. A row is asked only when its arguments may
// be defined; what is undefined because they are is settled here for all rows at once, except for choices and logic.
#include "ball/table.hpp"

#include <arb_hypgeom.h>

#include <adage/error.hpp>
#include <algorithm>
#include <string_view>
#include <vector>

#include "ball/arithmetic.hpp"
#include "ball/monotone.hpp"
#include "ball/special.hpp"

namespace adage::ball {
namespace {

using Args = std::span<const Number* const>;
using Function = void (*)(arb_t, const arb_t, slong);

struct BallRow {
  std::string_view name;
  std::size_t arity;
  Enclose enclose;
  bool own_definedness = false;  ///< the row says itself what undefined arguments mean
};

template <Function F, Domain D = Domain{}>
Number rising(Args args, slong bits) {
  return monotone(F, true, D, *args[0], bits, true);
}

/// What grows faster than 2^(x - 2): Arb gives huge values up, and their size is known all the same.
template <Function F>
Number grown(const Number& x, slong bits) {
  constexpr slong huge = 1 << 18;
  Number result = monotone(F, true, {}, x, bits, true);
  if (arf_cmp_si(x.lo, huge) <= 0 || result.lo.sign() > 0) return result;
  arf_one(result.lo);
  arf_mul_2exp_si(result.lo, result.lo, huge - 2);
  return result;
}

template <Function F>
Number growing(Args args, slong bits) {
  return grown<F>(*args[0], bits);
}

template <Function F, Domain D = Domain{}>
Number falling(Args args, slong bits) {
  return monotone(F, false, D, *args[0], bits, true);
}

template <Function F>
Number constant(Args, slong bits) {
  Ball value;
  F(value, value, bits);
  return number_of(value, bits);
}

constexpr Domain positive{.lo = 0, .lo_open = true};
constexpr Domain above_minus_one{.lo = -1, .lo_open = true};
constexpr Domain unit{-1, 1};
constexpr Domain open_unit{-1, 1, true, true};
constexpr Domain from_one{.lo = 1};

void pi(arb_t result, const arb_t, slong bits) { arb_const_pi(result, bits); }
void e(arb_t result, const arb_t, slong bits) { arb_const_e(result, bits); }

void exp2(arb_t result, const arb_t x, slong bits) {
  Ball scaled;
  arb_const_log2(scaled, bits + 8);
  arb_mul(scaled, scaled, x, bits + 8);
  arb_exp(result, scaled, bits);
}

void log2(arb_t result, const arb_t x, slong bits) { arb_log_base_ui(result, x, 2, bits); }
void log10(arb_t result, const arb_t x, slong bits) { arb_log_base_ui(result, x, 10, bits); }

void cbrt(arb_t result, const arb_t x, slong bits) {
  if (arb_is_negative(x)) {
    Ball size;
    arb_neg(size, x);
    arb_root_ui(size, size, 3, bits);
    arb_neg(result, size);
  } else {
    arb_root_ui(result, x, 3, bits);
  }
}

/// exp(-|x|), on which both of the following rest without cancellation.
Ball decay(const arb_t x, slong bits) {
  Ball t;
  arb_abs(t, x);
  arb_neg(t, t);
  arb_exp(t, t, bits);
  return t;
}

void sigmoid(arb_t result, const arb_t x, slong bits) {
  const Ball t = decay(x, bits);
  Ball below;
  arb_add_ui(below, t, 1, bits);
  if (arb_is_negative(x)) {
    arb_div(result, t, below, bits);
  } else {
    arb_inv(result, below, bits);
  }
}

void softplus(arb_t result, const arb_t x, slong bits) {
  Ball tail;
  arb_log1p(tail, decay(x, bits), bits);
  if (arb_is_positive(x)) {
    arb_add(result, x, tail, bits);
  } else {
    arb_set(result, tail);
  }
}

void normal_cdf(arb_t result, const arb_t x, slong bits) {
  Ball z;
  arb_sqrt_ui(z, 2, bits + 8);
  arb_div(z, x, z, bits + 8);
  arb_neg(z, z);
  arb_hypgeom_erfc(z, z, bits);
  arb_mul_2exp_si(result, z, -1);
}

Number compared_less(const Number& a, const Number& b) { return truth(!(a.hi < b.lo), a.lo < b.hi); }
Number compared_at_most(const Number& a, const Number& b) { return truth(b.lo < a.hi, a.lo <= b.hi); }
Number compared_equal(const Number& a, const Number& b) {
  const bool points = a.point() && b.point();
  return truth(!(points && same(a.lo, b.lo)), a.lo <= b.hi && b.lo <= a.hi);
}
Number opposite(const Number& a) { return truth(a.hi.sign() > 0, a.lo.sign() <= 0); }

Number signs(const Number& x) {
  return {static_cast<double>(x.lo.sign()), static_cast<double>(x.hi.sign()), Defined::everywhere};
}

Number rounded_down(const Number& x) {
  Number result = x;
  arf_floor(result.lo, x.lo);
  arf_floor(result.hi, x.hi);
  return result;
}

Number hypotenuse(const Number& x, const Number& y, slong bits) {
  const Real two(2);
  return square_root(sum(whole_power(x, two, bits + 8), whole_power(y, two, bits + 8), bits + 8), bits);
}

/// With what is surely false the other side does not matter.
Number both(const Number& a, const Number& b) {
  const auto settles = [](const Number& x) { return x.defined == Defined::everywhere && x.surely_false(); };
  if (settles(a) || settles(b)) return truth(true, false);
  Number result = truth(a.lo.sign() <= 0 || b.lo.sign() <= 0, a.hi.sign() > 0 && b.hi.sign() > 0);
  result.defined = std::min(a.defined, b.defined);
  return result;
}

Number negation(const Number& a) {
  Number result = opposite(a);
  result.defined = a.defined;
  return result;
}

/// The branch not taken has no influence.
Number choice(const Number& condition, const Number& a, const Number& b) {
  if (condition.defined == Defined::nowhere) return nowhere();
  Number result = condition.surely_true() ? a : condition.surely_false() ? b : hull(a, b);
  if (condition.defined == Defined::maybe) result.defined = std::min(result.defined, Defined::maybe);
  return result;
}

const BallRow table[] = {
    {"-", 1, [](Args a, slong) { return negated(*a[0]); }},
    {"+", 2, [](Args a, slong bits) { return sum(*a[0], *a[1], bits); }},
    {"-", 2, [](Args a, slong bits) { return difference(*a[0], *a[1], bits); }},
    {"*", 2,
     [](Args a, slong bits) { return a[0] == a[1] ? whole_power(*a[0], Real(2), bits) : product(*a[0], *a[1], bits); }},
    {"/", 2, [](Args a, slong bits) { return quotient(*a[0], *a[1], bits); }},
    {"^", 2, [](Args a, slong bits) { return power(*a[0], *a[1], bits); }},
    {"==", 2, [](Args a, slong) { return compared_equal(*a[0], *a[1]); }},
    {"!=", 2, [](Args a, slong) { return opposite(compared_equal(*a[0], *a[1])); }},
    {"<", 2, [](Args a, slong) { return compared_less(*a[0], *a[1]); }},
    {"<=", 2, [](Args a, slong) { return compared_at_most(*a[0], *a[1]); }},
    {">", 2, [](Args a, slong) { return compared_less(*a[1], *a[0]); }},
    {">=", 2, [](Args a, slong) { return compared_at_most(*a[1], *a[0]); }},
    {"and", 2, [](Args a, slong) { return both(*a[0], *a[1]); }, true},
    {"or", 2, [](Args a, slong) { return negation(both(negation(*a[0]), negation(*a[1]))); }, true},
    {"not", 1, [](Args a, slong) { return negation(*a[0]); }, true},
    {"where", 3, [](Args a, slong) { return choice(*a[0], *a[1], *a[2]); }, true},
    {"min", 2, [](Args a, slong) { return smaller(*a[0], *a[1]); }},
    {"max", 2, [](Args a, slong) { return larger(*a[0], *a[1]); }},
    {"true", 0, [](Args, slong) { return truth(false, true); }},
    {"false", 0, [](Args, slong) { return truth(true, false); }},
    {"pi", 0, constant<pi>},
    {"e", 0, constant<e>},
    {"exp", 1, growing<arb_exp>},
    {"expm1", 1, growing<arb_expm1>},
    {"exp2", 1, growing<exp2>},
    {"log", 1, rising<arb_log, positive>},
    {"log1p", 1, rising<arb_log1p, above_minus_one>},
    {"log2", 1, rising<log2, positive>},
    {"log10", 1, rising<log10, positive>},
    {"sqrt", 1, [](Args a, slong bits) { return square_root(*a[0], bits); }},
    {"cbrt", 1, rising<cbrt>},
    {"abs", 1, [](Args a, slong) { return magnitude(*a[0]); }},
    {"sign", 1, [](Args a, slong) { return signs(*a[0]); }},
    {"step", 1, [](Args a, slong) { return truth(a[0]->lo.sign() <= 0, a[0]->hi.sign() > 0); }},
    {"floor", 1, [](Args a, slong) { return rounded_down(*a[0]); }},
    {"ceil", 1, [](Args a, slong) { return negated(rounded_down(negated(*a[0]))); }},
    {"clamp", 3, [](Args a, slong) { return smaller(larger(*a[0], *a[1]), *a[2]); }},
    {"hypot", 2, [](Args a, slong bits) { return hypotenuse(*a[0], *a[1], bits); }},
    {"sin", 1, [](Args a, slong bits) { return sine(*a[0], bits); }},
    {"cos", 1, [](Args a, slong bits) { return cosine(*a[0], bits); }},
    {"tan", 1, [](Args a, slong bits) { return tangent(*a[0], bits); }},
    {"asin", 1, rising<arb_asin, unit>},
    {"acos", 1, falling<arb_acos, unit>},
    {"atan", 1, rising<arb_atan>},
    {"atan2", 2, [](Args a, slong bits) { return angle(*a[0], *a[1], bits); }},
    {"sinh", 1,
     [](Args a, slong bits) {
       return a[0]->hi.sign() < 0 ? negated(grown<arb_sinh>(negated(*a[0]), bits)) : grown<arb_sinh>(*a[0], bits);
     }},
    {"cosh", 1, [](Args a, slong bits) { return grown<arb_cosh>(magnitude(*a[0]), bits); }},
    {"tanh", 1, rising<arb_tanh>},
    {"asinh", 1, rising<arb_asinh>},
    {"acosh", 1, rising<arb_acosh, from_one>},
    {"atanh", 1, rising<arb_atanh, open_unit>},
    {"sigmoid", 1, rising<sigmoid>},
    {"softplus", 1, rising<softplus>},
    {"relu", 1, [](Args a, slong) { return larger(*a[0], exactly(0)); }},
    {"erf", 1, rising<arb_hypgeom_erf>},
    {"erfc", 1, falling<arb_hypgeom_erfc>},
    {"normal_cdf", 1, rising<normal_cdf>},
    {"gamma", 1, [](Args a, slong bits) { return gamma(*a[0], bits); }},
    {"lgamma", 1, [](Args a, slong bits) { return log_gamma(*a[0], bits); }},
    {"digamma", 1, [](Args a, slong bits) { return digamma(*a[0], bits); }},
    {"polygamma", 2, [](Args a, slong bits) { return polygamma(*a[0], *a[1], bits); }},
};

/// A row beside what the operation table says of the operation's values.
struct Entry {
  Enclose enclose = nullptr;
  bool own_definedness = false;
  Range image;
};

const std::vector<Entry>& entries() {
  static const std::vector<Entry> made = [] {
    std::vector<Entry> result(rows().size());
    for (std::size_t i = 0; i != rows().size(); ++i) {
      const auto op = static_cast<Op>(i);
      const auto matches = [&](const BallRow& one) { return one.name == row(op).name && one.arity == arity(op); };
      const auto found = std::ranges::find_if(table, matches);
      if (found == std::end(table)) continue;
      result[i] = {found->enclose, found->own_definedness, {}};
      if (row(op).range != nullptr && !found->own_definedness) result[i].image = row(op).range({}, {}, {});
    }
    return result;
  }();
  return made;
}

}  // namespace

Enclose enclosure_of(Op op) { return entries()[static_cast<std::size_t>(op)].enclose; }

Number apply(Op op, std::span<const Number* const> args, slong bits) {
  const Entry& entry = entries()[static_cast<std::size_t>(op)];
  if (entry.own_definedness) return entry.enclose(args, bits);
  Defined defined = Defined::everywhere;
  for (const Number* arg : args) defined = std::min(defined, arg->defined);
  if (defined == Defined::nowhere) return nowhere();
  Number result = entry.enclose(args, bits);
  if (result.defined == Defined::nowhere) return result;
  clip(result, entry.image.lo, entry.image.hi);
  result.defined = std::min(result.defined, defined);
  return result;
}

}  // namespace adage::ball
