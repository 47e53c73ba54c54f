// SPDX-License-Identifier: BSL-1.0
// Exact reasoning about linear inequalities in a few variables: reading them from nodes, and telling when they
// contradict each other. What is not linear, or too large, is left alone, which is always safe.
#pragma once

#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "graph/affine.hpp"

namespace adage {

/// `form` > 0, or >= 0.
struct Inequality {
  Affine form;
  bool strict = true;
};

/// One in a single variable as a comparison of that with a number.
Id bound_of(Arena& arena, const Inequality& inequality);

/// Do these surely have no common solution? By elimination (Fourier 1827, Motzkin 1936).
bool contradictory(std::vector<Inequality> inequalities);

/// The values that one variable may take.
struct Interval {
  std::optional<Rational> lo;
  std::optional<Rational> hi;
  bool lo_open = true;
  bool hi_open = true;

  bool is_point() const { return lo && hi && *lo == *hi; }
};

/// What those of the inequalities that are about `variable` alone say of it.
Interval interval(Id variable, std::span<const Inequality> inequalities);

}  // namespace adage
