// SPDX-License-Identifier: BSL-1.0
// Goals are a list on the machine's stack, as deep as a left side is long, so that backtracking is returning.
#include "simplify/ematch.hpp"

#include <algorithm>

namespace adage {
namespace {

using Kind = EPattern::Kind;

constexpr std::size_t kMostParts = 8;  // longer sums and products are not searched for pairs

class Matcher {
 public:
  Matcher(EGraph& graph, const ERule& rule, EMatchLimits& limits)
      : graph_(graph), rule_(rule), limits_(limits), bindings_(rule.holes.size()) {}

  void at(NodeId n) {
    node_ = n;
    scale_ = 1;
    times_ = 1;
    rest_.clear();
    const EPattern& root = rule_.positions[rule_.root];
    const ENode& form = graph_[n];
    if (form.parts.size() > kMostParts) return;
    if (root.kind == Kind::operation) {
      arguments(root, form, nullptr);
    } else {
      const Goal goal{nullptr, &root, {}, &form, 0, 0, 0, true};
      solve(&goal);
    }
  }

  std::vector<EMatch> found;

 private:
  /// Either: `value` is the pattern. Or, with a `form`: what of its parts is not in `used` are the parts of the pattern
  /// from `term` on; `ratio` is what the form's coefficients are multiplied by, zero while it is unknown.
  struct Goal {
    const Goal* next = nullptr;
    const EPattern* pattern = nullptr;
    Part value;
    const ENode* form = nullptr;
    std::size_t term = 0;
    std::uint32_t used = 0;
    Rational ratio{1};
    bool root = false;
  };

  bool full() const { return found.size() >= limits_.matches || limits_.steps == 0; }
  const EPattern& at_position(std::uint32_t i) const { return rule_.positions[i]; }

  Part normal(const Part& value) const {
    Part result = graph_.resolve(value.of);
    if (!value.by.is_one()) result.by = result.by * value.by;
    return result;
  }

  void solve(const Goal* goal) {
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

  /// Calls f(form, by) for each form with value = by·form. Forms may be added meanwhile; those are left for the next
  /// round.
  template <class F>
  void each_form(const Part& value, Op op, F&& f) {
    const std::span<const Part> known = graph_.guises(value.of);
    if (known.size() == 1) return each_own_form(value.of, op, value.by, f);
    const std::vector<Part> guises(known.begin(), known.end());
    for (const Part& guise : guises) each_own_form(guise.of, op, value.by * guise.by, f);
  }
  template <class F>
  void each_own_form(ClassId c, Op op, const Rational& by, F&& f) {
    if (!graph_.has(c, op)) return;
    // Forms themselves never move or change, their list may.
    const std::size_t count = graph_.nodes(c).size();
    for (std::size_t i = 0; i < count && i < graph_.nodes(c).size() && !full(); ++i) {
      const ENode& form = graph_[graph_.nodes(c)[i]];
      if (form.op == op && form.parts.size() <= kMostParts) f(form, by);
    }
  }
  bool may_be(ClassId c, Op op) const {
    if (graph_.has(c, op)) return true;
    return std::ranges::any_of(graph_.guises(c), [&](const Part& guise) { return graph_.has(guise.of, op); });
  }

  template <class F>
  void bind(std::uint32_t hole, const Part& raw, F&& then) {
    const Part value = normal(raw);
    if (bindings_[hole]) {
      if (*bindings_[hole] == value) then();
      return;
    }
    if (rule_.literal[hole] && value.of != graph_.one()) return;
    bindings_[hole] = value;
    then();
    bindings_[hole].reset();
  }

  void arguments(const EPattern& p, const ENode& form, const Goal* next) {
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

  /// Does the sign or number before a hole come from the argument itself, as it must for f(-a)?
  bool steered(const EPattern& inner, const Part& value) const {
    return !rule_.steers_signs || inner.kind != Kind::hole || !value.by.is_negative();
  }

  void sum(const Goal& goal) {
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

  void product(const Goal& goal) {
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

  static std::uint32_t all_of(const ENode& form) { return (1U << form.parts.size()) - 1; }

  std::vector<Part> unused(const ENode& form, std::uint32_t used) const {
    std::vector<Part> result;
    for (std::size_t j = 0; j != form.parts.size(); ++j) {
      if ((used >> j & 1) == 0) result.push_back(form.parts[j]);
    }
    return result;
  }

  void assign_term(const Goal& goal) {
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
      std::vector<Part> rest = unused(form, goal.used);
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

  void assign_factor(const Goal& goal) {
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
      const std::vector<Part> rest = unused(form, goal.used);
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

  /// The exponent in the node is not the one in the pattern.
  void more_of_it(const Goal& goal, Goal& then, const EPattern& inner, const EPattern::Part& factor, const Part& part) {
    const Rational share = part.by / factor.by;
    if (inner.kind == Kind::hole && share.is_integer()) {
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

  /// `times` copies of the factor are taken from the part; what is left of it stays with the rest.
  void factor_found(const Goal& goal, const Goal& then, const EPattern& inner, const EPattern::Part& factor,
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
    const Part known = graph_.resolve(part.of);
    const auto& bound = bindings_[inner.kind == Kind::hole ? inner.hole : 0];
    if (inner.kind == Kind::hole && bound && bound->of == known.of && !known.by.is_zero()) {
      const Rational wanted = bound->by / known.by;
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

  void finish() {
    if (rule_.guard && !guarded()) return;
    EMatch match{node_, {}, scale_, times_, rest_};
    match.rest.insert(match.rest.end(), leftovers_.begin(), leftovers_.end());
    for (const auto& binding : bindings_) match.bindings.push_back(binding ? *binding : Part{graph_.one(), 1});
    found.push_back(std::move(match));
  }

  bool guarded() const {
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

  EGraph& graph_;
  const ERule& rule_;
  EMatchLimits& limits_;
  std::vector<std::optional<Part>> bindings_;
  NodeId node_ = 0;
  Rational scale_{1};
  std::int64_t times_ = 1;
  std::vector<Part> rest_;
  std::vector<Part> leftovers_;
};

}  // namespace

std::vector<EMatch> ematch(EGraph& graph, const ERule& rule, std::span<const NodeId> nodes, EMatchLimits& limits) {
  Matcher matcher(graph, rule, limits);
  for (const NodeId n : nodes) {
    if (matcher.found.size() >= limits.matches || limits.steps == 0) break;
    if (graph.alive(n)) matcher.at(n);
  }
  return std::move(matcher.found);
}

float rewritten_size(const EGraph& graph, const ERule& rule, const EMatch& match) {
  std::vector<float> sizes;
  for (const Part& binding : match.bindings) sizes.push_back(graph.facts(binding.of).size);
  for (const Step& step : rule.right->steps()) {
    float size = step.op == Op::number ? 0.5F : 1;
    if (step.op != Op::number) {
      for (std::size_t k = 0; k != step.count; ++k) size += sizes[step.args[k]];
    }
    sizes.push_back(size);
  }
  const float rest = match.rest.empty() ? 0 : graph.size(match.rest);
  return sizes[rule.right->result()] + rest;
}

ClassId rewritten(EGraph& graph, const ERule& rule, const EMatch& match) {
  std::vector<ClassId> bindings;
  for (const Part& binding : match.bindings) bindings.push_back(graph.scaled(binding));
  const ClassId right = graph.instantiate(*rule.right, bindings);
  // The rule says factor·root = right.
  const ClassId root = graph.scaled({right, Rational(1) / rule.factor});
  const Op op = graph[match.node].op;
  if (op == Op::add && rule.top == Op::add) {
    std::vector<Part> terms = match.rest;
    terms.push_back({root, match.scale});
    return graph.sum(terms);
  }
  if (op == Op::mul && rule.top == Op::mul) {
    std::vector<Part> factors = match.rest;
    factors.push_back({root, Rational(match.times)});
    return graph.scaled({graph.product(factors), match.scale});
  }
  return root;
}

}  // namespace adage
