// SPDX-License-Identifier: BSL-1.0
// Partial fractions, of quotients whose denominator is over one kernel that satisfies no relation: the polynomial part,
// and for each factor p^k of the denominator the digits of the rest to the base p over p, p^2, …, p^k. What else the
// numerator has stands before them: (1 - y - y*t)/(1 + t) is 1/(1 + t) - y.
#include <flint/fmpq_poly.h>

#include <map>
#include <utility>

#include "algebra/field.hpp"

namespace adage::algebra {
namespace {

/// A polynomial with rational coefficients in one unknown.
struct Univariate {
  fmpq_poly_t value;
  Univariate() { fmpq_poly_init(value); }
  Univariate(const Univariate&) = delete;
  Univariate& operator=(const Univariate&) = delete;
  ~Univariate() { fmpq_poly_clear(value); }
  bool is_zero() const { return fmpq_poly_is_zero(value) != 0; }
};

struct Integral {
  fmpz_poly_t value;
  Integral() { fmpz_poly_init(value); }
  Integral(const Integral&) = delete;
  Integral& operator=(const Integral&) = delete;
  ~Integral() { fmpz_poly_clear(value); }
};

/// The polynomial as one of its generator alone; false when there are others, which the library does not look for.
bool read(Univariate& into, const Poly& from, std::size_t generator) {
  for (std::size_t other = 0; other != from.ring().generators(); ++other) {
    if (other != generator && from.degree(other) > 0) return false;
  }
  Integral poly;
  if (fmpz_mpoly_get_fmpz_poly(poly.value, from.raw(), static_cast<slong>(generator), from.ring().context()) == 0) {
    return false;
  }
  fmpq_poly_set_fmpz_poly(into.value, poly.value);
  return true;
}

/// Numerator and denominator, a whole number.
std::pair<Poly, Poly> written(const Ring& ring, const Univariate& from, std::size_t generator) {
  Integral num, den;
  fmpq_poly_get_numerator(num.value, from.value);
  fmpz_poly_set_fmpz(den.value, fmpq_poly_denref(from.value));
  std::pair<Poly, Poly> result{Poly(ring), Poly(ring)};
  const auto index = static_cast<slong>(generator);
  fmpz_mpoly_set_fmpz_poly(result.first.raw(), num.value, index, ring.context());
  fmpz_mpoly_set_fmpz_poly(result.second.raw(), den.value, index, ring.context());
  return result;
}

/// The generator's polynomials by what of the others stands before them.
std::map<Exponents, Poly> by_others(const Poly& from, std::size_t generator) {
  std::map<Exponents, Poly> result;
  for (std::size_t i = 0; i != from.length(); ++i) {
    Exponents others = from.exponents(i);
    const Poly power = Poly::generator(from.ring(), generator, std::exchange(others[generator], 0));
    Poly& poly = result.try_emplace(others, from.ring()).first->second;
    poly = poly + Poly(from.ring(), from.coefficient(i)) * power;
  }
  return result;
}

}  // namespace

Id Field::parts_of_each(const Fraction& a, std::size_t unknown) {
  constexpr std::size_t most = 8;
  const auto groups = by_others(a.num, unknown);
  if (groups.size() > most) return node(a);
  Id sum = arena_.number(0);
  for (const auto& [exponents, poly] : groups) {
    Poly monomial(ring_, Rational(1));
    for (std::size_t k = 0; k != exponents.size(); ++k) monomial = monomial * Poly::generator(ring_, k, exponents[k]);
    const Id part = parts_node(quotient(Poly(poly), Poly(a.den)));
    sum = arena_.make(Op::add, sum, arena_.make(Op::mul, node(monomial), part));
  }
  return sum;
}

Id Field::parts_node(const Fraction& a) {
  std::optional<std::size_t> unknown;
  for (std::size_t k = 0; k != kernels(); ++k) {
    if (a.den.degree(k) > 0) unknown = k;
  }
  Univariate num, den;
  if (!unknown || kernels_[*unknown].degree != 0 || !read(den, a.den, *unknown)) return node(a);
  if (!read(num, a.num, *unknown)) return parts_of_each(a, *unknown);
  const auto length = static_cast<std::uint64_t>(a.den.degree(*unknown) + a.num.degree(*unknown)) + 1;
  ring_.spend(length * length);
  const auto value = [&](const Univariate& poly) {
    auto [above, below] = written(ring_, poly, *unknown);
    return node(quotient(std::move(above), std::move(below)));
  };
  Univariate whole, rest;
  fmpq_poly_divrem(whole.value, rest.value, num.value, den.value);
  Id sum = value(whole);
  for (const auto& [base, exponent] : factors(a.den).parts) {
    Univariate p, power, others, inverse, unused, one, share;
    if (!read(p, base, *unknown)) return node(a);
    fmpq_poly_pow(power.value, p.value, static_cast<ulong>(exponent));
    fmpq_poly_div(others.value, den.value, power.value);
    // rest/den is congruent to rest*inverse/power, but for terms over the other factors.
    fmpq_poly_xgcd(one.value, inverse.value, unused.value, others.value, power.value);
    if (fmpq_poly_is_one(one.value) == 0) return node(a);
    fmpq_poly_mul(share.value, rest.value, inverse.value);
    fmpq_poly_rem(share.value, share.value, power.value);
    for (std::int64_t k = exponent; k != 0 && !share.is_zero(); --k) {
      Univariate digit;
      fmpq_poly_divrem(share.value, digit.value, share.value, p.value);
      const Id divisor = arena_.make(Op::pow, node(base), arena_.number(k));
      sum = arena_.make(Op::add, sum, arena_.make(Op::div, value(digit), divisor));
    }
  }
  return sum;
}

}  // namespace adage::algebra
