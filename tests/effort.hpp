// SPDX-License-Identifier: BSL-1.0
// How much random testing a build can afford.
#pragma once

namespace adage::testing {

#ifdef NDEBUG
inline constexpr int scale = 10;
#else
inline constexpr int scale = 1;  // sanitizers make every step slower
#endif

}  // namespace adage::testing
