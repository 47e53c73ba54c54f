// SPDX-License-Identifier: BSL-1.0
// Range and slopes of a card: extremes over all pieces of the line and over the joints between them.
#include "analyze/card.hpp"
#include "analyze/extremes.hpp"
#include "analyze/figures.hpp"

namespace adage::analysis {

void fill_range(const Subject& subject, Card& card) {
  Collector values(subject, 0);
  const auto& pieces = subject.line.pieces;
  for (std::size_t i = 0; i + 1 < pieces.size(); ++i) {
    const Id value = value_at(subject.constants, subject.f, subject.variable, pieces[i].to.exact);
    if (value != kNone) {
      values.add_value(value, pieces[i].to);
    } else {
      values.add_perhaps(pieces[i].to);
    }
  }
  card.infimum = values.extreme(-1);
  card.supremum = values.extreme(1);

  Collector slopes(subject, 1);
  // Between slopes of both signs lies a zero, where the derivative is continuous.
  bool zero_slope = false;
  for (const Piece& piece : pieces) {
    for (std::size_t i = 0; i != piece.levels[1].size(); ++i) {
      const Stretch& s = piece.levels[1][i];
      const bool follows =
          i != 0 && s.known && piece.levels[1][i - 1].known && s.analytic && piece.levels[1][i - 1].analytic;
      zero_slope |= (s.known && s.sign == 0 && s.analytic) || (follows && s.sign * piece.levels[1][i - 1].sign <= 0) ||
                    (follows && s.from_zero);
    }
  }
  slopes.take_sizes();
  card.lipschitz = slopes.extreme(1);
  card.least_slope = slopes.extreme(-1);
  if (zero_slope) {
    card.least_slope.value = exactly(subject.constants, subject.constants.number(Rational(0)));
    card.least_slope.attained = Answer::yes;
  }
}

}  // namespace adage::analysis
