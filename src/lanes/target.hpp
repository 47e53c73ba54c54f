// SPDX-License-Identifier: BSL-1.0
// The machines for which lanes are compiled: one library holds the code of several and picks at start-up what the
// processor has. All give the same bits; they differ in speed.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace adage::lanes {

enum class Target : std::uint8_t {
  baseline,  ///< what every processor of the architecture has
  avx2,      ///< x86-64 with AVX2 and FMA
  avx512,    ///< x86-64 with AVX-512 F, DQ, BW and VL
};
inline constexpr std::size_t kTargets = 3;
inline constexpr std::array<std::string_view, kTargets> kTargetNames{"baseline", "avx2", "avx512"};

/// The best target of this processor, or what the environment variable ADAGE_TARGET names if the processor has it.
/// Decided once; safe to call from any thread.
Target target();
inline std::string_view name(Target target) { return kTargetNames[static_cast<std::size_t>(target)]; }

}  // namespace adage::lanes
