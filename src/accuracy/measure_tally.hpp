// SPDX-License-Identifier: BSL-1.0
// What is found at single points, gathered so that neither the order of points nor that of threads matters: sums are
// whole numbers, and what is kept of several is decided by a total order.
#pragma once

#include <adage/accuracy.hpp>
#include <span>

#include "ball/ball.hpp"
#include "verify/judge.hpp"

namespace adage {

/// Of one program.
class AccuracyTally {
 public:
  AccuracyTally(AccuracyOptions::Precision precision, std::size_t most_worst);

  /// A point as the tally sees it; copied only when it is kept.
  struct Place {
    std::uint64_t index = 0;
    std::span<const double> inputs;
    double computed = 0;
    bool sampled = true;  ///< counts in the average
  };

  void exclude() { ++report_.points, ++report_.excluded; }
  void undefined() { ++report_.points, ++report_.undefined; }
  void undecided(const Place& place);
  /// The true value rounds to an infinity of this sign.
  void beyond(const Place& place, bool positive);
  /// The computed value is an infinity or NaN and should not.
  void nonfinite(const Place& place);
  void measured(const Place& place, const Split& truth, const Judgement& judgement);

  void merge(const AccuracyTally& from);
  /// Everything but words.
  AccuracyReport finish() const;

 private:
  struct Worst {
    std::vector<int> region;
    AccuracyReport::Point point;
  };
  void note(AccuracyReport::Finding& finding, const Place& place) const;
  void merge(AccuracyReport::Finding& into, const AccuracyReport::Finding& from) const;
  void offer(AccuracyReport::Largest& largest, double error, const Place& place) const;
  void offer(const Place& place, double ulps);
  void insert(Worst one);
  void add_bits(double bits);

  AccuracyReport report_;
  FloatFormat format_;
  std::size_t most_worst_;
  std::uint64_t bits_ = 0;      ///< in units of 2^-20
  std::vector<Worst> worst_{};  ///< sorted
};

}  // namespace adage
