// SPDX-License-Identifier: BSL-1.0
// One line from a person at a terminal: editing, history, completion. Ctrl-C gives the line up, never the program.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace adage::cli {

/// What could stand where the cursor is: whole words that replace the last `length` bytes before it.
struct Completion {
  std::size_t length = 0;
  std::vector<std::string> candidates;
};

struct Line {
  enum class Kind { text, interrupted, end };
  Kind kind = Kind::end;
  std::string text;  ///< without the newline
};

class Editor {
 public:
  /// Reads standard input, which must be a terminal. `complete` gets the text before the cursor.
  explicit Editor(std::function<Completion(std::string_view)> complete);
  ~Editor();
  Editor(const Editor&) = delete;
  Editor& operator=(const Editor&) = delete;

  Line read(std::string_view prompt);
  /// Makes `text` the newest entry of the history, here only.
  void remember(std::string_view text);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Where the history of past sessions lies, by the XDG base directory specification; empty without a home.
std::string history_path();
/// The entries of the file, oldest first, at most the last `most`; none when it cannot be read.
std::vector<std::string> read_history(const std::string& path, std::size_t most);
/// Appends one entry, making the folders. Whether it worked.
bool append_history(const std::string& path, std::string_view text);

/// The longest text that all of these begin with, cut between code points.
std::string common_beginning(const std::vector<std::string>& words);

}  // namespace adage::cli
