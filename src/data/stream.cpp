// SPDX-License-Identifier: BSL-1.0
// Files are read and not mapped: under a map, a file that another program cuts short is a crash and no message.
#include "data/stream.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "data/table.hpp"

namespace adage {
namespace {

[[noreturn]] void fail(const std::string& path) {
  throw DataError(fmt::format("cannot read {}: {}", path, std::strerror(errno)));
}

}  // namespace

InputStream::InputStream(const std::string& path) : path_(path), file_(std::fopen(path.c_str(), "rb")) {
  if (!file_) fail(path);
  std::setvbuf(file_.get(), nullptr, _IONBF, 0);  // it is read in large blocks
  std::error_code failed;
  if (!std::filesystem::is_regular_file(path, failed)) return;
  const std::uintmax_t length = std::filesystem::file_size(path, failed);
  if (!failed) length_ = length;
}

std::size_t InputStream::append(std::size_t count, std::string& bytes) {
  const std::size_t before = bytes.size();
  bytes.resize(before + count);
  const std::size_t got = std::fread(bytes.data() + before, 1, count, file_.get());
  bytes.resize(before + got);
  position_ += got;
  if (got != count && std::ferror(file_.get()) != 0) fail(path_);
  return got;
}

}  // namespace adage
