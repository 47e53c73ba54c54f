// SPDX-License-Identifier: BSL-1.0
// A plot as a script for gnuplot. Colours are those of Okabe and Ito (2008), which people with any colour vision tell
// apart; of several functions each has its colour and each order of derivative its dashes.
#include <fmt/format.h>

#include <adage/plot.hpp>
#include <algorithm>
#include <cmath>
#include <iterator>

#include "plot/palette.hpp"

namespace adage {
namespace {

constexpr std::string_view kShade = "#e4e4e4";
constexpr std::string_view kFaint = "#888888";

std::string in_quotes(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\' || c == '`') result += '\\';
    result += c;
  }
  return result + '"';
}

/// Long formulas would push the legend out of the picture.
std::string shortened(const std::string& text) {
  constexpr std::size_t most = 48;
  return text.size() <= most ? text : text.substr(0, most - 1) + "…";
}

class Script {
 public:
  Script(const Plot& plot, PictureType type, PictureSize size) : plot_(plot) {
    head(type, size);
    for (const Plot::Curve& curve : plot.curves) data(curve);
    paths("asymptotes", plot.asymptotes);
    shading();
    draw();
  }

  std::string text() && { return std::move(text_); }

 private:
  template <class... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Args>(args)...);
    text_ += '\n';
  }

  void head(PictureType type, PictureSize size) {
    line("set encoding utf8");
    switch (type) {
      case PictureType::svg:
        line("set terminal svg size {},{} noenhanced font \"sans-serif,15\" background \"#ffffff\"", size.width,
             size.height);
        break;
      case PictureType::png:
        line("set terminal pngcairo size {},{} noenhanced font \"sans-serif,{}\" linewidth {}", size.width, size.height,
             std::max(8U, size.width / 70), std::max(1U, size.width / 960));
        break;
      case PictureType::pdf:
        line("set terminal pdfcairo size {:.2f}in,{:.2f}in noenhanced font \"sans-serif,12\"", size.width / 100.0,
             size.height / 100.0);
        break;
    }
    line("set border 3 linecolor rgb \"{}\"", kFaint);
    line("set tics nomirror out textcolor rgb \"#333333\"");
    line("set grid linecolor rgb \"#eeeeee\" linetype 1");
    line("set zeroaxis linetype 1 linecolor rgb \"#aaaaaa\"");
    line("set key outside top left horizontal Left reverse samplen 2.5 width 1 textcolor rgb \"#222222\"");
    line("set clip two");
    line("set xrange [{}:{}]", plot_.left, plot_.right);
    line("set yrange [{}:{}]", plot_.bottom, plot_.top);
  }

  /// Far outside of the frame gnuplot's arithmetic has no need to follow.
  double kept(double y) const {
    const double height = plot_.top - plot_.bottom;
    return std::clamp(y, plot_.bottom - 100 * height, plot_.top + 100 * height);
  }

  void paths(std::string_view name, const std::vector<Plot::Path>& paths) {
    if (paths.empty()) return;
    line("${} << EOD", name);
    for (const Plot::Path& path : paths) {
      for (const Plot::Point& p : path) line("{:.7g} {:.7g}", p.x, kept(p.y));
      text_ += '\n';
    }
    line("EOD");
  }

  void data(const Plot::Curve& curve) {
    const std::size_t i = number(curve);
    paths(fmt::format("line{}", i), curve.paths);
    if (!curve.bands.empty()) {
      line("$band{} << EOD", i);
      for (const Plot::Band& b : curve.bands)
        line("{:.9g} {:.7g} {:.9g} {:.9g} {:.7g} {:.7g}", (b.left + b.right) / 2, (b.bottom + b.top) / 2, b.left,
             b.right, b.bottom, b.top);
      line("EOD");
    }
    for (const bool closed : {true, false}) {
      const auto of_kind = [&](const Plot::Dot& dot) { return dot.closed == closed; };
      if (std::ranges::none_of(curve.dots, of_kind)) continue;
      line("${}{} << EOD", closed ? "closed" : "open", i);
      for (const Plot::Dot& dot : curve.dots) {
        if (of_kind(dot)) line("{:.9g} {:.9g}", dot.at.x, dot.at.y);
      }
      line("EOD");
    }
  }

  void shading() {
    for (const auto& [from, to] : plot_.saturated)
      line(
          "set object rectangle from first {:.9g}, graph 0 to first {:.9g}, graph 1 behind fillcolor rgb \"{}\" "
          "fillstyle solid noborder",
          from, to, kShade);
  }

  std::size_t number(const Plot::Curve& curve) const { return static_cast<std::size_t>(&curve - plot_.curves.data()); }

  void draw() {
    std::vector<std::string> items;
    if (!plot_.saturated.empty()) {
      items.push_back(fmt::format("NaN with boxes fillstyle solid noborder linecolor rgb \"{}\" title {}", kShade,
                                  in_quotes(plot_.saturation)));
    }
    if (!plot_.asymptotes.empty()) {
      items.push_back(fmt::format(
          "$asymptotes with lines linecolor rgb \"{}\" linewidth 1 dashtype (8,6) title \"asymptote\"", kFaint));
    }
    const bool alone = std::ranges::all_of(plot_.curves, [](const Plot::Curve& c) { return c.subject == 0; });
    constexpr std::string_view dashes[] = {"solid", "(14,6)", "(3,5)"};
    for (const Plot::Curve& curve : plot_.curves) {
      const std::size_t i = number(curve);
      const std::string color =
          fmt::format("linecolor rgb \"{}\"", palette(alone ? curve.derivative : curve.subject).html);
      const std::string look =
          fmt::format("{} linewidth 2.2 dashtype {}", color, alone ? "solid" : dashes[curve.derivative]);
      if (!curve.bands.empty())
        items.push_back(fmt::format("$band{} with boxxyerror fillstyle solid noborder {} notitle", i, color));
      items.push_back(fmt::format("{} with lines {} title {}", curve.paths.empty() ? "NaN" : fmt::format("$line{}", i),
                                  look, in_quotes(shortened(curve.label))));
    }
    for (const Plot::Curve& curve : plot_.curves) {  // above all lines
      const std::size_t i = number(curve);
      const std::string color =
          fmt::format("linecolor rgb \"{}\"", palette(alone ? curve.derivative : curve.subject).html);
      const auto any = [&](bool closed) {
        return std::ranges::any_of(curve.dots, [&](const Plot::Dot& dot) { return dot.closed == closed; });
      };
      if (any(false)) {
        items.push_back(
            fmt::format("$open{} with points pointtype 7 pointsize 0.85 linecolor rgb \"white\" notitle", i));
        items.push_back(
            fmt::format("$open{} with points pointtype 6 pointsize 0.85 linewidth 1.6 {} notitle", i, color));
      }
      if (any(true))
        items.push_back(fmt::format("$closed{} with points pointtype 7 pointsize 0.85 {} notitle", i, color));
    }
    line("plot {}", fmt::join(items, ", \\\n     "));
  }

  const Plot& plot_;
  std::string text_;
};

}  // namespace

std::string to_gnuplot(const Plot& plot, PictureType type, PictureSize size) { return Script(plot, type, size).text(); }

}  // namespace adage
