// SPDX-License-Identifier: BSL-1.0
// Whether a tape can lose a finite result to the bounded exponents of its numbers: where `x^2` overflows,
// `x^2*exp(-x^2)` is NaN.
#pragma once

#include "lower/tape.hpp"

namespace adage {

/// The numbers that a tape runs in: the largest input and the largest and least normal number.
struct Exponents {
  double input;
  double most;
  double least;
};
Exponents exponents_of(bool float_inputs, bool in_doubles);

/// May an output be NaN or infinite, at finite inputs, because an intermediate value has overflowed or vanished? False
/// only if not, but for a few inputs next to the largest; an output that is itself too large does not count, nor a
/// point at which an operation has no value. Long tapes may.
bool may_escape(const Tape& tape, const Exponents& numbers);

}  // namespace adage
