// SPDX-License-Identifier: BSL-1.0
// Slopes beside a point p: the function is rewritten in t, x = p ± t, under the assumption 0 < t < ε. Range
// analysis then decides every switch; if a switch stays undecided nothing is claimed.
#include "diff/kinks.hpp"

#include <algorithm>

#include "diff/diff.hpp"
#include "diff/solve.hpp"
#include "graph/node_map.hpp"
#include "graph/slice.hpp"
#include "rules/identities.hpp"
#include "rules/ranges.hpp"
#include "rules/template.hpp"
#include "simplify/simplify.hpp"

namespace adage {
namespace {

bool depends(const Arena& arena, Id id, Id variable) { return slice(arena, id).contains(variable); }

Id replaced(Arena& arena, Id f, Id from, Id to) {
  return simplify(
      arena, substitute(arena, std::span<const Id>(&f, 1), std::span<const Id>(&from, 1), std::span<const Id>(&to, 1))
                 .front());
}

/// Where f is defined, a divisor without t is not zero: t/a is t*r, which at t = 0 is 0 and not 0/a.
struct Inverses {
  std::vector<Id> names;   // r
  std::vector<Id> values;  // 1/a

  Id introduced(Arena& arena, Id f, Id t) {
    NodeMap<Id> image;
    for (const Id id : slice(arena, f)) {
      const Node node = arena[id];
      std::array<Id, kMaxArity> args{};
      for (std::size_t i = 0; i != node.count; ++i) args[i] = image.at(node.args[i]);
      const bool divides = node.op == Op::div && depends(arena, id, t) && !depends(arena, node.args[1], t);
      image.emplace(id, divides           ? arena.make(Op::mul, args[0], name(arena, node.args[1]))
                        : node.count == 0 ? id
                                          : arena.make(node.op, {args.data(), node.count}));
    }
    return image.at(f);
  }

  Id name(Arena& arena, Id divisor) {
    const Id value = arena.make(Op::div, arena.number(1), divisor);
    const auto known = std::ranges::find(values, value);
    if (known != values.end()) return names[static_cast<std::size_t>(known - values.begin())];
    values.push_back(value);
    names.push_back(arena.variable("inverse " + std::to_string(names.size())));
    return names.back();
  }

  Id removed(Arena& arena, Id f) const {
    return simplify(arena, substitute(arena, std::span<const Id>(&f, 1), names, values).front());
  }
};

/// The value and slope of f at t -> 0+, where f is a function of t.
struct Germ {
  Id value = kNone;
  Id slope = kNone;
};

Germ germ(Arena& arena, Id f, Id t) {
  const Id zero = arena.number(0);
  for (const std::int64_t inverse_epsilon : {1'000'000LL, 1'000'000'000'000'000LL}) {
    const Id assumptions[] = {arena.make(Op::gt, t, zero),
                              arena.make(Op::lt, t, arena.number(Rational(1, inverse_epsilon)))};
    const Id branch = simplify(arena, f, {.assumptions = assumptions});
    if (arena.has(branch, kPiecewise) && depends(arena, branch, t)) continue;
    const Id one = arena.number(1);
    const Id slope =
        forward(arena, std::span<const Id>(&branch, 1), std::span<const Id>(&t, 1), std::span<const Id>(&one, 1))
            .front();
    const auto limit = [&](Id of) {
      Inverses inverses;
      const Id there = replaced(arena, inverses.introduced(arena, of, t), t, zero);
      return Ranges(arena).total(there) ? inverses.removed(arena, there) : kNone;  // 0/0 is no limit
    };
    return {limit(branch), limit(simplify(arena, slope))};
  }
  return {};
}

/// Everything about f beside and at `point`.
KinkPoint examine(Arena& arena, Id f, Id x, Id t, Id condition, Id point) {
  KinkPoint kink;
  kink.condition = condition;
  kink.point = point;
  kink.value = replaced(arena, f, x, point);
  const auto shifted = [&](Op op) {
    const Id place = arena.make(op, point, t);
    return substitute(arena, std::span<const Id>(&f, 1), std::span<const Id>(&x, 1), std::span<const Id>(&place, 1))
        .front();
  };
  const Germ right = germ(arena, shifted(Op::add), t);
  const Germ left = germ(arena, shifted(Op::sub), t);
  kink.right_value = right.value;
  kink.right_slope = right.slope;
  kink.left_value = left.value;
  if (left.slope != kNone) kink.left_slope = simplify(arena, arena.make(Op::neg, left.slope));
  return kink;
}

}  // namespace

std::vector<Id> switches(Arena& arena, Id f, Id variable) {
  std::vector<Id> result;
  for (const Id id : slice(arena, f)) {
    const Node node = arena[id];
    const Template* text = kink(node.op);
    if (text == nullptr) continue;
    std::array<Id, kMaxArity + 1> bindings{};
    std::copy_n(node.args.begin(), node.count, bindings.begin());
    bindings[node.count] = id;
    if (arena.is_boolean(node.args[0])) continue;  // a comparison of truth values follows those inside it
    const Id g = simplify(arena, text->instantiate(arena, {bindings.data(), node.count + std::size_t{1}}));
    if (arena.is_constant(g) || (variable != kNone && !depends(arena, g, variable))) continue;
    if (std::ranges::find(result, g) == result.end()) result.push_back(g);
    if (result.size() > kMostSwitches) break;
  }
  return result;
}

std::vector<KinkPoint> find_kinks(Arena& arena, Id f, Id variable) {
  Arena scratch(&local_identities());
  const Id local = copy(arena, std::span<const Id>(&f, 1), scratch).front();
  const Id x = scratch.variable(arena.name(variable));
  const Id t = scratch.variable("distance from the kink");
  std::vector<KinkPoint> found;
  for (const Id g : switches(scratch, local, x)) {
    bool complete = true;
    for (const Id point : zeros(scratch, g, x, complete)) {
      const Id there = replaced(scratch, g, x, point);
      if (scratch.is_number(there) && !scratch.is_number(there, 0)) continue;  // a zero of a branch that is not taken
      const auto same = [&](const KinkPoint& k) { return k.point == point; };
      if (std::ranges::none_of(found, same)) found.push_back(examine(scratch, local, x, t, g, point));
    }
    if (!complete) {
      KinkPoint unsolved;
      unsolved.condition = g;
      found.push_back(unsolved);
    }
  }
  for (KinkPoint& kink : found) {
    for (Id* id : {&kink.condition, &kink.point, &kink.value, &kink.left_value, &kink.right_value, &kink.left_slope,
                   &kink.right_slope}) {
      if (*id != kNone) *id = copy(scratch, std::span<const Id>(id, 1), arena).front();
    }
  }
  return found;
}

}  // namespace adage
