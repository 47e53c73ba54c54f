// SPDX-License-Identifier: BSL-1.0
// Products that vanish on the way to a result that does not: exp(-x)*exp(-x)*exp(x) is zero from 373 on.
#pragma once

#include <vector>

#include "lower/tape.hpp"

namespace adage {

/// The products and quotients in which exponentially small values meet, and which are multiplied by exponentially large
/// ones, or divided by small ones, afterwards. By the tape alone: what is small where, is not looked at.
std::vector<std::size_t> sunk_products(const Tape& tape);

}  // namespace adage
