// SPDX-License-Identifier: BSL-1.0
// How messages name what a user wrote.
#pragma once

#include <string>
#include <string_view>

namespace adage {

inline std::string in_backticks(std::string_view name) { return "`" + std::string(name) + "`"; }

}  // namespace adage
