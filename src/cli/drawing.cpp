// SPDX-License-Identifier: BSL-1.0
// Complaints of other programs are passed on, but not at any length.
#include "cli/drawing.hpp"

#include <fmt/format.h>

#include <adage/error.hpp>
#include <algorithm>
#include <system_error>

#include "cli/tool.hpp"

namespace adage::cli {

std::string drawn_by(const Draughtsman& who, const std::vector<std::string>& arguments, std::string_view input) {
  constexpr std::size_t longest = 400;
  std::optional<ToolResult> result;
  try {
    result = run_tool(std::string(who.program), arguments, input);
  } catch (const std::system_error& error) {
    throw Error(error.what());
  }
  if (!result) {
    throw Error(
        fmt::format("{} is needed for this picture: apt-get install {}; {}", who.program, who.package, who.instead));
  }
  if (result->interrupted) throw Error("interrupted; no picture was written");
  const std::string reason = result->errors.substr(0, std::min(result->errors.find('\n'), longest));
  if (result->status != 0)
    throw Error(fmt::format("{} failed with status {}: {}", who.program, result->status, reason));
  if (result->out.empty()) throw Error(fmt::format("{} wrote no picture: {}", who.program, reason));
  return std::move(result->out);
}

}  // namespace adage::cli
