// SPDX-License-Identifier: BSL-1.0
// A formula of one variable between two numbers that lie close together, as a short polynomial with a proved error: at
// each of many points a few products tell what a ball would, some hundred times as fast. No type of Arb shows here.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>

#include "graph/arena.hpp"

namespace adage {

/// What the formula is from `lo` to `hi`: sum(coefficients[k]*t^k), t = (x - center)*to_unit in [-1, 1], to within
/// `error`, which pays for Horner's rule in doubles and for moving the sum by the error in either direction as well.
struct Stretch {
  static constexpr std::size_t kTerms = 10;
  double lo = 0;
  double hi = 0;
  double center = 0;
  double to_unit = 0;
  double coefficients[kTerms]{};
  double error = 0;
  bool defined = true;  ///< false: the formula has no real value anywhere between, and the rest means nothing
};

/// Compiled once for the formula `root` of an arena, which may grow but must live. Without the room of balls, and of
/// more than one variable, nothing is ever known. One thread at a time.
class Stretches {
 public:
  Stretches(const Arena& arena, Id root);
  Stretches(Stretches&&) noexcept;
  Stretches& operator=(Stretches&&) noexcept;
  ~Stretches();

  /// Nothing where the formula may have a kink or lack a value between, is too wild to be a polynomial to within
  /// `relative` of its size there or `absolute`, or is arithmetic alone, of which doubles may tell more: that a value is
  /// exact. Takes some ten microseconds for each operation.
  std::optional<Stretch> over(double lo, double hi, double relative, double absolute);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace adage
