// SPDX-License-Identifier: BSL-1.0
// Fractions with a divisor in common, as the quotient rule leaves them: 1/(1 + u) - u/(1 + u)^2 is 1/(1 + u)^2. What
// is left of the terms of the numerator loses nothing to rounding, where the fractions cancel almost all.
#pragma once

#include "simplify/sum.hpp"

namespace adage {

/// Brings terms of the sum over a common power of a sum that several divide by, if they become fewer, or as many that
/// are shorter; `levels` as for rewrite_sum, which simplifies the numerator. True if any did.
bool join_fractions(SimplifyContext& context, Sum& sum, int levels);

}  // namespace adage
