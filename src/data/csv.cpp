// SPDX-License-Identifier: BSL-1.0
// Comma-separated values: a line of names, then lines of as many numbers. Blanks around a field and an empty last line
// are skipped; there are no quotes, as neither names nor numbers need them.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>

#include "data/column.hpp"

namespace adage {
namespace {

class MemoryColumn final : public DataColumn {
 public:
  MemoryColumn(std::vector<double> values, Element element)
      : values_(std::move(values)), shape_{values_.size()}, element_(element) {}
  Element element() const override { return element_; }
  std::uint64_t size() const override { return values_.size(); }
  std::span<const std::uint64_t> shape() const override { return shape_; }
  void read(std::span<double> out) override {
    std::copy_n(values_.begin() + static_cast<std::ptrdiff_t>(at_), out.size(), out.begin());
    at_ += out.size();
  }

 private:
  std::vector<double> values_;
  std::array<std::uint64_t, 1> shape_;
  Element element_;
  std::size_t at_ = 0;
};

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r";
  const std::size_t begin = std::min(text.find_first_not_of(blanks), text.size());
  text.remove_prefix(begin);
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

std::vector<std::string_view> fields(std::string_view line) {
  std::vector<std::string_view> result;
  for (std::size_t comma = 0; (comma = line.find(',')) != line.npos; line.remove_prefix(comma + 1)) {
    result.push_back(trimmed(line.substr(0, comma)));
  }
  result.push_back(trimmed(line));
  return result;
}

double number(std::string_view text, const std::string& place) {
  std::string_view digits = text;
  if (digits.starts_with('+')) digits.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (digits.empty() || error != std::errc() || end != digits.data() + digits.size()) {
    throw DataError(fmt::format("{}: `{}` is not a number that a double holds", place, text.substr(0, 40)));
  }
  return value;
}

}  // namespace

std::vector<CsvColumn> open_csv(const std::string& path, Element element) {
  constexpr std::size_t longest_line = 1 << 20;
  std::ifstream file(path, std::ios::binary);
  if (!file) throw DataError(fmt::format("cannot read {}: {}", path, std::strerror(errno)));
  std::vector<std::string> names;
  std::vector<std::vector<double>> columns;
  std::string line;
  std::size_t count = 0;
  while (std::getline(file, line)) {
    const std::string place = fmt::format("{}:{}", path, ++count);
    if (line.size() > longest_line) throw DataError(place + ": a line of more than a megabyte");
    if (trimmed(line).empty() && file.peek() == std::ifstream::traits_type::eof()) break;
    const std::vector<std::string_view> parts = fields(line);
    if (count == 1) {
      for (const std::string_view part : parts) {
        if (part.empty() || std::ranges::find(names, part) != names.end()) {
          throw DataError(
              fmt::format("{}: the column name `{}` is empty or stands there twice", place, part.substr(0, 40)));
        }
        names.emplace_back(part);
      }
      columns.resize(names.size());
      continue;
    }
    if (parts.size() != names.size()) {
      throw DataError(fmt::format("{}: {} fields under {} names", place, parts.size(), names.size()));
    }
    for (std::size_t i = 0; i != parts.size(); ++i) columns[i].push_back(number(parts[i], place));
  }
  if (file.bad() || count == 0) throw DataError(fmt::format("{} is empty or cannot be read", path));
  std::vector<CsvColumn> result;
  for (std::size_t i = 0; i != names.size(); ++i) {
    result.push_back({names[i], std::make_unique<MemoryColumn>(std::move(columns[i]), element)});
  }
  return result;
}

}  // namespace adage
