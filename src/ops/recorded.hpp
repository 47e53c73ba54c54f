// SPDX-License-Identifier: BSL-1.0
// The steps of each operation's code, for those who make machine code of them.
#pragma once

#include "lanes/program.hpp"
#include "ops/op.hpp"

namespace adage {

/// What the code of `op` does on lanes of doubles, or of floats, recorded on first use; without steps where it calls a
/// library, and on floats where it computes in double. Safe to call from any thread.
const lanes::Program& recorded_steps(Op op, bool doubles);

}  // namespace adage
