// SPDX-License-Identifier: BSL-1.0
// All that a picture shows of one function besides its lines: parts, dots at joints, asymptotes, saturation. Exact
// where the analysis is; what it does not know is not drawn.
#pragma once

#include <memory>

#include "plot/trace.hpp"

namespace adage::plotting {

class Outline {
 public:
  /// `f` in `arena`, a function of at most one variable. The work is over after about `seconds`.
  Outline(const Arena& arena, Id f, Id variable, double epsilon, double seconds);
  ~Outline();

  std::vector<Part> parts() const;
  /// Of one order, within [left, right].
  std::vector<Plot::Dot> dots(std::size_t order, double left, double right) const;
  /// Sloping and level ones towards either end of the line, and upright ones at poles.
  std::vector<Plot::Path> asymptotes(const Frame& frame) const;
  std::vector<std::pair<double, double>> saturated(double left, double right) const;
  bool has_derivative(std::size_t order) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace adage::plotting
