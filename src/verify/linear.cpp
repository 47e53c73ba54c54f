// SPDX-License-Identifier: BSL-1.0
// Fourier-Motzkin elimination over exact rationals.
#include "verify/linear.hpp"

#include <algorithm>

#include "graph/slice.hpp"

namespace adage {
namespace {

constexpr std::size_t kMostInequalities = 400;

/// Scaled so that equal half-spaces are equal inequalities.
void normalise(Inequality& inequality) {
  if (inequality.form.is_constant()) return;
  inequality.form = (Rational(1) / abs(inequality.form.terms.front().second)) * inequality.form;
}

/// The inequalities that those with and against the variable imply together, and those without it.
std::vector<Inequality> eliminated(std::span<const Inequality> all, Id variable) {
  std::vector<Inequality> result;
  const auto keep = [&](Inequality inequality) {
    normalise(inequality);
    const auto same = [&](const Inequality& other) { return other.form == inequality.form; };
    const auto known = std::ranges::find_if(result, same);
    if (known == result.end()) {
      result.push_back(std::move(inequality));
    } else {
      known->strict = known->strict || inequality.strict;
    }
  };
  for (const Inequality& a : all) {
    const Rational p = a.form.coefficient(variable);
    if (p.is_zero()) keep(a);
    if (p.sign() <= 0) continue;
    for (const Inequality& b : all) {
      const Rational q = b.form.coefficient(variable);
      if (q.sign() < 0) keep({(-q) * a.form + p * b.form, a.strict || b.strict});
      if (result.size() > kMostInequalities) return result;
    }
  }
  return result;
}

bool violated(const Inequality& inequality) {
  if (!inequality.form.is_constant()) return false;
  const int sign = inequality.form.constant.sign();
  return sign < 0 || (sign == 0 && inequality.strict);
}

}  // namespace

Id bound_of(Arena& arena, const Inequality& inequality) {
  const auto& [variable, slope] = inequality.form.terms.front();
  const Op op = slope.is_negative() ? (inequality.strict ? Op::lt : Op::le) : (inequality.strict ? Op::gt : Op::ge);
  return arena.make(op, variable, arena.number(-inequality.form.constant / slope));
}

bool contradictory(std::vector<Inequality> inequalities) {
  while (true) {
    if (std::ranges::any_of(inequalities, violated)) return true;
    if (inequalities.size() > kMostInequalities) return false;
    const auto open = std::ranges::find_if(inequalities, [](const Inequality& i) { return !i.form.is_constant(); });
    if (open == inequalities.end()) return false;
    inequalities = eliminated(inequalities, open->form.terms.front().first);
  }
}

Interval interval(Id variable, std::span<const Inequality> inequalities) {
  Interval result;
  for (const auto& [form, strict] : inequalities) {
    if (form.terms.size() != 1 || form.terms.front().first != variable) continue;
    const Rational slope = form.terms.front().second;
    const Rational bound = -form.constant / slope;
    auto& end = slope.sign() > 0 ? result.lo : result.hi;
    bool& open = slope.sign() > 0 ? result.lo_open : result.hi_open;
    const bool tighter = !end || (slope.sign() > 0 ? bound > *end : bound < *end);
    if (tighter) open = strict;
    if (!tighter && bound == *end) open = open || strict;
    if (tighter) end = bound;
  }
  return result;
}

}  // namespace adage
