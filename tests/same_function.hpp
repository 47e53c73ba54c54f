// SPDX-License-Identifier: BSL-1.0
// Two nodes as functions, compared in 64 digits at random points. For tests, after Boost.Test.
#pragma once

#include <random>
#include <vector>

#include "graph/print.hpp"
#include "verify/precise_eval.hpp"

namespace adage {

inline Rational random_point(std::mt19937_64& random) {
  const auto numerator = static_cast<std::int64_t>(random() % 2'000'003) - 1'000'001;
  constexpr std::int64_t denominators[] = {99'991, 700'001, 1'299'709};
  return Rational(numerator, denominators[random() % 3]);
}

/// Equal where the first is defined, and undefined where it is undefined, at random points.
inline void same_function(const Arena& arena, Id before, Id after, std::mt19937_64& random, int points) {
  const Id both[] = {before, after};
  PreciseEvaluator evaluator(arena, both);
  for (int n = 0; n != points; ++n) {
    std::vector<Rational> values;
    for (std::size_t i = 0; i != evaluator.variables().size(); ++i) values.push_back(random_point(random));
    evaluator.evaluate(values);
    const Bounded& a = evaluator[before];
    const Bounded& b = evaluator[after];
    if (a.state == Bounded::State::unknown || b.state == Bounded::State::unknown) continue;
    BOOST_TEST_REQUIRE(a.known() == b.known(),
                       "definedness changed: " << to_infix(arena, before) << " became " << to_infix(arena, after));
    if (a.known())
      BOOST_TEST_REQUIRE(abs(PreciseNumber(a.value - b.value)) <= 2 * (a.error + b.error),
                         to_infix(arena, before) << " became " << to_infix(arena, after));
  }
}

}  // namespace adage
