// SPDX-License-Identifier: BSL-1.0
// Two nodes compared at random points in 64 digits with error bounds: the judge of what an algebra makes of them.
#pragma once

#include <algorithm>
#include <random>
#include <string>

#include "verify/precise_eval.hpp"

namespace adage::testing {

struct Drawn {
  std::vector<Rational> point;
  explicit Drawn(std::mt19937_64& random, std::size_t count) {
    constexpr std::int64_t denominators[] = {1, 2, 3, 7, 16, 100, 1000};
    for (std::size_t i = 0; i != count; ++i) {
      const auto size = static_cast<std::int64_t>(random() % 4000) - 2000;
      const Rational value(size, denominators[random() % std::size(denominators)]);
      point.push_back(random() % 3 == 0 ? value : value / Rational(500));
    }
  }
};

/// Do the two surely differ? Beyond their error bounds by far, so that the bounds themselves are not on trial.
inline bool differ(const Bounded& a, const Bounded& b) {
  if (!a.known() || !b.known()) return false;
  return abs(a.value - b.value) > 1024 * (a.error + b.error) + ldexp(abs(a.value), -150);
}

/// How many of the points tell anything, and how many of those tell that the two differ.
struct Comparison {
  int points = 0;
  int different = 0;
  int lost = 0;  ///< points at which only the first has a value
  std::string where;
};
inline Comparison compared(const Arena& arena, Id a, Id b, std::mt19937_64& random, int wanted,
                           std::span<const Id> assumptions = {}) {
  std::vector<Id> roots{a, b};
  roots.insert(roots.end(), assumptions.begin(), assumptions.end());
  PreciseEvaluator evaluator(arena, roots);
  Comparison result;
  for (int i = 0; i != 3 * wanted && result.points != wanted; ++i) {
    const Drawn drawn(random, evaluator.variables().size());
    evaluator.evaluate(drawn.point);
    const auto holds = [&](Id assumption) { return evaluator[assumption].surely_true(); };
    if (!std::ranges::all_of(assumptions, holds)) continue;
    if (evaluator[a].known() && evaluator[b].state == Bounded::State::undefined) {
      ++result.lost;
    }
    if (!evaluator[a].known() || !evaluator[b].known()) continue;
    ++result.points;
    if (!differ(evaluator[a], evaluator[b])) continue;
    ++result.different;
    result.where.clear();
    for (std::size_t k = 0; k != drawn.point.size(); ++k) {
      result.where += std::string(arena.name(evaluator.variables()[k])) + " = " + drawn.point[k].to_string() + " ";
    }
    result.where += evaluator[a].value.str(20) + " against " + evaluator[b].value.str(20);
  }
  return result;
}

}  // namespace adage::testing
