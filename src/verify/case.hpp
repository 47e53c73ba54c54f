// SPDX-License-Identifier: BSL-1.0
// One case of a piecewise claim: what is left of it, and the signs that its switching functions have been given.
#pragma once

#include <memory>
#include <string>

#include "verify/linear.hpp"

namespace adage {

class RuleSet;

struct Case {
  std::unique_ptr<Arena> arena;
  Id difference = kNone;
  std::vector<Id> assumptions;            ///< those of the question, then one for each of `signs`
  std::vector<Inequality> inequalities;   ///< in the variables' ids, which are the same in every arena
  std::vector<std::pair<Id, int>> signs;  ///< of switching functions, as decided on the way here
  std::vector<std::string> conditions;    ///< the same as text
  std::vector<bool> linear;               ///< whether each is among the inequalities
  const RuleSet* rules = nullptr;         ///< as in the question

  Id simplified(Id id);
  void replace(Id from, Id to);
  /// Undoes the last decision about a sign.
  void forget_last();
  /// Is `form` > 0 impossible here?
  bool contradicts(const Affine& form) const;
  /// Do the conditions contradict each other, for reasons that show only once all are known (x > 0, y < 0, x*y > 0)?
  bool is_empty() const;
};

}  // namespace adage
