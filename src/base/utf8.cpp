// SPDX-License-Identifier: BSL-1.0
// Ranges are from the Unicode 15 block list, coarse on purpose: a name may hold any letter, and nothing that looks like
// an operator, a bracket, a space or a picture.
#include "base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace adage::utf8 {
namespace {

struct Range {
  char32_t first, last;
};

/// Everything from U+0080 on that is neither letter nor mark nor digit.
constexpr Range not_letters[] = {
    {0x80, 0xA9},        {0xAB, 0xB4},     {0xB6, 0xB9},     {0xBB, 0xBF},       {0xD7, 0xD7},       {0xF7, 0xF7},
    {0x37E, 0x37E},      {0x387, 0x387},   {0x55A, 0x55F},   {0x589, 0x58F},     {0x5BE, 0x5BE},     {0x5C0, 0x5C0},
    {0x5C3, 0x5C3},      {0x5C6, 0x5C6},   {0x5F3, 0x60F},   {0x61B, 0x61F},     {0x66A, 0x66D},     {0x6D4, 0x6D4},
    {0x964, 0x965},      {0x1680, 0x1680}, {0x180E, 0x180E}, {0x2000, 0x207F},   {0x208A, 0x208F},   {0x20A0, 0x20CF},
    {0x2150, 0x215F},    {0x2189, 0x2BFF}, {0x2E00, 0x2E7F}, {0x3000, 0x3004},   {0x3008, 0x3020},   {0x3030, 0x3030},
    {0x303D, 0x303F},    {0xD800, 0xF8FF}, {0xFE00, 0xFE1F}, {0xFE30, 0xFE6F},   {0xFEFF, 0xFF0F},   {0xFF1A, 0xFF20},
    {0xFF3B, 0xFF40},    {0xFF5B, 0xFF65}, {0xFFE0, 0xFFFF}, {0x1D000, 0x1D3FF}, {0x1EEF0, 0x1EEF1}, {0x1F000, 0x1FBEF},
    {0xE0000, 0x10FFFF},
};

constexpr Range blanks[] = {
    {0xA0, 0xA0},     {0x1680, 0x1680}, {0x2000, 0x200B}, {0x202F, 0x202F},
    {0x205F, 0x2060}, {0x3000, 0x3000}, {0xFEFF, 0xFEFF},
};

constexpr Range narrow[] = {
    {0x300, 0x36F},   {0x483, 0x489},   {0x591, 0x5BD},   {0x64B, 0x65F},   {0x200B, 0x200F}, {0x202A, 0x202E},
    {0x2060, 0x2064}, {0x20D0, 0x20F0}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}, {0xE0100, 0xE01EF},
};

constexpr Range wide[] = {
    {0x1100, 0x115F}, {0x2E80, 0x303E},   {0x3041, 0x33FF},   {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},
    {0xA000, 0xA4CF}, {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},
    {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
};

template <std::size_t size>
bool within(const Range (&ranges)[size], char32_t code) {
  const auto after = std::ranges::upper_bound(ranges, code, {}, &Range::first);
  return after != std::begin(ranges) && code <= std::prev(after)->last;
}

}  // namespace

Decoded decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};
  const std::uint32_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  constexpr Decoded invalid{0xFFFD, 1, false};
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return invalid;
  char32_t code = lead & (0x7Fu >> length);
  for (std::uint32_t i = 1; i != length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return invalid;
    code = code << 6 | (byte(i) & 0x3F);
  }
  constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (code < smallest[length] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return invalid;
  return {code, length, true};
}

bool is_letter(char32_t code) { return code >= 0x80 && !within(not_letters, code); }

bool is_blank(char32_t code) { return within(blanks, code); }

int width(char32_t code) {
  if (code < 0x300) return 1;
  return within(narrow, code) ? 0 : within(wide, code) ? 2 : 1;
}

std::string name(char32_t code) { return fmt::format("U+{:04X}", static_cast<std::uint32_t>(code)); }

std::uint32_t count(std::string_view text) {
  std::uint32_t points = 0;
  for (; !text.empty(); ++points) text.remove_prefix(decode(text).length);
  return points;
}

}  // namespace adage::utf8
