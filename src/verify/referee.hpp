// SPDX-License-Identifier: BSL-1.0
// The last word on a witness: at an exact point, balls of growing precision tell on which side of each other the two
// sides of a question lie. What balls do not separate at 4,096 bits counts as equal here, never as different.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ball/ball.hpp"
#include "verify/question.hpp"

namespace adage {

/// `0.25 ± 1e-60` without what stands after the blank.
inline std::string midpoint(const std::string& enclosure) { return enclosure.substr(0, enclosure.find(' ')); }

inline constexpr unsigned kMostBits = 4096;

class Referee {
 public:
  explicit Referee(Question& question)
      : Referee(*question.arena, question.left, question.right, question.assumptions, question.variables) {}
  /// The sides and assumptions may be copies of a question's, with some variables replaced by numbers.
  Referee(Arena& arena, Id left, Id right, std::span<const Id> assumptions, std::span<const Id> variables);

  /// Where all assumptions surely hold: 1 or -1 when left - right is surely positive or negative; else 0. Truth values
  /// are compared as numbers. Doubles the precision from `bits` to `most_bits` until that is told. One value for each
  /// of the variables.
  int sign_of_difference(std::span<const Rational> point, unsigned bits = 64, unsigned most_bits = kMostBits);
  /// Both sides at the last point, `0.25 ± 1e-60`, to the digits that tell them apart and a few more.
  std::string left() const;
  std::string right() const;

 private:
  std::string text(Id side) const;

  const Arena& arena_;
  Id left_;
  Id right_;
  Id difference_;
  std::vector<Id> assumptions_;
  std::vector<Id> variables_;
  std::optional<BallEvaluator> balls_;
};

}  // namespace adage
