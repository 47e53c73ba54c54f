// SPDX-License-Identifier: BSL-1.0
// LaTeX writes some operands in another order than the language: a value before its condition, an exponent before the
// argument of its function. Such operations are marked while reading; here their first two operands are exchanged, all
// in one pass, because exchanging each where it stands would be quadratic in the nesting.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "grammar/ast.hpp"

namespace adage::grammar {

inline bool is_swapped(const ast::Item& item) { return item.kind == ast::Kind::operation && item.primes != 0; }

inline std::uint32_t operand_count(const ast::Item& item) {
  return item.kind == ast::Kind::number || item.kind == ast::Kind::name ? 0 : item.count;
}

/// Puts marked operations right. The last item is the root.
inline void reorder(ast::Formula& items) {
  if (std::ranges::none_of(items, is_swapped)) return;
  std::vector<std::uint32_t> starts(items.size());  // of the subtree whose root is the item
  std::vector<std::uint32_t> open;
  for (std::uint32_t i = 0; i != items.size(); ++i) {
    const std::uint32_t count = operand_count(items[i]);
    starts[i] = count == 0 ? i : starts[open[open.size() - count]];
    open.resize(open.size() - count);
    open.push_back(i);
  }
  // Written from the back: a root, then its operands from the last to the first.
  ast::Formula sorted(items.size());
  std::size_t at = items.size();
  std::vector<std::uint32_t> roots{static_cast<std::uint32_t>(items.size() - 1)}, operands;
  while (!roots.empty()) {
    const std::uint32_t root = roots.back();
    roots.pop_back();
    ast::Item& item = sorted[--at] = items[root];
    operands.clear();
    for (std::uint32_t i = operand_count(item), next = root; i != 0; --i) {
      operands.push_back(next - 1);
      next = starts[next - 1];
    }
    if (is_swapped(item)) {
      std::swap(operands[operands.size() - 1], operands[operands.size() - 2]);
      item.primes = 0;
    }
    roots.insert(roots.end(), operands.rbegin(), operands.rend());
  }
  items.swap(sorted);
}

}  // namespace adage::grammar
