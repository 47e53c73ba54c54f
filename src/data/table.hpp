// SPDX-License-Identifier: BSL-1.0
// Arrays that other programs wrote, read in blocks as doubles. A file is hostile: its header is parsed by a strict
// reader of its own, nothing is believed before it is checked, and every fault is a message.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace adage {

/// What is wrong with a file; the message names it and is one line.
struct DataError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The formats of binary arrays. Every number of each is a double exactly.
enum class Element : std::uint8_t { float16, bfloat16, float32, float64 };
std::string_view to_string(Element element);

/// One array, read once from front to back.
class DataColumn {
 public:
  virtual ~DataColumn() = default;
  virtual Element element() const = 0;
  virtual std::uint64_t size() const = 0;
  /// The lengths of its axes; elements come in the order in which they lie in the file.
  virtual std::span<const std::uint64_t> shape() const = 0;
  /// Is that order Fortran's, and does it differ from C's?
  virtual bool is_fortran_order() const { return false; }
  /// Reads the next `out.size()` numbers. Throws DataError where the file ends before.
  virtual void read(std::span<double> out) = 0;
};

/// A NumPy file (NEP 1, versions 1 to 3) of little-endian float16, float32 or float64, or with `bfloat16` of uint16
/// that holds bfloat16. Throws DataError for whatever else it is: unreadable, truncated, longer than its header says,
/// objects, big-endian, integers.
std::unique_ptr<DataColumn> open_npy(const std::string& path, bool bfloat16);

/// The columns of comma-separated values with a header of names, by name; numbers as C writes them. Read as a whole.
/// Throws DataError naming the line.
struct CsvColumn {
  std::string name;
  std::unique_ptr<DataColumn> column;
};
std::vector<CsvColumn> open_csv(const std::string& path, Element element);

}  // namespace adage
