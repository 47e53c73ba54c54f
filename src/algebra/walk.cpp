// SPDX-License-Identifier: BSL-1.0
// The table of operations, and the few whose treatment depends on what is known of their arguments.
#include "algebra/walk.hpp"

#include <algorithm>

#include "algebra/definitions_table.hpp"
#include "graph/slice.hpp"
#include "rules/template.hpp"

namespace adage::algebra {
namespace {

constexpr std::size_t kLargestFact = 40;  ///< in nodes

}  // namespace

const std::map<Op, Walk::Action>& Walk::actions() {
  static const std::map<Op, Action> table = {
      {Op::neg, [](Walk& w, Arguments a) { return w.negated(*a[0]->number); }},
      {Op::add, [](Walk& w, Arguments a) { return w.sum(*a[0]->number, *a[1]->number); }},
      {Op::sub, [](Walk& w, Arguments a) { return w.difference(*a[0]->number, *a[1]->number); }},
      {Op::mul, [](Walk& w, Arguments a) { return w.product(*a[0]->number, *a[1]->number); }},
      {Op::div, [](Walk& w, Arguments a) { return w.ratio(*a[0]->number, *a[1]->number); }},
      {Op::pow, [](Walk& w, Arguments a) { return w.raised(*a[0]->number, *a[1]->number, a); }},
      {Op::where, [](Walk& w, Arguments a) { return w.chosen(a); }},
      {function("pi"), [](Walk& w, Arguments) { return w.pi(); }},
      {function("e"), [](Walk& w, Arguments) { return w.exp(w.constant(Rational(1))); }},
      {function("exp"), [](Walk& w, Arguments a) { return w.exp(*a[0]->number); }},
      {function("log"), [](Walk& w, Arguments a) { return w.log(*a[0]->number); }},
      {function("sqrt"), [](Walk& w, Arguments a) { return w.power_of(*a[0]->number, Rational(1, 2)); }},
      {function("cbrt"), [](Walk& w, Arguments a) { return w.cbrt(*a[0]->number); }},
      {function("abs"), [](Walk& w, Arguments a) { return w.abs(*a[0]->number); }},
      {function("sign"), [](Walk& w, Arguments a) { return w.sign(*a[0]->number); }},
      {function("sin"), [](Walk& w, Arguments a) { return w.angle(*a[0]->number).sin; }},
      {function("cos"), [](Walk& w, Arguments a) { return w.angle(*a[0]->number).cos; }},
      {function("asin"), [](Walk& w, Arguments a) { return w.odd(function("asin"), *a[0]->number); }},
      {function("atan"), [](Walk& w, Arguments a) { return w.odd(function("atan"), *a[0]->number); }},
      {function("atan2"), [](Walk& w, Arguments a) { return w.atan2(*a[0]->number, *a[1]->number); }},
      {function("asinh"), [](Walk& w, Arguments a) { return w.asinh(*a[0]->number); }},
      {function("erf"), [](Walk& w, Arguments a) { return w.odd(function("erf"), *a[0]->number); }},
  };
  return table;
}

Fraction Walk::run(Id root) {
  const Slice nodes = slice(arena_, root);
  std::vector<Value> values(nodes.size());
  for (std::size_t i = 0; i != nodes.size(); ++i) {
    std::array<const Value*, kMaxArity> args{};
    const Id id = nodes.nodes[i];
    std::size_t count = 0;
    if (!arena_.is_number(id) && arena_.op(id) != Op::variable) {
      for (const Id arg : arena_.args(id)) args[count++] = &values[nodes.position(arg)];
    }
    values[i] = value(id, {args.data(), count});
  }
  return *values.back().number;
}

void Walk::learn(const Fact& fact) {
  try {
    Functions::learn(run(fact.positive), fact.strict);
  } catch (const GiveUp&) {
  } catch (const TooManyKernels&) {
    if (ring_.generators() < ring_.options().max_kernels) throw;
  }
}

std::vector<Walk::Fact> facts(Arena& arena, std::span<const Id> assumptions, Id root) {
  std::vector<Walk::Fact> result;
  const std::vector<Id> known = variables(arena, std::span(&root, 1));
  for (const Id assumption : assumptions) {
    const Op op = arena.op(assumption);
    const bool up = op == Op::gt || op == Op::ge;
    if (!up && op != Op::lt && op != Op::le) continue;
    const std::vector<Id> used = variables(arena, std::span(&assumption, 1));
    if (!std::ranges::includes(known, used)) continue;
    const Id left = arena.arg(assumption, 0);
    const Id right = arena.arg(assumption, 1);
    const Id positive = up ? arena.make(Op::sub, left, right) : arena.make(Op::sub, right, left);
    if (slice(arena, positive).size() > kLargestFact) continue;
    result.push_back({written_out(arena, positive), op == Op::gt || op == Op::lt});
  }
  return result;
}

Walk::Value Walk::value(Id id, Arguments args) {
  if (arena_.is_number(id)) return {constant(arena_.value(id))};
  if (arena_.op(id) == Op::variable) return {plain(id)};
  const Op op = arena_.op(id);
  if (arena_.is_boolean(id)) {
    std::array<Id, kMaxArity> ids{};
    for (std::size_t i = 0; i != args.size(); ++i) ids[i] = node_of(*args[i]);
    return {std::nullopt, arena_.make(op, std::span<const Id>(ids.data(), args.size()))};
  }
  const auto action = actions().find(op);
  return {action == actions().end() ? opaque(op, args) : action->second(*this, args)};
}

Fraction Walk::opaque(Op op, Arguments args) {
  std::array<Id, kMaxArity> ids{};
  for (std::size_t i = 0; i != args.size(); ++i) ids[i] = node_of(*args[i]);
  const std::span<const Id> all(ids.data(), args.size());
  const Id folded = arena_.make(op, all);
  if (arena_.is_number(folded)) return constant(arena_.value(folded));
  return plain(arena_.intern(op, all));
}

bool Walk::is_positive(const Fraction& u) {
  if (u.is_zero()) return false;
  return ranges_[node(u)].positive() || (range(u.num).positive() && range(u.den).positive());
}

bool Walk::is_in_variables_only(const Fraction& u) const {
  if (!u.den.is_constant()) return false;
  for (std::size_t i = 0; i != u.num.length(); ++i) {
    const Exponents powers = u.num.exponents(i);
    for (std::size_t k = 0; k != powers.size(); ++k) {
      if (powers[k] != 0 && arena_.op((*this)[k].node) != Op::variable) return false;
    }
  }
  return true;
}

/// exp(exponent*log(base)) where the base is positive, or where the power exists otherwise only on a thin set: where
/// the exponent, a polynomial in variables, is whole, or the base, another one, is zero.
Fraction Walk::raised(const Fraction& base, const Fraction& exponent, Arguments args) {
  if (exponent.is_constant()) return power_of(base, exponent.constant());
  const bool generic =
      !ring_.options().everywhere && !base.is_zero() && is_in_variables_only(base) && is_in_variables_only(exponent);
  if (base.is_zero() || (!is_positive(base) && (!generic || base.is_constant()))) return opaque(Op::pow, args);
  return exp(product(exponent, log(base)));
}

Fraction Walk::chosen(Arguments args) {
  const Op truth = arena_.op(args[0]->truth);
  if (truth == Op::constant_true) return *args[1]->number;
  if (truth == Op::constant_false || *args[1]->number == *args[2]->number) return *args[2]->number;
  return opaque(Op::where, args);
}

Fraction Walk::sign(const Fraction& u) {
  if (u.is_constant()) return constant(Rational(u.constant().sign()));
  if (is_positive(u)) return constant(Rational(1));
  if (is_positive(negated(u))) return constant(Rational(-1));
  const Rational size = u.num.content() / u.den.content();
  return odd(function("sign"), scaled(u, Rational(1) / size));
}

Id written_out(Arena& arena, Id root) {
  static const std::map<Op, Template> table = [] {
    std::map<Op, Template> all;
    for (const Definition& definition : definitions()) {
      const Op op = function(definition.name);
      all.try_emplace(op, definition.formula, parameters(op));
    }
    return all;
  }();
  const Slice nodes = slice(arena, root);
  std::vector<Id> images(nodes.size());
  for (std::size_t i = 0; i != nodes.size(); ++i) {
    const Id id = nodes.nodes[i];
    images[i] = id;
    if (arena.is_number(id) || arena.op(id) == Op::variable) continue;
    std::array<Id, kMaxArity> ids{};
    const std::size_t count = arena[id].count;
    for (std::size_t k = 0; k != count; ++k) ids[k] = images[nodes.position(arena.arg(id, k))];
    const std::span<const Id> args(ids.data(), count);
    const auto found = table.find(arena.op(id));
    images[i] = found == table.end() ? arena.make(arena.op(id), args) : found->second.instantiate(arena, args);
  }
  return images.back();
}

}  // namespace adage::algebra
