// SPDX-License-Identifier: BSL-1.0
// Affine forms by one loop over a slice.
#include "graph/affine.hpp"

#include <algorithm>

#include "graph/slice.hpp"

namespace adage {
namespace {

constexpr std::size_t kMostNodes = 200;
constexpr std::size_t kMostTerms = 16;
constexpr std::size_t kMostBits = 4096;

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

}  // namespace adage
