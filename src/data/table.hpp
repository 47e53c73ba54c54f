// SPDX-License-Identifier: BSL-1.0
// Arrays that other programs wrote, read in blocks. A file is hostile: its header is parsed by a strict reader of its
// own, nothing is believed before it is checked, and every fault is a message.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace adage {

/// What is wrong with a file; the message names it and is one line.
struct DataError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The formats of binary arrays. Every number of each is a double exactly.
enum class Element : std::uint8_t { float16, bfloat16, float32, float64 };
std::string_view to_string(Element element);

/// How the elements of an array lie in its file.
struct Layout {
  std::vector<std::uint64_t> shape;  ///< the lengths of its axes
  bool fortran_order = false;        ///< first axis fastest, where that differs from C's order
  /// How many elements there are. Throws DataError for more than any file holds.
  std::uint64_t size() const;
  friend bool operator==(const Layout&, const Layout&) = default;
};

/// Rows as they stand in a file.
struct Block {
  std::uint64_t first = 0;  ///< the line or element at which they begin, for messages
  std::size_t rows = 0;
  std::string bytes;
};

/// Columns of equal length, read once from front to back: rows are taken one block after another, and decoded by any
/// number of threads.
class Table {
 public:
  virtual ~Table() = default;
  /// What the file holds; numbers in text are read as the type that is asked for.
  virtual Element element() const = 0;
  /// The names of the columns. A binary array is one column without a name.
  virtual std::span<const std::string> columns() const = 0;
  /// Null for one axis whose length only the end tells.
  virtual const Layout* layout() const = 0;
  /// The part that has been taken, from 0 to 1; NaN where the length is not known.
  virtual double share() const = 0;
  /// Takes the next `rows` rows, fewer only where the table ends. Throws DataError.
  virtual void take(std::size_t rows, Block& block) = 0;
  /// The numbers of a block, column by column; a column of null is left out. Throws DataError naming the line.
  virtual void decode(const Block& block, std::span<double* const> columns) const = 0;
  virtual void decode(const Block& block, std::span<float* const> columns) const = 0;
};

/// A NumPy file (NEP 1, versions 1 to 3) of little-endian float16, float32 or float64, or with `bfloat16` of uint16
/// that holds bfloat16. Throws DataError for whatever else it is: unreadable, truncated, longer than its header says,
/// objects, big-endian, integers.
std::unique_ptr<Table> open_npy(const std::string& path, bool bfloat16);

/// Comma-separated values with a header of names; numbers as C writes them. Throws DataError naming the line.
std::unique_ptr<Table> open_csv(const std::string& path);

}  // namespace adage
