// SPDX-License-Identifier: BSL-1.0
// Compiling rows, in either direction, and leaving out what says nothing about multisets.
#include "simplify/epattern.hpp"

#include <fmt/format.h>

#include <adage/error.hpp>
#include <algorithm>
#include <cmath>

#include "grammar/parse.hpp"
#include "graph/postfix.hpp"
#include "simplify/egraph.hpp"
#include "simplify/epattern_reader.hpp"

namespace adage {
namespace {

using Kind = EPattern::Kind;

/// The names in a text that are no functions, in order of appearance.
std::vector<std::string> hole_names(std::string_view text) {
  const grammar::Parsed parsed = grammar::parse_formula(text);
  std::vector<std::string> names;
  for (const ast::Item& item : parsed.script.statements.front().formula) {
    if (item.kind != ast::Kind::name) continue;
    const std::string& name = parsed.script.names[item.name];
    const auto op = find_function(name);
    if (op && arity(*op) == 0) continue;
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  }
  return names;
}

/// Holes of which the guard demands that they are literal numbers.
std::vector<bool> literal_holes(const std::optional<Template>& guard, std::size_t holes) {
  std::vector<bool> result(holes, false);
  if (!guard) return result;
  for (const Step& step : guard->steps()) {
    const bool weakens = step.predicate == Predicate::none && (step.op == Op::logical_or || step.op == Op::logical_not);
    if (weakens) return std::vector<bool>(holes, false);
    if (step.predicate == Predicate::number || step.predicate == Predicate::even) result[step.args[0]] = true;
  }
  return result;
}

/// The operation of the forms that a position matches, if it is certain.
std::optional<Op> surely(const EPattern& p) {
  if (p.kind == Kind::operation) return p.op;
  if (p.kind == Kind::product) return Op::mul;
  if (p.kind == Kind::sum && p.parts.size() > 1) return Op::add;
  return std::nullopt;
}

/// What a node must have below it, so that most need no closer look.
void find_needs(ERule& rule) {
  for (const EPattern::Part& part : rule.positions[rule.root].parts) {
    const EPattern& inner = rule.positions[part.of];
    const auto op = surely(inner);
    if (!op) continue;
    const auto bit = static_cast<std::size_t>(*op);
    (rule.near.test(bit) ? rule.twice : rule.near).set(bit);
    for (const EPattern::Part& deeper : inner.parts) {
      if (const auto below = surely(rule.positions[deeper.of])) rule.far.set(static_cast<std::size_t>(*below));
    }
  }
}

/// Matching goes through parts in order: what binds holes comes before what only compares them.
void order_parts(ERule& rule) {
  const auto rank = [&](const EPattern::Part& part) {
    const EPattern& p = rule.positions[part.of];
    if (p.kind == Kind::operation && !p.parts.empty()) return 0;
    if (p.kind == Kind::product || p.kind == Kind::sum) return 1;
    if (p.kind == Kind::operation) return 2;
    return p.kind == Kind::number ? 3 : 4;
  };
  for (EPattern& p : rule.positions) {
    if (p.kind == Kind::sum || p.kind == Kind::product) std::ranges::stable_sort(p.parts, {}, rank);
  }
}

}  // namespace

std::optional<ERule> compile_erule(const RuleRow& row, bool backwards) {
  ERule rule;
  const std::string left(backwards ? row.right : row.left);
  const std::string right(backwards ? row.left : row.right);
  rule.name = row.name;
  rule.holes = hole_names(left);
  for (const std::string& name : hole_names(right)) {
    // What the left side does not mention cannot be found.
    if (std::ranges::find(rule.holes, name) == rule.holes.end()) return std::nullopt;
  }
  const std::vector<std::string_view> names(rule.holes.begin(), rule.holes.end());
  rule.left.emplace(left, names);
  rule.right.emplace(right, names);
  if (!row.guard.empty()) rule.guard.emplace(row.guard, names);
  rule.literal = literal_holes(rule.guard, names.size());
  const grammar::Parsed parsed = grammar::parse_formula(left);
  EPatternReader reader{rule, parsed.script, left};
  try {
    rule.root = read_postfix<std::uint32_t>(parsed.script, parsed.script.statements.front().formula, reader);
  } catch (const Unsuitable&) {
    return std::nullopt;
  }
  // c·p as a whole: p, and the other side divided.
  const EPattern* root = &rule.positions[rule.root];
  if (root->kind == Kind::sum && root->parts.size() == 1) {
    if (root->parts[0].by_hole >= 0) return std::nullopt;
    rule.factor = root->parts[0].by;
    rule.root = root->parts[0].of;
    root = &rule.positions[rule.root];
  }
  if (root->kind == Kind::hole || root->kind == Kind::number) return std::nullopt;
  rule.top = root->kind == Kind::sum ? Op::add : root->kind == Kind::product ? Op::mul : root->op;
  const bool names_operation = std::ranges::any_of(
      rule.positions, [](const EPattern& p) { return p.kind == Kind::operation || p.kind == Kind::number; });
  const auto powers = [&](const EPattern& p) {
    return p.kind == Kind::product &&
           std::ranges::any_of(p.parts, [](const EPattern::Part& f) { return !f.by.is_one() || f.by_hole >= 0; });
  };
  if (!names_operation && !std::ranges::any_of(rule.positions, powers)) return std::nullopt;
  rule.algebraic = !std::ranges::any_of(rule.positions, [](const EPattern& p) { return p.kind == Kind::operation; });
  const auto operations = std::ranges::count(rule.positions, Kind::operation, &EPattern::kind);
  rule.steers_signs = operations == 1 && root->kind == Kind::operation;
  order_parts(rule);
  find_needs(rule);
  return rule;
}

namespace {

/// Are the sides one class as soon as they are written down? Literal numbers are tried odd, even and negative.
bool is_structural(const ERule& rule) {
  bool tried = false;
  for (const std::int64_t first : {7, 8, -7, -8}) {
    Arena arena;
    Ranges known(arena);
    EGraph graph(arena, known);
    std::vector<ClassId> bindings;
    std::vector<Range> ranges;
    for (std::size_t i = 0; i != rule.holes.size(); ++i) {
      const Rational number(first + 4 * static_cast<std::int64_t>(i));
      bindings.push_back(rule.literal[i] ? graph.number(number) : graph.leaf(arena.variable(rule.holes[i])));
      ranges.push_back(rule.literal[i] ? literal_range(number) : Range{});
    }
    const auto answer = [&](Predicate predicate, std::uint32_t hole) {
      return predicate != Predicate::even || std::fmod(ranges[hole].lo, 2) == 0;
    };
    const bool literal = std::ranges::find(rule.literal, true) != rule.literal.end();
    if (literal && rule.guard && value_range(*rule.guard, ranges, answer).surely_false()) continue;
    tried = true;
    const ClassId left = graph.instantiate(*rule.left, bindings);
    const ClassId right = graph.instantiate(*rule.right, bindings);
    graph.rebuild();
    if (graph.find(left) != graph.find(right)) return false;
  }
  return tried;
}

}  // namespace

const std::vector<ERule>& erules() {
  static const std::vector<ERule> instance = [] {
    std::vector<ERule> result;
    const auto append = [&](const RuleRow& row, bool backwards) {
      auto rule = compile_erule(row, backwards);
      if (rule && !is_structural(*rule)) result.push_back(std::move(*rule));
    };
    for (const Stage stage : kStages) {
      for (const RuleRow& row : rule_rows(stage)) {
        append(row, false);
        if (row.both) append(row, true);
      }
    }
    return result;
  }();
  return instance;
}

}  // namespace adage
