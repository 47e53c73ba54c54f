// SPDX-License-Identifier: BSL-1.0
// What this processor has, asked once.
#include "lanes/target.hpp"

#include <algorithm>
#include <cstdlib>

namespace adage::lanes {
namespace {

Target best() {
#if defined(__x86_64__) && defined(__GNUC__)
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return Target::baseline;
  const bool wide = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                    __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
  return wide ? Target::avx512 : Target::avx2;
#else
  return Target::baseline;
#endif
}

Target chosen() {
  const Target most = best();
  const char* wanted = std::getenv("ADAGE_TARGET");  // NOLINT(concurrency-mt-unsafe): read once, under a static's lock
  if (wanted == nullptr) return most;
  const auto named = std::ranges::find(kTargetNames, std::string_view(wanted));
  if (named == kTargetNames.end()) return most;
  return std::min(most, static_cast<Target>(named - kTargetNames.begin()));
}

}  // namespace

Target target() {
  static const Target result = chosen();
  return result;
}

}  // namespace adage::lanes
