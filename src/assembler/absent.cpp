// SPDX-License-Identifier: BSL-1.0
// What the room answers where AsmJit is not there.
#include <adage/error.hpp>

#include "assembler/assembler.hpp"

namespace adage {

bool assembler_available() { return false; }

template <class T>
Compiled<ScalarKernel<T>> assembled_row(const Tape&, Wanted) {
  throw Error("this build has no assembler (AsmJit was not found when it was configured)");
}
template Compiled<ScalarKernel<float>> assembled_row(const Tape&, Wanted);
template Compiled<ScalarKernel<double>> assembled_row(const Tape&, Wanted);

}  // namespace adage
