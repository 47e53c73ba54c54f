// SPDX-License-Identifier: BSL-1.0
// Cases on the signs of switching functions, innermost first: each case replaces one switch by the branch it takes,
// simplifies under the assumption, and goes on. Every case has an arena of its own, so that none pays for others.
#include "verify/prove.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "algebra/algebra.hpp"
#include "graph/print.hpp"
#include "graph/slice.hpp"
#include "rules/ranges.hpp"
#include "rules/template.hpp"
#include "simplify/simplify.hpp"
#include "verify/case.hpp"
#include "verify/switches.hpp"

namespace adage {
namespace {

constexpr std::size_t kMostNodes = 2'000'000;  ///< simplified in all cases together

/// Rows such as clamp are split once they are written out.
bool has_pieces_in_body(Op op) { return !row(op).kink.empty() && !row(op).body.empty(); }

class Prover {
 public:
  Prover(const Question& question, std::size_t max_cases, bool admissible)
      : question_(question), max_cases_(max_cases), may_split_(admissible && !question.equations) {}

  Proof run() {
    std::vector<Case> open;
    open.push_back(first_case());
    while (!open.empty()) {
      Case current = std::move(open.back());
      open.pop_back();
      if (proof_.cases + open.size() >= max_cases_)
        return fail(fmt::format("there are more than {} cases", max_cases_));
      if (!settle(current, open)) return proof_;
    }
    proof_.found = true;
    return proof_;
  }

 private:
  Case first_case() const {
    Case whole;
    whole.arena = std::make_unique<Arena>(question_.arena->identities());
    whole.rules = question_.rules;
    name_variables(*whole.arena);
    std::vector<Id> roots = question_.assumptions;
    roots.push_back(question_.left);
    roots.push_back(question_.right);
    whole.assumptions = copy(*question_.arena, roots, *whole.arena);
    const Id right = whole.assumptions.back();
    whole.assumptions.pop_back();
    const Id left = whole.assumptions.back();
    whole.assumptions.pop_back();
    whole.difference = whole.arena->make(Op::sub, left, right);
    // Read again, for the ids differ from those in the question.
    for (const Inequality& inequality : question_.inequalities) {
      Inequality renamed{{{}, inequality.form.constant}, inequality.strict};
      for (const auto& [variable, coefficient] : inequality.form.terms) {
        renamed.form =
            renamed.form + Affine{{{whole.arena->variable(question_.arena->name(variable)), coefficient}}, {}};
      }
      whole.inequalities.push_back(std::move(renamed));
    }
    return whole;
  }

  void name_variables(Arena& arena) const {
    for (const Id variable : question_.variables) arena.variable(question_.arena->name(variable));
  }

  bool close() { return ++proof_.cases, true; }

  /// Closes the case, or puts its two halves on `open`. False: the proof has failed.
  bool settle(Case& now, std::vector<Case>& open) {
    while (true) {
      now.difference = now.simplified(now.difference);
      if (now.arena->is_number(now.difference)) {
        return now.arena->value(now.difference).is_zero() ? close() : refuse(now, "");
      }
      const Slice nodes = slice(*now.arena, now.difference);
      if ((nodes_seen_ += nodes.size()) > kMostNodes) return refuse(now, "the expression is too large");
      const auto found = std::ranges::find_if(nodes.nodes, [&](Id id) {
        return !now.arena->is_constant(id) &&
               (can_be_split(now.arena->op(id)) || has_pieces_in_body(now.arena->op(id)));
      });
      const bool in_pieces = found != nodes.nodes.end();
      if ((!in_pieces || now.signs.empty()) && vanishes(now, !in_pieces)) return close();
      if (!in_pieces) return refuse(now, algebra_.reason);
      const Id at = *found;
      const Op op = now.arena->op(at);
      if (!can_be_split(op)) {
        now.replace(at, body(op)->instantiate(*now.arena, now.arena->args(at)));
        continue;
      }
      const Id function = now.simplified(switching_function(*now.arena, at));
      const Possible possible = possible_signs(now, function);
      if (possible.count() == 0) return close();  // no points satisfy the conditions
      if (possible.count() == 1) {
        now.replace(at, piece(*now.arena, at, possible.only()));
        continue;
      }
      if (!may_split_) return refuse(now, "no point in general position satisfies the assumptions");
      if (!is_thin(now, function))
        return refuse(now, fmt::format("`{}` may vanish on more than isolated points", to_infix(*now.arena, function)));
      Case below = half(now, at, function, -1);
      Case above = half(now, at, function, 1);
      if (copy(*below.arena, std::span(&below.difference, 1), *above.arena).front() == above.difference) {
        above.forget_last();  // the same on both sides: independent switches add up instead of multiplying
        now = std::move(above);
        continue;
      }
      open.push_back(std::move(below));
      open.push_back(std::move(above));
      return true;
    }
  }

  bool vanishes(const Case& now, bool smooth) {
    algebra_ = is_zero(*now.arena, now.difference, algebra_options(now));
    if (algebra_.answer == Zero::yes) return true;
    return smooth && may_split_ && is_constant_zero(*now.arena, now.difference, region(now), algebra_options(now));
  }

  AlgebraOptions algebra_options(const Case& now) const {
    return {.assumptions = now.assumptions, .everywhere = !may_split_};
  }

  struct Possible {
    bool below = true;
    bool zero = false;  // identically; zeros on thin sets are ignored
    bool above = true;
    int count() const { return int{below} + int{zero} + int{above}; }
    int only() const { return above ? 1 : below ? -1 : 0; }
  };

  Possible possible_signs(Case& now, Id function, bool may_factor = true) const {
    Arena& arena = *now.arena;
    if (arena.is_number(function)) {
      const int sign = arena.value(function).sign();
      return {sign<0, sign == 0, sign> 0};
    }
    const Id opposite = now.simplified(arena.make(Op::neg, function));
    for (const auto& [known, sign] : now.signs) {
      if (known == function) return {sign<0, false, sign> 0};
      if (known == opposite) return {sign > 0, false, sign < 0};
    }
    Ranges ranges(arena);
    for (const Id assumption : now.assumptions) ranges.assume(assumption);
    const Range range = ranges[function];
    Possible possible{!range.positive(), false, !range.negative()};
    if (const auto form = affine(arena, function); form && !form->is_constant()) {
      possible.above = possible.above && !now.contradicts(*form);
      possible.below = possible.below && !now.contradicts(Rational(-1) * *form);
    } else if (may_factor && possible.count() == 2) {
      int sign = sign_of_product(now, function);
      // exp(f) - 1 has the sign of f, and perhaps no logarithms.
      const Id grown = arena.make(Op::sub, arena.make(adage::function("exp"), function), arena.number(1));
      if (sign == 0) sign = sign_of_product(now, grown);
      if (sign != 0) possible = {sign<0, false, sign> 0};
    }
    // Neither sign: no points at all, or, where assumptions amount to equations, zero at every point.
    possible.zero = possible.count() == 0 && !may_split_;
    return possible;
  }

  /// The sign of a product whose factors have known signs, thin sets aside; else 0.
  int sign_of_product(Case& now, Id function) const {
    const auto product = factored(*now.arena, function, algebra_options(now));
    if (!product) return 0;
    int sign = product->sign;
    for (const auto& [factor, exponent] : product->factors) {
      const Possible possible = possible_signs(now, factor, false);
      if (possible.count() != 1 && (exponent % 2 != 0 || !is_thin(now, factor))) return 0;
      if (exponent % 2 != 0) sign *= possible.only();
    }
    return sign;
  }

  bool is_thin(Case& now, Id function) const {
    if (const auto form = affine(*now.arena, function)) return !form->is_constant();
    return has_thin_zeros(*now.arena, function, region(now));
  }

  Region region(const Case& now) const {
    Region whole;
    for (const Id variable : question_.variables) {
      whole.variables.push_back(now.arena->variable(question_.arena->name(variable)));
      whole.box.push_back(interval(whole.variables.back(), now.inequalities));
    }
    return whole;
  }

  /// The case in which the switching function has the given sign.
  Case half(Case& now, Id at, Id function, int sign) const {
    Case next;
    next.arena = std::make_unique<Arena>(question_.arena->identities());
    name_variables(*next.arena);
    Arena& arena = *now.arena;
    const Id image = piece(arena, at, sign);
    std::vector<Id> roots = substitute(arena, std::span(&now.difference, 1), std::span(&at, 1), std::span(&image, 1));
    roots.push_back(function);
    for (const auto& known : now.signs) roots.push_back(known.first);
    roots.insert(roots.end(), now.assumptions.begin(), now.assumptions.end());
    const std::vector<Id> images = copy(arena, roots, *next.arena);
    next.difference = images[0];
    next.inequalities = now.inequalities;
    const auto form = affine(*next.arena, images[1]);
    if (form) next.inequalities.push_back({Rational(sign) * *form, true});
    for (std::size_t i = 0; i != now.signs.size(); ++i) next.signs.emplace_back(images[2 + i], now.signs[i].second);
    next.signs.emplace_back(images[1], sign);
    next.assumptions.assign(images.begin() + 2 + static_cast<std::ptrdiff_t>(now.signs.size()), images.end());
    next.assumptions.push_back(condition(*next.arena, images[1], form, sign));
    next.conditions = now.conditions;
    next.rules = now.rules;
    next.linear = now.linear;
    next.conditions.push_back(to_infix(*next.arena, next.assumptions.back()));
    next.linear.push_back(form.has_value());
    next.difference = next.simplified(next.difference);
    return next;
  }

  /// `function` has that sign, as a bound on the variable itself where there is only one.
  static Id condition(Arena& arena, Id function, const std::optional<Affine>& form, int sign) {
    if (form && form->terms.size() == 1) return bound_of(arena, {Rational(sign) * *form, true});
    return arena.make(sign > 0 ? Op::gt : Op::lt, function, arena.number(0));
  }

  /// The case could not be closed. True when that does no harm, for it has no points.
  bool refuse(const Case& now, std::string_view why) {
    if (now.is_empty()) return close();
    std::string where;
    for (const std::string& condition : now.conditions)
      where += fmt::format("{}{}", where.empty() ? "" : " and ", condition);
    fail(fmt::format("{}{}{}", where.empty() ? "" : "not shown where " + where,
                     where.empty() || why.empty() ? "" : ": ", why));
    return false;
  }

  Proof fail(std::string why) {
    proof_.found = false;
    proof_.why_not = std::move(why);
    return proof_;
  }

  const Question& question_;
  std::size_t max_cases_;
  bool may_split_;
  std::size_t nodes_seen_ = 0;
  ZeroTest algebra_;
  Proof proof_;
};

}  // namespace

Proof prove(const Question& question, std::size_t max_cases, bool admissible) {
  if (!question.boolean()) return Prover(question, max_cases, admissible).run();
  Proof proof;
  const std::array<Id, 2> sides{question.left, question.right};
  const std::vector<Id> simple = simplify(
      *question.arena, sides, {.assumptions = question.assumptions, .assume_defined = true, .rules = question.rules});
  proof.found = simple[0] == simple[1];
  return proof;
}

}  // namespace adage
