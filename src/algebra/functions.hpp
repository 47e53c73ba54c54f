// SPDX-License-Identifier: BSL-1.0
// The functions that quotients are closed under once kernels stand for what remains: exponentials, logarithms, powers,
// absolute values and the circular functions. Each is an identity wherever its left side is defined.
#pragma once

#include "algebra/field.hpp"

namespace adage::algebra {

class Functions : public Field {
 public:
  using Field::Field;

  Fraction exp(const Fraction& u);
  Fraction log(const Fraction& u);
  Fraction abs(const Fraction& u);
  Fraction cbrt(const Fraction& u);
  /// u^q for a number q; not whole: where u >= 0.
  Fraction power_of(const Fraction& u, const Rational& q);
  struct Angle {
    Fraction cos;
    Fraction sin;
  };
  Angle angle(const Fraction& u);
  /// f(u) for an odd function that nothing else is known of: f(-u) is -f(u).
  Fraction odd(Op op, const Fraction& u);
  Fraction asinh(const Fraction& u);
  Fraction atan2(const Fraction& y, const Fraction& x);
  Fraction pi() { return plain(arena_.make(pi_)); }

  /// Is the polynomial zero, whatever its kernels satisfy? Beyond their relations: of two things of one sign that have
  /// equal squares, and of two that have equal cubes, the difference is. `depth`: of such steps.
  bool vanishes(const Poly& a, int depth = 3);
  /// Takes note that the quotient is positive, or, unless `strict`, not negative, at every point that counts.
  void learn(const Fraction& positive, bool strict);

 private:
  /// u = sum of coefficient*part, where equal parts have equal nodes.
  struct Term {
    Rational coefficient;
    Fraction part;
    Id node = kNone;
    std::optional<std::size_t> kernel{};  ///< the part is this kernel and nothing else
  };
  std::vector<Term> terms(const Fraction& u);

  /// A factor of a quotient, or a product of some.
  struct Factor {
    Poly base;
    std::int64_t exponent = 1;
    int sign = 0;           ///< of the base wherever it is defined, zero aside; 0: unknown
    bool vanishes = false;  ///< perhaps, on more than a thin set
  };
  struct Product {
    int sign = 1;
    Rational size{1};
    std::vector<Factor> factors;
  };
  Product product_of(const Fraction& u);
  /// The sign wherever it is defined, zero aside; 0: unknown.
  int sign_of(const Poly& a, int depth = 2);
  /// The product of the factors of unknown sign with odd exponents; its leading coefficient is positive.
  Poly unknown_part(const Product& product) const;
  int learned_sign(const Poly& a) const;
  bool equal_powers(const Poly& a, std::size_t kernel, int depth);
  bool equal_squares(const Poly& a, const Poly& b, int depth);
  Factor factor(const Poly& base, std::int64_t exponent);
  /// Rewrites the product so that every base is nonnegative where the product is; false when that can not be told.
  bool make_nonnegative(Product& product, bool may_vanish);
  /// The primes of a positive number with their exponents; what is hard to split stays whole.
  std::vector<std::pair<Rational, std::int64_t>> primes(const Rational& positive);

  Fraction exponential(const Rational& coefficient, const Fraction& part, Id node);
  std::optional<std::size_t> generic_logarithm(const Fraction& part);
  void take_sines(Fraction& rest, Fraction& result, const Rational& q);
  Fraction power_of_base(const Poly& base, const Rational& q);
  Fraction log_of_base(const Poly& base);
  Fraction absolute_base(const Factor& factor);
  Angle angle(const Term& term);
  Angle base_angle(const Term& term, const Rational& unit);
  std::optional<Angle> angle_of_inverse(const Term& term);
  std::optional<Angle> angle_of_turns(const Term& term);
  Angle halved(const Angle& a);
  Angle root_of_unity(std::int64_t denominator);
  Angle added(const Angle& a, const Angle& b) const;
  Angle multiple(Angle base, std::int64_t times) const;

  Op pi_ = function("pi");
  Op log_ = function("log");
  Op abs_ = function("abs");
  Op cbrt_ = function("cbrt");
  Op sin_ = function("sin");
  Op cos_ = function("cos");
  Op asin_ = function("asin");
  Op atan_ = function("atan");
  Op atan2_ = function("atan2");

  std::vector<std::pair<Poly, int>> learned_;  ///< polynomials of known sign, leading coefficients positive
};

}  // namespace adage::algebra
