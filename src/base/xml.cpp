// SPDX-License-Identifier: BSL-1.0
// The marks of XML 1.0, and its set of characters.
#include "base/xml.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/utf8.hpp"

namespace adage {
namespace {

constexpr std::array<std::pair<char32_t, std::string_view>, 4> marks{
    {{U'&', "&amp;"}, {U'<', "&lt;"}, {U'>', "&gt;"}, {U'"', "&quot;"}}};

bool is_character(char32_t code) {
  if (code < 0x20) return code == '\t' || code == '\n' || code == '\r';
  return code != 0xFFFE && code != 0xFFFF;
}

}  // namespace

std::string xml_text(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const utf8::Decoded decoded = utf8::decode(text);
    const auto mark = std::ranges::find(marks, decoded.code, &std::pair<char32_t, std::string_view>::first);
    if (mark != marks.end()) {
      result += mark->second;
    } else if (decoded.valid && is_character(decoded.code)) {
      result += text.substr(0, decoded.length);
    } else {
      result += "\uFFFD";
    }
    text.remove_prefix(decoded.length);
  }
  return result;
}

}  // namespace adage
