// SPDX-License-Identifier: BSL-1.0
// Where the command line writes. A write that fails is an exception, so that a full disk never passes for success;
// colours and widths are asked of the stream, so that what is piped is plain and whole.
#pragma once

#include <cstdio>
#include <stdexcept>
#include <string>
#include <string_view>

namespace adage::cli {

/// A stream that cannot be written; `broken_pipe` when its reader has gone, which nobody needs to be told.
struct WriteError : std::runtime_error {
  WriteError(const std::string& message, bool pipe) : std::runtime_error(message), broken_pipe(pipe) {}
  bool broken_pipe;
};

enum class Style { plain, good, bad, doubtful, faint, strong };

class Output {
 public:
  Output(std::FILE* file, std::string_view name);

  void write(std::string_view text);
  void line(std::string_view text) { write(std::string(text) + "\n"); }
  /// Everything written so far reaches the reader. Throws WriteError.
  void flush();

  bool is_terminal() const { return terminal_; }
  bool has_color() const { return color_; }
  /// Columns of the terminal, 80 when it does not say; asked anew each time, since windows are resized.
  std::size_t width() const;
  /// `text` in a style, where colours are wanted.
  std::string styled(std::string_view text, Style style) const;

 private:
  std::FILE* file_;
  std::string name_;
  bool terminal_;
  bool color_;
};

/// A line on a terminal that says what is being done and is overwritten; nothing anywhere else.
class Progress {
 public:
  explicit Progress(Output& output) : output_(output) {}
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  void show(std::string_view text);
  void clear();

 private:
  Output& output_;
  bool shown_ = false;
};

/// `[########............]` for a part between 0 and 1.
std::string bar_text(double share);

/// The shortest text that reads back as the same number; `inf`, `-inf`, `nan`.
std::string number_text(double value);
/// `3.2 ms`
std::string duration_text(double seconds);

/// Columns that a text takes on a terminal.
std::size_t columns_of(std::string_view text);
/// At most `columns` wide, the end replaced by `…` where it is cut.
std::string cut(std::string_view text, std::size_t columns);
/// Blanks appended up to `columns`.
std::string padded(std::string_view text, std::size_t columns);

/// Makes sure that the three standard streams are open, so that no file takes the place of a closed one.
void open_standard_streams();

}  // namespace adage::cli
