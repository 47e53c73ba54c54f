// SPDX-License-Identifier: BSL-1.0
// What local simplification did, told by its rules: one at a time, each at one node.
#pragma once

#include <optional>
#include <vector>

#include "simplify/equations.hpp"
#include "simplify/explain.hpp"

namespace adage {

/// The steps from `a` to `b`, which local simplification makes of it; nothing when single rules and arithmetic do not
/// lead there.
std::optional<std::vector<ExplainedStep>> local_steps(Prover& prover, Id a, Id b, std::span<const Id> assumptions);

}  // namespace adage
