// SPDX-License-Identifier: BSL-1.0
// NumPy files: the preamble, the header's type and shape against the file's length, then numbers in blocks.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <optional>

#include "data/column.hpp"
#include "data/npy_header.hpp"

namespace adage {
namespace {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

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
template <class Word, double (*F)(Word)>
void decode(const unsigned char* bytes, std::span<double> out) {
  for (double& x : out) {
    Word word = 0;
    for (std::size_t i = 0; i != sizeof(Word); ++i) word = static_cast<Word>(word | Word{*bytes++} << 8 * i);
    x = F(word);
  }
}

/// The element types that are read, as NumPy writes them.
struct Type {
  std::string_view name;
  bool bfloat16;  ///< only where the option says so
  Element element;
  std::size_t bytes;
  void (*decode)(const unsigned char* bytes, std::span<double> out);
};
constexpr Type types[] = {
    {"<f2", false, Element::float16, 2, decode<std::uint16_t, from_float16>},
    {"<u2", true, Element::bfloat16, 2, decode<std::uint16_t, from_bfloat16>},
    {"<f4", false, Element::float32, 4, decode<std::uint32_t, from_float32>},
    {"<f8", false, Element::float64, 8, decode<std::uint64_t, from_float64>},
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

/// The number of elements, which must fit the file's length.
std::uint64_t count_of(const NpyHeader& header) {
  std::uint64_t count = 1;
  if (std::ranges::find(header.shape, 0U) != header.shape.end()) return 0;
  for (const std::uint64_t length : header.shape) {
    constexpr std::uint64_t most = std::uint64_t{1} << 60;
    if (length > most / count) throw DataError("larger than any file, by its header");
    count *= length;
  }
  return count;
}

class NpyColumn final : public DataColumn {
 public:
  NpyColumn(std::string path, bool bfloat16) : path_(std::move(path)), file_(std::fopen(path_.c_str(), "rb")) {
    if (!file_) throw DataError(fmt::format("cannot read {}: {}", path_, std::strerror(errno)));
    try {
      open(bfloat16);
    } catch (const DataError& error) {
      throw DataError(fmt::format("{} is {}", path_, error.what()));
    }
  }

  Element element() const override { return type_->element; }
  std::uint64_t size() const override { return count_; }
  std::span<const std::uint64_t> shape() const override { return header_.shape; }
  bool is_fortran_order() const override {
    const auto long_axes = std::ranges::count_if(header_.shape, [](std::uint64_t length) { return length > 1; });
    return header_.fortran_order && long_axes > 1;
  }

  void read(std::span<double> out) override {
    block_.resize(out.size() * type_->bytes);
    if (!get(block_)) throw DataError(fmt::format("{} is truncated", path_));
    type_->decode(block_.data(), out);
  }

 private:
  bool get(std::span<unsigned char> bytes) {
    return std::fread(bytes.data(), 1, bytes.size(), file_.get()) == bytes.size();
  }

  void open(bool bfloat16) {
    constexpr std::size_t longest_header = 1 << 20;
    std::array<unsigned char, 8> preamble{};
    if (!get(preamble) || std::memcmp(preamble.data(), "\x93NUMPY", 6) != 0) throw DataError("no .npy file");
    const int version = preamble[6];
    if (version < 1 || version > 3 || preamble[7] != 0) {
      throw DataError(fmt::format("a .npy file of version {}.{}, and only 1.0 to 3.0 are read", version, preamble[7]));
    }
    std::array<unsigned char, 4> length{};
    if (!get(std::span(length).first(version == 1 ? 2 : 4))) throw DataError("truncated in its header");
    const std::size_t bytes =
        length[0] | std::size_t{length[1]} << 8 | std::size_t{length[2]} << 16 | std::size_t{length[3]} << 24;
    if (bytes > longest_header) throw DataError("a .npy file with a header of more than a megabyte");
    std::vector<unsigned char> text(bytes);
    if (!get(text)) throw DataError("truncated in its header");
    try {
      header_ = parse_npy_header({reinterpret_cast<const char*>(text.data()), text.size()});
    } catch (const DataError& error) {
      throw DataError(fmt::format("a .npy file with a bad header: {}", error.what()));
    }
    type_ = &type_of(header_, bfloat16);
    count_ = count_of(header_);
    check_length();
  }

  /// The file must be exactly as long as its header says. What has no length, such as a pipe, is told while reading.
  void check_length() {
    const long here = std::ftell(file_.get());
    if (here < 0 || std::fseek(file_.get(), 0, SEEK_END) != 0) return;
    const long end = std::ftell(file_.get());
    if (std::fseek(file_.get(), here, SEEK_SET) != 0) throw DataError("not readable from the start");
    const auto rest = static_cast<std::uint64_t>(end - here);
    if (rest / type_->bytes < count_)
      throw DataError(fmt::format("truncated: {} of {} numbers", rest / type_->bytes, count_));
    if (rest != count_ * type_->bytes) throw DataError("longer than its header says");
  }

  std::string path_;
  File file_;
  NpyHeader header_;
  const Type* type_ = nullptr;
  std::uint64_t count_ = 0;
  std::vector<unsigned char> block_;
};

}  // namespace

std::string_view to_string(Element element) {
  constexpr std::string_view names[] = {"float16", "bfloat16", "float32", "float64"};
  return names[static_cast<std::size_t>(element)];
}

std::unique_ptr<DataColumn> open_npy(const std::string& path, bool bfloat16) {
  return std::make_unique<NpyColumn>(path, bfloat16);
}

}  // namespace adage
