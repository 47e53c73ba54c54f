// SPDX-License-Identifier: BSL-1.0
// Streams, colours, widths and numbers.
#include "cli/output.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "base/utf8.hpp"

namespace adage::cli {
namespace {

bool is_set(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

bool is_dumb() {
  const char* term = std::getenv("TERM");
  return term == nullptr || std::string_view(term) == "dumb";
}

std::string_view escape(Style style) {
  switch (style) {
    case Style::plain:
      return "";
    case Style::good:
      return "\x1b[32m";
    case Style::bad:
      return "\x1b[1;31m";
    case Style::doubtful:
      return "\x1b[33m";
    case Style::faint:
      return "\x1b[2m";
    case Style::strong:
      return "\x1b[1m";
  }
  return "";
}

}  // namespace

Output::Output(std::FILE* file, std::string_view name)
    : file_(file),
      name_(name),
      terminal_(isatty(fileno(file)) == 1),
      color_(terminal_ && !is_dumb() && !is_set("NO_COLOR")) {}

void Output::write(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), file_) == text.size()) return;
  const int reason = errno;
  throw WriteError(fmt::format("cannot write to {}: {}", name_, std::strerror(reason)), reason == EPIPE);
}

void Output::flush() {
  if (std::fflush(file_) == 0) return;
  const int reason = errno;
  throw WriteError(fmt::format("cannot write to {}: {}", name_, std::strerror(reason)), reason == EPIPE);
}

std::size_t Output::width() const {
  winsize size{};
  if (terminal_ && ioctl(fileno(file_), TIOCGWINSZ, &size) == 0 && size.ws_col != 0) return size.ws_col;
  return 80;
}

std::string Output::styled(std::string_view text, Style style) const {
  if (!color_ || style == Style::plain) return std::string(text);
  return fmt::format("{}{}\x1b[0m", escape(style), text);
}

Progress::~Progress() {
  try {
    clear();
  } catch (const WriteError&) {  // the terminal has gone; there is nobody left to tell
  }
}

void Progress::show(std::string_view text) {
  if (!output_.is_terminal() || is_dumb()) return;
  output_.write("\r\x1b[K" + cut(text, output_.width() - 1));
  output_.flush();
  shown_ = true;
}

void Progress::clear() {
  if (!shown_) return;
  shown_ = false;
  output_.write("\r\x1b[K");
  output_.flush();
}

std::string bar_text(double share) {
  constexpr double width = 20;
  const auto full = static_cast<std::size_t>(width * std::clamp(share, 0.0, 1.0));
  return fmt::format("[{}{}]", std::string(full, '#'), std::string(static_cast<std::size_t>(width) - full, '.'));
}

std::string number_text(double value) {
  if (std::isnan(value)) return "nan";
  std::array<char, 32> buffer;
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), end};
}

std::string duration_text(double seconds) {
  if (seconds < 0.9995e-3) return fmt::format("{:.0f} µs", seconds * 1e6);
  if (seconds < 0.09995) return fmt::format("{:.1f} ms", seconds * 1e3);
  if (seconds < 0.9995) return fmt::format("{:.0f} ms", seconds * 1e3);
  return fmt::format("{:.2f} s", seconds);
}

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const utf8::Decoded decoded = utf8::decode(text);
    columns += static_cast<std::size_t>(utf8::width(decoded.code));
    text.remove_prefix(decoded.length);
  }
  return columns;
}

std::string cut(std::string_view text, std::size_t columns) {
  if (text.size() <= columns || columns_of(text) <= columns) return std::string(text);
  std::size_t used = 0, at = 0;
  while (at < text.size()) {
    const utf8::Decoded decoded = utf8::decode(text.substr(at));
    const auto width = static_cast<std::size_t>(utf8::width(decoded.code));
    if (used + width + 1 > columns) break;
    used += width;
    at += decoded.length;
  }
  return std::string(text.substr(0, at)) + (columns == 0 ? "" : "…");
}

std::string padded(std::string_view text, std::size_t columns) {
  const std::size_t used = columns_of(text);
  return std::string(text) + std::string(used < columns ? columns - used : 0, ' ');
}

void open_standard_streams() {
  // Opened the wrong way round on purpose: using a stream that the caller closed must still be an error.
  for (const auto& [descriptor, mode] : {std::pair{0, O_WRONLY}, {1, O_RDONLY}, {2, O_RDONLY}}) {
    if (fcntl(descriptor, F_GETFD) == -1 && errno == EBADF && open("/dev/null", mode) != descriptor) std::abort();
  }
}

}  // namespace adage::cli
