// SPDX-License-Identifier: BSL-1.0
// Goals by the kind of their pattern, and what is found when none is left.
#include "simplify/matcher.hpp"

namespace adage {

void Matcher::at(NodeId n) {
  node_ = n;
  scale_ = 1;
  times_ = 1;
  rest_.clear();
  const EPattern& root = rule_.positions[rule_.root];
  const ENode& form = graph_[n];
  if (form.parts.size() > kMostMatched) return;
  if (root.kind == Kind::operation) {
    arguments(root, form, nullptr);
  } else {
    const Goal goal{nullptr, &root, {}, &form, 0, 0, 0, true};
    solve(&goal);
  }
}

Part Matcher::normal(const Part& value) const {
  Part result = graph_.resolve(value.of);
  if (!value.by.is_one()) result.by = result.by * value.by;
  return result;
}

bool Matcher::may_be(ClassId c, Op op) const {
  if (graph_.has(c, op)) return true;
  return std::ranges::any_of(graph_.guises(c), [&](const Part& guise) { return graph_.has(guise.of, op); });
}

void Matcher::solve(const Goal* goal) {
  if (full()) return;
  --limits_.steps;
  if (goal == nullptr) return finish();
  if (goal->form != nullptr) {
    return goal->pattern->kind == Kind::sum ? assign_term(*goal) : assign_factor(*goal);
  }
  const EPattern& p = *goal->pattern;
  switch (p.kind) {
    case Kind::hole:
      return bind(p.hole, goal->value, [&] { solve(goal->next); });
    case Kind::number: {
      const Part value = normal(goal->value);
      if (value.of == graph_.one() && value.by == p.number) solve(goal->next);
      return;
    }
    case Kind::operation: {
      return each_form(normal(goal->value), p.op, [&](const ENode& form, const Rational& by) {
        if (by.is_one()) arguments(p, form, goal->next);
      });
    }
    case Kind::sum:
      return sum(*goal);
    case Kind::product:
      return product(*goal);
  }
}

void Matcher::arguments(const EPattern& p, const ENode& form, const Goal* next) {
  if (form.parts.size() != p.parts.size()) return;
  if (p.parts.empty()) return solve(next);
  const auto in_order = [&](std::size_t first) {
    std::array<Goal, kMaxArity> goals;
    for (std::size_t i = p.parts.size(); i-- != 0;) {
      const std::size_t which = p.parts.size() == 2 && first == 1 ? 1 - i : i;
      goals[i] = {i + 1 == p.parts.size() ? next : &goals[i + 1], &at_position(p.parts[i].of), form.parts[which]};
    }
    solve(&goals[0]);
  };
  in_order(0);
  if (row(p.op).commutative && form.parts[0] != form.parts[1]) in_order(1);
}

bool Matcher::steered(const EPattern& inner, const Part& value) const {
  return !rule_.steers_signs || inner.kind != Kind::hole || !value.by.is_negative();
}

void Matcher::sum(const Goal& goal) {
  const EPattern& p = *goal.pattern;
  const Part value = normal(goal.value);
  if (p.parts.size() == 1) {
    const EPattern::Part& term = p.parts[0];
    const EPattern& inner = at_position(term.of);
    if (term.by_hole >= 0) {
      if (value.by.is_one()) return;
      return bind(static_cast<std::uint32_t>(term.by_hole), {graph_.one(), value.by / term.by}, [&] {
        const Goal next{goal.next, &inner, {value.of, 1}};
        solve(&next);
      });
    }
    const Part divided{value.of, value.by / term.by};
    if (!steered(inner, divided)) return;
    const Goal next{goal.next, &inner, divided};
    return solve(&next);
  }
  if (value.by.is_zero()) return;
  each_form(value, Op::add, [&](const ENode& form, const Rational& by) {
    if (form.parts.size() < p.parts.size()) return;
    const Goal next{goal.next, &p, {}, &form, 0, 0, by};
    solve(&next);
  });
}

void Matcher::product(const Goal& goal) {
  const EPattern& p = *goal.pattern;
  const Part value = normal(goal.value);
  const bool absorbs = std::ranges::any_of(p.parts, [&](const EPattern::Part& f) {
    return f.by.is_one() && f.by_hole < 0 && at_position(f.of).kind == Kind::hole;
  });
  each_form(value, Op::mul, [&](const ENode& form, const Rational& by) {
    if (!by.is_one() && !absorbs) return;
    if (p.parts.size() == 1 ? form.parts.size() != 1 : form.parts.size() < p.parts.size() && !absorbs) return;
    const Goal next{goal.next, &p, {}, &form, 0, 0, by};
    solve(&next);
  });
}

void Matcher::finish() {
  if (rule_.guard && !guarded()) return;
  EMatch match{node_, {}, scale_, times_, rest_};
  match.rest.insert(match.rest.end(), leftovers_.begin(), leftovers_.end());
  for (const auto& binding : bindings_) match.bindings.push_back(binding ? *binding : Part{graph_.one(), 1});
  found.push_back(std::move(match));
}

bool Matcher::guarded() const {
  std::vector<Range> ranges;
  for (const auto& binding : bindings_) {
    if (!binding) return false;
    ranges.push_back(range::mul(literal_range(binding->by), graph_.facts(binding->of).range, {}));
  }
  const auto answer = [&](Predicate predicate, std::uint32_t hole) {
    const Part& value = *bindings_[hole];
    const Facts& facts = graph_.facts(value.of);
    const bool number = value.of == graph_.one();
    switch (predicate) {
      case Predicate::constant:
        return facts.constant;
      case Predicate::number:
        return number;
      case Predicate::integer:
        return number ? value.by.is_integer() : facts.range.integer && value.by.is_integer();
      case Predicate::even:
        return number && (value.by / 2).is_integer();
      case Predicate::total:
        return facts.total;
      case Predicate::smooth:
        return facts.smooth && !(number && value.by.is_zero());
      case Predicate::none:
        break;
    }
    return false;
  };
  return value_range(*rule_.guard, ranges, answer).surely_true();
}

}  // namespace adage
