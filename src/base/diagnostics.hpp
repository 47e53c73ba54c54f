// SPDX-License-Identifier: BSL-1.0
// A diagnostic as a person reads it: the message, the line of the source with a caret under the exact span, what was
// expected, what to write instead, notes. Any bytes may stand in the source; nothing is printed raw that would upset
// a terminal.
#pragma once

#include <adage/error.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace adage {

/// Where a byte of a text stands: both 1-based, the column in code points.
struct Position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

Position position_of(std::string_view source, std::uint32_t offset);

/// The diagnostic as text, lines separated by newlines, none at the end. With `color`, ANSI escapes.
/// Spans outside the source are drawn back into it. Linear in the source up to the span.
std::string render(const Diagnostic& diagnostic, std::string_view source, std::string_view source_name,
                   bool color = false);

/// Fills in line, column and rendered text (without colour) of each.
void finish(std::vector<Diagnostic>& diagnostics, std::string_view source, std::string_view source_name);

}  // namespace adage
