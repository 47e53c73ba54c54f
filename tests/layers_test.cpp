// SPDX-License-Identifier: BSL-1.0
// Holds the shape of the house: which folder may include which, where heavy headers may stand, how long a file is, how
// it opens, and that no two types share a name. The rules judge a path and a text, so the ruler itself is tested on
// texts that break them.
#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <regex>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace fs = std::filesystem;
using Faults = std::vector<std::string>;

/// The pipeline. A file includes from its own folder and from the folders before it.
constexpr std::array<std::string_view, 24> order = {"base",     "lanes",   "ops",       "grammar", "graph",  "rules",
                                                    "ball",     "algebra", "simplify",  "diff",    "script", "lower",
                                                    "run",      "jit",     "assembler", "engine",  "data",   "verify",
                                                    "accuracy", "analyze", "plot",      "emit",    "api",    "cli"};

/// A header family, and the folders outside which it must not stand; `*` is every folder but those of the public API.
struct Fence {
  std::string_view headers;
  std::vector<std::string_view> folders;
};

const std::vector<Fence> fences = {
    {"boost/spirit/", {"grammar"}},
    {"boost/fusion/", {"grammar"}},
    {"boost/test/", {}},
    {"boost/", {"*"}},
    {"fmt/", {"*"}},
    {"nlohmann/", {"*"}},
    {"CLI/", {"cli"}},
    {"histedit.h", {"cli"}},
    {"editline/", {"cli"}},
    {"llvm/", {"jit"}},
    {"asmjit/", {"assembler"}},
    {"oneapi/", {"engine"}},
    {"flint/", {"algebra", "ball"}},
    {"arb", {"ball"}},
    {"acb", {"ball"}},
    {"adage/error.hpp", {"*"}},
    {"adage/simplify.hpp", {"public", "simplify", "accuracy", "analyze", "api", "cli"}},  // what forms are chosen for
    {"adage/", {"public", "script", "engine", "verify", "accuracy", "analyze", "plot", "api", "cli"}},
};

constexpr std::size_t longest_file = 300;

/// `src/graph/arena.cpp` -> graph, `grammar/parse.hpp` -> grammar, `include/adage/parse.hpp` -> public.
std::string folder_of(std::string_view path) {
  if (path.starts_with("include/adage/")) return "public";
  if (path.starts_with("src/")) path.remove_prefix(4);
  const auto slash = path.find('/');
  return slash == path.npos ? std::string() : std::string(path.substr(0, slash));
}

std::optional<std::size_t> rank_of(std::string_view folder) {
  const auto found = std::ranges::find(order, folder);
  if (found == order.end()) return std::nullopt;
  return static_cast<std::size_t>(found - order.begin());
}

const Fence* fence_around(std::string_view header) {
  const auto found = std::ranges::find_if(fences, [&](const Fence& f) { return header.starts_with(f.headers); });
  return found == fences.end() ? nullptr : &*found;
}

bool permits(const Fence& fence, std::string_view folder) {
  if (std::ranges::find(fence.folders, folder) != fence.folders.end()) return true;
  const bool anywhere = std::ranges::find(fence.folders, "*") != fence.folders.end();
  return anywhere && (folder != "public" || fence.headers.starts_with("adage/"));
}

/// What is wrong with `header` being included from `folder`, or nothing.
std::string fault_of_include(std::string_view folder, std::string_view header) {
  const std::string here = std::string(folder) + " includes " + std::string(header);
  if (const Fence* fence = fence_around(header)) return permits(*fence, folder) ? "" : here + ", which is fenced off";
  const auto slash = header.find('/');
  if (slash == header.npos) return header.ends_with(".hpp") ? here + ", without its folder" : "";
  const std::string_view target = header.substr(0, slash);
  const auto to = rank_of(target);
  if (!to) return folder == "public" || header.ends_with(".hpp") ? here + ", a folder that is not in the order" : "";
  const auto from = rank_of(folder);
  if (!from || *to > *from) return here + ", which comes later";
  return "";
}

Faults faults_of(std::string_view path, const std::string& text) {
  Faults faults;
  const auto fail = [&](const std::string& what) { faults.push_back(std::string(path) + ": " + what); };
  const std::string folder = folder_of(path);
  if (folder != "public" && !rank_of(folder)) fail("its folder is not in the order");
  if (!text.starts_with("// SPDX-License-Identifier: BSL-1.0\n// ")) fail("opens without licence and description");

  static const std::regex include(R"(^\s*#\s*include\s*[<"]([^>"]+)[>"])");
  std::size_t lines = 0;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line); ++lines) {
    std::smatch match;
    if (line.find("include") == line.npos || !std::regex_search(line, match, include)) continue;
    if (const std::string fault = fault_of_include(folder, match[1].str()); !fault.empty()) fail(fault);
  }
  const bool is_table = fs::path(path).filename().string().find("table") != std::string::npos;
  if (lines > longest_file && !is_table) fail(std::to_string(lines) + " lines");
  return faults;
}

/// The types that a formatted text defines in namespaces with names, each by its whole name. Two of one name are one
/// type to the linker, which keeps the functions of either: memory is read in the other's shape.
std::vector<std::string> types_of(const std::string& text) {
  static const std::regex opens(R"(^namespace ?([\w:]*) ?\{$)");
  static const std::regex closes(R"(^\}  // namespace.*)");
  static const std::regex type(R"(^(?:struct|class|union|enum class|enum) (\w+)(?: final)?(?: : [^;]*)? \{.*)");
  std::vector<std::string> found, scope;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    std::smatch match;
    if (std::regex_match(line, match, opens)) {
      scope.push_back(match[1].str());
    } else if (std::regex_match(line, closes) && !scope.empty()) {
      scope.pop_back();
    } else if (std::regex_match(line, match, type) && std::ranges::find(scope, "") == scope.end()) {
      std::string name;
      for (const std::string& part : scope) name += part + "::";
      found.push_back(name + match[1].str());
    }
  }
  return found;
}

std::string read(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<fs::path> sources() {
  std::vector<fs::path> found;
  for (const char* folder : {"src", "grammar", "include"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(ADAGE_SOURCE_DIR) / folder)) {
      const auto extension = entry.path().extension();
      if (extension == ".cpp" || extension == ".hpp") found.push_back(entry.path());
    }
  }
  std::ranges::sort(found);
  return found;
}

const std::string opening = "// SPDX-License-Identifier: BSL-1.0\n// A file.\n";

/// Faults of a well-opened file at `path` that includes `header`.
std::size_t faults_including(std::string_view path, const std::string& header) {
  return faults_of(path, opening + "#include " + header + "\n").size();
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_source_keeps_the_order) {
  const auto files = sources();
  BOOST_TEST(files.size() > 10u);
  for (const fs::path& file : files) {
    const std::string path = file.lexically_relative(ADAGE_SOURCE_DIR).generic_string();
    for (const std::string& fault : faults_of(path, read(file))) BOOST_ERROR(fault);
  }
}

BOOST_AUTO_TEST_CASE(every_type_has_a_name_of_its_own) {
  std::map<std::string, std::string> homes;
  for (const fs::path& file : sources()) {
    const std::string path = file.lexically_relative(ADAGE_SOURCE_DIR).generic_string();
    for (const std::string& name : types_of(read(file))) {
      const auto [at, fresh] = homes.emplace(name, path);
      if (!fresh) BOOST_ERROR(name << " is defined in " << at->second << " and in " << path);
    }
  }
  BOOST_TEST(homes.size() > 100u);
}

BOOST_AUTO_TEST_CASE(types_are_found_by_their_whole_names) {
  const std::string text =
      "namespace adage {\nclass Later;\nstruct A {\n  struct Inner {\n  };\n};\nstruct B final : A {};\nnamespace {\n"
      "enum class C : char { c };\n}  // namespace\n}  // namespace adage\nnamespace adage::cli {\nenum class A { a "
      "};\n"
      "struct A::Nested {\n};\n}  // namespace adage::cli\n";
  const std::vector<std::string> expected = {"adage::A", "adage::B", "adage::cli::A"};
  BOOST_TEST(types_of(text) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_ruler_accepts_what_is_right) {
  BOOST_TEST(faults_including("src/graph/arena.cpp", "\"graph/arena.hpp\"") == 0u);
  BOOST_TEST(faults_including("src/graph/arena.cpp", "\"base/rational.hpp\"") == 0u);
  BOOST_TEST(faults_including("src/graph/arena.cpp", "<adage/error.hpp>") == 0u);
  BOOST_TEST(faults_including("src/graph/arena.cpp", "<sys/mman.h>") == 0u);
  BOOST_TEST(faults_including("src/base/rational.cpp", "<boost/multiprecision/cpp_int.hpp>") == 0u);
  BOOST_TEST(faults_including("src/api/parse.cpp", "<adage/parse.hpp>") == 0u);
  BOOST_TEST(faults_including("include/adage/parse.hpp", "<adage/error.hpp>") == 0u);
  BOOST_TEST(faults_including("include/adage/parse.hpp", "<vector>") == 0u);
  BOOST_TEST(faults_including("grammar/parse.cpp", "<boost/spirit/home/x3.hpp>") == 0u);
  BOOST_TEST(faults_of("src/ops/table.cpp", opening + std::string(1000, '\n')).empty());
}

BOOST_AUTO_TEST_CASE(the_ruler_finds_what_is_wrong) {
  BOOST_TEST(faults_including("src/graph/arena.cpp", "\"diff/reverse.hpp\"") == 1u);
  BOOST_TEST(faults_including("src/ops/row.hpp", "\"grammar/ast.hpp\"") == 1u);
  BOOST_TEST(faults_including("grammar/parse.cpp", "  \"graph/arena.hpp\"") == 1u);
  BOOST_TEST(faults_including("src/verify/prove.cpp", "\"cli/main.hpp\"") == 1u);
  BOOST_TEST(faults_including("src/graph/arena.cpp", "\"arena.hpp\"") == 1u);
  BOOST_TEST(faults_including("src/graph/arena.cpp", "\"elsewhere/arena.hpp\"") == 1u);
  BOOST_TEST(faults_including("src/elsewhere/arena.cpp", "<vector>") == 1u);
  BOOST_TEST(faults_including("src/graph/arena.cpp", "<adage/parse.hpp>") == 1u);
  BOOST_TEST(faults_including("src/graph/arena.cpp", "<boost/spirit/home/x3.hpp>") == 1u);
  BOOST_TEST(faults_including("src/cli/main.cpp", "<boost/test/unit_test.hpp>") == 1u);
  BOOST_TEST(faults_including("src/run/run.cpp", "<llvm/IR/Module.h>") == 1u);
  BOOST_TEST(faults_including("include/adage/parse.hpp", "<boost/rational.hpp>") == 1u);
  BOOST_TEST(faults_including("include/adage/parse.hpp", "<fmt/core.h>") == 1u);
  BOOST_TEST(faults_including("include/adage/parse.hpp", "<flint/arb.h>") == 1u);
  BOOST_TEST(faults_including("src/verify/prove.cpp", "<arb.h>") == 1u);
  BOOST_TEST(faults_including("include/adage/parse.hpp", "<Eigen/Dense>") == 1u);
  BOOST_TEST(faults_including("include/adage/parse.hpp", "\"graph/arena.hpp\"") == 1u);
  BOOST_TEST(faults_of("src/graph/arena.cpp", "#include <vector>\n").size() == 1u);
  BOOST_TEST(faults_of("src/graph/arena.cpp", opening + std::string(299, '\n')).size() == 1u);
}
