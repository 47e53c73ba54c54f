// SPDX-License-Identifier: BSL-1.0
// Instructions for the steps of a row.
#pragma once

#include <asmjit/x86.h>

#include <functional>
#include <vector>

#include "assembler/unrolled.hpp"

namespace adage {

/// Brings the load of this number into a register.
using Load = std::function<void(const asmjit::x86::Xmm& to, std::uint32_t load)>;

/// Appends the steps of `row`; where the outputs are then.
std::vector<asmjit::x86::Xmm> assemble(asmjit::x86::Compiler& code, const Unrolled& row, bool doubles,
                                       const Load& load);

}  // namespace adage
