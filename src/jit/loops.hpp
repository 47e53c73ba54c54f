// SPDX-License-Identifier: BSL-1.0
// The functions around a tape's instructions: one row, or a loop over rows by vectors with a masked rest.
#pragma once

#include <llvm/IR/Module.h>

#include "jit/jit.hpp"

namespace adage {

/// Adds the function `name` to `module`, of the type ScalarKernel.
void add_scalar(llvm::Module& module, const char* name, const Tape& tape, Wanted wanted);

/// Adds the function `name` to `module`, of the type ColumnKernel, over vectors of `vector_bytes`.
void add_columns(llvm::Module& module, const char* name, const Tape& tape, Wanted wanted, unsigned vector_bytes,
                 Store store);

}  // namespace adage
