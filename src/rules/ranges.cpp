// SPDX-License-Identifier: BSL-1.0
// Facts about nodes, each derived from the facts about its arguments through its row.
#include "rules/ranges.hpp"

#include <cmath>

namespace adage {
namespace {

/// The outcomes of comparing two numbers, as a set.
enum : unsigned { kBelow = 1, kEqual = 2, kAbove = 4, kAny = 7 };

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

/// Of what compares with `bound` in one of these ways.
Range compared(unsigned outcomes, const Range& bound) {
  Range result;
  if ((outcomes & kAbove) == 0) result.hi = bound.hi, result.hi_open = (outcomes & kEqual) == 0 || bound.hi_open;
  if ((outcomes & kBelow) == 0) result.lo = bound.lo, result.lo_open = (outcomes & kEqual) == 0 || bound.lo_open;
  return result;
}

}  // namespace

void Ranges::assume(Id assumption) {
  struct Known {
    Id id;
    bool holds;
  };
  std::vector<Known> open{{assumption, true}};
  while (!open.empty()) {
    const auto [id, holds] = open.back();
    open.pop_back();
    const Op op = arena_->op(id);
    if (op == (holds ? Op::logical_and : Op::logical_or)) {
      open.push_back({arena_->arg(id, 0), holds});
      open.push_back({arena_->arg(id, 1), holds});
    } else if (op == Op::logical_not) {
      open.push_back({arena_->arg(id, 0), !holds});
    } else if (outcomes(op) != 0) {
      const Id left = arena_->arg(id, 0), right = arena_->arg(id, 1);
      const unsigned left_over = holds ? outcomes(op) : kAny & ~outcomes(op);
      orders_.push_back({left, right, left_over});
      if (arena_->is_constant(right)) assumed_.emplace_back(left, compared(left_over, (*this)[right]));
      if (arena_->is_constant(left)) assumed_.emplace_back(right, compared(mirrored(left_over), (*this)[left]));
    }
    assumed_.emplace_back(id, holds ? range::kTrue : range::kFalse);
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
  if (asked == 0 && node.op != Op::sub) return {};
  unsigned left = kAny;
  for (const Order& order : orders_) {
    if (order.left == node.args[0] && order.right == node.args[1]) left &= order.outcomes;
    if (order.left == node.args[1] && order.right == node.args[0]) left &= mirrored(order.outcomes);
  }
  if (asked != 0) return range::truth((left & ~asked) == 0, (left & asked) == 0);
  return compared(left, literal_range(Rational()));
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
