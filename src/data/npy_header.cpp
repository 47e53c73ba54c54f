// SPDX-License-Identifier: BSL-1.0
// A reader of `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }` and of nothing else.
#include "data/npy_header.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "data/table.hpp"

namespace adage {
namespace {

class HeaderReader {
 public:
  explicit HeaderReader(std::string_view text) : rest_(text) {}

  NpyHeader read() {
    expect('{');
    while (!accept('}')) {
      const std::string key = quoted();
      expect(':');
      read_value(key);
      if (accept(',')) continue;
      expect('}');
      break;
    }
    skip_blanks();
    if (!rest_.empty()) fail("something follows the header's dictionary");
    if (!type_ || !fortran_order_ || !shape_) fail("the header lacks `descr`, `fortran_order` or `shape`");
    return {*type_, *fortran_order_, *shape_};
  }

 private:
  [[noreturn]] static void fail(const std::string& what) { throw DataError(what); }

  void skip_blanks() {
    const std::size_t end = rest_.find_first_not_of(" \t\n");
    rest_.remove_prefix(std::min(end, rest_.size()));
  }
  bool accept(char c) {
    skip_blanks();
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(char c) {
    if (!accept(c)) fail(fmt::format("`{}` is missing in the header", c));
  }
  bool accept_word(std::string_view word) {
    skip_blanks();
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }

  std::string quoted() {
    skip_blanks();
    const char quote = rest_.empty() ? '\0' : rest_.front();
    if (quote != '\'' && quote != '"') fail("a text in quotes is missing in the header");
    const std::size_t end = rest_.find(quote, 1);
    if (end == rest_.npos) fail("a quote is not closed in the header");
    const std::string text(rest_.substr(1, end - 1));
    if (text.find('\\') != text.npos) fail("a backslash in the header");
    rest_.remove_prefix(end + 1);
    return text;
  }

  template <class T>
  static void set(std::optional<T>& field, T value, const std::string& key) {
    if (field) fail(fmt::format("`{}` is given twice in the header", key));
    field = std::move(value);
  }

  void read_value(const std::string& key) {
    if (key == "descr") {
      skip_blanks();
      if (rest_.starts_with('[')) fail("an array of records; save each field as an array of its own");
      set(type_, quoted(), key);
    } else if (key == "fortran_order") {
      const bool yes = accept_word("True");
      if (!yes && !accept_word("False")) fail("`fortran_order` is neither True nor False");
      set(fortran_order_, yes, key);
    } else if (key == "shape") {
      set(shape_, tuple(), key);
    } else {
      fail("the header has a key that is none of `descr`, `fortran_order` and `shape`");
    }
  }

  std::vector<std::uint64_t> tuple() {
    constexpr std::size_t most_axes = 64;
    std::vector<std::uint64_t> lengths;
    expect('(');
    while (!accept(')')) {
      skip_blanks();
      std::uint64_t length = 0;
      const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), length);
      if (error != std::errc()) fail("the header's shape is not made of whole numbers");
      rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
      if (lengths.size() == most_axes) fail("the array has more than 64 axes");
      lengths.push_back(length);
      if (accept(',')) continue;
      if (lengths.size() == 1) fail("the header's shape is no tuple");  // (3) is a number to Python
      expect(')');
      break;
    }
    return lengths;
  }

  std::string_view rest_;
  std::optional<std::string> type_;
  std::optional<bool> fortran_order_;
  std::optional<std::vector<std::uint64_t>> shape_;
};

}  // namespace

NpyHeader parse_npy_header(std::string_view text) { return HeaderReader(text).read(); }

std::string npy_preamble(const NpyHeader& header) {
  constexpr std::size_t unit = 64, longest_number = 20;
  std::string text = fmt::format("{{'descr': '{}', 'fortran_order': {}, 'shape': ({}{}), }}", header.type,
                                 header.fortran_order ? "True" : "False", fmt::join(header.shape, ", "),
                                 header.shape.size() == 1 ? "," : "");
  const bool is_long = text.size() + longest_number + unit > 0xFFFF;
  const std::size_t preamble = is_long ? 12 : 10;
  const std::size_t spare = header.shape.size() == 1 ? longest_number - fmt::formatted_size("{}", header.shape[0]) : 0;
  const std::size_t room = preamble + text.size() + 1 + spare;
  text.resize((room + unit - 1) / unit * unit - preamble - 1, ' ');
  text += '\n';
  std::string start("\x93NUMPY");
  start += {static_cast<char>(is_long ? 2 : 1), 0};
  for (std::size_t i = 0; i != preamble - 8; ++i) start += static_cast<char>(text.size() >> 8 * i & 0xFF);
  return start + text;
}

}  // namespace adage
