// SPDX-License-Identifier: BSL-1.0
// Did-you-mean: the known name nearest to a mistyped one.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace adage {

/// Edits (insert, delete, replace, swap of neighbours) between two texts, by bytes: the restricted distance of
/// F. Damerau, "A technique for computer detection and correction of spelling errors" (1964).
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate nearest to `name`, letter case ignored first; none when even the nearest is too far to be meant. Among
/// equals the first candidate wins. Names longer than 64 bytes have no nearest.
std::optional<std::string_view> nearest(std::string_view name, std::span<const std::string_view> candidates);

}  // namespace adage
