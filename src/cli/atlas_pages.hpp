// SPDX-License-Identifier: BSL-1.0
// The pages of the atlas as HTML. Nothing is loaded from elsewhere; without scripts they only lose sorting and overlay.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "cli/atlas_entry.hpp"

namespace adage::cli {

/// Marks a folder that an atlas may be written over.
inline constexpr std::string_view kAtlasMark = "<meta name=\"generator\" content=\"adage atlas\">";

std::string atlas_index(std::span<const AtlasEntry> entries);
std::string atlas_compare(std::span<const AtlasEntry> entries);
/// `previous` and `next` may be null.
std::string atlas_page(const AtlasEntry& entry, const AtlasEntry* previous, const AtlasEntry* next, bool has_plot,
                       bool has_graph);

/// f and f' as a small picture in the page's colours.
std::string atlas_thumbnail(const Plot& plot);

/// The files of the folder `web`.
std::string_view atlas_style();
std::string_view atlas_script();
std::string_view compare_script();

}  // namespace adage::cli
