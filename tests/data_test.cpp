// SPDX-License-Identifier: BSL-1.0
// Arrays in files: every type and version is read to the bit, and whatever is broken is a message, never a crash.
#include <array>
#include <bit>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <random>

#include "data/npy_header.hpp"
#include "data/table.hpp"
#include "data/writer.hpp"

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

/// A column of a table, read in blocks of `rows`; as floats where that is asked for.
template <class T = double>
std::vector<T> all_of(Table& table, std::size_t column = 0, std::size_t rows = 3) {
  std::vector<T> values;
  Block block;
  for (table.take(rows, block); block.rows != 0; table.take(rows, block)) {
    std::vector<T> some(block.rows);
    std::vector<T*> wanted(table.columns().size());
    wanted[column] = some.data();
    table.decode(block, wanted);
    values.insert(values.end(), some.begin(), some.end());
  }
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
  BOOST_TEST(open_npy(file.holding(npy(header("<f4", "(2, 2)", "True"), floats)), false)->layout()->fortran_order);
  BOOST_TEST(!open_npy(file.holding(npy(header("<f4", "(4, 1)", "True"), floats)), false)->layout()->fortran_order);
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
  file.holding("x, dx\r\n1, 0.5\r\n-2.5e-3,nan\n+3,-inf\n\n \n");
  for (const std::size_t rows : {1U, 2U, 3U, 4U}) {
    const auto table = open_csv(file.path());
    BOOST_TEST(table->columns().size() == 2U);
    BOOST_TEST(table->columns()[1] == "dx");
    BOOST_TEST(table->layout() == nullptr);
    BOOST_TEST(all_of(*table, 0, rows) == (std::vector<double>{1, -2.5e-3, 3}));
    BOOST_TEST(table->share() == 1);
    BOOST_TEST(all_of(*open_csv(file.path()), 1, rows)[2] == -INFINITY);
  }
  // A float is read from its digits, not from a double: the double lies halfway between two floats.
  const TemporaryFile halfway(".csv");
  halfway.holding("x\n1.000000059604644775390625000000001");
  BOOST_TEST(all_of<float>(*open_csv(halfway.path())) == std::vector<float>{1 + 0x1p-23F});
  const auto fault_in = [](const std::string& text) {
    const TemporaryFile table(".csv");
    try {
      all_of(*open_csv(table.holding(text)), 0, 2);
    } catch (const DataError& error) {
      return std::string(error.what());
    }
    return std::string("none");
  };
  BOOST_TEST(has(fault_in("x,y\n1\n"), ":2: 1 fields under 2 names"));
  BOOST_TEST(has(fault_in("x,y\n1,2\n1,2\n1,2,3\n"), ":4: 3 fields under 2 names"));
  BOOST_TEST(has(fault_in("x,y\n1,2\n\n1,2"), ":3: an empty line"));
  BOOST_TEST(has(fault_in("x,y\ntwo,1\n"), ":2: `two` is not a number"));
  BOOST_TEST(has(fault_in("x,y\n,1\n"), ":2: `` is not a number"));
  BOOST_TEST(fault_in("x,y\n1,only what is asked for is read\n") == "none");
  BOOST_TEST(has(fault_in("x,x\n1,2\n"), "twice"));
  BOOST_TEST(has(fault_in("x,\n1,2\n"), "empty"));
  BOOST_TEST(has(fault_in("x\n1e999\n"), "not a number that a double holds"));
  BOOST_TEST(has(fault_in(""), "is empty"));
  BOOST_TEST(has(fault_in("\n\n"), "is empty"));
  BOOST_TEST(has(fault_in("x\n" + std::string(2'000'000, '1') + "\n"), ":2: a line of more than a megabyte"));
  BOOST_CHECK_THROW(open_csv("/nonexistent/file.csv"), DataError);
  BOOST_CHECK_THROW(open_csv("/tmp"), DataError);
}

BOOST_AUTO_TEST_CASE(what_is_written_reads_back) {
  std::mt19937_64 random(7);
  std::vector<double> numbers{0.0, -0.0, INFINITY, -INFINITY, 0x1p-1074, 0x1.fffffffffffffp1023};
  while (numbers.size() != 10'000) {
    const auto x = std::bit_cast<double>(random());
    if (!std::isnan(x)) numbers.push_back(x);
  }
  const std::vector<float> floats_too(numbers.begin(), numbers.end());
  const std::array<std::span<const double>, 2> twice{numbers, numbers};
  const std::span<const double> once[] = {numbers};
  const std::span<const float> once_in_float[] = {floats_too};
  const Layout matrix{{100, 100}, true};
  for (const Layout* layout : {static_cast<const Layout*>(nullptr), &matrix}) {
    const TemporaryFile doubles, floats_file;
    std::string bytes;
    const auto writer = create_npy(doubles.path(), Element::float64, layout);
    writer->encode(once, bytes);
    writer->write(bytes);
    writer->finish(numbers.size());
    writer->commit();
    const auto read_back = open_npy(doubles.path(), false);
    BOOST_TEST((*read_back->layout() == (layout != nullptr ? matrix : Layout{{10'000}, false})));
    BOOST_TEST(all_of(*read_back, 0, 999) == numbers);
    bytes.clear();
    const auto float_writer = create_npy(floats_file.path(), Element::float32, layout);
    float_writer->encode(once_in_float, bytes);
    float_writer->write(bytes);
    float_writer->finish(numbers.size());
    float_writer->commit();
    BOOST_TEST(all_of<float>(*open_npy(floats_file.path(), false), 0, 999) == floats_too);
  }
  const TemporaryFile text(".csv");
  std::string bytes;
  const auto writer = create_csv(text.path(), {"a", "b"});
  writer->encode(twice, bytes);
  writer->write(bytes);
  BOOST_TEST(!std::filesystem::exists(text.path()));
  writer->finish(numbers.size());
  writer->commit();
  BOOST_TEST(all_of(*open_csv(text.path()), 1, 999) == numbers);
}

BOOST_AUTO_TEST_CASE(what_is_not_finished_leaves_no_trace) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("adage_data_test_" + std::to_string(std::random_device()()));
  std::filesystem::create_directory(folder);
  { create_csv((folder / "x.csv").string(), {"x"})->write("1\n2\n"); }
  { create_npy((folder / "x.npy").string(), Element::float32, nullptr); }
  BOOST_TEST(std::filesystem::is_empty(folder));
  BOOST_CHECK_THROW(create_csv(folder.string(), {"x"}), DataError);
  BOOST_CHECK_THROW(create_csv((folder / "none" / "x.csv").string(), {"x"}), DataError);
  BOOST_CHECK_THROW(create_csv("/dev/full", {"x"})->finish(0), DataError);
  std::filesystem::remove_all(folder);
}

BOOST_AUTO_TEST_CASE(preambles_are_read_and_grow_in_place) {
  const std::size_t short_one = npy_preamble({"<f4", false, {0}}).size();
  BOOST_TEST(npy_preamble({"<f4", false, {std::uint64_t{1} << 60}}).size() == short_one);
  for (std::size_t axes = 0; axes != 33; ++axes) {
    const NpyHeader header{"<f8", axes % 2 == 0, std::vector<std::uint64_t>(axes, 12'345'678'901)};
    const std::string text = npy_preamble(header);
    BOOST_TEST(text.size() % 64 == 0);
    const NpyHeader read_back = parse_npy_header(std::string_view(text).substr(text[6] == 1 ? 10 : 12));
    BOOST_TEST(read_back.shape == header.shape);
    BOOST_TEST(read_back.fortran_order == header.fortran_order);
  }
}
