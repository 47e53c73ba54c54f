// SPDX-License-Identifier: BSL-1.0
// Reads the comments that stand right above a definition: `# Elsewhere the slope at 0: PyTorch 0, JAX 1.`
#include "script/conventions.hpp"

#include "script/catalog.hpp"

namespace adage {
namespace {

constexpr std::string_view kMark = "# Elsewhere the slope at ";

Convention read(std::string_view line) {
  line.remove_prefix(kMark.size());
  if (line.ends_with('.')) line.remove_suffix(1);
  const std::size_t colon = line.find(": ");
  Convention result{std::string(line.substr(0, colon)), {}};
  if (colon == line.npos) return result;
  line.remove_prefix(colon + 2);
  while (!line.empty()) {
    const std::size_t end = std::min(line.find(", "), line.size());
    const std::string_view entry = line.substr(0, end);
    const std::size_t blank = entry.rfind(' ');
    if (blank != entry.npos) result.slopes.emplace_back(entry.substr(0, blank), entry.substr(blank + 1));
    line.remove_prefix(std::min(end + 2, line.size()));
  }
  return result;
}

std::vector<Convention> above(std::string_view definition) {
  std::vector<Convention> found;
  std::string_view text = builtin_catalog();
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with(kMark)) {
      found.push_back(read(line));
    } else if (line.starts_with(definition)) {
      return found;
    } else if (!line.starts_with('#')) {
      found.clear();
    }
  }
  return {};
}

}  // namespace

std::vector<Convention> conventions_of(std::string_view name) {
  const std::string plain(name);
  std::vector<Convention> found = above(plain + "(");
  return found.empty() ? above(plain + "_act(") : found;
}

}  // namespace adage
