// SPDX-License-Identifier: BSL-1.0
// How long an expression takes to be read.
#pragma once

#include <span>

#include "graph/arena.hpp"

namespace adage {

/// About the characters of the text of all roots, what is shared being written each time; what is read with a pause
/// counts as more.
double reading_length(const Arena& arena, std::span<const Id> roots);

}  // namespace adage
