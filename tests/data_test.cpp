// SPDX-License-Identifier: BSL-1.0
// Arrays in files: every type and version is read to the bit, and whatever is broken is a message, never a crash.
#define BOOST_TEST_MODULE data
#include <bit>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <random>

#include "data/column.hpp"
#include "data/npy_header.hpp"

using namespace adage;

namespace {

/// A file that is gone at the end.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& suffix = ".npy")
      : path_((std::filesystem::temp_directory_path() /
               ("adage_data_test_" + std::to_string(++count_) + "_" + std::to_string(std::random_device()()) + suffix))
                  .string()) {}
  ~TemporaryFile() { std::filesystem::remove(path_); }
  const std::string& path() const { return path_; }
  const std::string& holding(const std::string& bytes) const {
    std::ofstream(path_, std::ios::binary) << bytes;
    return path_;
  }

 private:
  static inline int count_ = 0;
  std::string path_;
};

std::string header(const std::string& type, const std::string& shape, const std::string& order = "False") {
  return "{'descr': '" + type + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }";
}

std::string npy(std::string text, const std::string& data, int version = 1) {
  const std::size_t preamble = version == 1 ? 10 : 12;
  while ((preamble + text.size() + 1) % 64 != 0) text += ' ';
  text += '\n';
  std::string file = std::string("\x93NUMPY") + static_cast<char>(version) + '\0';
  for (int i = 0; i != (version == 1 ? 2 : 4); ++i) file += static_cast<char>(text.size() >> 8 * i & 0xFF);
  return file + text + data;
}

template <class Word>
std::string little(std::initializer_list<Word> words) {
  std::string bytes;
  for (const Word word : words) {
    for (std::size_t i = 0; i != sizeof(Word); ++i) bytes += static_cast<char>(word >> 8 * i & 0xFF);
  }
  return bytes;
}

std::vector<double> all_of(DataColumn& column) {
  std::vector<double> values(column.size());
  column.read(values);
  return values;
}

std::vector<double> read(const std::string& file, bool bfloat16 = false) {
  const TemporaryFile temporary;
  return all_of(*open_npy(temporary.holding(file), bfloat16));
}

/// The message about a broken file.
std::string fault(const std::string& file, bool bfloat16 = false) {
  const TemporaryFile temporary;
  try {
    const auto column = open_npy(temporary.holding(file), bfloat16);
    all_of(*column);
  } catch (const DataError& error) {
    return error.what();
  }
  return "none";
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

const std::string floats = little<std::uint32_t>({0x3F800000, 0xC0000000, 0x7F800000, 1});

}  // namespace

BOOST_AUTO_TEST_CASE(every_type_is_read_to_the_bit) {
  using Values = std::vector<double>;
  const double inf = std::numeric_limits<double>::infinity();
  BOOST_TEST(read(npy(header("<f4", "(4,)"), floats)) == (Values{1, -2, inf, 0x1p-149}));
  BOOST_TEST(read(npy(header("<f8", "(2,)"), little<std::uint64_t>({0x3FF0000000000001, 1}))) ==
             (Values{1 + 0x1p-52, 0x1p-1074}));
  BOOST_TEST(read(npy(header("<f2", "(6,)"), little<std::uint16_t>({0x3C00, 0xC000, 0x7C00, 1, 0x7BFF, 0x0400}))) ==
             (Values{1, -2, inf, 0x1p-24, 65504, 0x1p-14}));
  BOOST_TEST(read(npy(header("<u2", "(3,)"), little<std::uint16_t>({0x3F80, 0xC000, 0xFF80})), true) ==
             (Values{1, -2, -inf}));
  BOOST_TEST(std::isnan(read(npy(header("<f2", "(1,)"), little<std::uint16_t>({0x7C01}))).front()));
  for (const int version : {1, 2, 3}) BOOST_TEST(read(npy(header("<f4", "(2, 2)"), floats, version)).size() == 4U);
  BOOST_TEST(read(npy(header("<f4", "()"), floats.substr(0, 4))) == Values{1});
  BOOST_TEST(read(npy(header("<f4", "(0, 3)"), "")).empty());
  const TemporaryFile file;
  BOOST_TEST(open_npy(file.holding(npy(header("<f4", "(2, 2)", "True"), floats)), false)->is_fortran_order());
  BOOST_TEST(!open_npy(file.holding(npy(header("<f4", "(4, 1)", "True"), floats)), false)->is_fortran_order());
}

BOOST_AUTO_TEST_CASE(every_fault_has_its_message) {
  BOOST_TEST(has(fault(npy(header("|O", "(4,)"), floats)), "Python objects"));
  BOOST_TEST(has(fault(npy(header(">f4", "(4,)"), floats)), "big-endian"));
  BOOST_TEST(has(fault(npy(header("<i4", "(4,)"), floats)), "of type `<i4`"));
  BOOST_TEST(has(fault(npy(header("<u2", "(8,)"), floats)), "--dtype bfloat16"));
  BOOST_TEST(has(fault(npy(header("<c8", "(2,)"), floats)), "of type `<c8`"));
  BOOST_TEST(has(fault(npy(header("<f4", "(5,)"), floats)), "truncated: 4 of 5"));
  BOOST_TEST(has(fault(npy(header("<f4", "(3,)"), floats)), "longer than its header says"));
  BOOST_TEST(has(fault(npy(header("<f4", "(9999999999, 9999999999)"), floats)), "larger than any file"));
  BOOST_TEST(has(fault(npy(header("<f4", "(99999999999999999999,)"), floats)), "whole numbers"));
  BOOST_TEST(has(fault(npy(header("<f4", "(-4,)"), floats)), "whole numbers"));
  BOOST_TEST(has(fault(npy(header("<f4", "(4)"), floats)), "no tuple"));
  BOOST_TEST(has(fault(npy(header("<f4", "(4,)", "true"), floats)), "neither True nor False"));
  BOOST_TEST(has(fault(npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (4,)}", floats)), "records"));
  BOOST_TEST(has(fault(npy("{'descr': '<f4', 'shape': (4,)}", floats)), "lacks"));
  BOOST_TEST(has(fault(npy("{'descr': '<f4', 'descr': '<f4'}", floats)), "twice"));
  BOOST_TEST(has(fault(npy("{'other': '<f4'}", floats)), "none of"));
  BOOST_TEST(has(fault(npy("__import__('os')", floats)), "`{` is missing"));
  BOOST_TEST(has(fault(npy(header("<f4", "(4,)") + "x", floats)), "follows"));
  BOOST_TEST(has(fault(npy(header("<f4", "(4,)"), floats, 4)), "version 4.0"));
  BOOST_TEST(has(fault("1,2,3\n4,5,6\n"), "no .npy file"));
  BOOST_TEST(has(fault(std::string("\x93NUMPY\x02\0\xFF\xFF\xFF\xFF", 12)), "more than a megabyte"));
  BOOST_CHECK_THROW(open_npy("/nonexistent/file.npy", false), DataError);
  BOOST_CHECK_THROW(open_npy("/tmp", false), DataError);
  std::string deep;
  for (int i = 0; i != 100; ++i) deep += "1,";
  BOOST_TEST(has(fault(npy(header("<f4", "(" + deep + ")"), floats)), "64 axes"));
}

BOOST_AUTO_TEST_CASE(every_truncation_is_a_message) {
  for (const int version : {1, 2}) {
    const std::string whole = npy(header("<f4", "(2, 2)"), floats, version);
    for (std::size_t length = 0; length != whole.size(); ++length) {
      BOOST_TEST(fault(whole.substr(0, length)) != "none", length);
    }
    BOOST_TEST(fault(whole) == "none");
  }
}

BOOST_AUTO_TEST_CASE(random_damage_is_survived) {
  std::mt19937_64 random(5);
  const std::string whole = npy(header("<f4", "(2, 2)"), floats);
  for (int i = 0; i != 2000; ++i) {
    std::string damaged = whole;
    for (std::uint64_t flips = 1 + random() % 4; flips != 0; --flips) {
      char& byte = damaged[random() % damaged.size()];
      byte = static_cast<char>(byte ^ 1 << random() % 8);
    }
    fault(damaged, random() % 2 == 0);  // any message or none
    try {
      parse_npy_header(std::string_view(damaged).substr(random() % damaged.size()));
    } catch (const DataError&) {
    }
  }
}

BOOST_AUTO_TEST_CASE(tables_are_read_by_column) {
  const TemporaryFile file(".csv");
  auto columns = open_csv(file.holding("x, dx\r\n1, 0.5\r\n-2.5e-3,nan\n+3,-inf\n\n"), Element::float32);
  BOOST_TEST(columns.size() == 2U);
  BOOST_TEST(columns[1].name == "dx");
  BOOST_TEST(columns[0].column->size() == 3U);
  BOOST_TEST(all_of(*columns[0].column) == (std::vector<double>{1, -2.5e-3, 3}));
  const auto fault_in = [](const std::string& text) {
    const TemporaryFile table(".csv");
    try {
      open_csv(table.holding(text), Element::float64);
    } catch (const DataError& error) {
      return std::string(error.what());
    }
    return std::string("none");
  };
  BOOST_TEST(has(fault_in("x,y\n1\n"), ":2: 1 fields under 2 names"));
  BOOST_TEST(has(fault_in("x,y\n1,two\n"), ":2: `two` is not a number"));
  BOOST_TEST(has(fault_in("x,y\n1,\n"), ":2: `` is not a number"));
  BOOST_TEST(has(fault_in("x,x\n1,2\n"), "twice"));
  BOOST_TEST(has(fault_in("x,\n1,2\n"), "empty"));
  BOOST_TEST(has(fault_in("x\n1e999\n"), "not a number that a double holds"));
  BOOST_TEST(has(fault_in(""), "is empty"));
  BOOST_CHECK_THROW(open_csv("/nonexistent/file.csv", Element::float64), DataError);
  BOOST_CHECK_THROW(open_csv("/tmp", Element::float64), DataError);
}
