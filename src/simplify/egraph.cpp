// SPDX-License-Identifier: BSL-1.0
// Interning: expressions and templates become classes.
#include "simplify/egraph.hpp"

#include <algorithm>

#include "graph/slice.hpp"
#include "rules/fold.hpp"

namespace adage {

namespace {

const Op kSqrt = function("sqrt");

std::size_t mix(std::size_t h, std::size_t v) { return (h ^ v) * 0x9E37'79B9'7F4A'7C15ULL + (h >> 29); }

}  // namespace

std::size_t EGraph::Hash::operator()(const ENode& node) const {
  std::size_t h = mix(static_cast<std::size_t>(node.op), node.leaf);
  for (const Part& part : node.parts) h = mix(mix(h, part.of), part.by.hash());
  return h;
}

EGraph::EGraph(Arena& arena, Ranges& known) : arena_(arena), known_(known) { one_ = intern({Op::mul, kNone, {}}); }

Part EGraph::resolved(ClassId c) const {
  Part result{c, 1};
  constexpr int most_steps = 16;  // a longer chain does not arise
  for (int i = 0; i != most_steps; ++i) {
    const auto& multiple = classes_[result.of].multiple;
    if (!multiple || find(multiple->of) == result.of) break;
    result = {find(multiple->of), result.by * multiple->by};
  }
  return result;
}

std::optional<Rational> EGraph::value(ClassId c) const {
  const Part part = resolve(c);
  if (part.of != one()) return std::nullopt;
  return part.by;
}

ClassId EGraph::number(const Rational& value) {
  const Part term{one_, value};
  return sum(std::span<const Part>(&term, 1));
}

ClassId EGraph::scaled(const Part& value) {
  return value.by.is_one() ? find(value.of) : sum(std::span<const Part>(&value, 1));
}

ClassId EGraph::leaf(Id node) { return intern({Op::variable, node, {}}); }

ClassId EGraph::sum(std::span<const Part> terms) { return insert(canonical_sum(terms)); }
ClassId EGraph::product(std::span<const Part> factors) { return insert(canonical_product(factors)); }

ClassId EGraph::apply(Op op, std::span<const ClassId> args) {
  const auto two = [&](const Rational& first, const Rational& second) {
    return std::array{Part{args[0], first}, Part{args[1], second}};
  };
  if (op == Op::neg) return sum(std::array{Part{args[0], -1}});
  if (op == Op::add || op == Op::sub) return sum(two(1, op == Op::add ? 1 : -1));
  if (op == Op::mul || op == Op::div) return product(two(1, op == Op::mul ? 1 : -1));
  if (op == kSqrt) return product(std::array{Part{args[0], Rational(1, 2)}});
  if (op == Op::pow) {
    if (const auto exponent = value(args[1])) return product(std::array{Part{args[0], *exponent}});
  }
  ENode form{op, kNone, {}};
  for (const ClassId arg : args) form.parts.push_back({arg, 1});
  return insert(canonical_other(form));
}

ClassId EGraph::add(Id root, const NodeMap<bool>& leaves) {
  NodeMap<ClassId> classes;
  std::vector<Id> stack{root};
  while (!stack.empty()) {
    const Id id = stack.back();
    if (classes.contains(id)) {
      stack.pop_back();
      continue;
    }
    const Node node = arena_[id];
    if (node.op == Op::number) {
      classes.emplace(id, number(Rational(arena_.value(id))));
    } else if (node.op == Op::variable || leaves.contains(id)) {
      classes.emplace(id, leaf(id));
    } else {
      const std::size_t before = stack.size();
      for (std::size_t i = 0; i != node.count; ++i) {
        if (!classes.contains(node.args[i])) stack.push_back(node.args[i]);
      }
      if (stack.size() != before) continue;
      std::array<ClassId, kMaxArity> args{};
      for (std::size_t i = 0; i != node.count; ++i) args[i] = classes.at(node.args[i]);
      const ClassId c = apply(node.op, {args.data(), node.count});
      // Assumptions are known of nodes of the arena, and hold for their classes.
      Facts fact = facts(c);
      fact.range = known_[id];
      fact.total = fact.total || known_.total(id);
      learn(c, fact);
      classes.emplace(id, c);
    }
  }
  return find(classes.at(root));
}

ClassId EGraph::instantiate(const Template& text, std::span<const ClassId> bindings) {
  std::vector<ClassId> made;
  const auto at = [&](std::uint32_t i) { return i < bindings.size() ? bindings[i] : made[i - bindings.size()]; };
  for (const Step& step : text.steps()) {
    if (step.op == Op::number) {
      made.push_back(number(text.numbers()[step.args[0]]));
      continue;
    }
    std::array<ClassId, kMaxArity> args{};
    for (std::size_t k = 0; k != step.count; ++k) args[k] = at(step.args[k]);
    made.push_back(apply(step.op, {args.data(), step.count}));
  }
  return find(at(text.result()));
}

ClassId EGraph::insert(const Canonical& canonical) {
  const ClassId c = canonical.single ? find(*canonical.single) : intern(canonical.form);
  if (canonical.coefficient.is_one()) return find(c);
  return insert(canonical_sum(std::array{Part{c, canonical.coefficient}}));
}

ClassId EGraph::intern(ENode form) {
  if (const auto known = index_.find(form); known != index_.end()) return class_of(known->second);
  const auto n = static_cast<NodeId>(nodes_.size());
  const auto c = static_cast<ClassId>(classes_.size());
  nodes_.push_back({form, c});
  ++live_;
  parent_.push_back(c);
  classes_.emplace_back();
  index_.emplace(form, n);
  for (const Part& part : form.parts) classes_[find(part.of)].users.push_back(n);
  Class& made = classes_[c];
  made.nodes.push_back(n);
  made.facts = compute(form);
  made.changed = version();
  notice(c, n);
  add_primitive(c, form);
  // An operation on numbers that rational numbers are closed under.
  const bool folds = form.op != Op::add && form.op != Op::variable && !form.parts.empty() &&
                     std::ranges::all_of(form.parts, [&](const Part& p) { return value(p.of).has_value(); });
  if (folds) {
    std::vector<Id> args;
    for (const Part& part : form.parts) args.push_back(arena_.number(*value(part.of)));
    Op op = form.op;
    if (op == Op::mul && args.size() == 1) {
      op = Op::pow;
      args.push_back(arena_.number(form.parts[0].by));
    }
    if (op != Op::mul) {
      const Id folded = fold(arena_, op, args);
      if (folded != kNone) {
        unite(c, arena_.is_number(folded) ? number(Rational(arena_.value(folded)))
                                          : intern({arena_.op(folded), kNone, {}}));
      }
    }
  }
  const Facts& facts = classes_[find(c)].facts;
  if (facts.boolean && facts.total && form.parts.size() != 0) {
    if (facts.range.surely_true()) unite(c, intern({Op::constant_true, kNone, {}}));
    if (facts.range.surely_false()) unite(c, intern({Op::constant_false, kNone, {}}));
  }
  return find(c);
}

std::optional<Rational> content(const ENode& sum) {
  if (sum.op != Op::add || sum.parts.size() < 2) return std::nullopt;
  Rational num(0), den(1);
  for (const Part& part : sum.parts) {
    if (part.by.is_zero() || !part.by.small()) return std::nullopt;
    const auto gcd = [](std::int64_t a, std::int64_t b) {
      while (b != 0) a = std::exchange(b, a % b);
      return a < 0 ? -a : a;
    };
    num = Rational(gcd(num.small_num(), part.by.small_num()));
    const Rational lcm = den * part.by.denominator() / Rational(gcd(den.small_num(), part.by.small_den()));
    if (!lcm.small()) return std::nullopt;
    den = lcm;
  }
  return sum.parts.front().by.is_negative() ? -(num / den) : num / den;
}

/// 2·x + 2·y is also 2·(x + y), so that sums which differ by a number alone are known to.
void EGraph::add_primitive(ClassId c, const ENode& sum) {
  const std::optional<Rational> common = content(sum);
  if (!common || common->is_one()) return;
  Parts parts = sum.parts;
  for (Part& part : parts) part.by = part.by / *common;
  const ClassId primitive = intern({Op::add, kNone, std::move(parts)});
  unite(c, this->sum(std::array{Part{primitive, *common}}));
}

void EGraph::notice(ClassId c, NodeId n) {
  Class& cls = classes_[c];
  const ENode& form = nodes_[n].form;
  cls.ops.set(static_cast<std::size_t>(form.op));
  const bool is_multiple = form.op == Op::add && form.parts.size() == 1;
  if (is_multiple && !cls.multiple && find(form.parts[0].of) != c) set_multiple(c, form.parts[0]);
  if (form.op == Op::add && form.parts.empty()) cls.multiple = Part{one_, 0};
}

}  // namespace adage
