// SPDX-License-Identifier: BSL-1.0
// Expressions of one variable as tails: for all x >= K, or for all x <= -K. What cannot be expanded is absent, and
// everything that rests on it.
#pragma once

#include <optional>
#include <span>

#include "analyze/place.hpp"
#include "analyze/tail.hpp"

namespace adage::analysis {

/// Towards one end of the line. The variable's tail is y or -y.
class FarOut {
 public:
  /// `side` is 1 or -1. All expressions live in the arena of the constants. What is asked for after the deadline is not
  /// known.
  FarOut(Constants& constants, Id variable, int side, double from, const Deadline& deadline)
      : algebra_(constants, from), variable_(variable), side_(side), deadline_(deadline) {}

  TailAlgebra& algebra() { return algebra_; }
  /// Nothing where the expression is beyond what is understood, or may be undefined somewhere.
  const std::optional<Tail>& operator[](Id root);
  /// The sign of an expression for all y >= K; nothing where it is not known. Weakly: it may have zeros.
  std::optional<int> sign(Id root, bool weakly = false);
  TailLimit limit(Id root);

 private:
  std::optional<Tail> expand(Id id);
  std::optional<bool> holds(Id condition);
  Tail apply(Op op, std::span<const Tail* const> args, std::span<const Id> nodes);
  Tail one_sided(Op op, const Tail& v, int sign);

  TailAlgebra algebra_;
  Id variable_;
  int side_;
  const Deadline& deadline_;
  NodeMap<std::optional<Tail>> known_;
};

}  // namespace adage::analysis
