// SPDX-License-Identifier: BSL-1.0
// Operations written in terms of those that the algebra takes apart. Each is an identity with the same domain.
#pragma once

#include <span>
#include <string_view>

namespace adage::algebra {

struct Definition {
  std::string_view name;
  std::string_view formula;  ///< over the row's own parameters
};

std::span<const Definition> definitions();

}  // namespace adage::algebra
