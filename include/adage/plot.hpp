// SPDX-License-Identifier: BSL-1.0
// Functions of one variable and their derivatives as lines on a plane, and these as a picture.
//
//   const adage::Plot plot = adage::plot({{"silu", adage::parse(graph, "x*sigmoid(x)")}}, {.derivatives = 1});
//   std::cout << to_braille(plot, {.width = 80});
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adage/expression.hpp"

namespace adage {

struct PlotOptions {
  unsigned derivatives = 0;  ///< also f', or f' and f''; at most 2
  double left = -6;          ///< the part of the axis that is shown
  double right = 6;
  /// What is shown of the values; by default all that are reached, or without a function's farthest ends.
  std::optional<std::pair<double, double>> vertical;
  double epsilon = 1e-3;      ///< of one function, where |f'| is less is shaded
  std::size_t columns = 600;  ///< of the finest picture to be drawn; 16 to 10,000
  std::size_t rows = 400;
  double max_seconds = 2;  ///< for a function's joints, limits and asymptotes; lines are drawn without them if need be
};

/// A function and its name in the legend; without one its formula.
struct PlotSubject {
  std::string name;
  Expression f;
};

/// What is to be drawn, in the coordinates of the functions.
struct Plot {
  struct Point {
    double x;
    double y;
  };
  using Path = std::vector<Point>;
  /// Values between which a function moves faster than columns are wide.
  struct Band {
    double left, right, bottom, top;
  };
  struct Dot {
    Point at;
    bool closed;  ///< the value is there; an open dot is a limit that is not reached there
  };
  struct Curve {
    std::string label;
    std::size_t subject = 0;
    unsigned derivative = 0;
    std::vector<Path> paths;  ///< with a gap between them at every jump, pole and hole
    std::vector<Band> bands;
    std::vector<Dot> dots;
  };
  double left, right, bottom, top;
  std::vector<Curve> curves;
  std::vector<Path> asymptotes;  ///< of two points each
  std::vector<std::pair<double, double>> saturated;
  std::string saturation;  ///< the condition of the shaded part: `|f'| < 0.001`
  std::vector<std::string> notes;
};

/// Lays out functions of one variable each, all other parameters having been given values. Between joints a line is
/// joined only where an enclosure shows that between its points the function does not leave the rows they span, so no
/// spike is missed and no jump bridged; where that took more than a stated effort, `notes` say so. Throws Error for a
/// truth value, several variables, a range that is no finite interval, more than 32 functions, or a build without Arb;
/// LimitError for a formula that is too large. Modifies the graph, so one thread at a time.
Plot plot(const std::vector<PlotSubject>& subjects, const PlotOptions& options = {});

enum class PictureType : unsigned char { svg, png, pdf };
struct PictureSize {
  unsigned width = 960;  ///< pixels, and in a PDF hundredths of an inch
  unsigned height = 600;
};
/// A script for gnuplot 5.4 or later, which writes the picture to its standard output.
std::string to_gnuplot(const Plot& plot, PictureType type = PictureType::svg, PictureSize size = {});

struct BrailleOptions {
  std::size_t width = 80;   ///< columns of text, at least 24
  std::size_t height = 22;  ///< lines of the picture itself, at least 4
  bool color = false;       ///< by ANSI escape sequences
};
/// For a terminal: eight dots a character (Unicode, block Braille Patterns).
std::string to_braille(const Plot& plot, const BrailleOptions& options = {});

}  // namespace adage
