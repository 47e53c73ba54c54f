// SPDX-License-Identifier: BSL-1.0
// A formula of one variable between two numbers that lie close together, as a short polynomial with a proved error: at
// each of many points a few products tell what a ball would, some hundred times as fast. No type of Arb shows here.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>

#include "graph/arena.hpp"
#include "lanes/lane.hpp"

namespace adage {

/// What the formula is between two numbers, to within `error`, which pays for the roundings of `at` and of moving its
/// result by the error as well; where that is infinite there is no bound.
struct Approximant {
  static constexpr std::size_t kTerms = 10;
  double center = 0;
  double to_unit = 0;  ///< what makes [-1, 1] of the distances from the center
  double coefficients[kTerms]{};
  double error = 0;
  bool defined = true;  ///< false: the formula has no real value anywhere between, and the rest means nothing

  [[gnu::always_inline]] double at(double x) const { return lanes::horner<0, 1>((x - center) * to_unit, coefficients); }
};

/// Compiled once for the formula `root` of an arena, which may grow but must live. Without the room of balls, and of
/// more than one variable, nothing is ever known. One thread at a time.
class Approximants {
 public:
  Approximants(const Arena& arena, Id root);
  Approximants(Approximants&&) noexcept;
  Approximants& operator=(Approximants&&) noexcept;
  ~Approximants();

  /// Nothing where the formula may have a kink or lack a value between, is too wild to be a polynomial to within
  /// `relative` of its size there or `absolute`, or is arithmetic alone, of which doubles may tell more: that a value
  /// is exact. Takes some ten microseconds for each operation.
  std::optional<Approximant> over(double lo, double hi, double relative, double absolute);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace adage
