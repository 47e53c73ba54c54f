// SPDX-License-Identifier: BSL-1.0
// Drawing, comparing, and putting a witness into words.
#include "verify/survey.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "verify/precise_eval.hpp"
#include "verify/referee.hpp"

namespace adage {
namespace {

/// How far beyond the error bounds a difference must lie: 2^16 times.
constexpr int kMargin = 16;
/// Points at which fewer digits could be trusted tell little and are not counted.
constexpr int kEnoughDigits = 40;
/// The work that one survey may do, in additions; under ten seconds.
constexpr std::uint64_t kMostWork = 3'000'000;

/// Points at which balls are asked, where 64 digits did not tell the sides apart.
constexpr int kMostAppeals = 4;
/// So few are a first look, before a proof is tried, which must not take long.
constexpr std::uint32_t kFewPoints = 16;
constexpr std::uint64_t kMostAppealedCost = 4'000;

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
    for (const Id function : denominators(*question.arena, roots(question), 8)) {
      switches_.emplace_back(*question.arena, function);
    }
    referee_.emplace(question);
  }

  Survey run(std::uint32_t points) {
    Survey result;
    result.digits = 64;
    if (points > kFewPoints && evaluator_.cost() <= kMostAppealedCost) appeals_ = kMostAppeals;
    if (points > kFewPoints) plan();
    const std::uint64_t affordable = kMostWork / (evaluator_.cost() + 1) + 4;
    const auto attempts = std::min<std::uint64_t>(affordable, sampler_.size() == 0 ? 1 : 8ULL * points + 400);
    for (std::uint64_t i = 0; i != attempts && result.points < points && !result.witness; ++i) {
      if (i == kHopeless && result.points == 0) break;
      const std::vector<Rational> point = draw();
      const Outcome outcome = settled(point, compare(point));
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

  /// What 64 digits leave open goes to the balls, a few times; what they tell apart must stand there.
  Outcome settled(std::span<const Rational> point, Outcome outcome) {
    if (!has_balls() || outcome == Outcome::inadmissible) return outcome;
    if (outcome == Outcome::different) return differ(point) ? outcome : Outcome::vague;
    if (appeals_ == 0) return outcome;
    --appeals_;
    constexpr unsigned beyond_64_digits = 512;
    return referee_->sign_of_difference(point, beyond_64_digits) != 0 ? Outcome::different : outcome;
  }

  /// Do the sides surely differ there, as far as this build can tell?
  bool differ(std::span<const Rational> point) {
    return has_balls() ? referee_->sign_of_difference(point) != 0 : compare(point) == Outcome::different;
  }

  /// The points on both sides of each switch, for questions in one variable: a piece may be thinner than what a sample
  /// would find.
  void plan() {
    if (sampler_.size() != 1) return;
    for (SwitchFinder& finder : switches_) {
      const auto zero = finder.variables().empty() ? std::nullopt : finder.zero({Rational(0)}, 0);
      if (!zero) continue;
      const Rational step = decimal(1, -30) * (zero->is_zero() ? Rational(1) : abs(*zero));
      for (const Rational& there : {*zero - step, *zero + step}) {
        if (sampler_.allowed(0, there)) planned_.push_back({there});
      }
    }
  }

  std::vector<Rational> draw() {
    if (!planned_.empty()) {
      std::vector<Rational> point = std::move(planned_.back());
      planned_.pop_back();
      return point;
    }
    std::vector<Rational> point = sampler_.draw();
    for (std::size_t i = 0; i != point.size(); ++i) {
      const Interval& box = question_.box[i];
      if ((!box.lo && !box.hi) || !sampler_.random().chance(10)) continue;
      const Rational& end = box.lo && (!box.hi || sampler_.random().chance(50)) ? *box.lo : *box.hi;
      const Rational there = sampler_.random().chance(50) ? end : sampler_.beside(end);
      if (sampler_.allowed(i, there)) point[i] = there;
    }
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

  /// A difference at one point: a witness if it persists beside the point, else a peculiarity of the point. Where the
  /// sides have no values beside it, as a power of a negative number has not, beside it means with equal whole numbers.
  void judge(std::span<const Rational> point, Survey& result) {
    bool persists = false;
    // A piece may be thin, so that only short moves stay in it.
    for (int i = 0; i != 6 && !persists; ++i) persists = differ(sampler_.moved(point, 6 * (i % 3)));
    if (!persists && is_alone(point)) {
      for (int i = 0; i != 6 && !persists; ++i) persists = differ(sampler_.moved(point, 6 * (i % 3), true));
    }
    Difference found = difference(point);
    if (persists) {
      result.witness = std::move(found);
    } else if (!result.isolated) {
      result.isolated = std::move(found);
    }
  }

  /// Is there no value on both sides beside the point?
  bool is_alone(std::span<const Rational> point) {
    constexpr int attempts = 40;
    for (int i = 0; i != attempts; ++i) {
      const Outcome outcome = compare(sampler_.moved(point, 6 * (i % 3)));
      if (outcome != Outcome::unknown && outcome != Outcome::inadmissible) return false;
    }
    return true;
  }

  Difference difference(std::span<const Rational> point) {
    Difference result;
    if (has_balls()) {
      referee_->sign_of_difference(point);
      result.left_enclosure = referee_->left();
      result.right_enclosure = referee_->right();
      result.left = midpoint(result.left_enclosure);
      result.right = midpoint(result.right_enclosure);
    }
    const bool told = compare(point) == Outcome::different;
    result.where = coordinates(point);
    if (!told) return result;
    const Bounded& left = evaluator_[question_.left];
    const Bounded& right = evaluator_[question_.right];
    const PreciseNumber size = std::max<PreciseNumber>(abs(left.value), abs(right.value));
    const int shown = std::clamp(decimal_places(abs(left.value - right.value) / size) + 3, 6, 60);
    const auto text = [&](const Bounded& value) {
      if (question_.boolean()) return std::string(value.value != 0 ? "true" : "false");
      return rounded_text(value.value, shown);
    };
    result.left = text(left);
    result.right = text(right);
    return result;
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
  std::optional<Referee> referee_;
  std::vector<std::vector<Rational>> planned_;
  int appeals_ = 0;
  int digits_ = 0;
};

}  // namespace

std::string Difference::words() const {
  std::string point;
  for (const auto& [name, value] : where) point += fmt::format("{}{} = {}", point.empty() ? "" : ", ", name, value);
  return fmt::format("differs{}{}: derived {}, claimed {}", point.empty() ? "" : " at ", point, left, right);
}

Survey survey(Question& question, std::uint32_t points, std::uint64_t seed) {
  return Surveyor(question, seed).run(points);
}

}  // namespace adage
