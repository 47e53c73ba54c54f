// SPDX-License-Identifier: BSL-1.0
// NumPy files: the preamble, the header's type and shape against the file's length, then numbers in blocks.
#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "data/npy_header.hpp"
#include "data/stream.hpp"
#include "data/table.hpp"

namespace adage {
namespace {

template <class Word>
Word reversed(Word word) {
  Word result = 0;
  for (std::size_t i = 0; i != sizeof word; ++i, word = static_cast<Word>(word >> 8)) {
    result = static_cast<Word>(result << 8 | (word & 0xFF));
  }
  return result;
}

double from_float16(std::uint16_t bits) {
  const int exponent = bits >> 10 & 0x1F;
  const double fraction = bits & 0x3FF;
  const double size = exponent == 0x1F ? (fraction == 0 ? HUGE_VAL : std::nan(""))
                      : exponent == 0  ? std::ldexp(fraction, -24)
                                       : std::ldexp(1024 + fraction, exponent - 25);
  return (bits & 0x8000) != 0 ? -size : size;
}
double from_bfloat16(std::uint16_t bits) { return std::bit_cast<float>(std::uint32_t{bits} << 16); }
double from_float32(std::uint32_t bits) { return std::bit_cast<float>(bits); }
double from_float64(std::uint64_t bits) { return std::bit_cast<double>(bits); }

/// Reads little-endian words, whatever the machine's order is.
template <class Word, double (*F)(Word), class T>
void decode(const char* bytes, std::span<T> out) {
  for (T& x : out) {
    Word word;
    std::memcpy(&word, bytes, sizeof word);
    if constexpr (std::endian::native == std::endian::big) word = reversed(word);
    x = static_cast<T>(F(word));
    bytes += sizeof word;
  }
}

/// The element types that are read, as NumPy writes them.
struct Type {
  std::string_view name;
  bool bfloat16;  ///< only where the option says so
  Element element;
  std::size_t bytes;
  void (*as_double)(const char* bytes, std::span<double> out);
  void (*as_float)(const char* bytes, std::span<float> out);
};
template <class Word, double (*F)(Word)>
constexpr Type type(std::string_view name, Element element, bool bfloat16 = false) {
  return {name, bfloat16, element, sizeof(Word), decode<Word, F, double>, decode<Word, F, float>};
}
constexpr Type types[] = {
    type<std::uint16_t, from_float16>("<f2", Element::float16),
    type<std::uint16_t, from_bfloat16>("<u2", Element::bfloat16, true),
    type<std::uint32_t, from_float32>("<f4", Element::float32),
    type<std::uint64_t, from_float64>("<f8", Element::float64),
};

std::string why_not(std::string_view type) {
  if (type.find('O') != type.npos) return "an array of Python objects, which is not read";
  if (type.starts_with('>')) return "big-endian; write it with .astype(a.dtype.newbyteorder('<'))";
  if (type == "<u2") return "of uint16; if these are the bits of bfloat16, say --dtype bfloat16";
  return fmt::format("of type `{}`, and only float16, float32, float64 and bfloat16 as uint16 are read",
                     type.substr(0, 20));
}

const Type& type_of(const NpyHeader& header, bool bfloat16) {
  const auto found = std::ranges::find_if(
      types, [&](const Type& type) { return type.name == header.type && (!type.bfloat16 || bfloat16); });
  if (found == std::end(types)) throw DataError(why_not(header.type));
  return *found;
}

class NpyTable final : public Table {
 public:
  NpyTable(const std::string& path, bool bfloat16) : path_(path), stream_(path) {
    try {
      open(bfloat16);
    } catch (const DataError& error) {
      throw DataError(fmt::format("{} is {}", path_, error.what()));
    }
  }

  Element element() const override { return type_->element; }
  std::span<const std::string> columns() const override { return {&name_, 1}; }
  const Layout* layout() const override { return &layout_; }
  double share() const override { return count_ == 0 ? 1 : static_cast<double>(taken_) / static_cast<double>(count_); }

  void take(std::size_t rows, Block& block) override {
    block.first = taken_;
    block.rows = static_cast<std::size_t>(std::min<std::uint64_t>(rows, count_ - taken_));
    block.bytes.clear();
    const std::size_t bytes = block.rows * type_->bytes;
    if (stream_.append(bytes, block.bytes) != bytes) throw DataError(fmt::format("{} is truncated", path_));
    taken_ += block.rows;
  }

  void decode(const Block& block, std::span<double* const> columns) const override {
    if (columns[0] != nullptr) type_->as_double(block.bytes.data(), {columns[0], block.rows});
  }
  void decode(const Block& block, std::span<float* const> columns) const override {
    if (columns[0] != nullptr) type_->as_float(block.bytes.data(), {columns[0], block.rows});
  }

 private:
  std::string get(std::size_t count) {
    std::string bytes;
    if (stream_.append(count, bytes) != count) throw DataError("truncated in its header");
    return bytes;
  }

  void open(bool bfloat16) {
    constexpr std::size_t longest_header = 1 << 20;
    std::string preamble;
    stream_.append(8, preamble);
    if (preamble.size() != 8 || !preamble.starts_with("\x93NUMPY")) throw DataError("no .npy file");
    const int version = static_cast<unsigned char>(preamble[6]), minor = static_cast<unsigned char>(preamble[7]);
    if (version < 1 || version > 3 || minor != 0) {
      throw DataError(fmt::format("a .npy file of version {}.{}, and only 1.0 to 3.0 are read", version, minor));
    }
    const std::string length = get(version == 1 ? 2 : 4);
    std::size_t bytes = 0;
    for (std::size_t i = length.size(); i-- != 0;) bytes = bytes << 8 | static_cast<unsigned char>(length[i]);
    if (bytes > longest_header) throw DataError("a .npy file with a header of more than a megabyte");
    NpyHeader header;
    const std::string text = get(bytes);
    try {
      header = parse_npy_header(text);
    } catch (const DataError& error) {
      throw DataError(fmt::format("a .npy file with a bad header: {}", error.what()));
    }
    type_ = &type_of(header, bfloat16);
    const auto long_axes = std::ranges::count_if(header.shape, [](std::uint64_t axis) { return axis > 1; });
    layout_ = {std::move(header.shape), header.fortran_order && long_axes > 1};
    count_ = layout_.size();
    check_length();
  }

  /// The file must be exactly as long as its header says. What has no length, such as a pipe, is told while reading.
  void check_length() const {
    if (!stream_.length()) return;
    const std::uint64_t rest = *stream_.length() - stream_.position();
    if (rest / type_->bytes < count_)
      throw DataError(fmt::format("truncated: {} of {} numbers", rest / type_->bytes, count_));
    if (rest != count_ * type_->bytes) throw DataError("longer than its header says");
  }

  std::string path_;
  InputStream stream_;
  std::string name_;
  Layout layout_;
  const Type* type_ = nullptr;
  std::uint64_t count_ = 0;
  std::uint64_t taken_ = 0;
};

}  // namespace

std::string_view to_string(Element element) {
  constexpr std::string_view names[] = {"float16", "bfloat16", "float32", "float64"};
  return names[static_cast<std::size_t>(element)];
}

std::uint64_t Layout::size() const {
  if (std::ranges::find(shape, 0U) != shape.end()) return 0;
  std::uint64_t count = 1;
  for (const std::uint64_t length : shape) {
    constexpr std::uint64_t most = std::uint64_t{1} << 60;
    if (length > most / count) throw DataError("larger than any file, by its header");
    count *= length;
  }
  return count;
}

std::unique_ptr<Table> open_npy(const std::string& path, bool bfloat16) {
  return std::make_unique<NpyTable>(path, bfloat16);
}

}  // namespace adage
