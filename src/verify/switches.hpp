// SPDX-License-Identifier: BSL-1.0
// Where a formula changes over from one piece to another: the switching functions that its rows state, the pieces
// on either side, and numbers at which the functions vanish.
#pragma once

#include <span>
#include <vector>

#include "rules/switching.hpp"
#include "verify/precise_eval.hpp"

namespace adage {

/// The distinct switching functions below `roots` that depend on a variable, made in the arena; the first `most`.
std::vector<Id> switching_functions(Arena& arena, std::span<const Id> roots, std::size_t most);

/// What is divided by below `roots` and depends on a variable; the first `most`.
std::vector<Id> denominators(const Arena& arena, std::span<const Id> roots, std::size_t most);

/// Finds where one switching function vanishes along one variable, the others staying.
class SwitchFinder {
 public:
  SwitchFinder(const Arena& arena, Id function)
      : function_(function), evaluator_(arena, std::span<const Id>(&function, 1)) {}

  std::span<const Id> variables() const { return evaluator_.variables(); }
  /// A zero near `point[along]`, to 50 digits, by the secant method, which is exact after one step where the function
  /// is linear. `point` has one value for each of `variables()`. Nothing when none is found quickly.
  std::optional<Rational> zero(std::vector<Rational> point, std::size_t along);

 private:
  Id function_;
  PreciseEvaluator evaluator_;
};

}  // namespace adage
