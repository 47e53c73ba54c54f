// SPDX-License-Identifier: BSL-1.0
// Bytes of a file or a pipe, once from front to back.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>

namespace adage {

class InputStream {
 public:
  /// Throws DataError.
  explicit InputStream(const std::string& path);

  /// Reads `count` bytes to the end of `bytes`, fewer only where the file ends; how many. Throws DataError.
  std::size_t append(std::size_t count, std::string& bytes);
  /// Absent for what has no length, such as a pipe.
  std::optional<std::uint64_t> length() const { return length_; }
  std::uint64_t position() const { return position_; }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  std::string path_;
  std::unique_ptr<std::FILE, Close> file_;
  std::optional<std::uint64_t> length_;
  std::uint64_t position_ = 0;
};

}  // namespace adage
