// SPDX-License-Identifier: BSL-1.0
// Comma-separated values: a line of names, then lines of as many numbers. Blanks around a field and empty last lines
// are skipped; there are no quotes, as neither names nor numbers need them.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "data/stream.hpp"
#include "data/table.hpp"

namespace adage {
namespace {

constexpr std::size_t kLongestLine = 1 << 20;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r";
  const std::size_t begin = std::min(text.find_first_not_of(blanks), text.size());
  text.remove_prefix(begin);
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

/// Calls `f` with each field of a line and its number; the count of fields.
template <class F>
std::size_t for_each_field(std::string_view line, const F& f) {
  for (std::size_t i = 0;; ++i) {
    const std::size_t comma = line.find(',');
    f(i, trimmed(line.substr(0, comma)));
    if (comma == line.npos) return i + 1;
    line.remove_prefix(comma + 1);
  }
}

class CsvTable final : public Table {
 public:
  explicit CsvTable(const std::string& path) : path_(path), stream_(path) {
    std::string_view line;
    if (!next_line(line)) throw DataError(fmt::format("{} is empty", path));
    for_each_field(line, [&](std::size_t, std::string_view name) {
      if (name.empty() || std::ranges::find(names_, name) != names_.end()) {
        fail(1, fmt::format("the column name `{}` is empty or stands there twice", name.substr(0, 40)));
      }
      names_.emplace_back(name);
    });
  }

  Element element() const override { return Element::float64; }
  std::span<const std::string> columns() const override { return names_; }
  const Layout* layout() const override { return nullptr; }
  double share() const override {
    const auto taken = static_cast<double>(stream_.position() - (text_.size() - at_));
    return stream_.length() ? taken / static_cast<double>(*stream_.length()) : std::nan("");
  }

  void take(std::size_t rows, Block& block) override {
    block.first = lines_ + 1;
    block.rows = 0;
    block.bytes.clear();
    for (std::string_view line; block.rows != rows && next_line(line); ++block.rows) {
      block.bytes.append(line);
      block.bytes += '\n';
    }
  }

  void decode(const Block& block, std::span<double* const> columns) const override { decode_as(block, columns); }
  void decode(const Block& block, std::span<float* const> columns) const override { decode_as(block, columns); }

 private:
  [[noreturn]] void fail(std::uint64_t line, const std::string& message) const {
    throw DataError(fmt::format("{}:{}: {}", path_, line, message));
  }

  template <class T>
  void decode_as(const Block& block, std::span<T* const> columns) const {
    std::string_view text = block.bytes;
    for (std::size_t row = 0; row != block.rows; ++row) {
      const std::size_t end = text.find('\n');
      const std::size_t count = for_each_field(text.substr(0, end), [&](std::size_t i, std::string_view field) {
        if (i < columns.size() && columns[i] != nullptr) columns[i][row] = number<T>(field, block.first + row);
      });
      if (count != names_.size()) {
        fail(block.first + row, fmt::format("{} fields under {} names", count, names_.size()));
      }
      text.remove_prefix(end + 1);
    }
  }

  template <class T>
  T number(std::string_view text, std::uint64_t line) const {
    std::string_view digits = text;
    if (digits.starts_with('+')) digits.remove_prefix(1);
    T value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size()) {
      fail(line, fmt::format("`{}` is not a number that a {} holds", text.substr(0, 40),
                             std::is_same_v<T, float> ? "float" : "double"));
    }
    return value;
  }

  /// The next line without its end, valid until the next call; false where only blank ones follow.
  bool next_line(std::string_view& line) {
    for (bool after_blank = false; take_line(line); after_blank = true) {
      if (trimmed(line).empty()) continue;
      if (after_blank) fail(lines_ - 1, "an empty line");
      return true;
    }
    return false;
  }

  bool take_line(std::string_view& line) {
    constexpr std::size_t chunk = 1 << 18;
    std::size_t end = text_.find('\n', at_);
    while (end == text_.npos && text_.size() - at_ <= kLongestLine) {
      text_.erase(0, std::exchange(at_, 0));
      const std::size_t scanned = text_.size();
      if (stream_.append(chunk, text_) == 0) {
        if (text_.empty()) return false;
        text_ += '\n';  // the last line may lack its end
      }
      end = text_.find('\n', scanned);
    }
    ++lines_;
    if (end - at_ > kLongestLine) fail(lines_, "a line of more than a megabyte");
    line = std::string_view(text_).substr(at_, end - at_);
    at_ = end + 1;
    return true;
  }

  std::string path_;
  InputStream stream_;
  std::string text_;  ///< what has been read, the lines before `at_` taken
  std::size_t at_ = 0;
  std::uint64_t lines_ = 0;
  std::vector<std::string> names_;
};

}  // namespace

std::unique_ptr<Table> open_csv(const std::string& path) { return std::make_unique<CsvTable>(path); }

}  // namespace adage
