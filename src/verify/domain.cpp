// SPDX-License-Identifier: BSL-1.0
// Conditions from the column `domain` of the table; those on one variable alone are solved where they are linear or a
// product of linear factors that has the required sign on one interval only.
#include "verify/domain.hpp"

#include <algorithm>

#include "algebra/algebra.hpp"
#include "graph/slice.hpp"
#include "rules/ranges.hpp"
#include "verify/question.hpp"
#include "verify/switches.hpp"

namespace adage {
namespace {

constexpr std::size_t kMostConditions = 24;
constexpr std::size_t kLargestCondition = 60;  ///< in nodes, for its factors to be looked for

/// The nodes that are evaluated whatever choices are made.
std::vector<Id> unconditional(const Arena& arena, std::span<const Id> roots) {
  const Slice nodes = slice(arena, roots);
  std::vector<char> needed(nodes.size());
  for (const Id root : roots) needed[nodes.position(root)] = 1;
  std::vector<Id> result;
  for (std::size_t i = nodes.size(); i-- != 0;) {
    const Id id = nodes.nodes[i];
    if (needed[i] == 0) continue;
    result.push_back(id);
    if (arena.is_number(id) || arena.op(id) == Op::variable) continue;
    const std::size_t used = arena.op(id) == Op::where ? 1 : arena[id].count;
    for (std::size_t k = 0; k != used; ++k) needed[nodes.position(arena.arg(id, k))] = 1;
  }
  std::ranges::reverse(result);
  return result;
}

/// Under which condition the node has a value when its arguments have.
Id condition_of(Arena& arena, Id id) {
  const Op op = arena.op(id);
  if (op == Op::pow && arena.is_number(arena.arg(id, 1))) {
    const Rational exponent = arena.value(arena.arg(id, 1));
    if (exponent.is_integer()) return kNone;
    return arena.make(exponent.is_negative() ? Op::gt : Op::ge, arena.arg(id, 0), arena.number(0));
  }
  const Template* condition = domain(op);
  if (condition == nullptr || op == Op::pow) return kNone;
  return condition->instantiate(arena, arena.args(id));
}

class Collector {
 public:
  explicit Collector(Arena& arena) : arena_(arena) {}

  void take(Id condition) {
    std::vector<Id> open{condition};
    while (!open.empty()) {
      const Id id = open.back();
      open.pop_back();
      if (arena_.op(id) == Op::logical_and) {
        open.push_back(arena_.arg(id, 1));
        open.push_back(arena_.arg(id, 0));
      } else if (const auto signs = signs_of_comparison(arena_, id);
                 signs && signs->above != signs->below && !arena_.is_constant(id)) {
        comparison(id, signs->above ? 1 : -1, !signs->zero);
      }
    }
  }

  Domain result;

 private:
  void comparison(Id id, int sign, bool strict) {
    if (result.conditions.size() >= kMostConditions) return;
    if (std::ranges::find(result.conditions, id) != result.conditions.end()) return;
    result.conditions.push_back(id);
    const Id function = switching_function(arena_, id);
    if (const auto form = affine(arena_, function)) {
      bound(Rational(sign) * *form, strict);
    } else if (adage::variables(arena_, std::span(&function, 1)).size() == 1 &&
               slice(arena_, function).size() <= kLargestCondition) {
      solve(function, sign, strict);
    }
  }

  /// `form` > 0, also as a bound on the variable itself where there is only one.
  void bound(const Affine& form, bool strict) {
    if (form.is_constant()) return;
    result.inequalities.push_back({form, strict});
    if (form.terms.size() != 1) return;
    const Id id = bound_of(arena_, result.inequalities.back());
    if (std::ranges::find(result.conditions, id) == result.conditions.end()) result.conditions.push_back(id);
  }

  /// Where a product of linear factors in one variable has the sign, if that is one interval.
  void solve(Id function, int sign, bool strict) {
    const auto product = factored(arena_, function);
    if (!product) return;
    sign *= product->sign;
    Ranges ranges(arena_);
    std::vector<Rational> zeros;  // where the sign changes
    Id variable = kNone;
    for (const auto& [factor, exponent] : product->factors) {
      const auto form = affine(arena_, factor);
      const Range range = ranges[factor];
      if (exponent % 2 == 0 && strict) continue;
      if (range.nonzero()) {
        if (exponent % 2 != 0 && range.negative()) sign = -sign;
        continue;
      }
      // At a zero of an even factor the product is zero, which may be outside the interval.
      if (!form || form->terms.size() != 1 || exponent % 2 == 0) return;
      if (form->terms.front().second.is_negative()) sign = -sign;
      variable = form->terms.front().first;
      zeros.push_back(-form->constant / form->terms.front().second);
    }
    std::ranges::sort(zeros);
    // Right of all zeros the product is as wanted where `sign` is 1; it alternates from there.
    const auto beyond = [&](const Rational& zero, int side) {
      bound({{{variable, Rational(side)}}, Rational(-side) * zero}, strict);
    };
    if (zeros.size() == 1) beyond(zeros[0], sign);
    if (zeros.size() == 2 && sign < 0) beyond(zeros[0], 1), beyond(zeros[1], -1);
  }

  Arena& arena_;
};

}  // namespace

Domain domain_of(Arena& arena, std::span<const Id> roots) {
  Collector collector(arena);
  for (const Id id : unconditional(arena, roots)) {
    if (arena.is_number(id) || arena.op(id) == Op::variable || arena.is_constant(id)) continue;
    const Id condition = condition_of(arena, id);
    if (condition != kNone) collector.take(condition);
  }
  Ranges ranges(arena);
  for (const Id condition : collector.result.conditions) {
    if (ranges[condition].surely_false()) return {};
  }
  return contradictory(collector.result.inequalities) ? Domain() : std::move(collector.result);
}

}  // namespace adage
