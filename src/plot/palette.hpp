// SPDX-License-Identifier: BSL-1.0
// The colours of curves, in order (Okabe and Ito 2008), for paper and for terminals of 256 colours.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace adage {

struct Color {
  std::string_view html;
  int terminal;  ///< of 256
};

inline constexpr std::array<Color, 7> kColors{{{"#0072b2", 33},
                                               {"#d55e00", 208},
                                               {"#009e73", 36},
                                               {"#cc79a7", 175},
                                               {"#e69f00", 214},
                                               {"#56b4e9", 117},
                                               {"#000000", 250}}};

inline const Color& palette(std::size_t i) { return kColors[i % kColors.size()]; }

}  // namespace adage
