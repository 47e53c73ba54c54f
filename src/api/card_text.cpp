// SPDX-License-Identifier: BSL-1.0
// The texts themselves.
#include "api/card_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace adage::card_text {

std::string shortly(const Figure& figure) { return to_string(figure, 9); }

std::string_view name_of(Card::Trend trend) {
  constexpr std::string_view names[] = {"undecided", "rising",    "falling",      "constant",     "convex", "concave",
                                        "straight",  "undefined", "not negative", "not positive", "zero"};
  return names[static_cast<std::size_t>(trend)];
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
  std::string text;
  for (std::size_t i = 0; i != parts.size() && i != kShown; ++i)
    text += (i == 0 ? "" : std::string(separator)) + parts[i];
  if (parts.size() > kShown) text += fmt::format("{}… ({} in all)", separator, parts.size());
  return text;
}

std::string interval(const Figure& from, const Figure& to, bool closed_left, bool closed_right) {
  return fmt::format("{}{}, {}{}", closed_left ? '[' : '(', shortly(from), shortly(to), closed_right ? ']' : ')');
}

std::string places(const Card& card, const Card::Extreme& extreme) {
  if (extreme.at.empty()) return "";
  std::vector<std::string> parts;
  for (const Figure& at : extreme.at) {
    parts.push_back(at.infinite() ? (at.lo > 0 ? "inf" : "-inf") : shortly(at));
  }
  const std::string_view word = extreme.attained == Answer::no ? "approached at" : "at";
  return fmt::format("{} {} = {}", word, card.variable.empty() ? "x" : card.variable, joined(parts));
}

std::string stretches_text(const std::vector<Card::Stretch>& stretches) {
  std::vector<std::string> parts;
  for (const Card::Stretch& s : stretches) {
    const bool whole = s.from.infinite() && s.to.infinite();
    parts.push_back(whole ? fmt::format("{} everywhere", name_of(s.trend))
                          : fmt::format("{} on {}", name_of(s.trend), interval(s.from, s.to)));
  }
  return joined(parts);
}

std::string set_text(const Card::Where& where) {
  std::vector<std::string> parts;
  for (const auto& [from, to] : where.intervals) parts.push_back(interval(from, to));
  if (parts.empty()) return where.complete ? "nowhere" : "undecided";
  return joined(parts) + (where.complete ? "" : ", perhaps more");
}

std::string smoothness_text(int k) {
  if (k == Card::kUnknownSmoothness) return "undecided";
  if (k == Card::kSmooth) return "C^inf";
  return k < 0 ? "discontinuous" : fmt::format("C^{}", k);
}

}  // namespace adage::card_text
