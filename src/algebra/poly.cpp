// SPDX-License-Identifier: BSL-1.0
// Every operation is paid for before it runs, so that the library below is never asked for more than the bounds.
#include "algebra/poly.hpp"

#include <flint/fmpz_mpoly_factor.h>

#include <algorithm>
#include <memory>

#include "base/rational_big.hpp"

namespace adage::algebra {
namespace {

/// One whole number of the library.
struct Integer {
  fmpz_t value;
  Integer() { fmpz_init(value); }
  explicit Integer(const Rational& number) : Integer() {
    if (number.small()) {
      fmpz_set_si(value, number.small_num());
    } else {
      fmpz_set_str(value, numerator(number.big().value).str().c_str(), 10);
    }
  }
  Integer(const Integer&) = delete;
  Integer& operator=(const Integer&) = delete;
  ~Integer() { fmpz_clear(value); }

  Rational rational() const {
    if (fmpz_fits_si(value) != 0) return Rational(static_cast<std::int64_t>(fmpz_get_si(value)));
    const std::unique_ptr<char, void (*)(void*)> text(fmpz_get_str(nullptr, 10, value), flint_free);
    const bool negative = fmpz_sgn(value) < 0;
    const Rational size = *Rational::from_decimal(text.get() + (negative ? 1 : 0));
    return negative ? -size : size;
  }
};

/// Greatest common divisors and factors of larger polynomials may take long; not finding one loses no soundness.
constexpr std::size_t kLongestDivisor = 3'000;
constexpr std::size_t kLongestFactored = 80;
constexpr std::int64_t kHighestFactored = 40;

std::int64_t highest(const Poly& poly) {
  return poly.is_zero() ? 0 : fmpz_mpoly_total_degree_si(poly.raw(), poly.ring().context());
}

}  // namespace

Ring::Ring(std::size_t generators, const AlgebraOptions& options)
    : generators_(generators), options_(&options), start_(std::chrono::steady_clock::now()) {
  fmpz_mpoly_ctx_init(context_, static_cast<slong>(generators), ORD_LEX);
}

Ring::~Ring() { fmpz_mpoly_ctx_clear(context_); }

void Ring::spend(std::uint64_t work) const {
  work_ += work + 1;
  if (work_ > options_->max_work) throw GiveUp{"the algebra takes too much work"};
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start_;
  if (taken.count() > options_->max_seconds) throw GiveUp{"the algebra takes too long"};
}

Poly::Poly(const Ring& ring, const Rational& integer) : Poly(ring) {
  fmpz_mpoly_set_fmpz(value_, Integer(integer).value, context());
}

Poly Poly::generator(const Ring& ring, std::size_t index, ulong exponent) {
  Poly result(ring);
  Exponents exponents(ring.generators());
  exponents[index] = exponent;
  result.push(Rational(1), exponents);
  result.checked();
  return result;
}

std::int64_t Poly::degree(std::size_t generator) const {
  return fmpz_mpoly_degree_si(value_, static_cast<slong>(generator), context());
}

Rational Poly::coefficient(std::size_t term) const {
  Integer result;
  fmpz_mpoly_get_term_coeff_fmpz(result.value, value_, static_cast<slong>(term), context());
  return result.rational();
}

Exponents Poly::exponents(std::size_t term) const {
  Exponents result(ring_->generators());
  fmpz_mpoly_get_term_exp_ui(result.data(), value_, static_cast<slong>(term), context());
  return result;
}

std::optional<std::size_t> Poly::as_generator() const {
  if (length() != 1 || fmpz_is_one(value_->coeffs) == 0 || highest(*this) != 1) return std::nullopt;
  const Exponents powers = exponents(0);
  return static_cast<std::size_t>(std::ranges::find(powers, 1U) - powers.begin());
}

Rational Poly::content() const {
  Integer result;
  _fmpz_vec_content(result.value, value_->coeffs, value_->length);
  return result.rational();
}

Poly Poly::divided_by_integer(const Rational& integer) const {
  Poly result(*ring_);
  fmpz_mpoly_scalar_divexact_fmpz(result.value_, value_, Integer(integer).value, context());
  return result;
}

std::optional<Poly> Poly::divided_by(const Poly& divisor) const {
  ring_->spend(static_cast<std::uint64_t>(length()) * divisor.length());
  Poly result(*ring_);
  if (fmpz_mpoly_divides(result.value_, value_, divisor.value_, context()) == 0) return std::nullopt;
  return result;
}

Poly Poly::beside(std::size_t generator, std::uint64_t power) const {
  ring_->spend(length());
  Poly result(*ring_);
  for (std::size_t i = 0; i != length(); ++i) {
    Exponents powers = exponents(i);
    if (powers[generator] != power) continue;
    powers[generator] = 0;
    result.push(coefficient(i), powers);
  }
  result.collect();
  return result;
}

void Poly::push(const Rational& coefficient, const Exponents& exponents) {
  fmpz_mpoly_push_term_fmpz_ui(value_, Integer(coefficient).value, exponents.data(), context());
}

void Poly::collect() {
  fmpz_mpoly_sort_terms(value_, context());
  fmpz_mpoly_combine_like_terms(value_, context());
}

const Poly& Poly::checked() const {
  const AlgebraOptions& bounds = ring_->options();
  if (length() > bounds.max_terms) throw GiveUp{"a polynomial has too many terms"};
  if (highest(*this) > bounds.max_degree) throw GiveUp{"a polynomial has too high a degree"};
  if (std::abs(fmpz_mpoly_max_bits(value_)) > bounds.max_bits) throw GiveUp{"a coefficient has too many digits"};
  return *this;
}

Poly Poly::operator-() const {
  Poly result(*ring_);
  fmpz_mpoly_neg(result.value_, value_, context());
  return result;
}

Poly operator+(const Poly& a, const Poly& b) {
  a.ring_->spend(a.length() + b.length());
  Poly result(*a.ring_);
  fmpz_mpoly_add(result.value_, a.value_, b.value_, a.context());
  result.checked();
  return result;
}

Poly operator-(const Poly& a, const Poly& b) {
  a.ring_->spend(a.length() + b.length());
  Poly result(*a.ring_);
  fmpz_mpoly_sub(result.value_, a.value_, b.value_, a.context());
  result.checked();
  return result;
}

Poly operator*(const Poly& a, const Poly& b) {
  a.ring_->spend(static_cast<std::uint64_t>(a.length()) * b.length());
  Poly result(*a.ring_);
  fmpz_mpoly_mul(result.value_, a.value_, b.value_, a.context());
  result.checked();
  return result;
}

Poly Poly::power(std::uint64_t exponent) const {
  const AlgebraOptions& bounds = ring_->options();
  if (exponent > static_cast<std::uint64_t>(bounds.max_degree)) throw GiveUp{"an exponent is too large"};
  const auto times = static_cast<std::int64_t>(exponent);
  if (highest(*this) * times > bounds.max_degree) throw GiveUp{"a polynomial has too high a degree"};
  if (std::abs(fmpz_mpoly_max_bits(value_)) * times > 4 * bounds.max_bits)
    throw GiveUp{"a coefficient has too many digits"};
  if (length() <= 1) {
    Poly result(*ring_);
    fmpz_mpoly_pow_ui(result.value_, value_, exponent, context());
    return result;
  }
  Poly result(*ring_, Rational(1));  // step by step, each paid for
  for (std::uint64_t i = 0; i != exponent; ++i) result = result * *this;
  return result;
}

void cancel(Poly& a, Poly& b) {
  const Ring& ring = a.ring();
  if (a.is_one() || b.is_one()) return;
  ring.spend(16 * (a.length() + b.length()) + static_cast<std::uint64_t>(a.length()) * b.length() / 4);
  Poly common(ring);
  Poly rest_a(ring);
  Poly rest_b(ring);
  if (a.length() + b.length() > kLongestDivisor) {
    Poly content_a(ring);
    fmpz_mpoly_term_content(content_a.raw(), a.raw(), ring.context());
    fmpz_mpoly_term_content(common.raw(), b.raw(), ring.context());
    if (fmpz_mpoly_gcd(common.raw(), common.raw(), content_a.raw(), ring.context()) == 0) return;
  } else if (fmpz_mpoly_gcd(common.raw(), a.raw(), b.raw(), ring.context()) == 0) {
    return;
  }
  if (common.is_one()) return;
  ring.spend(static_cast<std::uint64_t>(common.length()) * (a.length() + b.length()));
  if (fmpz_mpoly_divides(rest_a.raw(), a.raw(), common.raw(), ring.context()) == 0) return;
  if (fmpz_mpoly_divides(rest_b.raw(), b.raw(), common.raw(), ring.context()) == 0) return;
  a = std::move(rest_a);
  b = std::move(rest_b);
}

namespace {

/// Without a common divisor of its terms, a polynomial is irreducible if some generator stands in one term alone, as
/// itself: m*v + r, where a factor would divide both the monomial m and r. Most that occur are so.
bool surely_irreducible(const Poly& poly) {
  std::vector<ulong> sum(poly.ring().generators(), 0);
  std::vector<std::size_t> terms(sum.size(), 0);
  for (std::size_t i = 0; i != poly.length(); ++i) {
    const Exponents powers = poly.exponents(i);
    for (std::size_t g = 0; g != powers.size(); ++g) {
      sum[g] += powers[g];
      terms[g] += powers[g] != 0 ? 1 : 0;
    }
  }
  for (std::size_t g = 0; g != sum.size(); ++g) {
    if (sum[g] == 1 && terms[g] == 1) return true;
  }
  return false;
}

/// Appends the factors of what has no common divisor of its terms.
void append_factors(const Poly& poly, Factors& result) {
  const Ring& ring = poly.ring();
  if (surely_irreducible(poly)) {
    result.parts.emplace_back(poly, 1);
    return;
  }
  fmpz_mpoly_factor_t found;
  fmpz_mpoly_factor_init(found, ring.context());
  const bool small = poly.length() <= kLongestFactored && highest(poly) <= kHighestFactored;
  if ((small && fmpz_mpoly_factor(found, poly.raw(), ring.context()) != 0) ||
      fmpz_mpoly_factor_content(found, poly.raw(), ring.context()) != 0) {
    Integer constant;
    fmpz_set(constant.value, found->constant);
    result.constant = result.constant * constant.rational();
    for (slong i = 0; i != found->num; ++i) {
      Poly part(ring);
      fmpz_mpoly_set(part.raw(), found->poly + i, ring.context());
      result.parts.emplace_back(std::move(part), fmpz_get_si(found->exp + i));
    }
  } else {
    result.parts.emplace_back(poly, 1);
  }
  fmpz_mpoly_factor_clear(found, ring.context());
}

}  // namespace

Factors factors(const Poly& poly) {
  const Ring& ring = poly.ring();
  ring.spend(64 * poly.length());
  Factors result;
  if (poly.is_zero()) return result;
  Poly common(ring);
  fmpz_mpoly_term_content(common.raw(), poly.raw(), ring.context());
  result.constant = common.coefficient(0);
  const Exponents powers = common.exponents(0);
  for (std::size_t g = 0; g != powers.size(); ++g) {
    if (powers[g] == 0) continue;
    result.parts.emplace_back(Poly::generator(ring, g), static_cast<std::int64_t>(powers[g]));
  }
  const Poly rest = *poly.divided_by(common);
  if (rest.is_constant()) {
    result.constant = result.constant * rest.coefficient(0);
  } else {
    append_factors(rest, result);
  }
  for (auto& [part, exponent] : result.parts) {
    if (!part.leads_negative()) continue;
    part = -part;
    if (exponent % 2 != 0) result.constant = -result.constant;
  }
  return result;
}

}  // namespace adage::algebra
