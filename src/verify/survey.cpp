// SPDX-License-Identifier: BSL-1.0
// Drawing, comparing, and putting a witness into words.
#include "verify/survey.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "verify/precise_eval.hpp"

namespace adage {
namespace {

/// How far beyond the error bounds a difference must lie: 2^16 times.
constexpr int kMargin = 16;
/// Points at which fewer digits could be trusted tell little and are not counted.
constexpr int kEnoughDigits = 40;
/// The work that one survey may do, in additions; under ten seconds.
constexpr std::uint64_t kMostWork = 3'000'000;

/// Attempts without a point that could be compared, after which there probably is none.
constexpr std::uint64_t kHopeless = 800;

enum class Outcome : std::uint8_t { inadmissible, unknown, vague, equal, different };

int decimal_places(const PreciseNumber& ratio) {
  constexpr int most = 62;
  if (ratio == 0) return most;
  const double places = -static_cast<double>(ilogb(ratio)) * 0.30102999566398120;
  return static_cast<int>(std::clamp(places, 0.0, static_cast<double>(most)));
}

class Surveyor {
 public:
  Surveyor(Question& question, std::uint64_t seed)
      : question_(question), evaluator_(*question.arena, roots(question)), sampler_(question.box, seed) {
    for (const Id function : switching_functions(*question.arena, roots(question), 24)) {
      switches_.emplace_back(*question.arena, function);
    }
  }

  Survey run(std::uint32_t points) {
    Survey result;
    result.digits = 64;
    const std::uint64_t affordable = kMostWork / (evaluator_.cost() + 1) + 4;
    const auto attempts = std::min<std::uint64_t>(affordable, sampler_.size() == 0 ? 1 : 8ULL * points + 400);
    for (std::uint64_t i = 0; i != attempts && result.points < points && !result.refuted; ++i) {
      if (i == kHopeless && result.points == 0) break;
      const std::vector<Rational> point = draw();
      const Outcome outcome = compare(point);
      if (!result.admissible && outcome != Outcome::inadmissible) {
        const int digits = digits_;
        result.admissible = compare(sampler_.moved(point)) != Outcome::inadmissible;
        digits_ = digits;
      }
      if (outcome == Outcome::equal) ++result.points, result.digits = std::min(result.digits, digits_);
      if (outcome == Outcome::different) judge(point, result);
    }
    if (result.points == 0) result.digits = 0;
    return result;
  }

 private:
  static std::vector<Id> roots(const Question& question) {
    std::vector<Id> all{question.left, question.right};
    all.insert(all.end(), question.assumptions.begin(), question.assumptions.end());
    for (const auto& [variable, value] : question.solved) all.push_back(value);
    return all;
  }

  std::vector<Rational> draw() {
    std::vector<Rational> point = sampler_.draw();
    if (switches_.empty() || !sampler_.random().chance(30)) return point;
    SwitchFinder& finder = switches_[pick(switches_.size())];
    const std::size_t along = pick(finder.variables().size());
    const std::size_t variable = index(finder.variables()[along]);
    std::vector<Rational> part;
    for (const Id id : finder.variables()) part.push_back(point[index(id)]);
    const auto zero = finder.zero(part, along);
    if (!zero) return point;
    const Rational there = sampler_.beside(*zero);
    if (sampler_.allowed(variable, there)) point[variable] = there;
    return point;
  }

  std::size_t pick(std::size_t count) {
    return static_cast<std::size_t>(sampler_.random().between(0, static_cast<int>(count) - 1));
  }

  std::size_t index(Id variable) const {
    return static_cast<std::size_t>(std::ranges::find(question_.variables, variable) - question_.variables.begin());
  }

  Outcome compare(std::span<const Rational> point) {
    std::vector<Rational> values;
    for (const Id id : evaluator_.variables()) values.push_back(point[index(id)]);
    evaluator_.evaluate(values);
    for (const Id assumption : question_.assumptions) {
      if (!evaluator_[assumption].surely_true()) return Outcome::inadmissible;
    }
    const Bounded& left = evaluator_[question_.left];
    const Bounded& right = evaluator_[question_.right];
    if (!left.known() || !right.known()) return Outcome::unknown;
    const PreciseNumber difference = abs(left.value - right.value);
    const PreciseNumber error = left.error + right.error;
    if (difference > ldexp(error, kMargin)) return Outcome::different;
    const PreciseNumber size = magnitude(error);
    if (size == 0 && error != 0) return Outcome::vague;
    digits_ = size == 0 ? decimal_places(size) : decimal_places(std::max(difference, error) / size);
    if (error == 0) return Outcome::equal;
    return decimal_places(error / size) >= kEnoughDigits ? Outcome::equal : Outcome::vague;
  }

  /// What digits are counted against: the larger side, or, where both may be zero, what was summed to that.
  PreciseNumber magnitude(const PreciseNumber& error) const {
    PreciseNumber size =
        std::max<PreciseNumber>(abs(evaluator_[question_.left].value), abs(evaluator_[question_.right].value));
    if (size > error) return size;
    for (const Id side : {question_.left, question_.right}) {
      for (const Id part : question_.arena->args(side)) {
        if (evaluator_[part].known()) size = std::max<PreciseNumber>(size, abs(evaluator_[part].value));
      }
    }
    return size;
  }

  /// A difference at one point: a witness if it persists beside the point, else a peculiarity of the point.
  void judge(std::span<const Rational> point, Survey& result) {
    bool persists = false;
    for (int i = 0; i != 6 && !persists; ++i) persists = compare(sampler_.moved(point)) == Outcome::different;
    compare(point);
    const Bounded left = evaluator_[question_.left];
    const Bounded right = evaluator_[question_.right];
    const PreciseNumber size = std::max<PreciseNumber>(abs(left.value), abs(right.value));
    const int shown = std::clamp(decimal_places(abs(left.value - right.value) / size) + 3, 6, 60);
    const auto text = [&](const Bounded& value) {
      if (question_.boolean()) return std::string(value.value != 0 ? "true" : "false");
      return rounded_text(value.value, shown);
    };
    const auto witness = coordinates(point);
    if (persists) {
      result.refuted = true;
      result.witness = witness;
      result.left = text(left);
      result.right = text(right);
    } else if (result.isolated.empty()) {
      std::string where;
      for (const auto& [name, value] : witness)
        where += fmt::format("{}{} = {}", where.empty() ? "" : ", ", name, value);
      result.isolated = fmt::format("differs at {}: {} against {}", where, text(left), text(right));
    }
  }

  std::vector<std::pair<std::string, std::string>> coordinates(std::span<const Rational> point) const {
    std::vector<std::pair<std::string, std::string>> result;
    for (std::size_t i = 0; i != point.size(); ++i) {
      result.emplace_back(question_.arena->name(question_.variables[i]), exact_text(point[i]));
    }
    for (const auto& [variable, value] : question_.solved) {
      const Bounded& number = evaluator_[value];
      std::string text = number.known() ? rounded_text(number.value, 40) : "undefined";
      if (question_.arena->is_number(value)) text = exact_text(question_.arena->value(value));
      result.emplace_back(question_.arena->name(variable), text);
    }
    std::ranges::sort(result);
    return result;
  }

  Question& question_;
  PreciseEvaluator evaluator_;
  Sampler sampler_;
  std::vector<SwitchFinder> switches_;
  int digits_ = 0;
};

std::string value_text(const Arena& arena, Id id, const Bounded& value) {
  if (arena.is_number(id)) return exact_text(arena.value(id));
  if (arena.is_boolean(id)) return value.value != 0 ? "true" : "false";
  return rounded_text(value.value, 10);
}

}  // namespace

Survey survey(Question& question, std::uint32_t points, std::uint64_t seed) {
  return Surveyor(question, seed).run(points);
}

std::string difference_at_switches(Question& question) {
  if (question.variables.size() != 1) return "";
  Arena& arena = *question.arena;
  const std::array<Id, 2> sides{question.left, question.right};
  std::string text;
  std::vector<Rational> seen;
  for (const Id function : switching_functions(arena, sides, 24)) {
    const auto form = affine(arena, function);
    if (!form || form->is_constant()) continue;
    const Rational zero = -form->constant / form->terms.front().second;
    if (!Sampler(question.box, 0).allowed(0, zero) || std::ranges::find(seen, zero) != seen.end()) continue;
    seen.push_back(zero);
    const Id number = arena.number(zero);
    const std::vector<Id> there = substitute(arena, sides, question.variables, std::span(&number, 1));
    PreciseEvaluator evaluator(arena, there);
    evaluator.evaluate({});
    const Bounded& left = evaluator[there[0]];
    const Bounded& right = evaluator[there[1]];
    if (!left.known() || !right.known()) continue;
    if (abs(left.value - right.value) <= ldexp(PreciseNumber(left.error + right.error), kMargin)) continue;
    text += fmt::format("{}differs at {} = {}: {} against {}", text.empty() ? "" : "; ",
                        arena.name(question.variables.front()), exact_text(zero), value_text(arena, there[0], left),
                        value_text(arena, there[1], right));
  }
  return text;
}

}  // namespace adage
