// SPDX-License-Identifier: BSL-1.0
// A file in the making: whole at its place or not there at all.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace adage {

/// Written beside its place under another name, `PATH.PID.part`, until `commit` renames it; one that is never committed
/// leaves no trace. What a link points to is replaced, not the link; a device or a pipe is written at once. Each call
/// throws std::system_error with what the system says.
class NewFile {
 public:
  explicit NewFile(const std::string& path);
  ~NewFile();
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  void write(std::string_view bytes);
  /// Puts bytes over the first ones.
  void write_over_start(std::string_view bytes);
  /// Nothing more is to be written, and all of it has reached the system.
  void close();
  /// Closes it where that has not been done, and puts it in its place.
  void commit();

 private:
  std::FILE* file_ = nullptr;
  std::string target_;
  std::string temporary_;  ///< empty for a device, and once renamed
};

}  // namespace adage
