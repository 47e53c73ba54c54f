// SPDX-License-Identifier: BSL-1.0
// Restricted Damerau-Levenshtein over three rows of the table; names are short, so nothing cleverer pays.
#include "base/suggest.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace adage {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), previous(b.size() + 1), current(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) previous[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      current[j] = std::min({previous[j] + 1, current[j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) current[j] = std::min(current[j], before[j - 2] + 1);
    }
    std::swap(before, previous);
    std::swap(previous, current);
  }
  return previous[b.size()];
}

std::optional<std::string_view> nearest(std::string_view name, std::span<const std::string_view> candidates) {
  constexpr std::size_t longest = 64;
  if (name.empty() || name.size() > longest) return std::nullopt;
  const std::string wanted = lower(name);
  std::optional<std::string_view> best;
  std::size_t least = longest;
  for (const std::string_view candidate : candidates) {
    const std::size_t longer = std::max(candidate.size(), name.size());
    const std::size_t shorter = std::min(candidate.size(), name.size());
    if (longer - shorter >= least || candidate.size() > longest) continue;
    const std::size_t distance = edit_distance(wanted, lower(candidate));
    // One edit in three letters is the most that still looks like the same word.
    if (distance < least && distance <= std::max<std::size_t>(1, (longer + 1) / 3) && distance < longer) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

}  // namespace adage
