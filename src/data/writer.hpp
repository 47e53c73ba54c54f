// SPDX-License-Identifier: BSL-1.0
// Arrays for other programs, written in blocks. A file is whole at its place or not there at all.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/new_file.hpp"
#include "data/table.hpp"

namespace adage {

/// Columns of equal length, written once from front to back: blocks are encoded by any number of threads, and written
/// by one at a time. What is not finished leaves no trace. Every fault is a DataError that names the file.
class TableWriter {
 public:
  explicit TableWriter(std::string path);
  virtual ~TableWriter() = default;
  TableWriter(const TableWriter&) = delete;
  TableWriter& operator=(const TableWriter&) = delete;

  /// Rows as the file holds them, appended to `bytes`.
  virtual void encode(std::span<const std::span<const double>> columns, std::string& bytes) const = 0;
  virtual void encode(std::span<const std::span<const float>> columns, std::string& bytes) const = 0;
  void write(std::string_view bytes);
  /// After the last of `rows` rows. The file is whole then, and not yet in its place.
  void finish(std::uint64_t rows);
  /// Puts the finished file in its place.
  void commit();

 protected:
  virtual void complete(std::uint64_t rows) = 0;
  void write_over_start(std::string_view bytes);

 private:
  template <class F>
  void guarded(const F& f);

  std::string path_;
  std::unique_ptr<NewFile> file_;
};

/// A NumPy file of one column of float32 or float64, laid out as `layout`, or without one along a single axis.
std::unique_ptr<TableWriter> create_npy(const std::string& path, Element element, const Layout* layout);

/// Comma-separated values under a line of names; the shortest digits that read back as the same number.
std::unique_ptr<TableWriter> create_csv(const std::string& path, const std::vector<std::string>& names);

}  // namespace adage
