// SPDX-License-Identifier: BSL-1.0
// Lines and texts of a script.
#include "script/script.hpp"

#include <algorithm>

namespace adage {

Script::Script(std::string_view source, std::string_view name, const grammar::Options& options)
    : source_(source), name_(name), parsed_(grammar::parse_script(source, options)), line_begins_{0} {
  const std::string_view lines = source.substr(0, options.max_bytes);
  for (std::size_t at = lines.find('\n'); at != std::string_view::npos; at = lines.find('\n', at + 1)) {
    line_begins_.push_back(static_cast<std::uint32_t>(at + 1));
  }
}

std::string Script::text(Span span) const {
  std::string result;
  bool blank = false, comment = false;
  for (const char c : source_.substr(span.begin, span.end - span.begin)) {
    comment = c != '\n' && (comment || c == '#');
    if (comment || c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      blank = !result.empty();
      continue;
    }
    if (blank) result += ' ';
    blank = false;
    result += c;
  }
  return result;
}

std::uint32_t Script::line(std::uint32_t offset) const {
  return static_cast<std::uint32_t>(std::ranges::upper_bound(line_begins_, offset) - line_begins_.begin());
}

}  // namespace adage
