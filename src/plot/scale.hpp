// SPDX-License-Identifier: BSL-1.0
// Which values a picture shows, and which numbers stand beside it.
#pragma once

#include "plot/trace.hpp"

namespace adage::plotting {

/// Everything that is reached with a margin; far ends, as near poles, are cut off to the scale of the rest.
std::pair<double, double> vertical_range(const Reach& reach, std::size_t orders);

/// Numbers from `low` to `high` in steps of 1, 2 or 5 times a power of ten, at most `most` of them (Heckbert 1990).
std::vector<double> ticks(double low, double high, std::size_t most);
/// All of them to the same number of decimals, or in scientific notation.
std::vector<std::string> tick_labels(const std::vector<double>& ticks);

}  // namespace adage::plotting
