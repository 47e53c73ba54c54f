// SPDX-License-Identifier: BSL-1.0
// The files of tests/corpus, where the folder's name is the expected outcome.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace adage::testing {

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

inline std::vector<std::filesystem::path> files_of(std::string_view folder, std::string_view extension = ".txt") {
  std::vector<std::filesystem::path> files;
  const auto corpus = std::filesystem::path(ADAGE_SOURCE_DIR) / "tests/corpus" / folder;
  for (const auto& entry : std::filesystem::directory_iterator(corpus)) {
    if (entry.path().extension() == extension) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

/// The parts of a text between lines that are `separator` alone. The newline before such a line is dropped.
inline std::vector<std::string> parts_of(const std::string& text, std::string_view separator) {
  const std::string line = "\n" + std::string(separator) + "\n";
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (std::size_t end; (end = text.find(line, begin)) != std::string::npos; begin = end + line.size()) {
    parts.push_back(text.substr(begin, end - begin));
  }
  std::string last = text.substr(begin);
  if (last.ends_with('\n')) last.pop_back();
  parts.push_back(last);
  return parts;
}

}  // namespace adage::testing
