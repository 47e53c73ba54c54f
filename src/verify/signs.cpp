// SPDX-License-Identifier: BSL-1.0
// Ranges of several forms of one expression, the signs of its factors, and cases. At a switch a continuous piece is
// closed, so that two cases cover all points; where the value jumps, the switching point is a case of its own.
#include "verify/signs.hpp"

#include <algorithm>

#include "algebra/algebra.hpp"
#include "graph/slice.hpp"
#include "rules/ranges.hpp"
#include "simplify/simplify.hpp"
#include "verify/question.hpp"
#include "verify/switches.hpp"

namespace adage {
namespace {

constexpr std::size_t kMostNodes = 2'000;

bool suffices(const Range& range, bool strict) { return strict ? range.positive() : range.nonnegative(); }

/// The sign of a product from those of its factors; an even power is never negative.
bool product_suffices(Ranges& ranges, const Factored& product, bool strict) {
  int sign = product.sign;
  bool may_vanish = false;
  for (const auto& [factor, exponent] : product.factors) {
    const Range& range = ranges[factor];
    may_vanish = may_vanish || (exponent > 0 && !range.nonzero());
    if (exponent % 2 == 0) continue;
    if (!range.nonnegative() && !range.nonpositive()) return false;
    if (range.nonpositive()) sign = -sign;
  }
  return sign > 0 && !(strict && may_vanish);
}

struct Case {
  Id id = kNone;
  std::vector<Id> assumptions;
};

class Splitter {
 public:
  Splitter(Arena& arena, bool strict) : arena_(arena), strict_(strict) {}

  /// Settles the case, or gives the cases it splits into; nothing: it stays open.
  std::optional<std::vector<Case>> settle(Case now) {
    while (true) {
      const Id original = now.id;
      now.id = simplify(arena_, now.id, {.assumptions = now.assumptions, .assume_defined = true});
      if (is_above(now, original) || is_above(now, now.id)) return std::vector<Case>{};
      const Slice nodes = slice(arena_, now.id);
      if (nodes.size() > kMostNodes) return std::nullopt;
      const auto found = std::ranges::find_if(nodes.nodes, [&](Id id) {
        const Row& about = row(arena_.op(id));
        const bool pieces = can_be_split(arena_.op(id)) || (!about.kink.empty() && !about.body.empty());
        return !arena_.is_constant(id) && pieces;
      });
      if (found == nodes.nodes.end()) return by_algebra(now) ? std::optional(std::vector<Case>{}) : std::nullopt;
      const Id at = *found;
      if (can_be_split(arena_.op(at))) return halves(now, at);
      now.id = replaced(now.id, at, body(arena_.op(at))->instantiate(arena_, arena_.args(at)));
    }
  }

 private:
  Id replaced(Id id, Id from, Id to) {
    return substitute(arena_, std::span(&id, 1), std::span(&from, 1), std::span(&to, 1)).front();
  }

  bool is_above(const Case& now, Id id) {
    Ranges ranges(arena_);
    for (const Id assumption : now.assumptions) ranges.assume(assumption);
    return suffices(ranges[id], strict_);
  }

  bool by_algebra(const Case& now) {
    const AlgebraOptions options{.assumptions = now.assumptions, .everywhere = true};
    if (!strict_ && is_zero(arena_, now.id, options).answer == Zero::yes) return true;
    Ranges ranges(arena_);
    for (const Id assumption : now.assumptions) ranges.assume(assumption);
    const auto product = factored(arena_, now.id, options);
    if (product && product_suffices(ranges, *product, strict_)) return true;
    const auto expanded = normal_form(arena_, now.id, NormalForm::expanded, options);
    return expanded && is_above(now, *expanded);
  }

  std::optional<std::vector<Case>> halves(const Case& now, Id at) {
    const Row& about = row(arena_.op(at));
    const Id function = switching_function(arena_, at);
    const bool jumps = about.jumps || about.boolean;
    std::vector<Case> result;
    const auto add = [&](int sign, Op comparison) {
      const Id condition = condition_of(function, comparison);
      if (arena_.op(condition) == Op::constant_false) return;
      Case next{replaced(now.id, at, piece(arena_, at, sign)), now.assumptions};
      next.assumptions.push_back(condition);
      if (!impossible(next.assumptions)) result.push_back(std::move(next));
    };
    add(1, jumps ? Op::gt : Op::ge);
    add(-1, jumps ? Op::lt : Op::le);
    if (jumps) add(0, Op::eq);
    return result;
  }

  /// `function` compared with zero, as a bound on the variable itself where there is only one.
  Id condition_of(Id function, Op comparison) {
    const auto form = affine(arena_, function);
    if (!form || form->terms.size() != 1) return arena_.make(comparison, function, arena_.number(0));
    const auto& [variable, slope] = form->terms.front();
    const Id bound = arena_.number(-form->constant / slope);
    return slope.sign() > 0 ? arena_.make(comparison, variable, bound) : arena_.make(comparison, bound, variable);
  }

  /// Do linear conditions on the way here contradict each other?
  bool impossible(const std::vector<Id>& assumptions) {
    std::vector<Inequality> all;
    for (const Id assumption : assumptions) {
      const auto signs = signs_of_comparison(arena_, assumption);
      if (!signs || signs->above == signs->below) continue;
      const auto form = affine(arena_, switching_function(arena_, assumption));
      if (form) all.push_back({signs->above ? *form : Rational(-1) * *form, !signs->zero});
    }
    return contradictory(std::move(all));
  }

  Arena& arena_;
  bool strict_;
};

}  // namespace

bool surely_above_zero(Arena& arena, Id id, bool strict, std::span<const Id> assumptions, std::size_t max_cases) {
  Splitter splitter(arena, strict);
  std::vector<Case> open{{id, {assumptions.begin(), assumptions.end()}}};
  std::size_t seen = 0;
  while (!open.empty()) {
    Case now = std::move(open.back());
    open.pop_back();
    if (++seen > max_cases) return false;
    auto parts = splitter.settle(std::move(now));
    if (!parts) return false;
    std::ranges::move(*parts, std::back_inserter(open));
  }
  return true;
}

}  // namespace adage
