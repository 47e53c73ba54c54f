// SPDX-License-Identifier: BSL-1.0
// Integrals with an error that is surely bounded: adaptive Gauss-Legendre quadrature, its error bounded by values of
// the integrand off the real line (Petras 2002; Johansson 2018), where that has one analytic extension.
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "graph/arena.hpp"

namespace adage {

struct IntegralLimits {
  std::uint64_t evaluations = 20'000;  ///< of the integrand; what is then found still encloses the integral
};

/// Compiled once for the integrand. Without the room of balls there is never an answer. One thread at a time.
class Integrator {
 public:
  /// The integrand `root` as a function of `variable`; other variables are parameters.
  Integrator(const Arena& arena, Id root, Id variable);
  Integrator(Integrator&&) noexcept;
  Integrator& operator=(Integrator&&) noexcept;
  ~Integrator();

  /// The variables beside that of integration, in the order in which `over` takes their values.
  std::span<const Id> parameters() const;

  struct Interval {
    double lo = 0;
    double hi = 0;
  };
  /// Encloses ∫ from lo to hi for all values of the parameters in the intervals given. The integrand must have a real
  /// value at every point between; nothing when it has no analytic extension that is understood, or is too wild.
  std::optional<Interval> over(double lo, double hi, std::span<const Interval> parameters = {},
                               const IntegralLimits& limits = {});

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace adage
