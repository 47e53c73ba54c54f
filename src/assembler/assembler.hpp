// SPDX-License-Identifier: BSL-1.0
// Machine code for single rows without an optimising compiler: there in some ten microseconds, where LLVM takes
// milliseconds, and as fast, as a row is a few calls and a little arithmetic. The same bits as every engine. This
// header knows no assembler.
#pragma once

#include "jit/jit.hpp"

namespace adage {

/// Whether there is an assembler, and the processor, or ADAGE_TARGET, has what its code needs: x86-64 with AVX2 and
/// FMA.
bool assembler_available();

/// Code for one row of `tape`, made anew by each call. Throws Error when it fails, or is not available. Safe to call
/// from any thread. The numbers wanted must be those of T.
template <class T>
Compiled<ScalarKernel<T>> assembled_row(const Tape& tape, Wanted wanted);

}  // namespace adage
