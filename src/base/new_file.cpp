// SPDX-License-Identifier: BSL-1.0
// The new name is in the same folder, so that renaming cannot cross file systems.
#include "base/new_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace adage {
namespace {

[[noreturn]] void fail(int error) { throw std::system_error(error, std::generic_category()); }

}  // namespace

NewFile::NewFile(const std::string& path) : target_(path) {
  namespace fs = std::filesystem;
  std::error_code failed;
  const fs::file_status status = fs::status(path, failed);
  if (fs::is_directory(status)) fail(EISDIR);
  const bool is_device = fs::is_other(status);
  if (!is_device && fs::exists(status)) target_ = fs::canonical(path, failed).string();
  if (target_.empty()) throw std::system_error(failed);
  if (!is_device) temporary_ = fmt::format("{}.{}.part", target_, getpid());
  file_ = is_device ? std::fopen(path.c_str(), "wb") : std::fopen(temporary_.c_str(), "wbx");
  if (file_ == nullptr) {
    temporary_.clear();
    fail(errno);
  }
  std::setvbuf(file_, nullptr, _IONBF, 0);  // what is written comes in large blocks
}

NewFile::~NewFile() {
  if (file_ != nullptr) std::fclose(file_);
  if (!temporary_.empty()) std::remove(temporary_.c_str());
}

void NewFile::write(std::string_view bytes) {
  if (std::fwrite(bytes.data(), 1, bytes.size(), file_) != bytes.size()) fail(errno);
}

void NewFile::write_over_start(std::string_view bytes) {
  if (std::fseek(file_, 0, SEEK_SET) != 0) fail(errno);
  write(bytes);
}

void NewFile::close() {
  std::FILE* const file = std::exchange(file_, nullptr);
  if (file != nullptr && std::fclose(file) != 0) fail(errno);
}

void NewFile::commit() {
  close();
  if (temporary_.empty()) return;
  if (std::rename(temporary_.c_str(), target_.c_str()) != 0) fail(errno);
  temporary_.clear();
}

}  // namespace adage
