// SPDX-License-Identifier: BSL-1.0
// Facts about nodes, each derived from the facts about its arguments through its row.
#include "rules/ranges.hpp"

#include <cmath>

namespace adage {
namespace {

/// What `comparison` of something with `bound` says of it; `mirrored` when the bound stands on the left.
Range restricted(Op comparison, const Range& bound, bool mirrored) {
  const Op op = !mirrored              ? comparison
                : comparison == Op::lt ? Op::gt
                : comparison == Op::le ? Op::ge
                : comparison == Op::gt ? Op::lt
                : comparison == Op::ge ? Op::le
                                       : comparison;
  Range result;
  if (op == Op::lt || op == Op::le || op == Op::eq)
    result.hi = bound.hi, result.hi_open = op == Op::lt || bound.hi_open;
  if (op == Op::gt || op == Op::ge || op == Op::eq)
    result.lo = bound.lo, result.lo_open = op == Op::gt || bound.lo_open;
  return result;
}

/// The outcomes of comparing two numbers, as a set.
enum : unsigned { kBelow = 1, kEqual = 2, kAbove = 4 };

/// For which of them a comparison holds; none for other operations.
unsigned outcomes(Op comparison) {
  switch (comparison) {
    case Op::lt:
      return kBelow;
    case Op::le:
      return kBelow | kEqual;
    case Op::gt:
      return kAbove;
    case Op::ge:
      return kAbove | kEqual;
    case Op::eq:
      return kEqual;
    case Op::ne:
      return kBelow | kAbove;
    default:
      return 0;
  }
}

unsigned mirrored(unsigned outcomes) {
  return (outcomes & kEqual) | ((outcomes & kBelow) != 0 ? kAbove : 0U) | ((outcomes & kAbove) != 0 ? kBelow : 0U);
}

}  // namespace

void Ranges::assume(Id assumption) {
  std::vector<Id> open{assumption};
  while (!open.empty()) {
    const Id id = open.back();
    open.pop_back();
    const Op op = arena_->op(id);
    if (op == Op::logical_and) {
      open.push_back(arena_->arg(id, 0));
      open.push_back(arena_->arg(id, 1));
    } else if (outcomes(op) != 0) {
      const Id left = arena_->arg(id, 0);
      const Id right = arena_->arg(id, 1);
      orders_.push_back({left, right, outcomes(op)});
      if (arena_->is_constant(right)) assumed_.emplace_back(left, restricted(op, (*this)[right], false));
      if (arena_->is_constant(left)) assumed_.emplace_back(right, restricted(op, (*this)[left], true));
    }
    assumed_.emplace_back(id, range::kTrue);
  }
  facts_.clear();
}

const Ranges::Fact& Ranges::fact(Id id) {
  if (const auto known = facts_.find(id); known != facts_.end()) return known->second;
  std::vector<Id> open{id};
  while (!open.empty()) {
    const Id next = open.back();
    const std::size_t before = open.size();
    for (const Id arg : arena_->args(next)) {
      if (!facts_.contains(arg)) open.push_back(arg);
    }
    if (open.size() != before) continue;
    open.pop_back();
    Fact found = compute(next);
    for (const auto& [about, range] : assumed_) {
      if (about == next) found.range = range::intersection(found.range, range);
    }
    if (!orders_.empty()) found.range = range::intersection(found.range, by_order((*arena_)[next]));
    facts_.emplace(next, found);
  }
  return facts_.find(id)->second;
}

Ranges::Fact Ranges::compute(Id id) const {
  const Node& node = (*arena_)[id];
  if (node.op == Op::number) return {literal_range(arena_->value(id)), true};
  if (node.op == Op::variable) return {};
  std::array<Range, kMaxArity> ranges;
  Fact fact;
  for (std::size_t i = 0; i != node.count; ++i) {
    const Fact& about = facts_.find(node.args[i])->second;
    ranges[i] = about.range;
    fact.total = fact.total && about.total;
  }
  if (const Template* condition = domain(node.op); condition != nullptr && fact.total) {
    fact.total = value_range(*condition, {ranges.data(), node.count}).surely_true();
  }
  const auto function = row(node.op).range;
  if (function != nullptr) fact.range = function(ranges[0], ranges[1], ranges[2]);
  return fact;
}

Range Ranges::by_order(const Node& node) const {
  const unsigned asked = outcomes(node.op);
  Range result;
  if (asked == 0 && node.op != Op::sub) return result;
  unsigned left = kBelow | kEqual | kAbove;
  for (const Order& order : orders_) {
    if (order.left == node.args[0] && order.right == node.args[1]) left &= order.outcomes;
    if (order.left == node.args[1] && order.right == node.args[0]) left &= mirrored(order.outcomes);
  }
  if (asked != 0) return range::truth((left & ~asked) == 0, (left & asked) == 0);
  if ((left & kAbove) == 0) result.hi = 0, result.hi_open = (left & kEqual) == 0;
  if ((left & kBelow) == 0) result.lo = 0, result.lo_open = (left & kEqual) == 0;
  return result;
}

Range literal_range(const Rational& value) {
  constexpr std::int64_t exact = std::int64_t{1} << 53;
  if (const auto whole = value.small_integer(); whole && *whole <= exact && *whole >= -exact) {
    const auto at = static_cast<double>(*whole);
    return {at, at, false, false, true};
  }
  const double nearest = value.to_double();
  const auto stored = Rational::from_double_exactly(nearest);
  Range range{nearest, nearest, false, false, value.is_integer()};
  if (!stored || *stored != value) {
    range.lo = std::nextafter(nearest, -HUGE_VAL);
    range.hi = std::nextafter(nearest, HUGE_VAL);
    range.lo_open = range.hi_open = true;
  }
  return range;
}

namespace {

/// Steps are asked for from the result down, so that a conjunction that fails early costs little. Tables' texts are not
/// deep.
struct LazyRange {
  const Template& formula;
  const std::function<Range(std::uint32_t)>& parameter;
  const std::function<bool(Predicate, std::uint32_t)>& answer;

  Range operator()(std::uint32_t at) const {
    if (at < formula.parameters()) return parameter(at);
    const Step& step = formula.steps()[at - formula.parameters()];
    if (step.predicate != Predicate::none) {
      return answer && answer(step.predicate, step.args[0]) ? range::kTrue : range::kFalse;
    }
    if (step.op == Op::number) return literal_range(formula.numbers()[step.args[0]]);
    const auto function = row(step.op).range;
    if (function == nullptr) return {};
    std::array<Range, kMaxArity> args;
    for (std::size_t k = 0; k != step.count; ++k) {
      args[k] = (*this)(step.args[k]);
      if (step.op == Op::logical_and && args[k].surely_false()) return range::kFalse;
      if (step.op == Op::logical_or && args[k].surely_true()) return range::kTrue;
    }
    return function(args[0], args[1], args[2]);
  }
};

}  // namespace

Range value_range(const Template& formula, const std::function<Range(std::uint32_t)>& parameter,
                  const std::function<bool(Predicate, std::uint32_t)>& answer) {
  return LazyRange{formula, parameter, answer}(formula.result());
}

Range value_range(const Template& formula, std::span<const Range> parameters,
                  const std::function<bool(Predicate, std::uint32_t)>& answer) {
  return value_range(
      formula, [&](std::uint32_t at) { return parameters[at]; }, answer);
}

}  // namespace adage
