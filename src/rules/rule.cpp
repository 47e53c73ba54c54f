// SPDX-License-Identifier: BSL-1.0
// Compiling left sides to linear patterns, one for each order of commutative operands.
#include "rules/rule.hpp"

#include <fmt/format.h>

#include <adage/error.hpp>
#include <algorithm>
#include <map>

#include "grammar/parse.hpp"
#include "graph/postfix.hpp"
#include "rules/ranges.hpp"

namespace adage {
namespace {

/// A left side as a small tree; `value` is a hole or a number according to `kind`.
struct PatternNode {
  PatternStep::Kind kind = PatternStep::Kind::bind;
  Op op = Op::number;
  std::uint32_t value = 0;
  std::vector<std::uint32_t> args;
};

struct PatternReader {
  Rule& rule;
  const ast::Script& script;
  std::string_view source;
  std::vector<PatternNode> nodes;
  using Entry = PostfixEntry<std::uint32_t>;

  std::uint32_t add(PatternNode node) {
    nodes.push_back(std::move(node));
    return static_cast<std::uint32_t>(nodes.size() - 1);
  }
  std::uint32_t literal(const Rational& value) {
    rule.numbers.push_back(value);
    return add({PatternStep::Kind::number, Op::number, static_cast<std::uint32_t>(rule.numbers.size() - 1), {}});
  }
  std::uint32_t number(const ast::Item& item) {
    return literal(*Rational::from_decimal(source.substr(item.head.begin, item.head.end - item.head.begin)));
  }
  std::uint32_t name(const ast::Item& item) {
    const std::string& name = script.names[item.name];
    if (const auto op = find_function(name); op && arity(*op) == 0)
      return add({PatternStep::Kind::operation, *op, 0, {}});
    auto hole = std::ranges::find(rule.holes, name);
    if (hole == rule.holes.end()) hole = rule.holes.insert(hole, name);
    return add({PatternStep::Kind::bind, Op::number, static_cast<std::uint32_t>(hole - rule.holes.begin()), {}});
  }
  /// Numbers below an operation fold, so that a left side may say `-1` or `1/2`.
  std::uint32_t apply(const ast::Item&, Op op, std::span<const Entry> args) {
    const auto is_number = [&](const Entry& e) { return nodes[e.value].kind == PatternStep::Kind::number; };
    const auto number_at = [&](std::size_t i) { return rule.numbers[nodes[args[i].value].value]; };
    if (op == Op::neg && is_number(args[0])) return literal(-number_at(0));
    if (op == Op::div && is_number(args[0]) && is_number(args[1])) return literal(number_at(0) / number_at(1));
    PatternNode node{PatternStep::Kind::operation, op, 0, {}};
    for (const Entry& arg : args) node.args.push_back(arg.value);
    return add(std::move(node));
  }
  std::uint32_t call(const ast::Item& item, std::span<const Entry> args) {
    const auto op = find_operation(script.names[item.name]);
    if (!op || arity(*op) != args.size())
      throw Error(fmt::format("rule `{}`: `{}` is not called so", rule.name, script.names[item.name]));
    return apply(item, *op, args);
  }
};

/// Holes that stand somewhere without a minus before them.
std::vector<bool> bare_holes(const std::vector<PatternNode>& nodes, std::uint32_t root) {
  std::vector<bool> result(nodes.size(), false);
  std::vector<std::uint32_t> open{root};
  while (!open.empty()) {
    const PatternNode& node = nodes[open.back()];
    open.pop_back();
    for (const std::uint32_t arg : node.args) {
      if (nodes[arg].kind == PatternStep::Kind::bind && node.op != Op::neg) result[nodes[arg].value] = true;
      open.push_back(arg);
    }
  }
  return result;
}

/// Emits the checks of one order; `swaps` has a bit for each commutative operation met on the way. Opposites of holes
/// within an argument come last, when the holes are known.
Pattern linear(const std::vector<PatternNode>& nodes, std::uint32_t root, unsigned swaps, unsigned& commutative) {
  Pattern pattern, opposites;
  const std::vector<bool> bare = bare_holes(nodes, root);
  std::vector<bool> bound;
  std::vector<std::uint32_t> registers;  // the node that each register must match
  commutative = 0;
  const auto push_args = [&](const PatternNode& node) {
    std::vector<std::uint32_t> args = node.args;
    if (row(node.op).commutative && (swaps >> commutative++ & 1) != 0) std::swap(args[0], args[1]);
    registers.insert(registers.end(), args.begin(), args.end());
  };
  push_args(nodes[root]);
  for (std::uint32_t reg = 0; reg != registers.size(); ++reg) {
    const PatternNode& node = nodes[registers[reg]];
    if (reg >= nodes[root].args.size() && node.op == Op::neg) {
      const PatternNode& inner = nodes[node.args[0]];
      if (inner.kind == PatternStep::Kind::bind && bare[inner.value]) {
        opposites.push_back({PatternStep::Kind::opposite, Op::neg, reg, inner.value});
        continue;
      }
    }
    PatternStep step{node.kind, node.op, reg, node.value};
    if (node.kind == PatternStep::Kind::bind) {
      if (bound.size() <= node.value) bound.resize(node.value + 1, false);
      if (bound[node.value]) step.kind = PatternStep::Kind::same;
      bound[node.value] = true;
    }
    pattern.push_back(step);
    if (node.kind == PatternStep::Kind::operation) push_args(node);
  }
  pattern.insert(pattern.end(), opposites.begin(), opposites.end());
  return pattern;
}

}  // namespace

namespace {

/// Is the hole restricted to literal numbers by one of the conditions that the guard joins by `and`?
bool only_numbers(const Template& guard, std::uint32_t hole) {
  std::vector<std::uint32_t> conditions{guard.result()};
  while (!conditions.empty()) {
    const std::uint32_t at = conditions.back();
    conditions.pop_back();
    if (at < guard.parameters()) continue;
    const Step& step = guard.steps()[at - guard.parameters()];
    if (step.predicate == Predicate::number || step.predicate == Predicate::even) {
      if (step.args[0] == hole) return true;
    } else if (step.op == Op::logical_and) {
      conditions.insert(conditions.end(), {step.args[0], step.args[1]});
    }
  }
  return false;
}

}  // namespace

Rule::Rule(const RuleRow& row) : name(row.name) {
  const std::string source(row.left);
  const grammar::Parsed parsed = grammar::parse_formula(source);
  if (!parsed.diagnostics.empty()) throw Error(fmt::format("rule `{}`: {}", name, parsed.diagnostics.front().message));
  PatternReader reader{*this, parsed.script, source, {}};
  const std::uint32_t top =
      read_postfix<std::uint32_t>(parsed.script, parsed.script.statements.front().formula, reader);
  root = reader.nodes[top].op;
  unsigned commutative = 0;
  (void)linear(reader.nodes, top, 0, commutative);
  for (unsigned swaps = 0; swaps != 1U << commutative; ++swaps) {
    unsigned count = 0;
    Pattern pattern = linear(reader.nodes, top, swaps, count);
    const bool known = std::ranges::any_of(patterns, [&](const Pattern& p) { return p == pattern; });
    if (!known) patterns.push_back(std::move(pattern));
  }
  const std::vector<std::string_view> names(holes.begin(), holes.end());
  right.emplace(row.right, names);
  if (row.guard.empty()) return;
  guard.emplace(row.guard, names);
  for (Pattern& pattern : patterns) {
    for (PatternStep& step : pattern) {
      if (step.kind == PatternStep::Kind::bind && only_numbers(*guard, step.index))
        step.kind = PatternStep::Kind::bind_literal;
    }
  }
}

std::span<const Rule> rules(Stage stage) {
  static const std::map<Stage, std::vector<Rule>> all = [] {
    std::map<Stage, std::vector<Rule>> result;
    for (const Stage each : kStages) {
      for (const RuleRow& row : rule_rows(each)) result[each].emplace_back(row).once = each == Stage::lowering;
    }
    return result;
  }();
  return all.at(stage);
}

namespace {

bool answer(Predicate predicate, const Arena& arena, Id id, Ranges* ranges) {
  switch (predicate) {
    case Predicate::constant:
      return arena.is_constant(id);
    case Predicate::number:
      return arena.is_number(id);
    case Predicate::integer:
      return arena.is_number(id) ? arena.value(id).is_integer() : ranges != nullptr && (*ranges)[id].integer;
    case Predicate::even:
      return arena.is_number(id) && (arena.value(id) / 2).is_integer();
    case Predicate::total:
      return !arena.has(id, kPartial) || (ranges != nullptr && ranges->total(id));
    case Predicate::smooth:
      return !arena.has(id, kPiecewise) && !arena.is_number(id, 0);
    case Predicate::none:
      break;
  }
  return false;
}

}  // namespace

bool holds(const Template& guard, const Arena& arena, std::span<const Id> bindings, Ranges* ranges) {
  // Captured as one reference, which std::function keeps without allocating.
  const struct {
    const Arena& arena;
    std::span<const Id> bindings;
    Ranges* ranges;
  } on{arena, bindings, ranges};
  const auto range_of = [&on](std::uint32_t parameter) -> Range {
    const Id id = on.bindings[parameter];
    if (on.arena.is_number(id)) return literal_range(on.arena.value(id));
    return on.ranges != nullptr ? (*on.ranges)[id] : Range{};
  };
  const auto decide = [&on](Predicate predicate, std::uint32_t parameter) {
    return answer(predicate, on.arena, on.bindings[parameter], on.ranges);
  };
  return value_range(guard, range_of, decide).surely_true();
}

}  // namespace adage
