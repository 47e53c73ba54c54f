// SPDX-License-Identifier: BSL-1.0
// From an e-graph back to nodes: in each class one form is chosen.
#pragma once

#include <vector>

#include "simplify/cost.hpp"

namespace adage {

/// For each class by its id, the form chosen, or kNoForm.
using Choice = std::vector<NodeId>;
inline constexpr NodeId kNoForm = 0xFFFF'FFFF;

/// The cheapest choice under `model`, what is shared being paid once (greedily, since the least is NP-hard; cf.
/// Goharshady, Lam & Parreaux 2024). Of a class that is defined everywhere only forms are chosen that are. Every class
/// that has a finite form gets one.
Choice cheapest(const EGraph& graph, const CostModel& model);

/// A choice that is no dearer for these roots, together, by exchanging forms one by one; with `keep_roots` those of
/// what is below the roots alone.
Choice exchanged(const EGraph& graph, const CostModel& model, Choice choice, std::span<const ClassId> roots,
                 bool keep_roots = false);

}  // namespace adage
