// SPDX-License-Identifier: BSL-1.0
// The two forms of files. The header of a NumPy file whose length only the end tells is written once more then.
#include "data/writer.hpp"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <system_error>
#include <utility>

#include "data/npy_header.hpp"

namespace adage {
namespace {

class NpyWriter final : public TableWriter {
 public:
  NpyWriter(const std::string& path, Element element, const Layout* layout)
      : TableWriter(path), header_{element == Element::float32 ? "<f4" : "<f8", false, {0}}, open_(layout == nullptr) {
    if (layout != nullptr) header_ = {header_.type, layout->fortran_order, layout->shape};
    write(npy_preamble(header_));
  }

  void encode(std::span<const std::span<const double>> columns, std::string& bytes) const override {
    append<std::uint64_t>(columns[0], bytes);
  }
  void encode(std::span<const std::span<const float>> columns, std::string& bytes) const override {
    append<std::uint32_t>(columns[0], bytes);
  }

 private:
  void complete(std::uint64_t rows) override {
    if (!open_ || rows == 0) return;
    header_.shape = {rows};
    write_over_start(npy_preamble(header_));
  }

  template <class Word, class T>
  static void append(std::span<const T> column, std::string& bytes) {
    const std::size_t before = bytes.size();
    bytes.resize(before + column.size_bytes());
    char* to = bytes.data() + before;
    if constexpr (std::endian::native == std::endian::little) {
      std::memcpy(to, column.data(), column.size_bytes());
    } else {
      for (const T x : column) {
        const Word word = std::bit_cast<Word>(x);
        for (std::size_t i = 0; i != sizeof word; ++i) *to++ = static_cast<char>(word >> 8 * i & 0xFF);
      }
    }
  }

  NpyHeader header_;
  bool open_;  ///< the length comes at the end
};

class CsvWriter final : public TableWriter {
 public:
  CsvWriter(const std::string& path, const std::vector<std::string>& names) : TableWriter(path) {
    write(fmt::format("{}\n", fmt::join(names, ",")));
  }

  void encode(std::span<const std::span<const double>> columns, std::string& bytes) const override {
    append(columns, bytes);
  }
  void encode(std::span<const std::span<const float>> columns, std::string& bytes) const override {
    append(columns, bytes);
  }

 private:
  void complete(std::uint64_t) override {}

  template <class T>
  static void append(std::span<const std::span<const T>> columns, std::string& bytes) {
    std::array<char, 32> digits;
    for (std::size_t row = 0; row != columns[0].size(); ++row) {
      for (const std::span<const T> column : columns) {
        // NaN has one spelling, whatever its sign.
        const T x = std::isnan(column[row]) ? std::numeric_limits<T>::quiet_NaN() : column[row];
        bytes.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), x).ptr);
        bytes += ',';
      }
      bytes.back() = '\n';
    }
  }
};

}  // namespace

template <class F>
void TableWriter::guarded(const F& f) {
  try {
    f();
  } catch (const std::system_error& error) {
    throw DataError(fmt::format("cannot write {}: {}", path_, error.code().message()));
  }
}

TableWriter::TableWriter(std::string path) : path_(std::move(path)) {
  guarded([&] { file_ = std::make_unique<NewFile>(path_); });
}
void TableWriter::write(std::string_view bytes) {
  guarded([&] { file_->write(bytes); });
}
void TableWriter::write_over_start(std::string_view bytes) {
  guarded([&] { file_->write_over_start(bytes); });
}
void TableWriter::finish(std::uint64_t rows) {
  complete(rows);
  guarded([&] { file_->close(); });
}
void TableWriter::commit() {
  guarded([&] { file_->commit(); });
}

std::unique_ptr<TableWriter> create_npy(const std::string& path, Element element, const Layout* layout) {
  return std::make_unique<NpyWriter>(path, element, layout);
}
std::unique_ptr<TableWriter> create_csv(const std::string& path, const std::vector<std::string>& names) {
  return std::make_unique<CsvWriter>(path, names);
}

}  // namespace adage
