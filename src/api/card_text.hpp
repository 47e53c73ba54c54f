// SPDX-License-Identifier: BSL-1.0
// Words for the parts of a card: places, intervals, stretches; of long lists the first few.
#pragma once

#include <adage/analyze.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace adage::card_text {

inline constexpr std::size_t kShown = 6;  // of a list

std::string shortly(const Figure& figure);
std::string_view name_of(Card::Trend trend);
std::string joined(const std::vector<std::string>& parts, std::string_view separator = ", ");
std::string interval(const Figure& from, const Figure& to, bool closed_left = false, bool closed_right = false);
std::string places(const Card& card, const Card::Extreme& extreme);
std::string stretches_text(const std::vector<Card::Stretch>& stretches);
std::string set_text(const Card::Where& where);
std::string smoothness_text(int k);

}  // namespace adage::card_text
