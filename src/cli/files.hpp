// SPDX-License-Identifier: BSL-1.0
// Files that commands read and write. What is written is whole or not there.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace adage::cli {

struct Workplace;

/// The whole of a file, or of standard input for `-`; nothing after a fault has been reported.
std::optional<std::string> read_file(const std::string& path, Workplace& workplace);

/// Writes the whole of `text` or leaves what was there before; false after a fault has been reported.
bool write_file(const std::string& path, std::string_view text, Workplace& workplace);

}  // namespace adage::cli
