// SPDX-License-Identifier: BSL-1.0
// Whole files by their names, faults as messages.
#include "cli/files.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <system_error>
#include <vector>

#include "base/new_file.hpp"
#include "cli/workplace.hpp"

namespace adage::cli {

std::optional<std::string> read_file(const std::string& path, Workplace& workplace) {
  constexpr std::size_t limit = 1'000'000'001;  // one more than any text may have
  const bool is_input = path == "-";
  const auto close = [is_input](std::FILE* file) { return is_input ? 0 : std::fclose(file); };
  const std::unique_ptr<std::FILE, decltype(close)> file(is_input ? stdin : std::fopen(path.c_str(), "rb"), close);
  const std::string name = is_input ? "standard input" : path;
  if (!file) {
    workplace.complain(fmt::format("cannot read {}: {}", name, std::strerror(errno)));
    return std::nullopt;
  }
  std::string text;
  std::vector<char> block(1 << 16);
  while (text.size() < limit) {
    const std::size_t got = std::fread(block.data(), 1, block.size(), file.get());
    text.append(block.data(), got);
    if (got == 0) break;
  }
  if (std::ferror(file.get()) != 0) {
    workplace.complain(fmt::format("cannot read {}: {}", name, std::strerror(errno)));
    return std::nullopt;
  }
  return text;
}

bool write_file(const std::string& path, std::string_view text, Workplace& workplace) {
  try {
    NewFile file(path);
    file.write(text);
    file.commit();
  } catch (const std::system_error& error) {
    workplace.complain(fmt::format("cannot write {}: {}", path, error.code().message()));
    return false;
  }
  return true;
}

}  // namespace adage::cli
