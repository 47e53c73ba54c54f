// SPDX-License-Identifier: BSL-1.0
// Rows by name, as in table.cpp. Kinks and choices have none: a branch must be taken before.
#include "ball/complex_table.hpp"

#include <acb_hypgeom.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "ball/number.hpp"

namespace adage::ball {
namespace {

using Args = std::span<const acb_struct* const>;

/// A complex ball, as a value.
class Complex {
 public:
  Complex() { acb_init(value_); }
  ~Complex() { acb_clear(value_); }
  Complex(const Complex&) = delete;
  Complex& operator=(const Complex&) = delete;
  operator acb_struct*() { return value_; }              // NOLINT(google-explicit-constructor): as acb_t does
  operator const acb_struct*() const { return value_; }  // NOLINT(google-explicit-constructor)

 private:
  acb_t value_;
};

struct ComplexRow {
  std::string_view name;
  std::size_t arity;
  Extend extend;
};

using Unary = void (*)(acb_t, const acb_t, slong);

template <Unary F>
void entire(acb_t result, Args a, bool, slong bits) {
  F(result, a[0], bits);
}

/// May the ball meet the part of the imaginary axis beyond ±i?
bool meets_imaginary_cut(const acb_t z) {
  Ball size;
  arb_abs(size, acb_imagref(z));
  Real top;
  arb_get_ubound_arf(top, size, 30);
  return arb_contains_zero(acb_realref(z)) != 0 && !(top < Real(1));
}

/// May it meet the real line outside (-1, 1)?
bool meets_outer_cut(const acb_t z) {
  Ball size;
  arb_abs(size, acb_realref(z));
  Real top;
  arb_get_ubound_arf(top, size, 30);
  return arb_contains_zero(acb_imagref(z)) != 0 && !(top < Real(1));
}

/// May it meet the real line below `end`?
template <int End>
bool meets_left_cut(const acb_t z) {
  Real bottom;
  arb_get_lbound_arf(bottom, acb_realref(z), 30);
  return arb_contains_zero(acb_imagref(z)) != 0 && !(Real(End) < bottom);
}

template <Unary F, bool (*Meets)(const acb_t)>
void cut(acb_t result, Args a, bool analytic, slong bits) {
  if (analytic && Meets(a[0])) return acb_indeterminate(result);
  F(result, a[0], bits);
}

void log_of(acb_t result, const acb_t z, bool analytic, slong bits) {
  acb_log_analytic(result, z, analytic ? 1 : 0, bits);
}

template <ulong Base>
void log_to(acb_t result, Args a, bool analytic, slong bits) {
  log_of(result, a[0], analytic, bits);
  Ball scale;
  arb_log_ui(scale, Base, bits);
  acb_div_arb(result, result, scale, bits);
}

void sigmoid(acb_t result, Args a, bool, slong bits) {
  // tanh stays narrow on wide balls where 1/(1 + exp(-z)) does not.
  acb_mul_2exp_si(result, a[0], -1);
  acb_tanh(result, result, bits);
  acb_add_ui(result, result, 1, bits);
  acb_mul_2exp_si(result, result, -1);
}

void softplus(acb_t result, Args a, bool analytic, slong bits) {
  Complex t;
  const bool right = arb_is_positive(acb_realref(a[0])) != 0;
  if (right) {
    acb_neg(t, a[0]);
    acb_exp(t, t, bits);
  } else {
    acb_exp(t, a[0], bits);
  }
  acb_add_ui(t, t, 1, bits);
  log_of(t, t, analytic, bits);
  if (right) {
    acb_add(result, a[0], t, bits);
  } else {
    acb_set(result, t);
  }
}

void normal_cdf(acb_t result, Args a, bool, slong bits) {
  Ball root;
  arb_sqrt_ui(root, 2, bits);
  acb_div_arb(result, a[0], root, bits);
  acb_neg(result, result);
  acb_hypgeom_erfc(result, result, bits);
  acb_mul_2exp_si(result, result, -1);
}

void exp2(acb_t result, Args a, bool, slong bits) {
  Ball scale;
  arb_const_log2(scale, bits);
  acb_mul_arb(result, a[0], scale, bits);
  acb_exp(result, result, bits);
}

void cube_root(acb_t result, Args a, bool, slong bits) {
  if (arb_contains_zero(acb_realref(a[0]))) return acb_indeterminate(result);
  const bool negative = arb_is_negative(acb_realref(a[0])) != 0;
  Complex z;
  acb_set(z, a[0]);
  if (negative) acb_neg(z, z);
  acb_root_ui(result, z, 3, bits);
  if (negative) acb_neg(result, result);
}

const ComplexRow table[] = {
    {"-", 1, [](acb_t r, Args a, bool, slong) { acb_neg(r, a[0]); }},
    {"+", 2, [](acb_t r, Args a, bool, slong bits) { acb_add(r, a[0], a[1], bits); }},
    {"-", 2, [](acb_t r, Args a, bool, slong bits) { acb_sub(r, a[0], a[1], bits); }},
    {"*", 2, [](acb_t r, Args a, bool, slong bits) { acb_mul(r, a[0], a[1], bits); }},
    {"/", 2, [](acb_t r, Args a, bool, slong bits) { acb_div(r, a[0], a[1], bits); }},
    {"^", 2,
     [](acb_t r, Args a, bool analytic, slong bits) { acb_pow_analytic(r, a[0], a[1], analytic ? 1 : 0, bits); }},
    {"pi", 0, [](acb_t r, Args, bool, slong bits) { acb_const_pi(r, bits); }},
    {"e", 0,
     [](acb_t r, Args, bool, slong bits) {
       acb_zero(r);
       arb_const_e(acb_realref(r), bits);
     }},
    {"exp", 1, entire<acb_exp>},
    {"expm1", 1, entire<acb_expm1>},
    {"exp2", 1, exp2},
    {"log", 1, [](acb_t r, Args a, bool analytic, slong bits) { log_of(r, a[0], analytic, bits); }},
    {"log1p", 1,
     [](acb_t r, Args a, bool analytic, slong bits) {
       Complex z;
       acb_add_ui(z, a[0], 1, bits);
       if (analytic && meets_left_cut<0>(z)) return acb_indeterminate(r);
       acb_log1p(r, a[0], bits);
     }},
    {"log2", 1, log_to<2>},
    {"log10", 1, log_to<10>},
    {"sqrt", 1, [](acb_t r, Args a, bool analytic, slong bits) { acb_sqrt_analytic(r, a[0], analytic ? 1 : 0, bits); }},
    {"cbrt", 1, cube_root},
    {"hypot", 2,
     [](acb_t r, Args a, bool analytic, slong bits) {
       Complex s, t;
       acb_mul(s, a[0], a[0], bits);
       acb_mul(t, a[1], a[1], bits);
       acb_add(s, s, t, bits);
       acb_sqrt_analytic(r, s, analytic ? 1 : 0, bits);
     }},
    {"sin", 1, entire<acb_sin>},
    {"cos", 1, entire<acb_cos>},
    {"tan", 1, entire<acb_tan>},
    {"asin", 1, cut<acb_asin, meets_outer_cut>},
    {"acos", 1, cut<acb_acos, meets_outer_cut>},
    {"atan", 1, cut<acb_atan, meets_imaginary_cut>},
    {"sinh", 1, entire<acb_sinh>},
    {"cosh", 1, entire<acb_cosh>},
    {"tanh", 1, entire<acb_tanh>},
    {"asinh", 1, cut<acb_asinh, meets_imaginary_cut>},
    {"acosh", 1, cut<acb_acosh, meets_left_cut<1>>},
    {"atanh", 1, cut<acb_atanh, meets_outer_cut>},
    {"sigmoid", 1, sigmoid},
    {"softplus", 1, softplus},
    {"erf", 1, entire<acb_hypgeom_erf>},
    {"erfc", 1, entire<acb_hypgeom_erfc>},
    {"normal_cdf", 1, normal_cdf},
    {"gamma", 1, entire<acb_gamma>},
    {"lgamma", 1, cut<acb_lgamma, meets_left_cut<0>>},
    {"digamma", 1, entire<acb_digamma>},
};

}  // namespace

Extend extension_of(Op op) {
  static const std::vector<Extend> made = [] {
    std::vector<Extend> result(rows().size(), nullptr);
    for (std::size_t i = 0; i != rows().size(); ++i) {
      const auto one = static_cast<Op>(i);
      const auto matches = [&](const ComplexRow& r) { return r.name == row(one).name && r.arity == arity(one); };
      const auto found = std::ranges::find_if(table, matches);
      if (found != std::end(table)) result[i] = found->extend;
    }
    return result;
  }();
  return made[static_cast<std::size_t>(op)];
}

}  // namespace adage::ball
