// SPDX-License-Identifier: BSL-1.0
// Instructions for the steps of a row.
#pragma once

#include <asmjit/x86.h>

#include <span>
#include <vector>

#include "assembler/unrolled.hpp"

namespace adage {

/// Appends the steps of `row`, given its loads; `results` are the outputs.
void assemble(asmjit::x86::Compiler& code, const Unrolled& row, bool doubles, std::span<const asmjit::x86::Xmm> loads,
              std::vector<asmjit::x86::Xmm>& results);

}  // namespace adage
