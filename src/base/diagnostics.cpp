// SPDX-License-Identifier: BSL-1.0
// Drawing: the line that holds a span is laid out as cells, a window of them is cut around the span when the line is
// long, and the caret line is drawn under the same cells, so that tabs, wide letters and cuts cannot disagree.
#include "base/diagnostics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "base/utf8.hpp"

namespace adage {
namespace {

constexpr std::uint32_t window = 96;       // columns of source shown
constexpr std::uint32_t margin = 24;       // of those, kept before the span
constexpr std::size_t reach = 4 * window;  // bytes looked at on either side of a span in a long line
constexpr std::uint32_t tab_stop = 4;

struct Paint {
  std::string_view fault, note, faint, plain;
};
constexpr Paint ansi{"\x1b[1;31m", "\x1b[1;36m", "\x1b[2m", "\x1b[0m"};
constexpr Paint none{};

/// One line of source and the part of it that is underlined.
struct Drawing {
  std::string text;
  std::string caret;
};

/// What a code point looks like: itself, or a stand-in where it would move the cursor or hide.
std::string glyph(std::string_view bytes, const utf8::Decoded& decoded, std::uint32_t column) {
  if (!decoded.valid) return "\uFFFD";
  if (decoded.code == '\t') return std::string(tab_stop - column % tab_stop, ' ');
  const bool control = decoded.code < 0x20 || (decoded.code >= 0x7F && decoded.code < 0xA0);
  const bool turns = (decoded.code >= 0x200B && decoded.code <= 0x200F) || decoded.code == 0xFEFF ||
                     (decoded.code >= 0x2028 && decoded.code <= 0x202E) ||
                     (decoded.code >= 0x2060 && decoded.code <= 0x206F);
  return control || turns ? "\uFFFD" : std::string(bytes.substr(0, decoded.length));
}

std::uint32_t columns_of(std::string_view text) {
  std::uint32_t columns = 0;
  while (!text.empty()) {
    const utf8::Decoded decoded = utf8::decode(text);
    columns += static_cast<std::uint32_t>(utf8::width(decoded.code));
    text.remove_prefix(decoded.length);
  }
  return columns;
}

struct Line {
  std::size_t begin, end;
};

Line line_around(std::string_view source, std::size_t offset) {
  const std::size_t before = offset == 0 ? std::string_view::npos : source.rfind('\n', offset - 1);
  std::size_t end = std::min(source.find('\n', offset), source.size());
  const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  if (end > begin && source[end - 1] == '\r') --end;
  return {begin, end};
}

/// A cut must not fall inside a code point.
std::size_t boundary(std::string_view source, std::size_t at, std::size_t floor) {
  for (int i = 0; i != 3 && at > floor && (static_cast<unsigned char>(source[at]) & 0xC0) == 0x80; ++i) --at;
  return at;
}

/// A code point as it is drawn.
struct Cell {
  std::string text;
  std::uint32_t columns;
  bool marked;
};

/// The part of a line around a span, cell by cell.
struct Layout {
  std::vector<Cell> cells;
  std::uint32_t columns = 0;
  std::uint32_t caret = 0;  // the column where the span begins
  bool cut_left = false, cut_right = false;
};

Layout lay_out(std::string_view source, Line line, Span span) {
  Layout layout;
  if (span.begin > reach && span.begin - reach > line.begin) {
    line.begin = boundary(source, span.begin - reach, line.begin);
    layout.cut_left = true;
  }
  if (span.begin + reach < line.end) {
    line.end = boundary(source, span.begin + reach, span.begin);
    layout.cut_right = true;
  }
  for (std::size_t at = line.begin; at < line.end;) {
    const std::string_view rest = source.substr(at, line.end - at);
    const utf8::Decoded decoded = utf8::decode(rest);
    if (at <= span.begin) layout.caret = layout.columns;
    std::string text = glyph(rest, decoded, layout.columns);
    const std::uint32_t columns = columns_of(text);
    // A mark spans every code point that it touches, even by a byte.
    layout.cells.push_back({std::move(text), columns, at < span.end && at + decoded.length > span.begin});
    layout.columns += columns;
    at += decoded.length;
  }
  if (span.begin >= line.end) layout.caret = layout.columns;
  return layout;
}

Drawing draw(std::string_view source, Span span) {
  const Line line = line_around(source, span.begin);
  Layout layout = lay_out(source, line, span);
  layout.cut_left = layout.cut_left || (layout.columns > window && layout.caret > window - margin);
  const std::uint32_t first = layout.cut_left && layout.caret > margin ? layout.caret - margin : 0;
  Drawing drawing;
  if (layout.cut_left) drawing = {"…", " "};
  bool any = false;
  std::uint32_t column = 0;
  for (const Cell& cell : layout.cells) {
    layout.cut_right = layout.cut_right || column >= first + window;
    if (column >= first + window) break;
    if (column >= first) {
      drawing.text += cell.text;
      std::string mark(cell.columns, cell.marked ? '~' : ' ');
      // The first column of a span is a caret, so that an invisible one still shows.
      if (cell.marked && !any) {
        if (mark.empty()) mark.push_back('^');
        mark[0] = '^';
      }
      drawing.caret += mark;
      any = any || cell.marked;
    }
    column += cell.columns;
  }
  drawing.caret.erase(drawing.caret.find_last_not_of(' ') + 1);
  if (!any) drawing.caret.assign((layout.cut_left ? 1 : 0) + layout.caret - first, ' ').push_back('^');
  if (any && span.end > line.end + 1) drawing.caret += "…";
  drawing.text.erase(drawing.text.find_last_not_of(' ') + 1);
  if (layout.cut_right) drawing.text += "…";
  return drawing;
}

Span within(Span span, std::string_view source) {
  const auto size = static_cast<std::uint32_t>(source.size());
  span.begin = std::min(span.begin, size);
  span.end = std::clamp(span.end, span.begin, size);
  return span;
}

/// `name:line:column`, the source line and the caret line.
std::string place(std::string_view source, Span span, std::uint32_t line, std::string_view color, const Paint& paint) {
  const Drawing drawing = draw(source, span);
  const std::string number = std::to_string(line);
  const std::string_view gap = drawing.text.empty() ? "" : " ";
  return fmt::format("\n{0} {1} |{2}{7}{3}\n{0} {4} |{2} {5}{6}{2}", paint.faint, number, paint.plain, drawing.text,
                     std::string(number.size(), ' '), color, drawing.caret, gap);
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t i = 0; i != parts.size(); ++i) {
    text += i == 0 ? "" : i + 1 == parts.size() ? " or " : ", ";
    text += parts[i];
  }
  return text;
}

/// Text of a suggestion or message on one line, however odd the source it was cut from.
std::string printable(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const utf8::Decoded decoded = utf8::decode(text);
    const bool blank = decoded.code == '\t' || decoded.code == '\n';
    result += blank ? " " : glyph(text, decoded, 0);
    text.remove_prefix(decoded.length);
  }
  return result;
}

std::string text_of(const Diagnostic& d, std::string_view source, std::string_view source_name, Position at,
                    bool color) {
  const Paint& paint = color ? ansi : none;
  const Span span = within(d.span, source);
  std::string text = fmt::format("{}:{}:{}: {}error[{}]{}: {}", source_name, at.line, at.column, paint.fault, d.code,
                                 paint.plain, printable(d.message));
  text += place(source, span, at.line, paint.fault, paint);
  if (!d.expected.empty()) text += fmt::format("\n  = expected: {}", printable(joined(d.expected)));
  if (!d.suggestion.empty()) {
    const bool insertion = span.begin == span.end;
    text += fmt::format("\n  = {}: {}", insertion ? "insert" : "write", printable(d.suggestion));
  }
  for (const Note& note : d.notes) {
    if (note.span == d.span) {
      text += fmt::format("\n  = {}", printable(note.message));
      continue;
    }
    const Span there = within(note.span, source);
    const Position where = position_of(source, there.begin);
    text += fmt::format("\n{}:{}:{}: {}note{}: {}", source_name, where.line, where.column, paint.note, paint.plain,
                        printable(note.message));
    text += place(source, there, where.line, paint.note, paint);
  }
  return text;
}

}  // namespace

Position position_of(std::string_view source, std::uint32_t offset) {
  const std::size_t at = std::min<std::size_t>(offset, source.size());
  const std::string_view before = source.substr(0, at);
  const std::size_t newline = before.rfind('\n');
  const std::size_t begin = newline == std::string_view::npos ? 0 : newline + 1;
  const auto lines = static_cast<std::uint32_t>(std::ranges::count(before.substr(0, begin), '\n'));
  return {lines + 1, utf8::count(before.substr(begin)) + 1};
}

std::string render(const Diagnostic& diagnostic, std::string_view source, std::string_view source_name, bool color) {
  return text_of(diagnostic, source, source_name, position_of(source, within(diagnostic.span, source).begin), color);
}

void finish(std::vector<Diagnostic>& diagnostics, std::string_view source, std::string_view source_name) {
  for (Diagnostic& diagnostic : diagnostics) {
    const Position at = position_of(source, within(diagnostic.span, source).begin);
    diagnostic.line = at.line;
    diagnostic.column = at.column;
    diagnostic.rendered = text_of(diagnostic, source, source_name, at, false);
  }
}

}  // namespace adage
