// SPDX-License-Identifier: BSL-1.0
// The forms of an expression by the names that options give them.
#pragma once

#include <adage/print.hpp>
#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace adage::cli {

inline constexpr std::array<std::pair<std::string_view, Format>, 6> formats{{{"infix", Format::infix},
                                                                             {"latex", Format::latex},
                                                                             {"mathml", Format::mathml},
                                                                             {"dot", Format::dot},
                                                                             {"tree", Format::tree},
                                                                             {"graph", Format::graph}}};

inline Format format_of(std::string_view name) {
  const auto found = std::ranges::find(formats, name, &std::pair<std::string_view, Format>::first);
  return found == formats.end() ? Format::infix : found->second;
}

}  // namespace adage::cli
