// SPDX-License-Identifier: BSL-1.0
// A new file is written beside its place under another name, and renamed when it is whole.
#include "cli/files.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <vector>

#include "cli/workplace.hpp"

namespace adage::cli {
namespace {

/// Empty when all is well, else what went wrong.
std::string write_to(std::FILE* file, std::string_view text) {
  if (file == nullptr) return std::strerror(errno);
  const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  const std::string reason = written ? "" : std::strerror(errno);
  return std::fclose(file) == 0 || !written ? reason : std::strerror(errno);
}

std::string written(const std::string& path, std::string_view text) {
  namespace fs = std::filesystem;
  std::error_code failed;
  const fs::file_status status = fs::status(path, failed);
  // A device or a pipe must not be replaced by a file.
  if (fs::is_other(status)) return write_to(std::fopen(path.c_str(), "wb"), text);
  if (fs::is_directory(status)) return std::strerror(EISDIR);
  // What a link points to is replaced, not the link.
  const std::string target = fs::exists(status) ? fs::canonical(path, failed).string() : path;
  if (target.empty()) return failed.message();
  const std::string temporary = fmt::format("{}.{}.part", target, getpid());
  std::FILE* file = std::fopen(temporary.c_str(), "wbx");
  if (file == nullptr) return std::strerror(errno);
  std::string reason = write_to(file, text);
  if (reason.empty() && std::rename(temporary.c_str(), target.c_str()) == 0) return "";
  if (reason.empty()) reason = std::strerror(errno);
  std::remove(temporary.c_str());
  return reason;
}

}  // namespace

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
  const std::string reason = written(path, text);
  if (!reason.empty()) workplace.complain(fmt::format("cannot write {}: {}", path, reason));
  return reason.empty();
}

}  // namespace adage::cli
