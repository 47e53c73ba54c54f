// SPDX-License-Identifier: BSL-1.0
// Which part of a node is which part of a pattern. At the top of a rule some may be left over; within it none.
#include <algorithm>

#include "simplify/matcher.hpp"

namespace adage {

Parts Matcher::unused(const ENode& form, std::uint32_t used) const {
  Parts result;
  for (std::size_t j = 0; j != form.parts.size(); ++j) {
    if ((used >> j & 1) == 0) result.push_back(form.parts[j]);
  }
  return result;
}

void Matcher::assign_term(const Goal& goal) {
  const EPattern& p = *goal.pattern;
  const ENode& form = *goal.form;
  if (goal.term == p.parts.size()) {
    if (!goal.root) {
      if (goal.used == all_of(form)) solve(goal.next);
      return;
    }
    rest_ = unused(form, goal.used);
    scale_ = goal.ratio.is_zero() ? Rational(1) : goal.ratio;
    return solve(goal.next);
  }
  const EPattern::Part& term = p.parts[goal.term];
  const EPattern& inner = at_position(term.of);
  const bool last = goal.term + 1 == p.parts.size();
  const bool takes_rest = !goal.root && last && inner.kind == Kind::hole && term.by_hole < 0;
  if (takes_rest) {
    Parts rest = unused(form, goal.used);
    if (rest.empty()) return;
    for (Part& part : rest) part.by = part.by * goal.ratio / term.by;
    const Part value{rest.size() == 1 ? rest[0] : Part{graph_.sum(rest), 1}};
    if (bindings_[inner.hole] || steered(inner, value)) bind(inner.hole, value, [&] { solve(goal.next); });
    return;
  }
  for (std::size_t j = 0; j != form.parts.size() && !full(); ++j) {
    const Part& part = form.parts[j];
    if ((goal.used >> j & 1) != 0 || part.by.is_zero()) continue;
    if (inner.kind == Kind::operation && !may_be(part.of, inner.op)) continue;
    Goal then = goal;
    then.term = goal.term + 1;
    then.used = goal.used | 1U << j;
    if (term.by_hole >= 0) {
      if (goal.ratio.is_zero()) then.ratio = 1;
      const Rational coefficient = part.by * (goal.root ? Rational(1) / then.ratio : then.ratio);
      bind(static_cast<std::uint32_t>(term.by_hole), {graph_.one(), coefficient}, [&] {
        const Goal next{&then, &inner, {part.of, 1}};
        solve(&next);
      });
      continue;
    }
    Rational by(1);
    if (!goal.root) {
      by = part.by * goal.ratio / term.by;
    } else if (goal.ratio.is_zero()) {
      // The first term tells how many times the pattern is there.
      if (inner.kind == Kind::hole && !bindings_[inner.hole]) {
        then.ratio = 1;
        by = part.by / term.by;
      } else {
        then.ratio = part.by / term.by;
      }
    } else {
      by = part.by / (goal.ratio * term.by);
    }
    const Goal next{&then, &inner, {part.of, by}};
    solve(&next);
  }
}

void Matcher::assign_factor(const Goal& goal) {
  const EPattern& p = *goal.pattern;
  const ENode& form = *goal.form;
  if (goal.term == p.parts.size()) {
    if (!goal.root) {
      if (goal.used == all_of(form) && goal.ratio.is_one()) solve(goal.next);
      return;
    }
    rest_ = unused(form, goal.used);
    return solve(goal.next);
  }
  const EPattern::Part& factor = p.parts[goal.term];
  const EPattern& inner = at_position(factor.of);
  const bool last = goal.term + 1 == p.parts.size();
  const bool plain_hole = inner.kind == Kind::hole && factor.by_hole < 0;
  if (!goal.root && last && plain_hole && factor.by.is_one()) {
    const Parts rest = unused(form, goal.used);
    if (rest.empty()) return;
    const ClassId c = rest.size() == 1 && rest[0].by.is_one() ? rest[0].of : graph_.product(rest);
    bind(inner.hole, {c, goal.ratio}, [&] { solve(goal.next); });
    return;
  }
  for (std::size_t j = 0; j != form.parts.size() && !full(); ++j) {
    const Part& part = form.parts[j];
    if ((goal.used >> j & 1) != 0 || part.by.is_zero()) continue;
    if (inner.kind == Kind::operation && !may_be(part.of, inner.op)) continue;
    Goal then = goal;
    then.term = goal.term + 1;
    then.used = goal.used | 1U << j;
    if (factor.by_hole >= 0) {
      bind(static_cast<std::uint32_t>(factor.by_hole), {graph_.one(), part.by}, [&] {
        const Goal next{&then, &inner, {part.of, 1}};
        solve(&next);
      });
    } else if (part.by == factor.by) {
      factor_found(goal, then, inner, factor, part, 1);
    } else if (part.by.is_integer() && factor.by.is_integer() && part.by.sign() == factor.by.sign() &&
               (goal.root || plain_hole)) {
      more_of_it(goal, then, inner, factor, part);
    }
  }
}

void Matcher::more_of_it(const Goal& goal, Goal& then, const EPattern& inner, const EPattern::Part& factor,
                         const Part& part) {
  const Rational share = part.by / factor.by;
  const bool once = !goal.root || goal.term == 0 || times_ == 1;
  if (inner.kind == Kind::hole && share.is_integer() && once) {
    // a^2 in x^4: a is x^2.
    const ClassId base = graph_.product(std::array{Part{part.of, share}});
    const Goal next{&then, &inner, {base, 1}};
    solve(&next);
    return;
  }
  if (!goal.root) return;
  const auto times = floor(share).small_integer();
  if (!times || *times < 1) return;
  factor_found(goal, then, inner, factor, part, goal.term == 0 ? *times : times_);
  if (goal.term == 0 && *times != 1) factor_found(goal, then, inner, factor, part, 1);
}

void Matcher::factor_found(const Goal& goal, const Goal& then, const EPattern& inner, const EPattern::Part& factor,
                           const Part& part, std::int64_t times) {
  if (!goal.root) {
    const Goal next{&then, &inner, {part.of, 1}};
    return solve(&next);
  }
  if (goal.term != 0) times = times_;
  const Rational left = part.by - factor.by * Rational(times);
  if (!left.is_zero() && left.sign() != part.by.sign()) return;
  const auto before = std::tuple(times_, scale_, leftovers_.size());
  times_ = times;
  if (!left.is_zero()) leftovers_.push_back({part.of, left});
  // A hole that is a multiple of the factor: the number goes to the scale.
  Part value{part.of, 1};
  const Part is = graph_.resolve(part.of);
  if (inner.kind == Kind::hole && bindings_[inner.hole] && bindings_[inner.hole]->of == is.of && !is.by.is_zero()) {
    const Rational wanted = bindings_[inner.hole]->by / is.by;
    const auto exponent = (factor.by * Rational(times)).small_integer();
    if (!wanted.is_zero() && exponent) {
      if (const auto pulled = power(Rational(1) / wanted, *exponent, 256)) {
        scale_ = scale_ * *pulled;
        value.by = wanted;
      }
    }
  }
  const Goal next{&then, &inner, value};
  solve(&next);
  std::tie(times_, scale_) = std::pair(std::get<0>(before), std::get<1>(before));
  leftovers_.resize(std::get<2>(before));
}

}  // namespace adage
