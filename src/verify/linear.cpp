// SPDX-License-Identifier: BSL-1.0
// Affine forms by one loop over a slice, and Fourier-Motzkin elimination over exact rationals.
#include "verify/linear.hpp"

#include <algorithm>

#include "graph/slice.hpp"

namespace adage {
namespace {

constexpr std::size_t kMostNodes = 200;
constexpr std::size_t kMostTerms = 16;
constexpr std::size_t kMostBits = 4096;
constexpr std::size_t kMostInequalities = 400;

std::optional<Affine> combined(Op op, const std::optional<Affine>& a, const std::optional<Affine>& b) {
  if (!a || !b) return std::nullopt;
  if (op == Op::neg) return Rational(-1) * *a;
  if (op == Op::add) return *a + *b;
  if (op == Op::sub) return *a + Rational(-1) * *b;
  if (op == Op::mul && a->is_constant()) return a->constant * *b;
  if (op == Op::mul && b->is_constant()) return b->constant * *a;
  if (op == Op::div && b->is_constant() && !b->constant.is_zero()) return (Rational(1) / b->constant) * *a;
  return std::nullopt;
}

bool small(const Affine& form) {
  const auto fits = [](const auto& term) { return term.second.bits() <= kMostBits; };
  return form.terms.size() <= kMostTerms && form.constant.bits() <= kMostBits && std::ranges::all_of(form.terms, fits);
}

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

Rational Affine::coefficient(Id variable) const {
  const auto found = std::ranges::find(terms, variable, &std::pair<Id, Rational>::first);
  return found == terms.end() ? Rational() : found->second;
}

Affine operator+(const Affine& a, const Affine& b) {
  Affine sum{a.terms, a.constant + b.constant};
  for (const auto& [variable, coefficient] : b.terms) {
    const auto at = std::ranges::lower_bound(sum.terms, variable, {}, &std::pair<Id, Rational>::first);
    if (at == sum.terms.end() || at->first != variable) {
      sum.terms.insert(at, {variable, coefficient});
    } else if ((at->second = at->second + coefficient).is_zero()) {
      sum.terms.erase(at);
    }
  }
  return sum;
}

Affine operator*(const Rational& factor, const Affine& a) {
  if (factor.is_zero()) return {};
  Affine product{a.terms, factor * a.constant};
  for (auto& term : product.terms) term.second = factor * term.second;
  return product;
}

std::optional<Affine> affine(const Arena& arena, Id id) {
  const Slice nodes = slice(arena, id);
  if (nodes.size() > kMostNodes) return std::nullopt;
  std::vector<std::optional<Affine>> forms;
  for (const Id node : nodes) {
    if (arena.is_number(node)) {
      forms.push_back(Affine{{}, arena.value(node)});
    } else if (arena.op(node) == Op::variable) {
      forms.push_back(Affine{{{node, Rational(1)}}, {}});
    } else if (arena[node].count == 0) {
      forms.push_back(std::nullopt);
    } else {
      const auto& first = forms[nodes.position(arena.arg(node, 0))];
      const auto& last = forms[nodes.position(arena.arg(node, arena[node].count - 1U))];
      forms.push_back(combined(arena.op(node), first, last));
    }
    if (forms.back() && !small(*forms.back())) forms.back().reset();
  }
  return forms.back();
}

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
