// SPDX-License-Identifier: BSL-1.0
// Functions of one real variable t near zero as Taylor models (Makino & Berz 1996): an exact polynomial and a ball that
// holds the rest, times a power of t, so that poles and zeros at t = 0 cancel exactly.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "ball/polynomial.hpp"

namespace adage::ball {

/// A number pi^(pi_halves/2)*2^(root_two/2), so that what is a rational multiple of it has rational coefficients. Of
/// two such numbers neither is a rational multiple of the other, since pi is transcendental (Lindemann 1882).
struct Unit {
  slong pi_halves = 0;
  bool root_two = false;
  friend bool operator==(const Unit&, const Unit&) = default;
};

/// unit*u^order*(series(u) + rest*u^length) for all u other than zero with |u| <= the radius; the first coefficient is
/// not zero, unless the function is. `hole`: has it no value at u = 0, though perhaps a limit?
struct TaylorModel {
  slong order = 0;
  slong length = 0;
  Polynomial series{};
  Ball rest{};
  bool hole = false;
  Unit unit{};

  bool zero() const { return series.zero(); }
};

/// Makes models of functions of t for |u| <= radius, u = scale*t. What has no model, or none that is known here, is
/// nothing. For one thread.
class TaylorModels {
 public:
  using Result = std::optional<TaylorModel>;

  TaylorModels(double radius, slong length, Unit scale = {});

  Result constant(const Rational& value) const;
  Result pi() const;
  /// center + t; with a scale of its own about zero alone.
  Result variable(int center) const;
  Result negative(TaylorModel a) const;
  Result sum(const TaylorModel& a, const TaylorModel& b) const;
  Result product(const TaylorModel& a, const TaylorModel& b) const;
  Result inverse(const TaylorModel& a) const;
  Result power(const TaylorModel& a, const Rational& exponent) const;
  /// exp, log, sqrt, sin, cos, sinh, cosh, atan, asin or erf of what has a rational value there at u = 0; sqrt of a
  /// number whose root has a unit.
  Result applied(std::string_view function, const TaylorModel& a) const;

  struct Size {
    double least = 0;      ///< not more than |series(u) + rest*u^length| anywhere
    double cancelled = 0;  ///< not less than the sum of its absolute terms, to its size, anywhere
  };
  Size size(const TaylorModel& a) const;
  /// Not less than |a|; infinite where that has a pole.
  double largest(const TaylorModel& a) const;
  /// For each i up to the length: not less than the sum of |c_j|*size^j from j = i on, with that of the rest.
  std::vector<double> tails(const TaylorModel& a, double size) const;
  /// What stands before t^(a.order + i), rounded.
  double coefficient(const TaylorModel& a, slong i) const;
  /// Not more than the largest |t|.
  double radius() const;

 private:
  Result root_of_number(const TaylorModel& a) const;
  static Ball value_of(const Unit& unit);
  Result trimmed(TaylorModel model) const;
  Result integer_power(const TaylorModel& a, std::int64_t exponent) const;
  Ball over(const Polynomial& p, const Ball& t) const;
  Ball power_of(const Ball& t, slong exponent) const;
  Ball piece(slong i) const;
  static constexpr slong kPieces = 4;  ///< of the interval, over which bounds are found

  Ball all_;  ///< [-radius, radius]
  Real radius_;
  slong length_;
  Unit scale_;
};

}  // namespace adage::ball
