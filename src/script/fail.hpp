// SPDX-License-Identifier: BSL-1.0
// How a statement gives up.
#pragma once

#include <adage/error.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/codes.hpp"

namespace adage {

/// Throws BuildError.
[[noreturn]] void fail(std::string_view code, Span span, std::string message, std::string suggestion = {},
                       std::vector<Note> notes = {});

}  // namespace adage
