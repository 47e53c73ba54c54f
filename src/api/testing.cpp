// SPDX-License-Identifier: BSL-1.0
// Gradient checks in terms of the public interface alone.
#include <fmt/format.h>

#include <adage/adage.hpp>
#include <adage/testing.hpp>
#include <algorithm>
#include <cmath>
#include <ostream>

namespace adage::testing {
namespace {

/// One check's graph, with everything parsed.
struct Parsed {
  Graph graph;
  Expression formula;
  Expression variable;
  Expression derivative;
  CheckOptions options;

  Parsed(const std::string& text, const std::string& by, const std::vector<std::string>& assumptions)
      : formula(parse(graph, text)) {
    const std::vector<Expression> all = formula.variables();
    if (by.empty() && all.size() != 1) {
      throw Error(fmt::format("`{}` has {} variables: say which with wrt()", text, all.size()));
    }
    variable = by.empty() ? all.front() : graph.variable(by);
    if (std::ranges::find(all, variable) == all.end())
      throw Error(fmt::format("`{}` does not depend on `{}`", text, by));
    derivative = adage::derivative(formula, variable);
    for (const std::string& assumption : assumptions) options.assumptions.push_back(parse(graph, assumption));
  }
};

std::string described(const Verdict& verdict) {
  if (verdict == Verdict::Kind::proved) return "proved";
  if (verdict == Verdict::Kind::refuted) {
    std::string point;
    for (const auto& [name, value] : verdict.witness)
      point += fmt::format("{}{} = {}", point.empty() ? "" : ", ", name, value);
    return fmt::format("refuted at {}: derived {}, claimed {}", point.empty() ? "every point" : point, verdict.left,
                       verdict.right);
  }
  return fmt::format("undecided, agreeing to {} digits at {} points", verdict.digits, verdict.points);
}

Outcome outcome(const Parsed& parsed, std::string_view claimed, const Verdict& verdict, bool holds) {
  std::string text =
      fmt::format("d/d{} {} == {}: {}", parsed.variable.name(), to_string(parsed.formula), claimed, described(verdict));
  if (!verdict.note.empty()) text += fmt::format(" ({})", verdict.note);
  return {holds, std::move(text)};
}

bool is_close(double a, double b, double tolerance, double size) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
  if (std::isinf(a) || std::isinf(b)) return a == b;
  return std::fabs(a - b) <= tolerance * size;
}

bool is_close(double a, double b, double tolerance) {
  return is_close(a, b, tolerance, std::max(std::fabs(a), std::fabs(b)));
}

void expect_size(std::size_t given, std::size_t expected) {
  if (given != expected) throw ShapeError(fmt::format("a point has {} values for {} inputs", given, expected));
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Outcome& outcome) { return out << outcome.message; }

GradientCheck::GradientCheck(std::string_view formula) : formula_(formula) {}

GradientCheck& GradientCheck::wrt(std::string_view variable) {
  variable_ = variable;
  return *this;
}

GradientCheck& GradientCheck::assuming(std::string_view condition) {
  assumptions_.emplace_back(condition);
  return *this;
}

GradientCheck& GradientCheck::inputs(std::vector<std::string> names) {
  inputs_ = std::move(names);
  return *this;
}

Outcome GradientCheck::equals(std::string_view claimed) const {
  Parsed parsed(formula_, variable_, assumptions_);
  const Verdict verdict = check(parsed.derivative, parse(parsed.graph, claimed), parsed.options);
  return outcome(parsed, claimed, verdict, verdict == Verdict::Kind::proved);
}

Outcome GradientCheck::agrees(std::string_view claimed) const {
  constexpr std::uint32_t enough_points = 20;
  Parsed parsed(formula_, variable_, assumptions_);
  const Verdict verdict = check(parsed.derivative, parse(parsed.graph, claimed), parsed.options);
  const bool seen = verdict == Verdict::Kind::undecided && verdict.points >= enough_points && verdict.digits >= 40;
  return outcome(parsed, claimed, verdict, verdict == Verdict::Kind::proved || seen);
}

Outcome GradientCheck::matches(const Code& code, const Points& points, double tolerance) const {
  Parsed parsed(formula_, variable_, assumptions_);
  std::vector<Expression> in;
  for (const std::string& name : inputs_) in.push_back(parsed.graph.variable(name));
  if (in.empty()) in = parsed.formula.variables();
  std::vector<Expression> outputs{simplify(parsed.derivative)};
  for (const Expression& assumption : parsed.options.assumptions) outputs.push_back(where(assumption, 1, 0));
  const Function expected = compile(outputs, in);
  std::vector<double> values(outputs.size());
  std::size_t compared = 0;
  for (const std::vector<double>& point : points) {
    expect_size(point.size(), in.size());
    expected.evaluate(point, values);
    if (std::ranges::find(values.begin() + 1, values.end(), 0.0) != values.end()) continue;
    ++compared;
    const double found = code(point);
    if (is_close(found, values[0], tolerance)) continue;
    std::string where;
    for (std::size_t i = 0; i != in.size(); ++i)
      where += fmt::format("{}{} = {}", i == 0 ? "" : ", ", in[i].name(), point[i]);
    return {false, fmt::format("d/d{} {} at {}: derived {}, the code returns {}", parsed.variable.name(),
                               to_string(parsed.formula), where, values[0], found)};
  }
  return {compared != 0, fmt::format("d/d{} {}: the code agrees at {} points", parsed.variable.name(),
                                     to_string(parsed.formula), compared)};
}

Outcome matches_differences(const Code& function, const std::vector<Code>& gradient, const Points& points,
                            double tolerance) {
  for (const std::vector<double>& point : points) {
    expect_size(point.size(), gradient.size());
    for (std::size_t i = 0; i != gradient.size(); ++i) {
      const double step = 1e-3 * std::max(1.0, std::fabs(point[i]));
      const auto at = [&](double offset) {
        std::vector<double> moved = point;
        moved[i] += offset;
        return function(moved);
      };
      const auto slope = [&](double h) { return (at(h) - at(-h)) / (2 * h); };
      // Each extrapolation removes the next power of the step from the error.
      const double wide = slope(step);
      const double middle = slope(step / 2);
      const double narrow = slope(step / 4);
      const double first = middle + (middle - wide) / 3;
      const double second = narrow + (narrow - middle) / 3;
      const double estimate = second + (second - first) / 15;
      const double claimed = gradient[i](point);
      const double scale = std::fabs(function(point)) / std::max(1.0, std::fabs(point[i]));
      const double size = std::max({std::fabs(estimate), std::fabs(claimed), scale});
      if (is_close(claimed, estimate, tolerance, size)) continue;
      return {false, fmt::format("slope {} at ({}): differences give {}, the code returns {}", i,
                                 fmt::join(point, ", "), estimate, claimed)};
    }
  }
  return {!points.empty(), fmt::format("the gradient agrees with differences at {} points", points.size())};
}

GradientCheck gradient_of(std::string_view formula) { return GradientCheck(formula); }

}  // namespace adage::testing
