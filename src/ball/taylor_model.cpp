// SPDX-License-Identifier: BSL-1.0
// Series exactly by FLINT, what they leave by Arb: of sums and products term by term, of a function by Lagrange's form
// of the rest, whose derivative is enclosed over pieces of the interval.
#include "ball/taylor_model.hpp"

#include <arb_poly.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace adage::ball {
namespace {

constexpr slong kBits = 64;
constexpr slong kPieces = 4;
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

/// A function with rational coefficients around `at`.
struct Function {
  std::string_view name;
  int at;
  void (*exact)(fmpq_poly_t, const fmpq_poly_t, slong);
  void (*enclosed)(arb_poly_t, const arb_poly_t, slong, slong);
};

constexpr Function functions[] = {
    {"exp", 0, fmpq_poly_exp_series, arb_poly_exp_series},    {"log", 1, fmpq_poly_log_series, arb_poly_log_series},
    {"sqrt", 1, fmpq_poly_sqrt_series, arb_poly_sqrt_series}, {"sin", 0, fmpq_poly_sin_series, arb_poly_sin_series},
    {"cos", 0, fmpq_poly_cos_series, arb_poly_cos_series},    {"sinh", 0, fmpq_poly_sinh_series, arb_poly_sinh_series},
    {"cosh", 0, fmpq_poly_cosh_series, arb_poly_cosh_series}, {"atan", 0, fmpq_poly_atan_series, arb_poly_atan_series},
    {"asin", 0, fmpq_poly_asin_series, arb_poly_asin_series},
};

Ball sum_of(const Ball& a, const Ball& b) {
  Ball result;
  arb_add(result, a, b, kBits);
  return result;
}
Ball product_of(const Ball& a, const Ball& b) {
  Ball result;
  arb_mul(result, a, b, kBits);
  return result;
}
double upper(const Ball& a) {
  Real bound;
  arb_get_abs_ubound_arf(bound, a, 60);
  return arf_get_d(bound, ARF_RND_CEIL);
}
double lower(const Ball& a) {
  Real bound;
  arb_get_abs_lbound_arf(bound, a, 60);
  return arf_get_d(bound, ARF_RND_FLOOR);
}
bool is_finite(const Ball& a) { return arb_is_finite(a) != 0; }

}  // namespace

TaylorModels::TaylorModels(double radius, slong length) : radius_(radius), length_(length) {
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

Ball TaylorModels::piece(slong i) const {
  const double step = 2 * arf_get_d(radius_, ARF_RND_NEAR) / kPieces;  // exact: both are powers of two
  Ball result;
  arb_set_interval_arf(result, Real(step * static_cast<double>(i - kPieces / 2)),
                       Real(step * static_cast<double>(i + 1 - kPieces / 2)), kBits);
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

TaylorModels::Result TaylorModels::variable(int center) const {
  TaylorModel result{.length = length_};
  fmpq_poly_set_coeff_si(result.series, 0, center);
  fmpq_poly_set_coeff_si(result.series, 1, 1);
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
  TaylorModel result{.order = std::min(a.order, b.order), .hole = a.hole || b.hole};
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
  Result result = applied("log", a);
  const Result scale = constant(exponent);
  if (result && scale) result = product(*result, *scale);
  return result && scale ? applied("exp", *result) : std::nullopt;
}

TaylorModels::Result TaylorModels::applied(std::string_view function, const TaylorModel& a) const {
  const auto* row = std::ranges::find(functions, function, &Function::name);
  if (row == std::end(functions) || a.order < 0) return std::nullopt;
  const Polynomial inner = a.series.times_power(a.order);
  Polynomial constant_term = inner.below(1);
  fmpq_poly_sub_si(constant_term, constant_term, row->at);
  if (!constant_term.zero()) return std::nullopt;
  TaylorModel result{.length = a.zero() ? length_ : a.order + a.length, .hole = a.hole};
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

TaylorModels::Size TaylorModels::size(const TaylorModel& a) const {
  Size result{.least = HUGE_VAL};
  for (slong i = 0; i != kPieces; ++i) {
    const Ball t = piece(i);
    const Ball value = sum_of(over(a.series, t), product_of(a.rest, power_of(t, a.length)));
    const double here = is_finite(value) ? lower(value) : 0;
    result.least = std::min(result.least, here);
    result.cancelled = std::max(result.cancelled, tails(a, upper(t)).front() / here);
  }
  return result;
}

double TaylorModels::largest(const TaylorModel& a) const {
  if (a.order < 0) return HUGE_VAL;
  const Ball values = sum_of(over(a.series, all_), product_of(a.rest, power_of(all_, a.length)));
  return is_finite(values) ? upper(product_of(values, power_of(all_, a.order))) : HUGE_VAL;
}

std::vector<double> TaylorModels::tails(const TaylorModel& a, double size) const {
  std::vector<double> result(static_cast<std::size_t>(a.length) + 1);
  const Ball t{Real(size)};
  Ball total = product_of(a.rest, power_of(t, a.length));
  arb_abs(total, total);
  result.back() = upper(total);
  for (slong i = a.length; i-- != 0;) {
    Ball term = product_of(a.series.coefficient(i, kBits), power_of(t, i));
    arb_abs(term, term);
    total = sum_of(total, term);
    result[static_cast<std::size_t>(i)] = upper(total);
  }
  return result;
}

}  // namespace adage::ball
