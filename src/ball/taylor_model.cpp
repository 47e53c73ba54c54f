// SPDX-License-Identifier: BSL-1.0
// Series exactly by FLINT, what they leave by Arb: of sums and products term by term, of a function by Lagrange's form
// of the rest, whose derivative is enclosed over pieces of the interval.
#include "ball/taylor_model.hpp"

#include <arb_hypgeom.h>
#include <arb_poly.h>

#include <algorithm>
#include <utility>

#include "ball/bounds.hpp"

namespace adage::ball {
namespace {

constexpr slong kShortest = 12;  // models of fewer terms are given up

/// A polynomial with balls for coefficients, as a value.
class BallPolynomial {
 public:
  BallPolynomial() { arb_poly_init(value_); }
  explicit BallPolynomial(const Polynomial& p) : BallPolynomial() { arb_poly_set_fmpq_poly(value_, p, kBits); }
  ~BallPolynomial() { arb_poly_clear(value_); }
  BallPolynomial(const BallPolynomial&) = delete;
  BallPolynomial& operator=(const BallPolynomial&) = delete;
  operator arb_poly_struct*() { return value_; }              // NOLINT(google-explicit-constructor): as arb_poly_t
  operator const arb_poly_struct*() const { return value_; }  // NOLINT(google-explicit-constructor)
  Ball coefficient(slong i) const {
    Ball result;
    arb_poly_get_coeff_arb(result, value_, i);
    return result;
  }

 private:
  arb_poly_t value_;
};

/// A function with rational coefficients around `at`, times its unit.
struct Function {
  std::string_view name;
  int at;
  void (*exact)(fmpq_poly_t, const fmpq_poly_t, slong);
  void (*enclosed)(arb_poly_t, const arb_poly_t, slong, slong);
  Unit unit{};
};

/// sqrt(pi)*erf(f) is twice the integral of exp(-f^2)*f' (DLMF 7.2.1).
void erf_series(fmpq_poly_t result, const fmpq_poly_t f, slong length) {
  Polynomial density, slope;
  fmpq_poly_mullow(density, f, f, length);
  fmpq_poly_neg(density, density);
  fmpq_poly_exp_series(density, density, length);
  fmpq_poly_derivative(slope, f);
  fmpq_poly_mullow(density, density, slope, length);
  fmpq_poly_integral(density, density);
  fmpq_poly_scalar_mul_si(density, density, 2);
  fmpq_poly_truncate(density, length);
  fmpq_poly_set(result, density);
}
void enclosed_erf_series(arb_poly_t result, const arb_poly_t f, slong length, slong bits) {
  arb_hypgeom_erf_series(result, f, length, bits);
  Ball root;
  arb_const_sqrt_pi(root, bits);
  arb_poly_scalar_mul(result, result, root, bits);
}

constexpr Function functions[] = {
    {"exp", 0, fmpq_poly_exp_series, arb_poly_exp_series},    {"log", 1, fmpq_poly_log_series, arb_poly_log_series},
    {"sqrt", 1, fmpq_poly_sqrt_series, arb_poly_sqrt_series}, {"sin", 0, fmpq_poly_sin_series, arb_poly_sin_series},
    {"cos", 0, fmpq_poly_cos_series, arb_poly_cos_series},    {"sinh", 0, fmpq_poly_sinh_series, arb_poly_sinh_series},
    {"cosh", 0, fmpq_poly_cosh_series, arb_poly_cosh_series}, {"atan", 0, fmpq_poly_atan_series, arb_poly_atan_series},
    {"asin", 0, fmpq_poly_asin_series, arb_poly_asin_series}, {"erf", 0, erf_series, enclosed_erf_series, {-1, false}},
};

/// Twice or half as much.
void scale_by_two(TaylorModel& model, bool down) {
  if (down) {
    fmpq_poly_scalar_div_si(model.series, model.series, 2);
  } else {
    fmpq_poly_scalar_mul_si(model.series, model.series, 2);
  }
  arb_mul_2exp_si(model.rest, model.rest, down ? -1 : 1);
}

/// The unit of a product, whose square roots of two may make a two.
void set_product_unit(TaylorModel& product, const Unit& a, const Unit& b) {
  product.unit = {a.pi_halves + b.pi_halves, a.root_two != b.root_two};
  if (a.root_two && b.root_two) scale_by_two(product, false);
}

}  // namespace

TaylorModels::TaylorModels(double radius, slong length, Unit scale) : radius_(radius), length_(length), scale_(scale) {
  arb_set_interval_arf(all_, Real(-radius), Real(radius), kBits);
}

Ball TaylorModels::over(const Polynomial& p, const Ball& t) const {
  Ball result;
  arb_poly_evaluate(result, BallPolynomial(p), t, kBits);
  return result;
}

Ball TaylorModels::power_of(const Ball& t, slong exponent) const {
  Ball result;
  arb_pow_ui(result, t, static_cast<ulong>(exponent), kBits);
  return result;
}

/// The same with leading zeros taken out.
TaylorModels::Result TaylorModels::trimmed(TaylorModel model) const {
  if (model.series.zero()) return arb_is_zero(model.rest) != 0 ? Result(std::move(model)) : std::nullopt;
  const slong zeros = model.series.leading_zeros();
  model.series = model.series.from(zeros);
  model.order += zeros;
  model.length -= zeros;
  if (model.length < kShortest || !is_finite(model.rest)) return std::nullopt;
  return model;
}

TaylorModels::Result TaylorModels::constant(const Rational& value) const {
  if (!value.small()) return std::nullopt;
  TaylorModel result{.length = length_};
  fmpq_t exact;
  fmpq_init(exact);
  fmpz_set_si(fmpq_numref(exact), value.small_num());
  fmpz_set_si(fmpq_denref(exact), value.small_den());
  fmpq_poly_set_fmpq(result.series, exact);
  fmpq_clear(exact);
  return result;
}

TaylorModels::Result TaylorModels::pi() const {
  Result result = constant(1);
  result->unit.pi_halves = 2;
  return result;
}

TaylorModels::Result TaylorModels::variable(int center) const {
  if (center != 0 && scale_ != Unit{}) return std::nullopt;
  TaylorModel result{.length = length_};
  fmpq_poly_set_coeff_si(result.series, 0, center);
  fmpq_poly_set_coeff_si(result.series, 1, 1);
  result.unit = {-scale_.pi_halves, scale_.root_two};
  if (scale_.root_two) scale_by_two(result, true);
  return trimmed(std::move(result));
}

TaylorModels::Result TaylorModels::negative(TaylorModel a) const {
  fmpq_poly_neg(a.series, a.series);
  arb_neg(a.rest, a.rest);
  return a;
}

TaylorModels::Result TaylorModels::sum(const TaylorModel& a, const TaylorModel& b) const {
  if (a.zero() || b.zero()) {
    TaylorModel result = a.zero() ? b : a;
    result.hole = a.hole || b.hole;
    return result;
  }
  if (a.unit != b.unit) return std::nullopt;
  TaylorModel result{.order = std::min(a.order, b.order), .hole = a.hole || b.hole, .unit = a.unit};
  const slong end = std::min(a.order + a.length, b.order + b.length);
  result.length = end - result.order;
  if (result.length < kShortest) return std::nullopt;
  for (const TaylorModel* part : {&a, &b}) {
    const Polynomial shifted = part->series.times_power(part->order - result.order);
    fmpq_poly_add(result.series, result.series, shifted.below(result.length));
    result.rest = sum_of(result.rest, over(shifted.from(result.length), all_));
    result.rest = sum_of(result.rest, product_of(part->rest, power_of(all_, part->order + part->length - end)));
  }
  return trimmed(std::move(result));
}

TaylorModels::Result TaylorModels::product(const TaylorModel& a, const TaylorModel& b) const {
  TaylorModel result{.order = a.order + b.order, .length = std::min(a.length, b.length), .hole = a.hole || b.hole};
  Polynomial all;
  fmpq_poly_mul(all, a.series, b.series);
  result.series = all.below(result.length);
  const Ball values_of_b = sum_of(over(b.series, all_), product_of(b.rest, power_of(all_, b.length)));
  const Ball from_a = product_of(product_of(a.rest, power_of(all_, a.length - result.length)), values_of_b);
  const Ball from_b = product_of(product_of(b.rest, power_of(all_, b.length - result.length)), over(a.series, all_));
  result.rest = sum_of(over(all.from(result.length), all_), sum_of(from_a, from_b));
  if (result.series.zero()) result.order = 0;
  set_product_unit(result, a.unit, b.unit);
  return trimmed(std::move(result));
}

/// (p + R*t^n)*q = 1 + E*t^n with q the series of 1/p; so the inverse is q - q*E/(1 + E*t^n)*t^n.
TaylorModels::Result TaylorModels::inverse(const TaylorModel& a) const {
  if (a.zero()) return std::nullopt;
  TaylorModel result{.order = -a.order, .length = a.length, .hole = a.hole || a.order != 0};
  fmpq_poly_inv_series(result.series, a.series, a.length);
  Polynomial unit;
  fmpq_poly_mul(unit, a.series, result.series);
  const Ball q = over(result.series, all_);
  const Ball error = sum_of(over(unit.from(a.length), all_), product_of(a.rest, q));
  Ball divisor = product_of(error, power_of(all_, a.length));
  arb_add_si(divisor, divisor, 1, kBits);
  if (arb_contains_zero(divisor) != 0) return std::nullopt;
  arb_div(result.rest, product_of(q, error), divisor, kBits);
  arb_neg(result.rest, result.rest);
  result.unit = {-a.unit.pi_halves, a.unit.root_two};
  if (a.unit.root_two) scale_by_two(result, true);
  return trimmed(std::move(result));
}

TaylorModels::Result TaylorModels::integer_power(const TaylorModel& a, std::int64_t exponent) const {
  constexpr std::int64_t largest = 32;
  if (std::abs(exponent) > largest) return std::nullopt;
  Result result = constant(1);
  for (std::int64_t i = 0; i != std::abs(exponent) && result; ++i) result = product(*result, a);
  if (!result || exponent > 0) return result;
  if (exponent == 0) result->hole = a.hole || a.order != 0;
  return exponent == 0 ? result : inverse(*result);
}

TaylorModels::Result TaylorModels::power(const TaylorModel& a, const Rational& exponent) const {
  if (exponent.is_integer() && exponent.small()) return integer_power(a, exponent.small_num());
  if (exponent.small() && exponent.small_den() == 2) {
    const Result root = applied("sqrt", a);
    return root ? integer_power(*root, exponent.small_num()) : std::nullopt;
  }
  Result result = applied("log", a);
  const Result scale = constant(exponent);
  if (result && scale) result = product(*result, *scale);
  return result && scale ? applied("exp", *result) : std::nullopt;
}

TaylorModels::Result TaylorModels::applied(std::string_view function, const TaylorModel& a) const {
  const auto* row = std::ranges::find(functions, function, &Function::name);
  if (row == std::end(functions) || a.order < 0) return std::nullopt;
  if (function == "sqrt") {
    if (Result root = root_of_number(a)) return root;
  }
  if (a.unit != Unit{} && !a.zero()) return std::nullopt;
  const Polynomial inner = a.series.times_power(a.order);
  Polynomial constant_term = inner.below(1);
  fmpq_poly_sub_si(constant_term, constant_term, row->at);
  if (!constant_term.zero()) return std::nullopt;
  TaylorModel result{.length = a.zero() ? length_ : a.order + a.length, .hole = a.hole, .unit = row->unit};
  row->exact(result.series, inner, result.length);
  const BallPolynomial enclosed_inner(inner);
  for (slong i = 0; i != kPieces; ++i) {
    BallPolynomial around, outer;
    arb_poly_taylor_shift_horner(around, enclosed_inner, piece(i), kBits);
    row->enclosed(outer, around, result.length + 1, kBits);
    const Ball coefficient = outer.coefficient(result.length);
    if (i == 0) {
      result.rest = coefficient;
    } else {
      arb_union(result.rest, result.rest, coefficient, kBits);
    }
  }
  if (arb_is_zero(a.rest) == 0) {  // the mean value theorem
    BallPolynomial around, outer;
    arb_poly_set_coeff_arb(around, 0, sum_of(over(inner, all_), product_of(a.rest, power_of(all_, result.length))));
    arb_poly_set_coeff_si(around, 1, 1);
    row->enclosed(outer, around, 2, kBits);
    result.rest = sum_of(result.rest, product_of(outer.coefficient(1), a.rest));
  }
  return trimmed(std::move(result));
}

/// Of q*pi^n where q or q/2 is the square of a rational number.
TaylorModels::Result TaylorModels::root_of_number(const TaylorModel& a) const {
  const bool number = a.order == 0 && a.series.length() == 1 && arb_is_zero(a.rest) != 0;
  if (!number || a.unit.root_two || a.unit.pi_halves % 2 != 0) return std::nullopt;
  TaylorModel result = a;
  result.unit.pi_halves /= 2;
  for (const bool root_two : {false, true}) {
    result.unit.root_two = root_two;
    fmpq_t root;
    fmpq_init(root);
    fmpq_poly_get_coeff_fmpq(root, a.series, 0);
    if (root_two) fmpq_div_2exp(root, root, 1);
    const bool square = fmpz_is_square(fmpq_numref(root)) != 0 && fmpz_is_square(fmpq_denref(root)) != 0;
    if (square) {
      fmpz_sqrt(fmpq_numref(root), fmpq_numref(root));
      fmpz_sqrt(fmpq_denref(root), fmpq_denref(root));
      fmpq_poly_set_fmpq(result.series, root);
    }
    fmpq_clear(root);
    if (square) return result;
  }
  return std::nullopt;
}

}  // namespace adage::ball
