// SPDX-License-Identifier: BSL-1.0
// Other programs as tools: text in, text out, no shell between.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adage::cli {

struct ToolResult {
  int status = 0;  ///< its exit status; 128 and the signal's number when a signal ended it
  std::string out;
  std::string errors;
  bool interrupted = false;  ///< by Ctrl-C, which ends the tool and not this program
};

/// Runs `program`, found on PATH, on `input` as its standard input until it ends. Nothing when there is no such
/// program. Throws std::system_error when it cannot be run for another reason. Not while an Interrupt lives.
std::optional<ToolResult> run_tool(const std::string& program, const std::vector<std::string>& arguments,
                                   std::string_view input);

}  // namespace adage::cli
