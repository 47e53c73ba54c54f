// SPDX-License-Identifier: BSL-1.0
// A plot in characters: each cell has two by four dots, and the colour of the curve that came there last.
#include <fmt/format.h>

#include <adage/error.hpp>
#include <adage/plot.hpp>
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "plot/palette.hpp"
#include "plot/scale.hpp"

namespace adage {
namespace {

constexpr int kFaint = 244;

std::string utf8(std::uint32_t code) {
  return {static_cast<char>(0xE0 | (code >> 12)), static_cast<char>(0x80 | ((code >> 6) & 0x3F)),
          static_cast<char>(0x80 | (code & 0x3F))};
}

class Canvas {
 public:
  Canvas(const Plot& plot, std::size_t width, std::size_t height)
      : plot_(plot), width_(width), height_(height), cells_(width * height) {}

  /// Dots from the left and from the top, possibly outside.
  double column(double x) const { return (x - plot_.left) / (plot_.right - plot_.left) * (2.0 * double(width_) - 1); }
  double row(double y) const { return (plot_.top - y) / (plot_.top - plot_.bottom) * (4.0 * double(height_) - 1); }

  void dot(double column, double row, int color) {
    const double c = std::floor(column + 0.5), r = std::floor(row + 0.5);
    if (!(c >= 0 && c < 2.0 * double(width_) && r >= 0 && r < 4.0 * double(height_))) return;
    constexpr std::uint8_t bits[4][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    const auto x = static_cast<std::size_t>(c), y = static_cast<std::size_t>(r);
    Cell& cell = cells_[(y / 4) * width_ + x / 2];
    cell.dots |= bits[y % 4][x % 2];
    cell.color = color;
  }

  /// Every dot that the straight line touches; `every` so many dots for a dashed one.
  void line(Plot::Point a, Plot::Point b, int color, std::size_t every = 1) {
    if (!clip(a, b)) return;
    const double c0 = column(a.x), r0 = row(a.y), c1 = column(b.x), r1 = row(b.y);
    const auto steps = static_cast<std::size_t>(std::ceil(std::max({std::fabs(c1 - c0), std::fabs(r1 - r0), 1.0})));
    for (std::size_t i = 0; i <= steps; ++i) {
      if (every > 1 && i % every != 0) continue;
      const double t = static_cast<double>(i) / static_cast<double>(steps);
      dot(c0 + t * (c1 - c0), r0 + t * (r1 - r0), color);
    }
  }

  /// A character in place of the dots of a cell.
  void mark(Plot::Point at, const char* text, int color) {
    const double c = std::floor(column(at.x) + 0.5), r = std::floor(row(at.y) + 0.5);
    if (!(c >= 0 && c < 2.0 * double(width_) && r >= 0 && r < 4.0 * double(height_))) return;
    Cell& cell = cells_[static_cast<std::size_t>(r) / 4 * width_ + static_cast<std::size_t>(c) / 2];
    cell.text = text;
    cell.color = color;
  }

  std::string text_of(std::size_t row, bool color) const {
    std::string result;
    int current = -1;
    for (std::size_t c = 0; c != width_; ++c) {
      const Cell& cell = cells_[row * width_ + c];
      const bool empty = cell.dots == 0 && cell.text == nullptr;
      if (color && !empty && cell.color != current) {
        result += fmt::format("\x1b[38;5;{}m", cell.color);
        current = cell.color;
      }
      result += empty ? " " : cell.text != nullptr ? cell.text : utf8(0x2800U + cell.dots);
    }
    if (current != -1) result += "\x1b[0m";
    return result;
  }

 private:
  struct Cell {
    std::uint8_t dots = 0;
    int color = 0;
    const char* text = nullptr;
  };

  /// Cuts a line to the frame's rows (Liang and Barsky 1984); false when nothing is left.
  bool clip(Plot::Point& a, Plot::Point& b) const {
    for (int end = 0; end != 2; ++end) {
      Plot::Point& p = end == 0 ? a : b;
      const Plot::Point& q = end == 0 ? b : a;
      for (const double edge : {plot_.top, plot_.bottom}) {
        const bool outside = edge == plot_.top ? p.y > edge : p.y < edge;
        if (!outside) continue;
        const bool both = edge == plot_.top ? q.y > edge : q.y < edge;
        if (both) return false;
        const double t = std::isinf(p.y) ? 1 : (edge - q.y) / (p.y - q.y);
        p = {std::isinf(p.y) ? p.x : q.x + t * (p.x - q.x), edge};
      }
    }
    return true;
  }

  const Plot& plot_;
  std::size_t width_;
  std::size_t height_;
  std::vector<Cell> cells_;
};

std::string painted(const std::string& text, int color, bool colored) {
  return colored ? fmt::format("\x1b[38;5;{}m{}\x1b[0m", color, text) : text;
}

std::size_t letters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

int color_of(const Plot& plot, const Plot::Curve& curve) {
  const bool alone = std::ranges::all_of(plot.curves, [](const Plot::Curve& c) { return c.subject == 0; });
  return palette(alone || plot.curves.back().derivative == 0 ? alone ? curve.derivative : curve.subject
                                                             : static_cast<std::size_t>(&curve - plot.curves.data()))
      .terminal;
}

/// Names of the curves in their colours, as many to a line as fit; without colours a number joins each to its marks.
std::string legend(const Plot& plot, const BrailleOptions& options) {
  std::string result, line;
  std::size_t used = 0;
  const auto add = [&](std::string sign, std::string text, int color) {
    const std::size_t room = options.width > letters(sign) + 2 ? options.width - letters(sign) - 2 : 1;
    if (letters(text) > room) text = text.substr(0, room - 1) + "…";
    const std::size_t taken = letters(sign) + 1 + letters(text) + (used == 0 ? 0 : 3);
    if (used != 0 && used + taken > options.width) {
      result += line + "\n";
      line.clear();
      used = 0;
    }
    line += (used == 0 ? "" : "   ") + painted(sign + " " + text, color, options.color);
    used += taken;
  };
  for (const Plot::Curve& curve : plot.curves) {
    const auto number = static_cast<std::size_t>(&curve - plot.curves.data()) + 1;
    add(options.color || plot.curves.size() == 1 ? "━" : fmt::format("{}:", number), curve.label,
        color_of(plot, curve));
  }
  if (!plot.asymptotes.empty()) add("┄", "asymptote", kFaint);
  if (!plot.saturated.empty()) add("═", plot.saturation, kFaint);
  return result + line + "\n";
}

/// The line under the picture: saturated parts doubled, a mark at each tick; and the numbers below it.
std::string bottom_axis(const Plot& plot, const BrailleOptions& options, std::size_t margin, std::size_t width) {
  const auto cell = [&](double x) {
    const double c = (x - plot.left) / (plot.right - plot.left) * static_cast<double>(width - 1);
    return static_cast<std::size_t>(std::clamp(std::floor(c + 0.5), 0.0, static_cast<double>(width - 1)));
  };
  std::vector<std::string> axis(width, "─");
  for (const auto& [from, to] : plot.saturated) {
    for (std::size_t c = cell(from); c <= cell(to); ++c) axis[c] = "═";
  }
  const std::vector<double> places = plotting::ticks(plot.left, plot.right, std::max<std::size_t>(width / 10, 2));
  const std::vector<std::string> labels = plotting::tick_labels(places);
  std::string numbers(margin + width, ' ');
  std::size_t free = 0;
  for (std::size_t i = 0; i != places.size(); ++i) {
    const std::size_t c = cell(places[i]);
    axis[c] = axis[c] == "═" ? "╤" : "┬";
    const std::size_t length = labels[i].size();
    std::size_t start = margin + 1 + c > length / 2 ? margin + 1 + c - (length + 1) / 2 : 0;
    start = std::min(start, margin + width - length);
    if (start < free) continue;
    numbers.replace(start, length, labels[i]);
    free = start + length + 1;
  }
  std::string line;
  for (const std::string& part : axis) line += part;
  numbers.resize(numbers.find_last_not_of(' ') + 1);
  return std::string(margin - 1, ' ') + painted("└" + line, kFaint, options.color) + "\n" +
         painted(numbers, kFaint, options.color) + "\n";
}

/// Without colours each curve carries its number, spread over the width so that they stay apart.
void number(const Plot& plot, Canvas& canvas) {
  static constexpr const char* digits[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9"};
  for (std::size_t i = 0; i != std::min(plot.curves.size(), std::size(digits)); ++i) {
    for (std::size_t part = 1; part <= 3; ++part) {
      const double share = (static_cast<double>(part) - 0.5 + 0.08 * static_cast<double>(i)) / 3;
      const double x = plot.left + share * (plot.right - plot.left);
      for (const Plot::Path& path : plot.curves[i].paths) {
        const auto after = std::ranges::find_if(path, [&](const Plot::Point& p) { return p.x >= x; });
        if (after == path.begin() || after == path.end()) continue;
        const Plot::Point a = *(after - 1), b = *after;
        canvas.mark({x, a.y + (x - a.x) / (b.x - a.x) * (b.y - a.y)}, digits[i], 0);
      }
    }
  }
}

}  // namespace

std::string to_braille(const Plot& plot, const BrailleOptions& options) {
  if (options.width < 24 || options.height < 4) throw Error("a picture in characters needs 24 columns and 4 lines");
  const std::vector<double> levels =
      plotting::ticks(plot.bottom, plot.top, std::max<std::size_t>(options.height / 3, 2));
  const std::vector<std::string> labels = plotting::tick_labels(levels);
  std::size_t widest = 0;
  for (const std::string& label : labels) widest = std::max(widest, label.size());
  const std::size_t margin = widest + 1, width = options.width - margin;
  Canvas canvas(plot, width, options.height);
  if (plot.left < 0 && plot.right > 0) canvas.line({0, plot.bottom}, {0, plot.top}, kFaint, 4);
  if (plot.bottom < 0 && plot.top > 0) canvas.line({plot.left, 0}, {plot.right, 0}, kFaint, 4);
  for (const Plot::Path& line : plot.asymptotes) canvas.line(line.front(), line.back(), kFaint, 2);
  for (const Plot::Curve& curve : plot.curves) {
    const int color = color_of(plot, curve);
    for (const Plot::Band& band : curve.bands)
      canvas.line({(band.left + band.right) / 2, band.bottom}, {(band.left + band.right) / 2, band.top}, color);
    for (const Plot::Path& path : curve.paths) {
      for (std::size_t i = 1; i < path.size(); ++i) canvas.line(path[i - 1], path[i], color);
    }
  }
  for (const bool closed : {false, true}) {
    for (const Plot::Curve& curve : plot.curves) {
      for (const Plot::Dot& dot : curve.dots) {
        if (dot.closed == closed) canvas.mark(dot.at, closed ? "●" : "○", color_of(plot, curve));
      }
    }
  }
  if (!options.color && plot.curves.size() > 1) number(plot, canvas);
  std::string result = legend(plot, options);
  std::vector<std::string> beside(options.height);
  for (std::size_t i = 0; i != levels.size(); ++i) {
    const double row = std::floor((canvas.row(levels[i]) + 0.5) / 4);
    if (row >= 0 && row < static_cast<double>(options.height)) beside[static_cast<std::size_t>(row)] = labels[i];
  }
  for (std::size_t r = 0; r != options.height; ++r) {
    const std::string edge = beside[r].empty() ? "│" : "┤";
    std::string text = canvas.text_of(r, options.color);
    if (!options.color) text.resize(text.find_last_not_of(' ') + 1);
    result += painted(fmt::format("{:>{}}{}", beside[r], widest, edge), kFaint, options.color) + text + "\n";
  }
  return result + bottom_axis(plot, options, margin, width);
}

}  // namespace adage
