// SPDX-License-Identifier: BSL-1.0
// A loop over columns compiled for every target. Vectors are as wide as the processor has them, without a second text
// of the loop.
#pragma once

#include "lanes/target.hpp"

namespace adage::lanes {

#if defined(__x86_64__) && defined(__GNUC__)
template <class Loop, class... Args>
[[gnu::target("avx2,fma")]] void on_avx2(Loop loop, Args... args) {
  loop(args...);
}
template <class Loop, class... Args>
[[gnu::target("avx512f,avx512dq,avx512bw,avx512vl,fma")]] void on_avx512(Loop loop, Args... args) {
  loop(args...);
}
#endif

/// `loop(args...)`, which must always be inlined, in the version for this machine.
template <class Loop, class... Args>
void on_target(Loop loop, Args... args) {
#if defined(__x86_64__) && defined(__GNUC__)
  if (target() == Target::avx512) return on_avx512(loop, args...);
  if (target() == Target::avx2) return on_avx2(loop, args...);
#endif
  loop(args...);
}

}  // namespace adage::lanes
