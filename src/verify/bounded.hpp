// SPDX-License-Identifier: BSL-1.0
// Numbers of 64 digits with a bound on their error, carried through the rows of the operation table (running
// error analysis, Wilkinson 1963; Higham 2002, 3.3). The bound holds under cancellation too: what can not be
// bounded is `unknown`, never a number. Knows nothing of graphs.
#pragma once

#include <span>

#include "base/rational.hpp"
#include "ops/precise.hpp"
#include "ops/row.hpp"
#include "rules/template.hpp"

namespace adage {

/// A value and how far the true one may be from it. A truth value is 0 or 1 without error, or unknown.
struct Bounded {
  enum class State : std::uint8_t {
    known,
    unknown,    ///< precision or exponent range did not suffice to say anything
    undefined,  ///< there is no finite real value
  };
  PreciseNumber value;
  PreciseNumber error;
  State state = State::unknown;

  bool known() const { return state == State::known; }
  bool exact() const { return known() && error == 0; }
  /// Surely not zero, with a margin for the rounding of the bound itself.
  bool nonzero() const { return known() && (error == 0 ? value != 0 : abs(value) > 2 * error); }
  bool surely_true() const { return exact() && value == 1; }
  bool surely_false() const { return exact() && value == 0; }
};

Bounded bounded(const Rational& number);

/// `op` of `args`, one for each argument of the operation. A branch that is not taken has no influence.
Bounded apply(Op op, std::span<const Bounded> args);

/// The value of a template without predicates. Parameters beyond `bindings` are unknown.
Bounded evaluate(const Template& formula, std::span<const Bounded> bindings);

}  // namespace adage
