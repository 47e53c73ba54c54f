// SPDX-License-Identifier: BSL-1.0
// The index over rules: which of them can match a node, by its operation and those of its first two arguments.
#include <map>

#include "rules/rule.hpp"

namespace adage {
namespace {

/// Can the pattern's check of register `reg` succeed on an operation `there`?
bool compatible(const Pattern& pattern, std::uint32_t reg, Op there) {
  for (const PatternStep& step : pattern) {
    if (step.reg != reg) continue;
    switch (step.kind) {
      case PatternStep::Kind::operation:
        return step.op == there;
      case PatternStep::Kind::number:
      case PatternStep::Kind::bind_literal:
        return there == Op::number;
      case PatternStep::Kind::bind:
      case PatternStep::Kind::same:
      case PatternStep::Kind::opposite:
        return true;
    }
  }
  return true;
}

/// Does the pattern want its first two arguments to be one node?
bool wants_equal(const Pattern& pattern) {
  return pattern.size() > 1 && pattern[1].reg == 1 && pattern[1].kind == PatternStep::Kind::same &&
         pattern[0].index == pattern[1].index && pattern[0].kind == PatternStep::Kind::bind;
}

}  // namespace

namespace {

std::vector<const Rule*> rules_of(std::span<const Stage> stages) {
  std::vector<const Rule*> result;
  for (const Stage stage : stages) {
    for (const Rule& rule : rules(stage)) result.push_back(&rule);
  }
  return result;
}

}  // namespace

RuleSet::RuleSet(std::span<const Stage> stages) : RuleSet(std::span<const Rule* const>(rules_of(stages))) {}

RuleSet::RuleSet(std::span<const Rule* const> rules) : lists_(1), by_shape_(all_rows().size()) {
  const std::size_t count = all_rows().size();
  std::vector<std::vector<Entry>> all(count);
  for (const Rule* rule : rules) {
    for (const Pattern& pattern : rule->patterns) all[static_cast<std::size_t>(rule->root)].push_back({rule, &pattern});
  }
  std::map<std::vector<Entry>, std::uint16_t> known{{{}, std::uint16_t{0}}};
  for (std::size_t op = 0; op != count; ++op) {
    if (all[op].empty()) continue;
    const std::size_t seconds = arity(static_cast<Op>(op)) > 1 ? count : 1;
    by_shape_[op].resize(count * count, 0);
    for (std::size_t first = 0; first != count; ++first) {
      for (std::size_t second = 0; second != seconds; ++second) {
        std::vector<Entry> list;
        for (const Entry& entry : all[op]) {
          const bool fits = compatible(*entry.pattern, 0, static_cast<Op>(first)) &&
                            (seconds == 1 || compatible(*entry.pattern, 1, static_cast<Op>(second))) &&
                            (first == second || !wants_equal(*entry.pattern));
          if (fits) list.push_back(entry);
        }
        const auto [found, fresh] = known.emplace(std::move(list), static_cast<std::uint16_t>(lists_.size()));
        if (fresh) lists_.push_back(found->first);
        by_shape_[op][first * count + second] = found->second;
      }
    }
  }
}

std::span<const RuleSet::Entry> RuleSet::at(const Arena& arena, Op op, std::span<const Id> args) const {
  const auto& shapes = by_shape_[static_cast<std::size_t>(op)];
  if (shapes.empty() || args.empty()) return {};
  const std::size_t first = static_cast<std::size_t>(arena.op(args[0]));
  const std::size_t second = args.size() > 1 ? static_cast<std::size_t>(arena.op(args[1])) : 0;
  return lists_[shapes[first * by_shape_.size() + second]];
}

bool RuleSet::matches(const Arena& arena, Op op, std::span<const Id> args) const {
  for (const Entry& entry : at(arena, op, args)) {
    if (entry.rule->matches(arena, *entry.pattern, args)) return true;
  }
  return false;
}

Id RuleSet::apply(Arena& arena, Op op, std::span<const Id> args, Ranges* ranges) const {
  for (const Entry& entry : at(arena, op, args)) {
    if (const Id equal = entry.rule->apply(arena, *entry.pattern, args, ranges); equal != kNone) return equal;
  }
  return kNone;
}

}  // namespace adage
