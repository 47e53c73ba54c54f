// SPDX-License-Identifier: BSL-1.0
// The tables that make up the rule table: one a stage, and one a family of those for saturation. Headings included.
#pragma once

#include <span>

#include "rules/rule.hpp"

namespace adage {

std::span<const RuleRow> local_rules();
std::span<const RuleRow> simplify_rules();
std::span<const RuleRow> lowering_rules();
std::span<const RuleRow> fusing_rules();  ///< of no stage: only fusing_identities applies them

std::span<const RuleRow> arithmetic_rules();
std::span<const RuleRow> power_rules();
std::span<const RuleRow> exponential_rules();
std::span<const RuleRow> logistic_rules();
std::span<const RuleRow> hyperbolic_rules();
std::span<const RuleRow> trigonometric_rules();
std::span<const RuleRow> error_rules();
std::span<const RuleRow> piecewise_rules();

}  // namespace adage
