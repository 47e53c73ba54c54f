// SPDX-License-Identifier: BSL-1.0
// The scale on which functions are compared far out: y^a · log(y)^l · exp(Σ c·y^p·exp(r·y)) for y >= some K, which is
// totally ordered by growth (Hardy 1910). Exponents are exact; a factor c is a constant node of an arena.
#pragma once

#include <stdexcept>
#include <vector>

#include "analyze/constants.hpp"

namespace adage::analysis {

/// Something about the far end could not be decided; what was asked stays unknown.
struct Undecided : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// c·y^power·exp(rate·y) in an exponent; there rate > 0, or rate == 0 and power > 0.
struct Growth {
  Rational rate;
  Rational power;
  Id factor = kNone;
};

struct Monomial {
  Rational power;
  std::int64_t logs = 0;
  std::vector<Growth> growths{};  // the fastest first, none with factor zero

  bool constant() const { return power.is_zero() && logs == 0 && growths.empty(); }
};

Monomial product(Constants& constants, const Monomial& a, const Monomial& b);
/// `m` to an exact power; logarithms only to whole ones.
Monomial raised(Constants& constants, const Monomial& m, const Rational& exponent);
/// The sign of the growth of `m`: 1 if it tends to infinity, -1 to zero, 0 if it is 1.
int growth_sign(Constants& constants, const Monomial& m);
/// Does `a` grow faster (1), slower (-1), or are they the same?
int compare(Constants& constants, const Monomial& a, const Monomial& b);

/// For `m` that tends to zero and falls on all of [from, inf): its logarithm at `from`, rounded up, and how fast the
/// logarithm falls there at least. Throws Undecided where it may still rise somewhere.
struct Decay {
  double log_value = 0;
  double slope = 0;  ///< m(y) <= m(from)·exp(-slope·(y - from)); 0 where it falls ever more slowly
};
Decay decay(Constants& constants, const Monomial& m, double from);
/// An upper bound of `m` on [from, inf), for `m` that is 1 or tends to zero.
double bound(Constants& constants, const Monomial& m, double from);

}  // namespace adage::analysis
