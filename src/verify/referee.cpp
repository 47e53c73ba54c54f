// SPDX-License-Identifier: BSL-1.0
// One evaluator for both sides, their difference and the assumptions.
#include "verify/referee.hpp"

#include <algorithm>
#include <cmath>

#include "verify/sampling.hpp"

namespace adage {

Referee::Referee(Arena& arena, Id left, Id right, std::span<const Id> assumptions, std::span<const Id> variables)
    : arena_(arena),
      left_(left),
      right_(right),
      difference_(arena.intern(Op::sub, std::array{left, right})),
      assumptions_(assumptions.begin(), assumptions.end()),
      variables_(variables.begin(), variables.end()) {
  std::vector<Id> roots{difference_, left, right};
  roots.insert(roots.end(), assumptions.begin(), assumptions.end());
  balls_.emplace(arena, roots);
}

int Referee::sign_of_difference(std::span<const Rational> point, unsigned bits, unsigned most_bits) {
  std::vector<Rational> values;
  for (const Id id : balls_->variables()) {
    values.push_back(point[static_cast<std::size_t>(std::ranges::find(variables_, id) - variables_.begin())]);
  }
  if (!has_balls()) return 0;
  for (; bits <= most_bits; bits *= 2) {
    balls_->evaluate(values, bits);
    bool holds = true;
    for (const Id assumption : assumptions_) {
      const Enclosure truth = (*balls_)[assumption];
      if (truth.nowhere() || truth.surely_false()) return 0;
      holds = holds && truth.everywhere() && truth.surely_true();
    }
    const Enclosure difference = (*balls_)[difference_];
    if (difference.nowhere()) return 0;
    if (holds && difference.everywhere() && difference.nonzero()) return difference.positive() ? 1 : -1;
    const bool exactly_equal = difference.everywhere() && difference.nonnegative() && difference.nonpositive();
    if (exactly_equal) return 0;
  }
  return 0;
}

std::string Referee::left() const { return text(left_); }
std::string Referee::right() const { return text(right_); }

std::string Referee::text(Id side) const {
  constexpr int most = 1300;
  if (arena_.is_number(side)) return exact_text(arena_.value(side));
  const auto size = [&](Id id) {
    const Enclosure value = (*balls_)[id];
    return std::max(std::fabs(value.lo), std::fabs(value.hi));
  };
  const Enclosure difference = (*balls_)[difference_];
  if (difference.nonnegative() && difference.nonpositive()) return balls_->text(side, 20);
  const double ratio = std::max(size(left_), size(right_)) / size(difference_);
  // Beyond the range of double nothing is known of the ratio but that digits are many.
  const double digits = std::isfinite(ratio) ? std::log10(ratio) + 6 : most;
  return balls_->text(side, static_cast<int>(std::clamp(digits, 6.0, static_cast<double>(most))));
}

}  // namespace adage
