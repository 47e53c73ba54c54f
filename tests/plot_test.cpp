// SPDX-License-Identifier: BSL-1.0
// Pictures against the functions they show: whatever value a function takes is near ink, whatever ink is joined lies
// near values, jumps and poles are gaps, and dots stand where values and limits are.
#include <adage/adage.hpp>
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <random>
#include <set>
#include <string>

#include "ball/ball.hpp"
#include "effort.hpp"
#include "plot/scale.hpp"
#include "random_expression.hpp"

namespace {

using namespace adage;

struct Drawing {
  Graph graph;
  Expression f;
  Plot plot;

  Drawing(const std::string& formula, PlotOptions options = {}) : f(parse(graph, formula)) {
    options.max_seconds = 60;  // ample, for slow machines and sanitizers
    plot = adage::plot({{"", f}}, options);
  }
  Drawing(const std::string& formula, double left, double right) : Drawing(formula, between(left, right)) {}
  static PlotOptions between(double left, double right) {
    PlotOptions options;
    options.left = left;
    options.right = right;
    return options;
  }
  double column() const { return (plot.right - plot.left) / static_cast<double>(PlotOptions().columns); }
  double row() const { return (plot.top - plot.bottom) / static_cast<double>(PlotOptions().rows); }
};

/// Does ink come within the margins of a point? Along a path between neighbours, and within bands.
bool inked(const Plot::Curve& curve, Plot::Point p, double dx, double dy) {
  const auto spans = [&](double a, double b) { return std::min(a, b) - dy <= p.y && p.y <= std::max(a, b) + dy; };
  for (const Plot::Band& b : curve.bands) {
    if (b.left - dx <= p.x && p.x <= b.right + dx && spans(b.bottom, b.top)) return true;
  }
  for (const Plot::Path& path : curve.paths) {
    for (std::size_t i = 1; i < path.size(); ++i) {
      const Plot::Point a = path[i - 1], b = path[i];
      if (p.x < a.x - dx || p.x > b.x + dx) continue;
      // What the line spans over the window around p.
      const auto at = [&](double x) { return a.y + (std::clamp(x, a.x, b.x) - a.x) / (b.x - a.x) * (b.y - a.y); };
      if (spans(at(p.x - dx), at(p.x + dx))) return true;
    }
  }
  return false;
}

const char* const wild[] = {
    "exp(-(1000*(x - 1/3))^2)",
    "exp(-(1000000*(x - 1/3))^2) + sin(x)",
    "sin(1/x)",
    "x*sin(20*x)",
    "1/(x - 1)",
    "tan(x)",
    "gamma(x)",
    "floor(x)",
    "sign(x)*sqrt(abs(x))",
    "x*(abs(x - 1) - abs(sin(3*x)))",
    "where(x > 1, x, x^2)",
    "where(x > 1, x + 1, x^2)",
    "sqrt(1 - x^2)",
    "log(x)",
    "x^x",
    "exp(exp(x))",
    "1/(1 + exp(-50*x))",
    "atan(1/x)",
    "sin(x)/x",
    "max(0, min(x, 1)) - relu(x - 3)",
    "sin(300*x)",
    "cbrt(x)",
    "abs(cos(5*x))",
    "exp(-1/x^2)",
};

void compare_ink(const std::string& formula, unsigned derivatives, std::mt19937_64& random) {
  PlotOptions options;
  options.derivatives = derivatives;
  const Drawing drawing(formula, options);
  const Plot& plot = drawing.plot;
  std::vector<Expression> variables = drawing.f.variables();
  if (variables.empty()) variables.push_back(Expression(drawing.f.arena(), drawing.f.arena().variable("x")));
  for (const Plot::Curve& curve : plot.curves) {
    const Expression g = derivative(drawing.f, variables.front(), curve.derivative);
    const Id root = g.id();
    const Id roots[] = {root, drawing.f.id()};
    BallEvaluator balls(g.arena(), roots);
    std::uniform_real_distribution<double> place(plot.left, plot.right);
    std::size_t misses = 0;
    for (int i = 0; i != 20 * testing::scale; ++i) {
      const double x = place(random);
      std::vector<double> point(balls.variables().size(), x);
      balls.evaluate(std::span<const double>(point), 128);
      const Enclosure e = balls[root];
      if (!balls[roots[1]].everywhere() || !e.everywhere() || !(e.hi - e.lo < 1e-9 * std::max(1.0, std::fabs(e.lo))))
        continue;
      if (e.lo > plot.top || e.hi < plot.bottom) continue;
      if (!inked(curve, {x, e.lo}, drawing.column(), 1.5 * drawing.row())) ++misses;
    }
    // What took more effort than there was is said.
    BOOST_TEST((misses == 0U || !plot.notes.empty()),
               formula << " " << curve.label << ": " << misses << " values without ink");
  }
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_value_is_near_ink) {
  std::mt19937_64 random(1);
  for (const char* formula : wild) compare_ink(formula, 0, random);
  for (const char* formula : wild) compare_ink(formula, 2, random);
}

BOOST_AUTO_TEST_CASE(random_functions_are_near_ink) {
  std::mt19937_64 random(2);
  for (int i = 0; i != 4 * testing::scale; ++i) {
    Graph graph;
    RandomOptions options;
    options.operations = 6;
    options.variables = {"x"};
    const Expression f(graph.arena(), RandomExpressions(graph.arena(), random, options).draw());
    if (f.is_boolean()) continue;
    const std::string text = to_string(f);
    BOOST_TEST_CONTEXT(text) compare_ink(text, 1, random);
  }
}

BOOST_AUTO_TEST_CASE(jumps_and_poles_are_gaps) {
  const std::pair<const char*, double> gaps[] = {{"sign(x - 1/3)", 1.0 / 3},
                                                 {"floor(x)", 2},
                                                 {"where(x > 1, x + 1, x^2)", 1},
                                                 {"1/(x - 1)", 1},
                                                 {"tan(x)", 1.5707963267948966},
                                                 {"atan(1/x)", 0},
                                                 {"step(x^3 - 2)", 1.2599210498948732},
                                                 {"step(exp(x) - 1 - x^2)", 0},
                                                 {"sign(cos(x))", -1.5707963267948966}};
  for (const auto& [formula, place] : gaps) {
    const Drawing drawing(formula);
    bool left = false, right = false;
    for (const Plot::Path& path : drawing.plot.curves.front().paths) {
      const bool across = path.front().x < place && path.back().x > place;
      BOOST_TEST(!across, formula << " is joined from " << path.front().x << " to " << path.back().x);
      left |= path.front().x < place;
      right |= path.back().x > place;
    }
    BOOST_TEST((left && right), formula << " has lines on both sides");
  }
}

BOOST_AUTO_TEST_CASE(continuous_functions_have_no_gap) {
  for (const char* formula : {"relu(x)", "abs(x)", "x^2", "sin(x)", "tanh(x)", "gelu(x)", "sin(x)/x", "cbrt(x)",
                              "max(x, sin(x))", "exp(-(1000*(x - 1/3))^2)", "softplus(x)", "abs(abs(x) - 1)"}) {
    const Drawing drawing(formula);
    const Plot::Curve& curve = drawing.plot.curves.front();
    for (std::size_t i = 1; i < curve.paths.size(); ++i)
      BOOST_TEST(curve.paths[i].front().x - curve.paths[i - 1].back().x < drawing.column() / 10,
                 formula << " at " << curve.paths[i].front().x);
    BOOST_TEST(!curve.paths.empty());
    BOOST_TEST(curve.paths.front().front().x == -6);
    BOOST_TEST(curve.paths.back().back().x == 6);
  }
}

BOOST_AUTO_TEST_CASE(spikes_reach_their_height) {
  const Drawing drawing("exp(-(1000*(x - 1/3))^2)");
  double highest = 0;
  for (const Plot::Path& path : drawing.plot.curves.front().paths) {
    for (const Plot::Point& p : path) highest = std::max(highest, p.y);
  }
  BOOST_TEST(highest > 0.99);
  BOOST_TEST(drawing.plot.top >= 1);
}

BOOST_AUTO_TEST_CASE(dots_are_values_and_limits) {
  using Dots = std::set<std::tuple<double, double, bool>>;
  const auto dots = [](const std::string& formula, std::size_t order) {
    PlotOptions options;
    options.derivatives = 2;
    Dots result;
    const Drawing drawing(formula, options);
    for (const Plot::Dot& dot : drawing.plot.curves[order].dots) result.emplace(dot.at.x, dot.at.y, dot.closed);
    return result;
  };
  BOOST_TEST((dots("relu(x)", 0) == Dots{{0, 0, true}}));
  BOOST_TEST((dots("relu(x)", 1) == Dots{{0, 0, true}, {0, 1, false}}));
  BOOST_TEST((dots("abs(x)", 1) == Dots{{0, 0, true}, {0, -1, false}, {0, 1, false}}));
  BOOST_TEST((dots("sign(x)", 0) == Dots{{0, 0, true}, {0, -1, false}, {0, 1, false}}));
  BOOST_TEST((dots("x*abs(x)", 0) == Dots{}));
  BOOST_TEST((dots("x*abs(x)", 1) == Dots{}));
  BOOST_TEST((dots("x*abs(x)", 2) == Dots{{0, -2, false}, {0, 2, false}}));
  BOOST_TEST((dots("sqrt(x)", 0) == Dots{{0, 0, true}}));
  BOOST_TEST((dots("where(x > 1, 2, x)", 0) == Dots{{1, 1, true}, {1, 2, false}}));
}

BOOST_AUTO_TEST_CASE(asymptotes_and_saturation) {
  const auto plot = [](const std::string& formula) { return Drawing(formula).plot; };
  const auto has = [](const Plot& p, double y_left, double y_right) {
    return std::ranges::any_of(p.asymptotes, [&](const Plot::Path& line) {
      return std::fabs(line.front().y - y_left) < 1e-9 && std::fabs(line.back().y - y_right) < 1e-9;
    });
  };
  BOOST_TEST(has(plot("tanh(x)"), -1, -1));
  BOOST_TEST(has(plot("tanh(x)"), 1, 1));
  BOOST_TEST(has(plot("softplus(x)"), 0, 6));
  BOOST_TEST(plot("relu(x)").asymptotes.empty());
  const Plot pole = plot("1/(x - 1)");
  BOOST_TEST(std::ranges::any_of(pole.asymptotes, [](const Plot::Path& l) { return l[0].x == 1 && l[1].x == 1; }));
  const Plot sigmoid = Drawing("sigmoid(x)", -10, 10).plot;
  BOOST_TEST_REQUIRE(sigmoid.saturated.size() == 2U);
  BOOST_TEST(std::fabs(sigmoid.saturated[0].second + 6.9057) < 1e-3);
  BOOST_TEST(sigmoid.saturated[1].second == 10);
}

BOOST_AUTO_TEST_CASE(frames_show_what_is_reached) {
  const Plot tanh = Drawing("tanh(x)").plot;
  BOOST_TEST((tanh.bottom < -1 && tanh.bottom > -1.2 && tanh.top > 1 && tanh.top < 1.2));
  const Plot pole = Drawing("1/x").plot;
  BOOST_TEST((pole.top > 1 && pole.top < 50 && pole.bottom < -1 && pole.bottom > -50));
  const Plot constant = Drawing("3").plot;
  BOOST_TEST((constant.bottom < 3 && constant.top > 3));
  PlotOptions options;
  options.vertical = std::pair(0.0, 4.0);
  const Plot given = Drawing("x^2", options).plot;
  BOOST_TEST((given.bottom == 0 && given.top == 4));
}

BOOST_AUTO_TEST_CASE(ticks_are_round_numbers) {
  std::mt19937_64 random(3);
  for (int i = 0; i != 2'000; ++i) {
    std::uniform_real_distribution<double> exponent(-200, 200), unit(-1, 1);
    const double size = std::pow(10, exponent(random)), low = size * unit(random);
    const double high = low + size * (0.01 + std::fabs(unit(random)));
    const std::vector<double> ticks = plotting::ticks(low, high, 8);
    BOOST_TEST_REQUIRE(ticks.size() <= 9U);
    BOOST_TEST(std::ranges::is_sorted(ticks));
    const std::vector<std::string> labels = plotting::tick_labels(ticks);
    BOOST_TEST((std::set(labels.begin(), labels.end()).size() == labels.size()), low << " to " << high);
    for (std::size_t t = 0; t != ticks.size(); ++t) {
      BOOST_TEST((ticks[t] >= low - 1e-6 * size && ticks[t] <= high + 1e-6 * size));
      BOOST_TEST(std::fabs(std::stod(labels[t]) - ticks[t]) <= 0.01 * (high - low));
    }
  }
}

BOOST_AUTO_TEST_CASE(braille_fits_its_columns) {
  const auto letters = [](std::string_view line) {
    return std::ranges::count_if(line, [](char c) { return (c & 0xC0) != 0x80; });
  };
  for (const char* formula : wild) {
    PlotOptions options;
    options.derivatives = 2;
    const Drawing drawing(formula, options);
    for (const std::size_t width : {24U, 40U, 80U, 200U}) {
      const std::string text = to_braille(drawing.plot, {.width = width, .height = 12});
      BOOST_TEST((text.find('\x1b') == std::string::npos));
      std::size_t lines = 0;
      for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = text.find('\n', begin);
        BOOST_TEST(letters(std::string_view(text).substr(begin, end - begin)) <= static_cast<long>(width), formula);
        begin = end + 1;
        ++lines;
      }
      BOOST_TEST(lines >= 15U);
    }
  }
}

BOOST_AUTO_TEST_CASE(hostile_requests_end_in_errors) {
  Graph graph;
  const Expression f = parse(graph, "x + y"), g = parse(graph, "x");
  BOOST_CHECK_THROW(plot({{"", f}}), Error);
  BOOST_CHECK_THROW(plot({}), Error);
  BOOST_CHECK_THROW(plot({{"", parse(graph, "x > 1")}}), Error);
  const auto between = [&](double left, double right) {
    PlotOptions options;
    options.left = left;
    options.right = right;
    return plot({{"", g}}, options);
  };
  BOOST_CHECK_THROW(between(1, 1), Error);
  BOOST_CHECK_THROW(between(0, INFINITY), Error);
  BOOST_CHECK_THROW(between(-1e308, 1.7e308), Error);
  PlotOptions options;
  options.derivatives = 3;
  BOOST_CHECK_THROW(plot({{"", g}}, options), Error);
  options = {};
  options.vertical = std::pair(1.0, 0.0);
  BOOST_CHECK_THROW(plot({{"", g}}, options), Error);
  BOOST_CHECK_THROW(to_braille(plot({{"", g}}), {.width = 3}), Error);
  const std::string nasty = to_gnuplot(plot({{"\"; system(\"false\") `x` \\", g}}));
  BOOST_TEST((nasty.find("\\\"; system(\\\"false\\\") \\`x\\` \\\\\"") != std::string::npos));
}
