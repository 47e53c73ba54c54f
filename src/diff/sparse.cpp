// SPDX-License-Identifier: BSL-1.0
// Row by row, with the variables of the row alone.
#include "diff/sparse.hpp"

#include <algorithm>

#include "diff/diff.hpp"
#include "graph/node_map.hpp"
#include "graph/slice.hpp"

namespace adage {

SparseIds sparse_jacobian(Arena& arena, std::span<const Id> outputs, std::span<const Id> wrt) {
  NodeMap<std::size_t> column_of;
  for (std::size_t k = 0; k != wrt.size(); ++k) column_of.emplace(wrt[k], k);
  SparseIds result;
  result.row_begins.reserve(outputs.size() + 1);
  for (const Id output : outputs) {
    std::vector<std::size_t> columns;
    for (const Id variable : variables(arena, std::span<const Id>(&output, 1))) {
      if (const auto found = column_of.find(variable); found != column_of.end()) columns.push_back(found->second);
    }
    std::ranges::sort(columns);
    std::vector<Id> unknowns;
    for (const std::size_t k : columns) unknowns.push_back(wrt[k]);
    const std::vector<Id> row = gradient(arena, output, unknowns);
    for (std::size_t k = 0; k != row.size(); ++k) {
      if (arena.is_number(row[k], 0)) continue;
      result.columns.push_back(columns[k]);
      result.values.push_back(row[k]);
    }
    result.row_begins.push_back(result.values.size());
  }
  return result;
}

}  // namespace adage
