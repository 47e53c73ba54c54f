// SPDX-License-Identifier: BSL-1.0
// The errors of forms as they are run, and as they are written: after lowering, which mends much of what looks unsafe,
// and puts back what rounding loses of the arguments of exponentials and sines.
#pragma once

#include "accuracy/trial.hpp"

namespace adage {

/// Forms of one function at the points of a trial, of which there must be some. Each is run once; references stay valid
/// until the next question.
class AsRun {
 public:
  /// How `compile` is asked to run them.
  struct Options {
    bool simplify = false;  ///< locally first
    /// With a second look at what leaves the numbers on the way, and with less that does; others run forms without.
    bool extended = true;
  };
  /// The forms depend on `inputs` alone.
  AsRun(const Arena& arena, const Trial& points, std::span<const Id> inputs, const Options& options);
  /// The means of both count, for forms that people take elsewhere.
  void count_written() { counts_written_ = true; }
  /// The bits of error of the form as it is written, at each point.
  std::vector<double> written_bits(Id form);

  const Trial& points() const { return points_; }
  /// The bits of error (see bits_of_error) at each point, and their mean.
  const std::vector<double>& bits(Id form) { return measured(form).bits; }
  double mean(Id form);
  /// The mean of the form as it is run alone.
  double run_mean(Id form) { return measured(form).run_mean; }
  /// By which forms are compared: an error at few points counts too, as run.
  double score(Id form);

 private:
  struct Measured {
    std::vector<double> bits;
    double worst, run_mean;  ///< of the form as it is run
  };
  const Measured& measured(Id form);

  const Arena& arena_;
  Trial points_;
  std::vector<Id> inputs_;
  Options options_;
  bool counts_written_ = false;
  NodeMap<Measured> measured_;
};

}  // namespace adage
