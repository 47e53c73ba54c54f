// SPDX-License-Identifier: BSL-1.0
// The second tier of simplification: equality saturation over small graphs, or over windows of larger ones.
#pragma once

#include <span>
#include <vector>

#include "simplify/cost.hpp"
#include "simplify/saturate.hpp"

namespace adage {

struct SearchOptions {
  Aim aim = Aim::balanced;
  std::span<const Id> assumptions{};
  SaturationLimits limits{};
  std::size_t window = 160;                          ///< nodes that are searched at one time
  std::size_t max_searched = 2'000;                  ///< beyond so many nodes only local simplification is done
  bool algebra = true;                               ///< exact algebra's forms are candidates
  bool sigmoids = false;                             ///< in sigmoids as unknowns too, whose forms need room
  bool alternatives = false;                         ///< the roots are forms of one function
  std::vector<std::vector<Id>>* stations = nullptr;  ///< receives what the roots are in between, the result last
  std::vector<Id>* others = nullptr;                 ///< receives the equal forms of a single root that were weighed
};

/// Nodes equal to `roots` wherever those are defined, at no higher cost under the aim. Idempotent; deterministic unless
/// the time limit is reached. For the aim `accuracy` this is the starting point, chosen as for `balanced`.
std::vector<Id> search(Arena& arena, std::span<const Id> roots, const SearchOptions& options = {});

/// Forms of one number of which all of `equals` are forms, that avoid differences which may cancel and functions which
/// may leave the numbers.
std::vector<Id> steady_forms(Arena& arena, std::span<const Id> equals, const SearchOptions& options);

/// An e-graph of `roots` saturated under the options, exact algebra's forms among it. `classes` receives the class of
/// each root.
EGraph saturated(Arena& arena, std::span<const Id> roots, Ranges& known, const SearchOptions& options,
                 std::vector<ClassId>& classes, const NodeMap<bool>& leaves = {}, Witness* witness = nullptr);

}  // namespace adage
