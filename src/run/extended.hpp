// SPDX-License-Identifier: BSL-1.0
// A row once more, over numbers whose exponents have hardly a bound, so that what a formula makes of intermediate
// values beyond all doubles is seen.
#pragma once

#include "lower/tape.hpp"

namespace adage {

/// Runs the tape and replaces those of `out[k]` that are not finite; what is not known is NaN. `in` and `out` must not
/// overlap.
template <class T>
void run_extended(const Tape& tape, const T* in, T* out);

}  // namespace adage
