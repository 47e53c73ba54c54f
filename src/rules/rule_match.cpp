// SPDX-License-Identifier: BSL-1.0
// Matching compiled left sides, and making right ones.
#include <algorithm>

#include "rules/ranges.hpp"
#include "rules/rule.hpp"

namespace adage {

namespace {

/// Is one visibly the other times -1?
bool are_opposites(const Arena& arena, Id a, Id b, int levels = 3) {
  const Node &x = arena[a], &y = arena[b];
  if (x.op == Op::neg && x.args[0] == b) return true;
  if (y.op == Op::neg && y.args[0] == a) return true;
  if (x.op != y.op || levels == 0) return false;
  const auto opposite = [&](Id c, Id d) { return are_opposites(arena, c, d, levels - 1); };
  switch (x.op) {
    case Op::number:
      return arena.value(a) == -arena.value(b);
    case Op::sub:
      return x.args[0] == y.args[1] && x.args[1] == y.args[0];
    case Op::div:
      return x.args[1] == y.args[1] ? opposite(x.args[0], y.args[0])
                                    : x.args[0] == y.args[0] && opposite(x.args[1], y.args[1]);
    case Op::mul:
      for (const int i : {0, 1}) {
        for (const int k : {0, 1}) {
          if (x.args[1 - i] == y.args[1 - k] && opposite(x.args[i], y.args[k])) return true;
        }
      }
      return false;
    default:
      return false;
  }
}

/// The rules whose right sides this thread is making, in an arena that applies rules to each node as it is made.
class Making {
 public:
  explicit Making(const Rule* rule) : rule_(rule), outer_(top_) { top_ = this; }
  ~Making() { top_ = outer_; }
  Making(const Making&) = delete;
  Making& operator=(const Making&) = delete;

  bool nested() const {
    for (const Making* each = outer_; each != nullptr; each = each->outer_) {
      if (each->rule_ == rule_) return true;
    }
    return false;
  }

 private:
  static thread_local const Making* top_;
  const Rule* rule_;
  const Making* outer_;
};
thread_local const Making* Making::top_ = nullptr;

}  // namespace

bool Rule::match(const Arena& arena, const Pattern& pattern, std::span<const Id> args, std::span<Id> bindings) const {
  std::array<Id, 64> registers;
  std::size_t count = args.size();
  std::ranges::copy(args, registers.begin());
  for (const PatternStep& step : pattern) {
    const Id id = registers[step.reg];
    switch (step.kind) {
      case PatternStep::Kind::operation: {
        const Node& node = arena[id];
        if (node.op != step.op || count + node.count > registers.size()) return false;
        for (std::size_t i = 0; i != node.count; ++i) registers[count++] = node.args[i];
        break;
      }
      case PatternStep::Kind::number:
        if (!arena.is_number(id) || !(arena.value(id) == numbers[step.index])) return false;
        break;
      case PatternStep::Kind::bind_literal:
        if (!arena.is_number(id)) return false;
        [[fallthrough]];
      case PatternStep::Kind::bind:
        bindings[step.index] = id;
        break;
      case PatternStep::Kind::same:
        if (bindings[step.index] != id) return false;
        break;
      case PatternStep::Kind::opposite:
        if (!are_opposites(arena, bindings[step.index], id)) return false;
        break;
    }
  }
  return true;
}

bool Rule::matches(const Arena& arena, const Pattern& pattern, std::span<const Id> args) const {
  std::array<Id, 16> bindings;
  return match(arena, pattern, args, {bindings.data(), holes.size()});
}

Id Rule::apply(Arena& arena, const Pattern& pattern, std::span<const Id> args, Ranges* ranges) const {
  std::array<Id, 16> bindings;
  const std::span<Id> bound(bindings.data(), holes.size());
  if (!match(arena, pattern, args, bound)) return kNone;
  if (guard && !holds(*guard, arena, bound, ranges)) return kNone;
  if (!once) return right->instantiate(arena, bound);
  const Making now(this);
  return now.nested() ? kNone : right->instantiate(arena, bound);
}

}  // namespace adage
