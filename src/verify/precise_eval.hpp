// SPDX-License-Identifier: BSL-1.0
// A slice evaluated at exact rational points, in 64 digits with a bound on every error. The points are the
// caller's choice; what a bound means for a claim is not decided here.
#pragma once

#include <span>
#include <vector>

#include "graph/slice.hpp"
#include "verify/bounded.hpp"

namespace adage {

/// Compiled once for some roots of an arena, which may grow but must live. One thread at a time.
class PreciseEvaluator {
 public:
  PreciseEvaluator(const Arena& arena, std::span<const Id> roots);

  /// The variables the roots depend on, in the order in which `evaluate` takes their values.
  std::span<const Id> variables() const { return variables_; }
  void evaluate(std::span<const Rational> point);
  /// The value of a node of the slice at the last point.
  const Bounded& operator[](Id id) const { return values_[nodes_.position(id)]; }
  /// Rough work for one point, an addition being 1.
  std::uint64_t cost() const { return cost_; }

 private:
  struct Instruction {
    Op op = Op::number;
    std::uint8_t count = 0;
    std::uint32_t target = 0;
    std::array<std::uint32_t, kMaxArity> args{};
  };
  void run(const Instruction& instruction);

  Slice nodes_;
  std::vector<Id> variables_;
  std::vector<std::uint32_t> variable_positions_;
  std::vector<Instruction> program_;  // of what depends on variables; the rest is evaluated once
  std::vector<Bounded> values_;
  std::uint64_t cost_ = 0;
};

}  // namespace adage
