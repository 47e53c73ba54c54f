// SPDX-License-Identifier: BSL-1.0
// Exact reasoning about linear inequalities in a few variables: reading them from nodes, and telling when they
// contradict each other. What is not linear, or too large, is left alone, which is always safe.
#pragma once

#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "graph/arena.hpp"

namespace adage {

/// Σ coefficient·variable + constant, with rational numbers; variables ascending, no coefficient zero.
struct Affine {
  std::vector<std::pair<Id, Rational>> terms;
  Rational constant;

  bool is_constant() const { return terms.empty(); }
  Rational coefficient(Id variable) const;
  friend bool operator==(const Affine&, const Affine&) = default;
};

Affine operator+(const Affine& a, const Affine& b);
Affine operator*(const Rational& factor, const Affine& a);

/// The node as an affine function of variables, if it visibly is one.
std::optional<Affine> affine(const Arena& arena, Id id);

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
