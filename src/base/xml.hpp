// SPDX-License-Identifier: BSL-1.0
// Any bytes as text within XML and HTML.
#pragma once

#include <string>
#include <string_view>

namespace adage {

/// Fit to stand between tags and within quotes: marks are escaped, and what no XML may hold becomes U+FFFD.
std::string xml_text(std::string_view text);

}  // namespace adage
