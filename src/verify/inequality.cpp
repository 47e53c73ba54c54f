// SPDX-License-Identifier: BSL-1.0
// Points first, which refute quickly; then signs; then boxes, the one with the lowest bound first, so that what is
// false is found early. A box that stays open is halved; half-lines are cut at growing distances.
#include "verify/inequality.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <queue>

#include "graph/slice.hpp"
#include "verify/enclosed.hpp"
#include "verify/referee.hpp"
#include "verify/sampling.hpp"
#include "verify/signs.hpp"

namespace adage {
namespace {

constexpr std::uint64_t kMostWork = 6'000'000;
/// Boxes smaller than this against their place, or farther out, are given up.
const Rational kSmallest(1, std::int64_t{1} << 36);
const Rational kFarthest(std::int64_t{1} << 30);

struct Part {
  Box box;
  double lowest = 0;
  std::uint32_t serial = 0;  // so that the order does not depend on the queue
};

bool comes_later(const Part& a, const Part& b) {
  return a.lowest > b.lowest || (a.lowest == b.lowest && a.serial > b.serial);
}

/// The rational with the smallest denominator in [lo, hi], by continued fractions (Stern 1858, Brocot 1861).
Rational simplest_between(Rational lo, Rational hi) {
  if (lo.sign() <= 0 && hi.sign() >= 0) return 0;
  if (hi.is_negative()) return -simplest_between(-hi, -lo);
  std::vector<Rational> quotients;
  while (true) {
    const Rational whole = floor(lo);
    if (whole == lo || whole + 1 <= hi) {
      quotients.push_back(whole == lo ? whole : whole + 1);
      break;
    }
    quotients.push_back(whole);
    const Rational next = Rational(1) / (hi - whole);
    hi = Rational(1) / (lo - whole);
    lo = next;
  }
  Rational result = quotients.back();
  for (auto q = quotients.rbegin() + 1; q != quotients.rend(); ++q) result = *q + Rational(1) / result;
  return result;
}

class Decider {
 public:
  Decider(Question& question, bool mirrored, bool strict, const InequalityOptions& options)
      : question_(question),
        strict_(strict),
        options_(options),
        difference_(question.arena->intern(
            Op::sub, mirrored ? std::array{question.left, question.right} : std::array{question.right, question.left})),
        enclosed_(question, difference_, strict),
        referee_(question) {}

  InequalityAnswer run() {
    sample();
    if (answer_.witness) return answer_;
    if (!comparable_ && has_balls()) {
      answer_.why_not = "no point was found at which the assumptions hold and the sides can be compared";
      return answer_;
    }
    answer_.proved =
        surely_above_zero(*question_.arena, difference_, strict_, question_.assumptions, options_.max_cases);
    if (answer_.proved) return answer_;
    if (!has_balls()) {
      answer_.why_not = "built without balls, which decide inequalities over boxes";
      return answer_;
    }
    divide();
    return answer_;
  }

 private:
  void sample() {
    constexpr unsigned bits = 128;
    Sampler sampler(question_.box, options_.seed);
    const std::uint64_t affordable = kMostWork / 4 / (enclosed_.cost() + 1) + 4;
    const auto attempts = std::min<std::uint64_t>(affordable, sampler.size() == 0 ? 1 : 2ULL * options_.points);
    for (std::uint64_t i = 0; i != attempts && answer_.points < options_.points && !answer_.witness; ++i) {
      std::vector<Rational> point = sampler.draw();
      for (std::size_t k = 0; k != point.size(); ++k) {
        const Interval& box = question_.box[k];
        const auto& end = sampler.random().chance(50) ? box.lo : box.hi;
        if (end && sampler.random().chance(10) && sampler.allowed(k, *end)) point[k] = *end;
      }
      judge(point, bits);
    }
  }

  /// Counts a point at which the claim holds, keeps one at which it does not.
  void judge(std::span<const Rational> point, unsigned bits) {
    const std::optional<int> outcome = enclosed_.at(point, bits);
    comparable_ = comparable_ || outcome;
    if (outcome == 1) ++answer_.points;
    if (outcome == -1) refute(point);
  }

  void refute(std::span<const Rational> point) {
    referee_.sign_of_difference(point);
    Difference found;
    for (std::size_t i = 0; i != point.size(); ++i)
      found.where.emplace_back(question_.arena->name(question_.variables[i]), exact_text(point[i]));
    for (const auto& [variable, value] : question_.solved) {
      const std::vector<Id> numbers = numbers_at(point);
      const Id there = substitute(*question_.arena, std::span(&value, 1), question_.variables, numbers).front();
      BallEvaluator balls(*question_.arena, std::span(&there, 1));
      balls.evaluate(std::span<const Rational>(), 256);
      const bool exact = question_.arena->is_number(there);
      found.where.emplace_back(question_.arena->name(variable),
                               exact ? exact_text(question_.arena->value(there)) : balls.text(there, 40));
    }
    std::ranges::sort(found.where);
    found.left_enclosure = referee_.left();
    found.right_enclosure = referee_.right();
    found.left = midpoint(found.left_enclosure);
    found.right = midpoint(found.right_enclosure);
    answer_.witness = std::move(found);
  }

  std::vector<Id> numbers_at(std::span<const Rational> point) {
    std::vector<Id> numbers;
    for (const Rational& value : point) numbers.push_back(question_.arena->number(value));
    return numbers;
  }

  void divide() {
    const std::uint64_t affordable = kMostWork / (enclosed_.cost() + 50) + 10;
    const auto most = std::min<std::uint64_t>(options_.max_boxes, affordable);
    std::priority_queue<Part, std::vector<Part>, bool (*)(const Part&, const Part&)> open(comes_later);
    Box whole;
    for (const Interval& interval : question_.box) whole.push_back({interval.lo, interval.hi});
    std::uint32_t seen = 0;
    const auto look = [&](Box box) {
      const Enclosed::View view = enclosed_.view(box);
      if (!view.settled) open.push({std::move(box), view.lowest, seen});
      ++seen;
    };
    look(std::move(whole));
    while (!open.empty()) {
      const Part part = open.top();
      open.pop();
      if (seen >= most) return give_up(part.box, fmt::format("after {} boxes", seen));
      if (probe(part.box)) return;
      auto halves = split(part.box);
      if (!halves) {
        // Others may still refute the claim, but nothing can prove it any more.
        if (answer_.why_not.empty()) give_up(part.box, "");
        continue;
      }
      look(std::move(halves->first));
      look(std::move(halves->second));
    }
    answer_.proved = answer_.why_not.empty();
  }

  void give_up(const Box& box, const std::string& when) {
    std::string place;
    for (std::size_t i = 0; i != box.size(); ++i) {
      const std::string name(question_.arena->name(question_.variables[i]));
      const auto text = [](const Rational& x) { return fmt::format("{:.6g}", x.to_double()); };
      place += place.empty() ? "" : ", ";
      if (!box[i].lo) place += name + " <= " + (box[i].hi ? text(*box[i].hi) : "…");
      if (box[i].lo && !box[i].hi) place += name + " >= " + text(*box[i].lo);
      if (box[i].lo && box[i].hi) place += name + " near " + text((*box[i].lo + *box[i].hi) * Rational(1, 2));
    }
    answer_.why_not = fmt::format("not shown for {}{}{}", place, when.empty() ? "" : " ", when);
  }

  /// Looks for a witness and for zeros in an open box; true when the claim is refuted.
  bool probe(const Box& box) {
    std::vector<Rational> middle;
    for (const Extent& extent : box) {
      if (!extent.lo && !extent.hi)
        middle.emplace_back(0);
      else if (!extent.lo)
        middle.push_back(*extent.hi - 1);
      else if (!extent.hi)
        middle.push_back(*extent.lo + 1);
      else
        middle.push_back(simplest_between(*extent.lo + (*extent.hi - *extent.lo) * Rational(3, 8),
                                          *extent.lo + (*extent.hi - *extent.lo) * Rational(5, 8)));
    }
    if (enclosed_.at(middle, 128) == -1) return refute(middle), true;
    if (box.size() == 1 && box[0].lo && box[0].hi && *box[0].hi - *box[0].lo <= Rational(1, 4)) {
      const Rational zero = simplest_between(*box[0].lo, *box[0].hi);
      enclosed_.try_zero(zero);
      const std::array<Rational, 1> point{zero};
      if (enclosed_.at(point, 128) == -1) return refute(point), true;
    }
    return false;
  }

  static std::optional<Rational> cut(const Extent& extent) {
    if (!extent.lo && !extent.hi) return Rational(0);
    if (extent.lo && extent.hi) {
      const Rational width = *extent.hi - *extent.lo;
      const Rational place = std::max(abs(*extent.lo), abs(*extent.hi));
      if (width <= kSmallest * std::max(place, Rational(1, 1 << 20))) return std::nullopt;
      return (*extent.lo + *extent.hi) * Rational(1, 2);
    }
    const Rational end = extent.lo ? *extent.lo : -*extent.hi;
    if (end > kFarthest) return std::nullopt;
    const Rational there = end.is_negative() ? Rational(0) : std::max(Rational(1), floor(end * 4));
    return extent.lo ? there : -there;
  }

  /// Two parts, cut along the widest side, at a known zero where there is one. Nothing: too small to go on.
  std::optional<std::pair<Box, Box>> split(const Box& box) const {
    std::size_t along = 0;
    double widest = -1;
    for (std::size_t i = 0; i != box.size(); ++i) {
      const bool finite = box[i].lo && box[i].hi;
      const double width = finite ? (*box[i].hi - *box[i].lo).to_double() : HUGE_VAL;
      if (cut(box[i]) && width > widest) along = i, widest = width;
    }
    if (widest < 0) return std::nullopt;
    Rational at = *cut(box[along]);
    if (box.size() == 1 && box[0].lo && box[0].hi) at = enclosed_.zero_between(*box[0].lo, *box[0].hi).value_or(at);
    std::pair<Box, Box> halves{box, box};
    halves.first[along].hi = at;
    halves.second[along].lo = at;
    return halves;
  }

  Question& question_;
  bool strict_;
  InequalityOptions options_;
  Id difference_;
  Enclosed enclosed_;
  Referee referee_;
  bool comparable_ = false;  // at some point the assumptions held and the sides had values
  InequalityAnswer answer_;
};

}  // namespace

InequalityAnswer decide_inequality(Question& question, bool mirrored, bool strict, const InequalityOptions& options) {
  return Decider(question, mirrored, strict, options).run();
}

}  // namespace adage
