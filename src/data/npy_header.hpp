// SPDX-License-Identifier: BSL-1.0
// The header of a NumPy file (NEP 1): a Python dictionary of three known keys, parsed strictly and never evaluated.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace adage {

struct NpyHeader {
  std::string type;  ///< such as `<f4`
  bool fortran_order = false;
  std::vector<std::uint64_t> shape;
};

/// Parses the text between the file's preamble and its data. Throws DataError without the file's name.
NpyHeader parse_npy_header(std::string_view text);

/// A file up to its data, of version 1.0 or as high as the text asks for: magic bytes, length, dictionary, blanks up to
/// a multiple of 64. Any number of rows on one axis takes the same room.
std::string npy_preamble(const NpyHeader& header);

}  // namespace adage
