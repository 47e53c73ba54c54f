// SPDX-License-Identifier: BSL-1.0
// UTF-8 as the grammar and the diagnostics need it: decode one code point, say whether it may stand in a name, how wide
// it is on a screen. Any bytes are allowed; a malformed sequence decodes as invalid and is one byte long.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace adage::utf8 {

struct Decoded {
  char32_t code = 0;         ///< U+FFFD when invalid
  std::uint32_t length = 1;  ///< bytes taken
  bool valid = false;
};

/// The code point at the start of `text`, which must not be empty. Overlong forms and surrogates are invalid.
Decoded decode(std::string_view text);

/// May stand in a name, beyond ASCII: letters, marks and digits of any script, subscript digits included.
bool is_letter(char32_t code);

/// Reads as a blank, beyond ASCII: no-break and typographic spaces, zero-width space, byte order mark.
bool is_blank(char32_t code);

/// Columns taken on a terminal: 0 for combining marks, 2 for East Asian wide, else 1.
int width(char32_t code);

/// `U+2212`
std::string name(char32_t code);

/// Number of code points, each malformed byte counted as one.
std::uint32_t count(std::string_view text);

}  // namespace adage::utf8
