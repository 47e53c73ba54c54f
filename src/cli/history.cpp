// SPDX-License-Identifier: BSL-1.0
// The history of past sessions: a text file, one entry a line, appended to as lines are typed, so that sessions side
// by side do not erase each other.
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "cli/editor.hpp"

namespace adage::cli {
namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

std::string history_path() {
  // The specification says to ignore a relative path.
  if (const std::string state = variable("XDG_STATE_HOME"); state.starts_with('/')) return state + "/adage/history";
  const std::string home = variable("HOME");
  return home.empty() ? "" : home + "/.local/state/adage/history";
}

std::vector<std::string> read_history(const std::string& path, std::size_t most) {
  std::vector<std::string> entries;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (!line.empty()) entries.push_back(std::move(line));
  }
  if (entries.size() > most) entries.erase(entries.begin(), entries.end() - static_cast<std::ptrdiff_t>(most));
  return entries;
}

bool append_history(const std::string& path, std::string_view text) {
  if (path.empty()) return false;
  std::error_code failed;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), failed);
  const int file = open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (file == -1) return false;
  const std::string line = std::string(text) + "\n";
  const bool written = ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  return close(file) == 0 && written;
}

}  // namespace adage::cli
