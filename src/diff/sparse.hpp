// SPDX-License-Identifier: BSL-1.0
// Jacobians of many functions that each depend on few variables.
#pragma once

#include <span>
#include <vector>

#include "graph/arena.hpp"

namespace adage {

/// Compressed rows: entries `row_begins[i]` up to `row_begins[i + 1]` belong to row i, columns ascending.
struct SparseIds {
  std::vector<std::size_t> row_begins{0};
  std::vector<std::size_t> columns;
  std::vector<Id> values;
};

/// Entries that are not zero at every point, as far as making them shows. One backward sweep over each output alone:
/// the time is that of the outputs' sizes, however many variables there are. `wrt` are different variables.
SparseIds sparse_jacobian(Arena& arena, std::span<const Id> outputs, std::span<const Id> wrt);

}  // namespace adage
