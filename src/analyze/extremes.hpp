// SPDX-License-Identifier: BSL-1.0
// Candidates for the largest and the least value of a function or of its derivative, over all pieces of the line.
#pragma once

#include "analyze/card.hpp"

namespace adage::analysis {

struct Interval {
  double lo = 0;
  double hi = 0;
};

/// Where an extreme may lie. The supremum of what the candidate stands for is in `above`, the infimum in `below`.
struct Candidate {
  Place at;
  Interval above;
  Interval below;
  Id exact = kNone;
  bool attained = false;  ///< the value is taken there, not merely approached
  bool point = false;
  bool unknown = false;  ///< a stretch of which little is known
};

class Collector {
 public:
  /// Of the n-th derivative, 0 or 1, without what holds at joints alone.
  Collector(const Subject& subject, int n);
  void add_value(Id value, const Place& place);
  void add_perhaps(const Place& place);
  /// From now on of the absolute value.
  void take_sizes();
  /// The supremum for sign 1, the infimum for -1.
  Card::Extreme extreme(int sign) const;

 private:
  void collect(Piece& piece);
  void add_end(const EndValue& end, const Place& place);
  void add_point(Piece& piece, const Place& place);
  void add_unknown(Piece& piece, const Stretch& s);
  static std::optional<double> cut_of(const Piece& piece, double lo, double hi);
  std::optional<Range> far_range(Piece& piece, double lo, double hi);

  const Subject& subject_;
  int n_;
  std::vector<Candidate> candidates_;
};

}  // namespace adage::analysis
