// SPDX-License-Identifier: BSL-1.0
// Operations on complex balls, for those that are analytic on a part of the plane around their real domain.
#pragma once

#include <acb.h>

#include "graph/arena.hpp"

namespace adage::ball {

/// `result` encloses `op` of `args`. Where `analytic`, a ball that may meet a cut or a pole has no finite result.
using Extend = void (*)(acb_t result, std::span<const acb_struct* const> args, bool analytic, slong bits);

/// What extends `op` to the plane; null when it has no analytic extension, or none that is known here.
Extend extension_of(Op op);

}  // namespace adage::ball
