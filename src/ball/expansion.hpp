// SPDX-License-Identifier: BSL-1.0
// An expression near a point where its terms cancel, as a short polynomial with a proved error. No type of FLINT or Arb
// shows here.
#pragma once

#include <optional>
#include <vector>

#include "graph/arena.hpp"

namespace adage {

/// e = t^order*(c[0] + c[1]*t + ...) with t = atom - center, for 0 < |t| <= radius, to within a quarter of a unit in
/// the last place of a double before the coefficients are rounded, and such that its terms do not cancel.
struct Expansion {
  int center = 0;
  double radius = 0;
  std::int64_t order = 0;
  std::vector<double> coefficients;
  bool hole = false;  ///< e has no value at t = 0
};

/// Of a node that depends on variables through `atom` alone. Tells the largest radius out of a few, the largest being
/// two; nothing where no such polynomial of moderate length is known. Takes milliseconds.
std::optional<Expansion> expansion(const Arena& arena, Id node, Id atom, int center);

}  // namespace adage
