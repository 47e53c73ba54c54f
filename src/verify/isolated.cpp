// SPDX-License-Identifier: BSL-1.0
// One variable of each switching function is solved for, the others taken from the sampler.
#include "verify/isolated.hpp"

#include <algorithm>

#include "verify/parts.hpp"
#include "verify/precise_eval.hpp"
#include "verify/referee.hpp"
#include "verify/sampling.hpp"
#include "verify/switches.hpp"

namespace adage {
namespace {

/// What tells values apart without balls must exceed the bounds on the errors by this many powers of two.
constexpr int kMargin = 16;
constexpr std::size_t kMostFunctions = 24;
/// A value at a kink is often irrational; equality would be tried at every precision.
constexpr unsigned kBits = 256;

std::string value_text(const Arena& arena, Id id, const Bounded& value) {
  if (arena.is_number(id)) return exact_text(arena.value(id));
  if (arena.is_boolean(id)) return value.value != 0 ? "true" : "false";
  return rounded_text(value.value, 10);
}

class Comparison {
 public:
  explicit Comparison(Question& question) : question_(question) {}

  std::optional<Difference> at(std::span<const Rational> point) {
    Arena& arena = *question_.arena;
    std::vector<Id> numbers;
    for (const Rational& value : point) numbers.push_back(arena.number(value));
    std::vector<Id> roots{question_.left, question_.right};
    roots.insert(roots.end(), question_.assumptions.begin(), question_.assumptions.end());
    const std::vector<Id> there = substitute(arena, roots, question_.variables, numbers);
    PreciseEvaluator evaluator(arena, there);
    evaluator.evaluate({});
    for (std::size_t i = 2; i != there.size(); ++i) {
      if (!evaluator[there[i]].surely_true()) return std::nullopt;
    }
    const Bounded& left = evaluator[there[0]];
    const Bounded& right = evaluator[there[1]];
    if (!left.known() || !right.known()) return std::nullopt;
    if (abs(left.value - right.value) <= ldexp(PreciseNumber(left.error + right.error), kMargin)) return std::nullopt;
    Difference result;
    if (has_balls()) {
      // With numbers for variables exact folding decides where a switch is at zero, which balls can not.
      Referee referee(arena, there[0], there[1], std::span(there).subspan(2), {});
      if (referee.sign_of_difference({}, 64, kBits) == 0) return std::nullopt;
      result.left_enclosure = referee.left();
      result.right_enclosure = referee.right();
    }
    for (std::size_t i = 0; i != point.size(); ++i)
      result.where.emplace_back(arena.name(question_.variables[i]), exact_text(point[i]));
    result.left = value_text(arena, there[0], left);
    result.right = value_text(arena, there[1], right);
    return result;
  }

 private:
  Question& question_;
};

}  // namespace

std::vector<Difference> differences_at_switches(Question& question) {
  constexpr int attempts = 4;
  Arena& arena = *question.arena;
  std::vector<Difference> result;
  const std::array<Id, 2> sides{question.left, question.right};
  const std::vector<Id> functions = switching_functions(arena, sides, kMostFunctions);
  if (functions.empty() || !question.solved.empty()) return result;
  Comparison comparison(question);
  std::vector<std::vector<Rational>> seen;
  for (const Rational& step : step_points(question)) {
    if (!Sampler(question.box, 1).allowed(0, step)) continue;
    seen.push_back({step});
    if (auto found = comparison.at(seen.back())) result.push_back(std::move(*found));
  }
  for (const Id function : functions) {
    const auto form = affine(arena, function);
    if (!form || form->is_constant()) continue;
    const auto [variable, slope] = form->terms.front();
    const auto along =
        static_cast<std::size_t>(std::ranges::find(question.variables, variable) - question.variables.begin());
    Sampler sampler(question.box, 1);
    for (int i = 0; i != attempts; ++i) {
      std::vector<Rational> point = sampler.draw();
      Rational rest = form->constant;
      for (const auto& [other, coefficient] : form->terms) {
        if (other == variable) continue;
        const auto place = std::ranges::find(question.variables, other) - question.variables.begin();
        rest = rest + coefficient * point[static_cast<std::size_t>(place)];
      }
      point[along] = -rest / slope;
      if (!sampler.allowed(along, point[along]) || std::ranges::find(seen, point) != seen.end()) continue;
      seen.push_back(point);
      auto found = comparison.at(point);
      if (found) result.push_back(std::move(*found));
      if (found || question.variables.size() == 1) break;
    }
  }
  return result;
}

}  // namespace adage
