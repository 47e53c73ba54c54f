// SPDX-License-Identifier: BSL-1.0
// The values of constant nodes: exact numbers rounded once, symbolic constants such as sqrt(2/pi) computed with
// 64 digits and then rounded once.
#pragma once

#include <optional>
#include <vector>

#include "graph/slice.hpp"
#include "lower/tape.hpp"

namespace adage {

/// The value of each node of `slice` by position; nothing for nodes that depend on a variable, and for constants
/// without a finite value (`log(0)`) or too expensive ones, which are left to the machine.
std::vector<std::optional<Constant>> constants(const Arena& arena, const Slice& slice);

}  // namespace adage
