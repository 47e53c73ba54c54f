// SPDX-License-Identifier: BSL-1.0
// The first tier of simplification: like terms, powers, cancellation and the rules of the table.
#pragma once

#include <span>
#include <vector>

#include "graph/arena.hpp"

namespace adage {

class RuleSet;

struct LocalOptions {
  std::span<const Id> assumptions{};  ///< truth values that hold
  /// Only points where every part is defined matter, as in a claim of equality: log(x) - log(x) is then 0.
  bool assume_defined = false;
  const RuleSet* rules = nullptr;  ///< instead of the table's rules for simplification
  /// Sums of which nothing meets or cancels stay in the order and the brackets in which they are: (a - b) + c does not
  /// round as a + c - b. Two that differ in these alone are then no longer one.
  bool keep_sums = false;
  /// Numbers that are nothing but exponents cost nothing, so that a*b*a becomes a^2*b.
  bool free_exponents = false;
  /// x/exp(y) stays so, instead of becoming x*exp(-y).
  bool over_exponentials = false;
};

/// Simplified nodes equal to `roots` wherever those are defined. Idempotent and deterministic; the cost (four for an
/// operation or variable, one for a number) never rises. Linear in time for large graphs.
std::vector<Id> simplify(Arena& arena, std::span<const Id> roots, const LocalOptions& options = {});
inline Id simplify(Arena& arena, Id root, const LocalOptions& options = {}) {
  return simplify(arena, std::span<const Id>(&root, 1), options).front();
}

}  // namespace adage
