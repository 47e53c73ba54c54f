// SPDX-License-Identifier: BSL-1.0
// What a function is between two neighbouring joints, with its first derivatives, enclosed over intervals. Derivatives
// are trusted on a box only where every node is analytic there; the rest of the analysis asks nobody else.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "analyze/branches.hpp"

namespace adage::analysis {

class Branch {
 public:
  static constexpr int kOrders = 4;  ///< f, f', f'', f'''

  /// `f` in the arena of the constants, a function of `variable`.
  Branch(Constants& constants, Id f, Id variable);

  Id f() const { return derivatives_[0]; }
  /// kNone where there is none.
  Id derivative(int n) const { return derivatives_[static_cast<std::size_t>(n)]; }
  Id variable() const { return variable_; }
  /// The n-th derivative for any n, made when first asked for; kNone when it becomes too long.
  Id derived(int n);
  /// The value at an exact place, simplified; kNone when there surely is none or it is not known to be one.
  Id value_at(Id g, Id place);

  struct View {
    std::array<Enclosure, kOrders> values;
    bool analytic = false;  ///< f has a value and all its derivatives in every point of the box
  };
  /// Over [lo, hi], infinite ends included.
  View view(double lo, double hi);
  /// Of one of them at a place; at an exact one as sharply as it can be.
  Enclosure at(int n, const Place& place);
  std::uint64_t evaluations() const { return evaluations_; }

 private:
  Constants& constants_;
  Id variable_;
  std::array<Id, kOrders> derivatives_{kNone, kNone, kNone, kNone};
  std::vector<Id> more_;    // derivatives of higher order
  std::vector<Id> guards_;  // not zero where every node is analytic
  std::optional<BallEvaluator> balls_;
  std::uint64_t evaluations_ = 0;
};

}  // namespace adage::analysis
