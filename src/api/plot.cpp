// SPDX-License-Identifier: BSL-1.0
// A plot in two rounds: how far the functions reach decides the frame, then each is traced in it.
#include <fmt/format.h>

#include <adage/plot.hpp>
#include <adage/print.hpp>
#include <algorithm>
#include <cmath>

#include "api/handles.hpp"
#include "ball/ball.hpp"
#include "plot/outline.hpp"
#include "plot/scale.hpp"

namespace adage {
namespace {

using namespace plotting;

constexpr std::size_t kMostNodes = 2'000;
constexpr std::size_t kMostSubjects = 32;
constexpr std::size_t kReachColumns = 200;
constexpr std::uint64_t kReachEffort = 4'000;
constexpr std::uint64_t kTraceEffort = 40'000;

bool is_name(const std::string& text) {
  return !text.empty() && text.find_first_of("()+-*/^ ,;=<>{}\\") == std::string::npos;
}

/// `gelu''`, `f''`, `(x^2)''`.
std::string label(const PlotSubject& subject, std::size_t order, bool alone) {
  const std::string text = subject.name.empty() ? to_string(subject.f) : subject.name;
  const std::string primes(order, '\'');
  if (is_name(text)) return text + primes;
  if (!alone) return order == 0 ? text : "(" + text + ")" + primes;
  return order == 0 ? "f = " + text : "f" + primes;
}

void check(const std::vector<PlotSubject>& subjects, const PlotOptions& options) {
  if (subjects.empty() || subjects.size() > kMostSubjects)
    throw Error(fmt::format("a picture holds 1 to {} functions", kMostSubjects));
  if (!has_balls()) throw Error("built without Arb, so there are no pictures of functions");
  if (options.derivatives > 2) throw Error("a picture shows derivatives up to the second");
  const auto interval = [](double a, double b) {
    return std::isfinite(a) && std::isfinite(b) && a < b && std::isfinite(b - a);
  };
  if (!interval(options.left, options.right)) throw Error("the range must go from a finite number to a larger one");
  if (options.right - options.left < 1e-9 * std::max(std::fabs(options.left), std::fabs(options.right)))
    throw Error("the range is too narrow for its place: its ends agree to nine digits");
  if (options.vertical && !interval(options.vertical->first, options.vertical->second))
    throw Error("the vertical range must go from a finite number to a larger one");
  if (options.columns < 16 || options.columns > 10'000 || options.rows < 16 || options.rows > 10'000)
    throw Error("a picture has 16 to 10000 columns and rows");
  for (const PlotSubject& subject : subjects) {
    if (subject.f.is_boolean()) throw Error("a truth value has no graph; a formula with a number as value is wanted");
    if (subject.f.variables().size() > 1) {
      throw Error(fmt::format("`{}` has several variables; all but one need values",
                              subject.name.empty() ? to_string(subject.f) : subject.name));
    }
    if (subject.f.size() > kMostNodes)
      throw LimitError(
          fmt::format("the formula has {} nodes; a picture is for at most {}", subject.f.size(), kMostNodes));
  }
}

}  // namespace

Plot plot(const std::vector<PlotSubject>& subjects, const PlotOptions& options) {
  check(subjects, options);
  Frame frame{options.left, options.right, 0, 0, kReachColumns, options.rows, options.derivatives + std::size_t{1}};
  std::vector<std::unique_ptr<Outline>> outlines;
  Reach reached;
  for (const PlotSubject& subject : subjects) {
    Arena& arena = subject.f.arena();
    const std::vector<Expression> variables = subject.f.variables();
    const Id x = variables.empty() ? arena.variable("x") : variables.front().id();
    outlines.push_back(std::make_unique<Outline>(arena, subject.f.id(), x, options.epsilon, options.max_seconds));
    if (options.vertical) continue;
    Effort effort{kReachEffort};
    for (const Part& part : outlines.back()->parts()) reach(part, frame, effort, reached);
  }
  std::tie(frame.bottom, frame.top) = options.vertical ? *options.vertical : vertical_range(reached, frame.orders);
  frame.columns = options.columns;

  Plot result{frame.left, frame.right, frame.bottom, frame.top, {}, {}, {}, {}, {}};
  for (std::size_t i = 0; i != subjects.size(); ++i) {
    const Outline& outline = *outlines[i];
    Trace lines;
    Effort effort{kTraceEffort};
    for (const Part& part : outline.parts()) trace(part, frame, effort, lines);
    if (effort.left == 0) {
      result.notes.push_back(fmt::format("{}: the lines are incomplete; choose a smaller range",
                                         label(subjects[i], 0, subjects.size() == 1)));
    }
    for (std::size_t n = 0; n != frame.orders; ++n) {
      Plot::Curve curve;
      curve.label = label(subjects[i], n, subjects.size() == 1);
      curve.subject = i;
      curve.derivative = static_cast<unsigned>(n);
      if (!outline.has_derivative(n)) result.notes.push_back(fmt::format("{} is not known everywhere", curve.label));
      if (n == 0 && lines.paths[n].empty() && lines.bands[n].empty())
        result.notes.push_back(fmt::format("{}: no value is in the picture", curve.label));
      if (lines.guessed[n])
        result.notes.push_back(fmt::format("{}: partly drawn through points, without proof between them", curve.label));
      curve.paths = std::move(lines.paths[n]);
      curve.bands = std::move(lines.bands[n]);
      for (const Plot::Dot& dot : outline.dots(n, frame.left, frame.right)) {
        if (frame.bottom <= dot.at.y && dot.at.y <= frame.top) curve.dots.push_back(dot);
      }
      result.curves.push_back(std::move(curve));
    }
    for (Plot::Path& line : outline.asymptotes(frame)) {
      const auto same = [&](const Plot::Path& other) {
        return other.front().x == line.front().x && other.front().y == line.front().y &&
               other.back().x == line.back().x && other.back().y == line.back().y;
      };
      if (std::ranges::none_of(result.asymptotes, same)) result.asymptotes.push_back(std::move(line));
    }
  }
  if (subjects.size() == 1) {
    result.saturated = outlines.front()->saturated(frame.left, frame.right);
    result.saturation = fmt::format("|f'| < {}", options.epsilon);
  }
  return result;
}

}  // namespace adage
