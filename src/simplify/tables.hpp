// SPDX-License-Identifier: BSL-1.0
// The rules that local simplification applies, compiled once.
#pragma once

#include "rules/rule.hpp"

namespace adage {

const RuleSet& simplify_rule_set();

}  // namespace adage
