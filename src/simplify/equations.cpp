// SPDX-License-Identifier: BSL-1.0
// A class is shown as it was first seen. That form never changes, and what it is made of is older, so writing ends.
#include "simplify/equations.hpp"

#include <algorithm>

#include "simplify/writer.hpp"

namespace adage {
namespace {

constexpr std::size_t kMostNodes = 2'400;     // of one proof
constexpr std::size_t kMostWork = 4'000'000;  // of all proofs of an explanation

Id written(Arena& arena, Op op, const std::vector<Multiple>& multiples) {
  ENode form{op, kNone, {}};
  // Their places stand for classes.
  for (const Multiple& multiple : multiples)
    form.parts.push_back({static_cast<ClassId>(form.parts.size()), multiple.by});
  return write_form(arena, form, [&](ClassId c) { return multiples[c].of; });
}

/// The form without any identity.
Id exactly(Arena& arena, const ENode& form, const std::vector<Id>& parts) {
  if (form.op == Op::variable) return form.leaf;
  if (form.op != Op::add && form.op != Op::mul) return arena.intern(form.op, parts);
  const bool sum = form.op == Op::add;
  Id result = kNone;
  for (std::size_t i = 0; i != parts.size(); ++i) {
    Id part = parts[i];
    const Rational& by = form.parts[i].by;
    if (!by.is_one()) {
      part = sum ? arena.intern(Op::mul, std::array{arena.number(by), part})
                 : arena.intern(Op::pow, std::array{part, arena.number(by)});
    }
    result = result == kNone ? part : arena.intern(form.op, std::array{result, part});
  }
  return result != kNone ? result : arena.number(sum ? 0 : 1);
}

/// The whole of which a side of the rule is a part.
Id whole(Arena& arena, const Equation& equation, std::vector<Multiple> rest, Id side) {
  const ERule& rule = *equation.rule;
  if (equation.op == Op::add && rule.top == Op::add) {
    rest.push_back({side, equation.scale / rule.factor});
    return written(arena, Op::add, rest);
  }
  const Id root = written(arena, Op::add, {{side, Rational(1) / rule.factor}});
  if (equation.op != Op::mul || rule.top != Op::mul) return root;
  rest.push_back({root, Rational(equation.times)});
  return written(arena, Op::add, {{written(arena, Op::mul, rest), equation.scale}});
}

std::vector<ClassId> hole_classes(EGraph& graph, const Equation& equation) {
  std::vector<ClassId> holes;
  for (const Multiple& binding : equation.bindings) holes.push_back(graph.scaled({graph.add(binding.of), binding.by}));
  return holes;
}

}  // namespace

EquationLog::Term EquationLog::term(const EGraph& graph, ClassId c) {
  const ClassId root = graph.find(c);
  std::vector<ClassId> stack{root};
  while (!stack.empty()) {
    const ClassId top = stack.back();
    const ENode& form = graph[static_cast<NodeId>(top)];  // a class has the number of its first form
    const std::size_t before = stack.size();
    for (const Part& part : form.parts) {
      if (!terms_.contains(part.of)) stack.push_back(part.of);
    }
    if (stack.size() != before) continue;
    stack.pop_back();
    if (terms_.contains(top)) continue;
    std::vector<Id> parts;
    for (const Part& part : form.parts) parts.push_back(terms_.at(part.of).exact);
    const Id exact = exactly(arena_, form, parts);
    const Id shown = write_form(arena_, form, [&](ClassId part) { return terms_.at(part).shown; });
    terms_.emplace(top, Term{exact, shown});
  }
  return terms_.at(root);
}

void EquationLog::rule(const EGraph& graph, const ERule& rule, const EMatch& match, ClassId) {
  Equation equation{.rule = &rule, .op = graph[match.node].op, .scale = match.scale, .times = match.times};
  std::vector<Id> bindings;
  for (const Part& part : match.bindings) {
    const Term value = term(graph, part.of);
    equation.bindings.push_back({value.exact, part.by});
    bindings.push_back(written(arena_, Op::add, {{value.shown, part.by}}));
  }
  std::vector<Multiple> rest;
  for (const Part& part : match.rest) {
    const Term value = term(graph, part.of);
    equation.rest.push_back({value.exact, part.by});
    rest.push_back({value.shown, part.by});
  }
  equation.left = whole(arena_, equation, rest, rule.left->instantiate(arena_, bindings));
  equation.right = whole(arena_, equation, rest, rule.right->instantiate(arena_, bindings));
  equations.push_back(std::move(equation));
}

ClassId right_class(EGraph& graph, const Equation& equation) {
  if (equation.rule == nullptr) return graph.add(equation.right);
  const ERule& rule = *equation.rule;
  const ClassId right = graph.instantiate(*rule.right, hole_classes(graph, equation));
  const ClassId root = graph.scaled({right, Rational(1) / rule.factor});
  Parts parts;
  for (const Multiple& part : equation.rest) parts.push_back({graph.add(part.of), part.by});
  if (equation.op == Op::add && rule.top == Op::add) {
    parts.push_back({root, equation.scale});
    return graph.sum(parts);
  }
  if (equation.op != Op::mul || rule.top != Op::mul) return root;
  parts.push_back({root, Rational(equation.times)});
  return graph.scaled({graph.product(parts), equation.scale});
}

ClassId left_class(EGraph& graph, const Equation& equation) {
  if (equation.rule == nullptr) return graph.add(equation.left);
  using Kind = EPattern::Kind;
  const ERule& rule = *equation.rule;
  const std::vector<ClassId> holes = hole_classes(graph, equation);
  std::vector<ClassId> made;
  for (const EPattern& p : rule.positions) {
    const bool root = made.size() == rule.root;
    Parts parts;
    std::vector<ClassId> args;
    for (const EPattern::Part& part : p.parts) {
      Rational by = part.by;
      if (part.by_hole >= 0) by = by * equation.bindings[static_cast<std::size_t>(part.by_hole)].by;
      if (root && p.kind == Kind::sum) by = by * equation.scale;
      if (root && p.kind == Kind::product) by = by * Rational(equation.times);
      parts.push_back({made[part.of], by});
      args.push_back(made[part.of]);
    }
    if (root && (p.kind == Kind::sum || p.kind == Kind::product)) {
      for (const Multiple& part : equation.rest) parts.push_back({graph.add(part.of), part.by});
    }
    switch (p.kind) {
      case Kind::hole:
        made.push_back(holes[p.hole]);
        break;
      case Kind::number:
        made.push_back(graph.number(p.number));
        break;
      case Kind::sum:
        made.push_back(graph.sum(parts));
        break;
      case Kind::product:
        made.push_back(graph.scaled({graph.product(parts), root ? equation.scale : Rational(1)}));
        break;
      case Kind::operation:
        made.push_back(graph.apply(p.op, args));
        break;
    }
  }
  return graph.find(made[rule.root]);
}

Prover::Prover(Arena& arena, std::span<const Id> assumptions) : arena_(arena), known_(arena), left_(kMostWork) {
  for (const Id assumption : assumptions) known_.assume(assumption);
}

bool Prover::equal(Id a, Id b, const Equations& equations) {
  if (a == b) return true;
  if (left_ == 0) return false;
  EGraph graph(arena_, known_);
  graph.add(a);
  graph.add(b);
  for (const Equation* equation : equations) {
    const ClassId left = left_class(graph, *equation);
    graph.unite(left, right_class(graph, *equation));
    graph.unite(left, graph.add(equation->right));
  }
  graph.rebuild();
  ArithmeticMemo memo;
  constexpr int most_rounds = 4;
  bool result = false;
  for (int round = 0; !graph.contradiction(); ++round) {
    result = graph.add(a) == graph.add(b);
    const std::size_t before = graph.version();
    if (result || round == most_rounds || graph.live_nodes() >= kMostNodes) break;
    apply_arithmetic(graph, memo, {.nodes = kMostNodes, .slack = kWideSlack});
    graph.rebuild();
    if (graph.version() == before) break;
  }
  left_ -= std::min(left_, graph.all_nodes());
  return result && !graph.contradiction();
}

std::optional<Equations> Prover::core(Id a, Id b, const Equations& equations) {
  Equations needed;
  const auto suffices = [&](std::size_t n) {
    Equations tried = needed;
    tried.insert(tried.end(), equations.begin(), equations.begin() + static_cast<std::ptrdiff_t>(n));
    return equal(a, b, tried);
  };
  // The shortest beginning that suffices ends with an equation that is needed; then again without it. Short ones are
  // tried first, for they cost little.
  for (std::size_t count = equations.size(); !suffices(0);) {
    std::size_t low = 0, high = std::min<std::size_t>(count, 4);
    while (!suffices(high)) {
      if (high == count) return std::nullopt;
      low = high;
      high = std::min(count, 2 * high);
    }
    while (high - low > 1) {
      const std::size_t middle = low + (high - low) / 2;
      (suffices(middle) ? high : low) = middle;
    }
    if (high == 0) return std::nullopt;
    needed.push_back(equations[high - 1]);
    count = high - 1;
  }
  std::ranges::reverse(needed);
  return needed;
}

}  // namespace adage
