// SPDX-License-Identifier: BSL-1.0
// One evaluator for the function, three derivatives and what must not be zero for these to be trusted.
#include "analyze/branch.hpp"

#include <adage/error.hpp>
#include <algorithm>

#include "diff/diff.hpp"
#include "graph/slice.hpp"
#include "rules/template.hpp"
#include "simplify/simplify.hpp"

namespace adage::analysis {
namespace {

constexpr unsigned kBits = 80;
constexpr unsigned kSharp = 160;
constexpr unsigned kSharpest = 1024;  // where a value cancels
constexpr std::size_t kMostNodes = 3'000;

Id differentiated(Arena& arena, Id g, Id variable) {
  if (g == kNone || slice(arena, g).size() > kMostNodes) return kNone;
  const Id one = arena.number(1);
  try {
    return simplify(arena, forward(arena, std::span(&g, 1), std::span(&variable, 1), std::span(&one, 1)).front());
  } catch (const Error&) {  // a row without a derivative
    return kNone;
  }
}

/// Operations that are continuous, but not analytic, at an edge of their domain or inside it, and what is zero there.
struct Edge {
  std::string_view name;
  std::string_view zero;
};
constexpr Edge edges[] = {
    {"sqrt", "v"}, {"cbrt", "v"}, {"asin", "1 - v^2"}, {"acos", "1 - v^2"}, {"acosh", "v - 1"},
};

/// What must not be zero for `id` to be analytic in its arguments; kNone: it always is where it is defined.
Id guard_of(Arena& arena, Id id) {
  const Node node = arena[id];
  if (const Template* text = kink(node.op); text != nullptr) {
    std::array<Id, kMaxArity + 1> bindings{};
    std::copy_n(node.args.begin(), node.count, bindings.begin());
    bindings[node.count] = id;
    return text->instantiate(arena, {bindings.data(), node.count + std::size_t{1}});
  }
  if (node.op == Op::pow) {
    const bool whole = arena.is_number(node.args[1]) && arena.value(node.args[1]).is_integer();
    return whole ? kNone : node.args[0];
  }
  if (node.op == function("hypot") || node.op == function("atan2"))
    return arena.make(function("hypot"), node.args[0], node.args[1]);
  constexpr std::string_view parameter[] = {"v"};
  for (const Edge& edge : edges) {
    if (node.op == function(edge.name)) return Template(edge.zero, parameter).instantiate(arena, {node.args.data(), 1});
  }
  return kNone;
}

}  // namespace

Branch::Branch(Constants& constants, Id f, Id variable) : constants_(constants), variable_(variable) {
  Arena& arena = constants.arena();
  derivatives_[0] = f;
  std::vector<Id> roots{f};
  for (std::size_t n = 1; n != kOrders; ++n) {
    derivatives_[n] = differentiated(arena, derivatives_[n - 1], variable);
    if (derivatives_[n] != kNone) roots.push_back(derivatives_[n]);
  }
  for (const Id id : slice(arena, f)) {
    if (arena.is_constant(id) || row(arena.op(id)).boolean) continue;
    const Id guard = guard_of(arena, id);
    if (guard != kNone) guards_.push_back(guard);
  }
  for (const Id id : slice(arena, f)) {  // a comparison inside a choice switches where its sides meet
    if (!row(arena.op(id)).boolean || arena.is_constant(id) || arena[id].count != 2 ||
        arena.is_boolean(arena.arg(id, 0)))
      continue;
    guards_.push_back(arena.make(Op::sub, arena.arg(id, 0), arena.arg(id, 1)));
  }
  roots.insert(roots.end(), guards_.begin(), guards_.end());
  balls_.emplace(arena, roots);
}

Id Branch::derived(int n) {
  if (n < kOrders) return derivatives_[static_cast<std::size_t>(n)];
  while (static_cast<int>(more_.size()) <= n - kOrders) {
    const Id last = more_.empty() ? derivatives_.back() : more_.back();
    more_.push_back(differentiated(constants_.arena(), last, variable_));
  }
  return more_[static_cast<std::size_t>(n - kOrders)];
}

Id Branch::value_at(Id g, Id place) {
  if (g == kNone) return kNone;
  Arena& arena = constants_.arena();
  const Id value =
      simplify(arena, substitute(arena, std::span(&g, 1), std::span(&variable_, 1), std::span(&place, 1)).front());
  return constants_.enclosure(value).everywhere() ? value : kNone;
}

Branch::View Branch::view(double lo, double hi) {
  ++evaluations_;
  std::vector<Extent> box;
  for (std::size_t i = 0; i != balls_->variables().size(); ++i) {
    box.push_back({});
    if (!std::isinf(lo)) box.back().lo = Rational::from_double_exactly(lo);
    if (!std::isinf(hi)) box.back().hi = Rational::from_double_exactly(hi);
  }
  balls_->evaluate(box, lo == hi ? kSharp : kBits);
  const auto cancels = [&](Id g) {
    if (g == kNone) return false;
    const Enclosure e = (*balls_)[g];
    return e.everywhere() && !e.nonzero() && e.lo != e.hi;
  };
  if (lo == hi && std::ranges::any_of(derivatives_, cancels)) balls_->evaluate(box, kSharpest);
  View result;
  for (std::size_t n = 0; n != kOrders; ++n) {
    result.values[n] = derivatives_[n] == kNone ? Enclosure{-kInf, kInf} : (*balls_)[derivatives_[n]];
  }
  const auto nonzero = [&](Id id) { return (*balls_)[id].everywhere() && (*balls_)[id].nonzero(); };
  result.analytic = result.values[0].everywhere() && std::ranges::all_of(guards_, nonzero);
  return result;
}

Enclosure Branch::at(int n, const Place& place) {
  const View found = view(place.lo, place.hi);
  const Enclosure wide = found.values[static_cast<std::size_t>(n)];
  if (place.exact == kNone) return wide;
  const Id value = value_at(derivative(n), place.exact);
  return value == kNone ? wide : constants_.enclosure(value);
}

}  // namespace adage::analysis
