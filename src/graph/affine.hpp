// SPDX-License-Identifier: BSL-1.0
// Nodes read as affine functions of variables.
#pragma once

#include <optional>
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

}  // namespace adage
