// SPDX-License-Identifier: BSL-1.0
// A question of its own for each part, in which each step is a number: what it is in the middle.
#include "verify/parts.hpp"

#include <adage/error.hpp>
#include <algorithm>
#include <optional>

#include "graph/slice.hpp"
#include "verify/prove.hpp"
#include "verify/survey.hpp"

namespace adage {
namespace {

constexpr std::size_t kMostParts = 256;
/// Points that tell whether a part has room.
constexpr std::uint32_t kFewPoints = 4;

/// The nodes that step, each an operation on an affine function.
std::vector<std::pair<Id, Affine>> steps(const Question& question) {
  static const std::array<Op, 2> known{function("floor"), function("ceil")};
  const Arena& arena = *question.arena;
  std::vector<std::pair<Id, Affine>> result;
  const std::array<Id, 2> sides{question.left, question.right};
  for (const Id id : slice(arena, sides)) {
    if (std::ranges::find(known, arena.op(id)) == known.end()) continue;
    auto form = affine(arena, arena.arg(id, 0));
    if (form && !form->is_constant()) result.emplace_back(id, std::move(*form));
  }
  return result;
}

/// The question in the open interval (lo, hi), where nothing steps; nothing when that cannot be posed.
std::optional<Question> part(const Question& question, const Rational& lo, const Rational& hi) {
  Arena& arena = *question.arena;
  const Rational middle = (lo + hi) * Rational(1, 2);
  std::vector<Id> from, to;
  for (const auto& [id, form] : steps(question)) {
    const Id there = arena.number(form.terms.front().second * middle + form.constant);
    from.push_back(id);
    to.push_back(arena.make(arena.op(id), there));
  }
  const std::array<Id, 2> sides{question.left, question.right};
  const std::vector<Id> images = substitute(arena, sides, from, to);
  std::vector<Id> assumptions = question.assumptions;
  assumptions.push_back(arena.make(Op::gt, question.variables[0], arena.number(lo)));
  assumptions.push_back(arena.make(Op::lt, question.variables[0], arena.number(hi)));
  try {
    return pose(arena, images[0], images[1], assumptions);
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace

std::vector<Rational> step_points(const Question& question) {
  if (question.variables.size() != 1 || !question.box[0].lo || !question.box[0].hi) return {};
  const Rational& lo = *question.box[0].lo;
  const Rational& hi = *question.box[0].hi;
  std::vector<Rational> points;
  for (const auto& [id, form] : steps(question)) {
    const Rational slope = form.terms.front().second;
    const Rational ends[] = {slope * lo + form.constant, slope * hi + form.constant};
    const auto [least, most] = std::ranges::minmax(ends);
    if (most - least > Rational(static_cast<std::int64_t>(kMostParts))) return {};
    for (Rational whole = floor(least) + 1; whole < most; whole = whole + 1)
      points.push_back((whole - form.constant) / slope);
  }
  if (points.empty() || points.size() > kMostParts) return {};
  points.push_back(lo);
  points.push_back(hi);
  std::ranges::sort(points);
  points.erase(std::unique(points.begin(), points.end()), points.end());
  return points;
}

bool proved_in_parts(const Question& question, std::size_t max_cases) {
  const std::vector<Rational> points = step_points(question);
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    std::optional<Question> here = part(question, points[i], points[i + 1]);
    if (!here) return false;  // what an error stands for is not guessed
    const bool admissible = survey(*here, kFewPoints, i).admissible;
    if (!prove(*here, max_cases, admissible).found) return false;
  }
  return !points.empty();
}

}  // namespace adage
