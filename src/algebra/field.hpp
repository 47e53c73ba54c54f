// SPDX-License-Identifier: BSL-1.0
// Quotients of polynomials over kernels. A kernel may satisfy a relation k^n = value in earlier kernels, which is
// applied after every step. Invariant: wherever the expression that a quotient came from is defined, the kernels are,
// the denominator is not zero, and the quotient has the expression's value.
#pragma once

#include <map>
#include <optional>

#include "algebra/poly.hpp"
#include "rules/ranges.hpp"

namespace adage::algebra {

struct Fraction {
  Poly num;
  Poly den;  ///< leading coefficient positive

  bool is_zero() const { return num.is_zero(); }
  bool is_constant() const { return num.is_constant() && den.is_constant(); }
  Rational constant() const;  ///< when it is one
  friend bool operator==(const Fraction& a, const Fraction& b) { return a.num == b.num && a.den == b.den; }
};

enum class Family : std::uint8_t {
  plain,        ///< a variable, a constant, a function that nothing takes apart
  exponential,  ///< exp(scale*inner)
  logarithm,    ///< log(inner), inner a polynomial
  root,         ///< inner^scale, inner a polynomial that is not negative where this is defined
};

struct Kernel {
  Id node = kNone;  ///< what it stands for
  Family family = Family::plain;
  Rational scale{1};
  std::optional<Fraction> inner{};   ///< for a plain one the first argument, where that is of use
  std::optional<Fraction> second{};  ///< the second argument, likewise
  std::uint64_t degree = 0;          ///< of the relation; 0: none
  std::optional<Poly> value{};       ///< this to the power `degree`
};

/// What is learned while an attempt runs and only helps the next: common measures of the coefficients met.
struct Plan {
  struct Measure {
    Rational unit;  ///< every coefficient met so far is a small whole multiple of it
    Rational largest;
  };
  std::map<std::pair<int, Id>, std::vector<Measure>> measures;
};

/// Thrown when the plan has grown: the same expression again, please.
struct Again {};
/// Thrown when the ring has no generator left: again in a larger one.
struct TooManyKernels {};

class Field {
 public:
  Field(Arena& arena, Ranges& ranges, Plan& plan, const Ring& ring)
      : arena_(arena), ranges_(ranges), plan_(plan), ring_(ring) {}

  Fraction constant(const Rational& value) const;
  Fraction quotient(Poly num, Poly den) const;  ///< in lowest terms; throws GiveUp when the denominator is zero
  Fraction whole(Poly num) const { return quotient(std::move(num), Poly(ring_, Rational(1))); }
  Fraction negated(const Fraction& a) const { return {-a.num, a.den}; }
  Fraction sum(const Fraction& a, const Fraction& b) const;
  Fraction difference(const Fraction& a, const Fraction& b) const { return sum(a, negated(b)); }
  Fraction product(const Fraction& a, const Fraction& b) const;
  Fraction ratio(const Fraction& a, const Fraction& b) const;
  Fraction power(const Fraction& a, std::int64_t exponent) const;
  Fraction scaled(const Fraction& a, const Rational& factor) const { return product(a, constant(factor)); }

  /// The kernel of that node, made if need be.
  std::size_t kernel(Kernel kernel);
  Fraction kernel_fraction(std::size_t index, std::int64_t exponent = 1) const;
  Fraction plain(Id node) { return kernel_fraction(kernel({.node = node})); }
  const Kernel& operator[](std::size_t index) const { return kernels_[index]; }
  std::size_t kernels() const { return kernels_.size(); }

  /// The canonical node: equal quotients have the same.
  Id node(const Fraction& a);
  Id node(const Poly& a);
  /// The same value, numerator and denominator as products, of factors to the same power `together` one.
  Id factored_node(const Fraction& a, bool together = false);
  /// The same value as partial fractions, where the denominator is in one free kernel; else the canonical node.
  Id parts_node(const Fraction& a);
  Range range(const Poly& a) { return ranges_[node(a)]; }

  /// `coefficient` as a whole multiple of a unit that all coefficients of the same thing share. Throws Again when the
  /// unit had to shrink. `family` keeps apart what is counted for different reasons.
  std::pair<Rational, std::int64_t> measured(int family, Id thing, const Rational& coefficient, std::int64_t limit);

 protected:
  Poly reduced(Poly a) const;

  Arena& arena_;
  Ranges& ranges_;
  Plan& plan_;
  const Ring& ring_;
  Op exp_ = function("exp");

 private:
  /// Of a numerator that is not over the denominator's kernel alone.
  Id parts_of_each(const Fraction& a, std::size_t unknown);
  Id factored_node(const Poly& a, bool together);
  Poly reduced(const Poly& a, std::size_t kernel) const;
  void rationalise(Poly& num, Poly& den) const;
  Poly conjugate(const Poly& sum, std::size_t root) const;
  /// Recurses through kernels within kernels, which are few.
  Id power_node(std::size_t kernel, std::int64_t exponent);

  std::vector<Kernel> kernels_;
  std::map<Id, std::size_t> by_node_;
  std::map<std::pair<std::size_t, std::int64_t>, Id> power_nodes_;
};

}  // namespace adage::algebra
