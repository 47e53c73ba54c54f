// SPDX-License-Identifier: BSL-1.0
// The enclosure of each operation, one row each.
#pragma once

#include "ball/number.hpp"

namespace adage::ball {

/// What encloses `op`; null for numbers and variables, which have values of their own. Never null otherwise.
Enclose enclosure_of(Op op);

/// `op` of `args`, definedness and the image of the operation taken into account.
Number apply(Op op, std::span<const Number* const> args, slong bits);

}  // namespace adage::ball
