// SPDX-License-Identifier: BSL-1.0
// The values of constant nodes: exact numbers rounded once, symbolic constants such as sqrt(2/pi) computed with
// 64 digits and then rounded once.
#pragma once

#include "graph/node_map.hpp"
#include "graph/slice.hpp"
#include "lower/tape.hpp"

namespace adage {

/// The values of the constants in `slice`, those without a finite value (`log(0)`) and too expensive ones excepted,
/// which are left to the machine.
NodeMap<Constant> constants(const Arena& arena, const Slice& slice);

}  // namespace adage
