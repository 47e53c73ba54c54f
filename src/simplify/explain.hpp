// SPDX-License-Identifier: BSL-1.0
// How a result was reached: single steps, each the use of one rule, arithmetic or exact algebra.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "simplify/search.hpp"

namespace adage {

/// Names of steps beside those of the rule table and of a Witness.
inline constexpr std::string_view kArithmetic = "arithmetic";
inline constexpr std::string_view kUnsaid = "simplification";  ///< nothing closer is known

struct ExplainedStep {
  std::string rule;
  Id after = kNone;
};

/// The steps from `root` to what `search` makes of it under the same options; none when that is `root` itself. Throws
/// LimitError for more nodes than a window has.
std::vector<ExplainedStep> explain(Arena& arena, Id root, const SearchOptions& options = {});

/// The steps to `goal`, which is known to be equal.
std::vector<ExplainedStep> explain(Arena& arena, Id root, Id goal, const SearchOptions& options);

}  // namespace adage
