// SPDX-License-Identifier: BSL-1.0
// Products and values that vanish on the way to a result that does not: exp(-x)*exp(-x)*exp(x) is zero from 373 on,
// x/(1 + x^2)/(1 + x^2)*x from 1e108 on, and 1e200*exp(-x) from 746 on.
#pragma once

#include <vector>

#include "lower/tape.hpp"

namespace adage {

/// The products, quotients and powers that may vanish, or lose digits, and are multiplied by something large or divided
/// by something small afterwards: those in which exponentially small values meet, and those of large or small inputs.
/// Also the functions with exponentially small values that are multiplied by seven decades or more, one of a moderate
/// input being worth three.
/// By the tape alone, and by few ways in which inputs may be large or small beside each other: what is vast in one
/// input and a little less vast in the other may be missed.
std::vector<std::size_t> sunk_products(const Tape& tape);

}  // namespace adage
