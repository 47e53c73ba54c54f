// SPDX-License-Identifier: BSL-1.0
// The header of a NumPy file: a Python dictionary of three known keys, parsed strictly and never evaluated.
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

}  // namespace adage
