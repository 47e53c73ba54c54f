// SPDX-License-Identifier: BSL-1.0
// Whether a tape can lose a finite result to the bounded exponents of its numbers: where `x^4` overflows,
// `x^4*exp(-x^2)` is NaN.
#pragma once

#include <span>
#include <vector>

#include "lower/tape.hpp"

namespace adage {

/// The numbers that a tape runs in: the largest input and the largest and least normal number.
struct Exponents {
  double input;
  double most;
  double least;
};
Exponents exponents_of(bool float_inputs, bool in_doubles);

/// What a tape may lose at finite inputs, because an intermediate value has overflowed or vanished. A few inputs next
/// to the largest do not count, nor an output that is itself too large, nor a point at which an operation has no value.
struct Escape {
  bool shows = false;  ///< an output may be NaN or infinite. Long tapes: always
  /// The divisions whose divisor may have overflowed, so that a zero comes out, unless something compares what is made
  /// of it. Long tapes: not looked for.
  std::vector<std::size_t> hidden;
  /// The products, quotients and functions that may vanish and be magnified afterwards, likewise.
  std::vector<std::size_t> sunk;

  bool hides() const { return !hidden.empty() || !sunk.empty(); }
};
Escape escape(const Tape& tape, const Exponents& numbers);

/// The tape with NaN from what is hidden where the divisor is infinite, and from what is sunk where it has vanished or
/// lost digits, so that it shows.
Tape showing(Tape tape, const Escape& escape);

}  // namespace adage
