// SPDX-License-Identifier: BSL-1.0
// The most accurate forms that an e-graph holds, by measurement: each class keeps the form whose computed values are
// closest to the true ones, starting from the leaves.
#pragma once

#include <vector>

#include "accuracy/trial.hpp"
#include "simplify/egraph.hpp"

namespace adage {

/// Forms of the class `root` as nodes, the best first, each made of the best forms of its parts. `weights` says how
/// much each point counts.
std::vector<Id> accurate_forms(EGraph& graph, ClassId root, Trial& trial,
                               const std::vector<std::vector<double>>& truths, std::span<const double> weights);

/// The true values of every class: by class, empty for those without a form.
std::vector<std::vector<double>> class_truths(EGraph& graph, const Trial& trial);

}  // namespace adage
