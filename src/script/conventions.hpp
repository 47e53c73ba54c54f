// SPDX-License-Identifier: BSL-1.0
// What the catalogue records of other people's derivatives at a kink.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace adage {

/// At a point: who returns what, both as the catalogue writes them.
struct Convention {
  std::string point;
  std::vector<std::pair<std::string, std::string>> slopes;
};

/// Of the function of that name in the catalogue, or of `relu_act` for `relu`; empty where nothing is recorded.
std::vector<Convention> conventions_of(std::string_view name);

}  // namespace adage
