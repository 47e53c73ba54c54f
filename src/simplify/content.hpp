// SPDX-License-Identifier: BSL-1.0
// Whole numbers that all terms of a sum have in common, cancelled in products: 2*x/(2*x^2 + 4) is x/(x^2 + 2).
#pragma once

#include "simplify/product.hpp"

namespace adage {

/// Takes such numbers out of the product's sums, where that leaves no coefficient or there is one in any case. True if
/// it did.
bool cancel_contents(SimplifyContext& context, Product& product);

}  // namespace adage
