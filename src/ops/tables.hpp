// SPDX-License-Identifier: BSL-1.0
// The families that make up the operation table, in the order in which they are joined.
#pragma once

#include <span>

#include "ops/row.hpp"

namespace adage {

std::span<const Row> structural_rows();  ///< exactly the named members of Op, in their order
std::span<const Row> elementary_rows();
std::span<const Row> special_rows();
std::span<const Row> fused_rows();  ///< of tapes alone; see all_rows

}  // namespace adage
