// SPDX-License-Identifier: BSL-1.0
// A function far out: for all y >= K its value is Σ c·m(y), with constants c that are exact and monomials m that grow
// ever more slowly, and a remainder, a number from an interval times a monomial. Signs, limits and bounds follow.
#pragma once

#include <vector>

#include "analyze/monomial.hpp"
#include "ops/range.hpp"

namespace adage::analysis {

struct Tail {
  struct Term {
    Monomial monomial;
    Id factor = kNone;
  };
  std::vector<Term> terms;  // the fastest first
  bool rest = false;        // is there a remainder? It does not grow faster than any term.
  Monomial rest_monomial;
  Range rest_factor;
};

/// What a function tends to.
struct TailLimit {
  enum class Kind : std::uint8_t { unknown, finite, plus_infinity, minus_infinity };
  Kind kind = Kind::unknown;
  Id value = kNone;
};

/// Arithmetic of tails from `from` on. Everything throws Undecided.
class TailAlgebra {
 public:
  TailAlgebra(Constants& constants, double from) : constants_(constants), from_(from) {}

  double from() const { return from_; }
  Constants& constants() { return constants_; }
  Tail number(Id constant);
  Tail y();
  Tail sum(const Tail& a, const Tail& b);
  Tail negated(const Tail& a) { return scaled(a, constants_.number(Rational(-1))); }
  Tail difference(const Tail& a, const Tail& b) { return sum(a, negated(b)); }
  Tail product(const Tail& a, const Tail& b);
  Tail scaled(const Tail& a, Id factor);
  Tail power(const Tail& a, const Rational& exponent);
  Tail exponential(const Tail& a);
  Tail logarithm(const Tail& a);
  Tail erfc(const Tail& a);
  /// A value from the interval times 1.
  Tail any_of(const Range& range);

  /// 1 or -1 for all y >= from, 0 for zero throughout; ±1 may include zeros where `weakly`.
  int sign(const Tail& a, bool weakly = false);
  TailLimit limit(const Tail& a);
  /// Encloses all values; infinite ends where it grows.
  Range range(const Tail& a);
  /// The constant that it tends to, and what is left; throws when it grows or tends to none.
  std::pair<Id, Tail> constant_and_small(const Tail& a);
  bool is_zero(const Tail& a) const { return a.terms.empty() && !a.rest; }
  /// g(c + s) for the expression g in the variable `s`, by Taylor's formula with three terms and a remainder.
  Tail taylor(Id g, Id variable, Id c, const Tail& s);
  /// A bound on ∫|a| over [from, inf); infinite where a does not fall fast enough. Nothing unless it surely is one.
  double integral_bound(const Tail& a);

 private:
  void normalise(Tail& a);
  void absorb(Tail& a, const Monomial& monomial, const Range& factor);
  Range relative(const Tail& a, std::size_t first, const Monomial& to);

  Constants& constants_;
  double from_;
};

}  // namespace adage::analysis
