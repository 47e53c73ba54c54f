// SPDX-License-Identifier: BSL-1.0
// An expression over a box: is it surely nonnegative there? By its enclosure, by its slopes (mean-value form, Moore
// 1966), and around points where it touches zero by its curvature. Says nothing about what lies outside the box.
#pragma once

#include "ball/ball.hpp"
#include "verify/question.hpp"

namespace adage {

using Box = std::vector<Extent>;  ///< for each variable of a question

class Enclosed {
 public:
  /// About `difference`, a number-valued node of the question's arena, wherever it is defined and the question's
  /// assumptions hold.
  Enclosed(Question& question, Id difference, bool strict);

  struct View {
    bool settled = false;  ///< above zero as wanted at every point of the box that counts
    double lowest = 0;     ///< the difference is surely not below this, in the box
  };
  View view(const Box& box);

  /// At an exact point: surely as wanted (1), surely not (-1), or unknown (0). Nothing where the assumptions or the
  /// difference may not hold or exist.
  std::optional<int> at(std::span<const Rational> point, unsigned bits);
  /// For one variable: remembers the point if the difference is exactly zero there. Few are tried.
  void try_zero(const Rational& point);
  /// A point at which the difference is exactly zero, inside (lo, hi).
  std::optional<Rational> zero_between(const Rational& lo, const Rational& hi) const;
  std::uint64_t cost() const { return balls_->cost(); }

 private:
  struct Touch {
    Rational point;
    bool flat = false;  // the slope is exactly zero there too
  };
  bool above(Id id) const;
  bool jump_free(bool kink_free) const;
  bool settled_by_slopes(const Box& box);
  void tighten(Enclosure& slope, const Extent& extent);
  void find_sign(Enclosure& slope, const Extent& extent);
  bool settled_by_curvature(const Box& box) const;
  bool is_zero_at(Id id, const Rational& point) const;
  void evaluate(const Box& box);

  Question& question_;
  bool strict_;
  Id difference_;
  Id simple_;
  std::vector<Id> slopes_;  // empty: there are none
  Id curvature_ = kNone;
  std::vector<Id> switches_;    // functions whose zeros are kinks
  std::vector<Id> jumps_;       // functions at whose zeros the value may jump
  std::vector<Id> conditions_;  // of choices
  std::vector<Id> bases_;       // of powers with a varying exponent, which are continuous for positive ones only
  std::optional<BallEvaluator> balls_;
  std::vector<std::size_t> places_;  // of the evaluator's variables among the question's
  std::vector<Touch> touches_;
  std::vector<Rational> tried_;
};

}  // namespace adage
