// SPDX-License-Identifier: BSL-1.0
// What the room answers where LLVM is not there: nothing can be compiled, and the interpreter runs everything.
#include <adage/error.hpp>

#include "jit/jit.hpp"

namespace adage {
namespace {

[[noreturn]] void missing() { throw Error("this build has no compiler (LLVM was not found when it was configured)"); }

}  // namespace

bool jit_available() { return false; }
std::string jit_description() { return {}; }

template <class T>
Compiled<ScalarKernel<T>> scalar_kernel(const Tape&, Wanted) {
  missing();
}
template <class T>
Compiled<ColumnKernel<T>> column_kernel(const Tape&, Store, Wanted) {
  missing();
}
template Compiled<ScalarKernel<float>> scalar_kernel(const Tape&, Wanted);
template Compiled<ScalarKernel<double>> scalar_kernel(const Tape&, Wanted);
template Compiled<ColumnKernel<float>> column_kernel(const Tape&, Store, Wanted);
template Compiled<ColumnKernel<double>> column_kernel(const Tape&, Store, Wanted);

std::size_t lane_steps(const Tape&, Numbers) { return 0; }

std::string llvm_text(const Tape&, Wanted) { missing(); }
std::string assembly_text(const Tape&, Wanted) { missing(); }

}  // namespace adage
