// SPDX-License-Identifier: BSL-1.0
// The tables that make up the rule table, one a family.
#pragma once

#include <span>

#include "rules/rule.hpp"

namespace adage {

std::span<const RuleRow> local_rules();
std::span<const RuleRow> simplify_rules();
std::span<const RuleRow> lowering_rules();

}  // namespace adage
