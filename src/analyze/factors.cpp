// SPDX-License-Identifier: BSL-1.0
// Signs by factors: what ranges show to be positive is left out, and the rest is an expression of its own.
#include <algorithm>

#include "algebra/algebra.hpp"
#include "analyze/signs.hpp"
#include "rules/ranges.hpp"
#include "simplify/simplify.hpp"

namespace adage::analysis {
namespace {

/// What has the sign of `g`, up to `sign`, wherever g is defined and not zero; kNone when nothing simpler is found.
Id core_of(Arena& arena, Id g, int& sign) {
  const auto parts = factored(arena, g, {.max_seconds = 0.1});
  if (!parts) return kNone;
  sign = parts->sign;
  Ranges ranges(arena);
  Id core = arena.number(1);
  bool dropped = false;
  for (const auto& [factor, exponent] : parts->factors) {
    const Range range = ranges[factor];
    if (range.positive() || exponent % 2 == 0) {
      dropped = true;
    } else if (range.negative()) {
      dropped = true;
      sign = -sign;
    } else {
      core = arena.make(Op::mul, core, factor);
    }
  }
  return dropped ? simplify(arena, core) : kNone;
}

/// Is the function analytic on all of the interval, in parts?
bool analytic_on(Branch& branch, double from, double to, const SignLimits& limits) {
  std::vector<std::pair<double, double>> open{{from, to}};
  for (int i = 0; i != 400 && !open.empty(); ++i) {
    const auto [a, b] = open.back();
    open.pop_back();
    if (branch.view(a, b).analytic) continue;
    const double middle = a + (b - a) / 2;
    if (!(a < middle && middle < b) || limits.deadline->passed()) return false;
    open.emplace_back(a, middle);
    open.emplace_back(middle, b);
  }
  return open.empty();
}

}  // namespace

bool settled(const Stretches& stretches) {
  return !stretches.empty() && std::ranges::all_of(stretches, [](const Stretch& s) { return s.known && s.analytic; });
}

Stretches signs_by_factors(Branch& branch, Constants& constants, int n, const Place& from, const Place& to,
                           const SignLimits& limits) {
  int sign = 1;
  const Id g = branch.derivative(n);
  const Id core = g == kNone ? kNone : core_of(constants.arena(), g, sign);
  if (core == kNone) return {};
  Branch factors(constants, core, branch.variable());
  Stretches result = signs(factors, constants, 0, from, to, nullptr, limits);
  if (!settled(result)) return {};
  const bool analytic = analytic_on(branch, from.lo, to.hi, limits);
  for (Stretch& s : result) {
    s.sign *= sign;
    s.analytic = analytic;
  }
  return result;
}

}  // namespace adage::analysis
