// SPDX-License-Identifier: BSL-1.0
// A claimed equality made ready: copied into an arena of its own, so that deciding it leaves nothing behind and
// does not depend on what else the user's graph holds; equations among the assumptions solved.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "verify/linear.hpp"

namespace adage {

class RuleSet;

struct Question {
  std::unique_ptr<Arena> arena;
  Id left = kNone;
  Id right = kNone;
  std::vector<Id> variables;    ///< all that occur, ascending
  std::vector<Id> assumptions;  ///< each must hold, or the sides are undefined; no conjunctions, no solved equations
  std::vector<Inequality> inequalities;   ///< those of the assumptions that are linear
  std::vector<Interval> box;              ///< for each variable, what the inequalities say of it alone
  std::vector<std::pair<Id, Id>> solved;  ///< variables that an equation expresses through others
  const RuleSet* rules = nullptr;         ///< that proofs may use instead of the table's
  bool equations = false;                 ///< an equation remains, so that the points have no interior

  bool boolean() const { return arena->is_boolean(left); }
};

/// The copy has the same identities as `source`. Throws Error when the assumptions contradict each other or are no
/// truth values, or when the sides are of different kinds.
Question pose(const Arena& source, Id left, Id right, std::span<const Id> assumptions);

/// Where a truth value holds, as a row's comparison says it: for which signs of its switching function.
struct Signs {
  bool below = false;
  bool zero = false;
  bool above = false;
};
/// Nothing when the node is no comparison.
std::optional<Signs> signs_of_comparison(const Arena& arena, Id id);

}  // namespace adage
