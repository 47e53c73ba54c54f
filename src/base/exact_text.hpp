// SPDX-License-Identifier: BSL-1.0
// Numbers as people read them: 1.25e-300 and not three hundred zeros.
#pragma once

#include <string>

#include "base/rational.hpp"

namespace adage {

/// The digits d1d2d3... times 10^exponent in scientific notation.
std::string scientific(std::string digits, long exponent);
/// The number exactly, as the formula language reads it: `1.25e-300`, `-3`, `1/3`. As plain digits up to so many
/// characters, and beyond where that is no longer.
std::string exact_text(const Rational& value, std::size_t plain_up_to = 10);

}  // namespace adage
