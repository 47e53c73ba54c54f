// SPDX-License-Identifier: BSL-1.0
// Conditions: which one to decide next, its opposite, and whether it can be read off the result. That is shown by the
// ranges of f on both sides of the point where the condition changes, f being written in the distance from there.
#include <algorithm>
#include <optional>

#include "graph/slice.hpp"
#include "rules/ranges.hpp"
#include "simplify/backward.hpp"
#include "simplify/candidates.hpp"
#include "simplify/simplify.hpp"

namespace adage {
namespace {

struct Flip {
  Op op, opposite, mirrored;
};
constexpr Flip flips[] = {{Op::lt, Op::ge, Op::gt}, {Op::le, Op::gt, Op::ge}, {Op::gt, Op::le, Op::lt},
                          {Op::ge, Op::lt, Op::le}, {Op::eq, Op::ne, Op::eq}, {Op::ne, Op::eq, Op::ne}};

const Flip* flip(Op op) {
  const auto found = std::ranges::find(flips, op, &Flip::op);
  return found == std::end(flips) ? nullptr : found;
}

Id replaced(Arena& arena, Id e, Id from, Id to) {
  return substitute(arena, std::span<const Id>(&e, 1), std::span<const Id>(&from, 1), std::span<const Id>(&to, 1))
      .front();
}

Range meet(const Range& a, const Range& b) {
  const Range both = range::intersection(a, b);
  return both.lo > both.hi ? a : both;
}

Id number(Arena& arena, double value) { return arena.number(*Rational::from_double_exactly(value)); }

/// A comparison of `y` that holds everywhere in `yes` and nowhere in `no`.
Id separating(Arena& arena, Id y, const Range& yes, const Range& no) {
  const auto finite = [](double v) { return v - v == 0; };
  if (finite(yes.lo) && yes.lo >= no.hi) {
    if (yes.lo_open) return arena.make(Op::gt, y, number(arena, yes.lo));
    if (yes.lo > no.hi || no.hi_open) return arena.make(Op::ge, y, number(arena, yes.lo));
  }
  if (finite(yes.hi) && yes.hi <= no.lo) {
    if (yes.hi_open) return arena.make(Op::lt, y, number(arena, yes.hi));
    if (yes.hi < no.lo || no.lo_open) return arena.make(Op::le, y, number(arena, yes.hi));
  }
  return kNone;
}

/// A comparison of x with a constant, said of the result.
Id comparison_of_result(Arena& arena, const BackwardPiece& piece, Id comparison) {
  Op op = arena.op(comparison);
  Id bound = arena.arg(comparison, 1);
  if (arena.arg(comparison, 0) != piece.x) {
    if (bound != piece.x) return kNone;
    bound = arena.arg(comparison, 0);
    op = flip(op)->mirrored;
  }
  if (!arena.is_constant(bound) || op == Op::eq || op == Op::ne) return kNone;
  const Id distance = arena.variable("distance from the condition's edge");
  const Id zero = arena.number(0);
  const bool upwards = op == Op::gt || op == Op::ge;
  const auto side = [&](bool above, bool strict) {
    const Id place = arena.make(above ? Op::add : Op::sub, bound, distance);
    std::vector<Id> assumptions{arena.make(strict ? Op::gt : Op::ge, distance, zero)};
    for (const Id assumption : piece.assumptions) {
      assumptions.push_back(plain_comparison(arena, replaced(arena, assumption, piece.x, place), distance));
    }
    return range_by_cases(arena, replaced(arena, piece.f, piece.x, place), distance, assumptions);
  };
  const bool strict = op == Op::gt || op == Op::lt;
  const auto yes = side(upwards, strict);
  const auto no = side(!upwards, !strict);
  return yes && no ? separating(arena, piece.result, *yes, *no) : kNone;
}

}  // namespace

Id plain_comparison(Arena& arena, Id comparison, Id variable) {
  const Flip* known = flip(arena.op(comparison));
  if (known == nullptr || arena.is_boolean(arena.arg(comparison, 0))) return simplify(arena, comparison);
  const Id difference = arena.make(Op::sub, arena.arg(comparison, 0), arena.arg(comparison, 1));
  const Id at_zero = simplify(arena, replaced(arena, difference, variable, arena.number(0)));
  const Id at_one = simplify(arena, replaced(arena, difference, variable, arena.number(1)));
  if (!arena.is_number(at_zero) || !arena.is_number(at_one)) return simplify(arena, comparison);
  const Rational constant = arena.value(at_zero);
  const Rational slope = Rational(arena.value(at_one)) - constant;
  const Id line = arena.make(Op::add, arena.number(constant), arena.make(Op::mul, arena.number(slope), variable));
  if (slope.is_zero() || simplify(arena, arena.make(Op::sub, difference, line)) != arena.number(0)) {
    return simplify(arena, comparison);
  }
  return arena.make(slope.is_negative() ? known->mirrored : known->op, variable, arena.number(-constant / slope));
}

std::optional<Range> range_by_cases(Arena& arena, Id e, Id variable, const std::vector<Id>& assumptions) {
  struct Case {
    Id e;
    std::vector<Id> assumptions;
  };
  constexpr std::size_t most_cases = 24;
  std::vector<Case> open{{e, assumptions}};
  std::optional<Range> hull;
  for (std::size_t done = 0; !open.empty(); ++done) {
    if (done == most_cases) return std::nullopt;
    Case now = std::move(open.back());
    open.pop_back();
    now.e = simplify(arena, now.e, {.assumptions = now.assumptions});
    Id choice = kNone;
    for (const Id id : slice(arena, now.e)) {
      const bool compares = flip(arena.op(id)) != nullptr && !arena.is_boolean(arena.arg(id, 0));
      if (compares && choice == kNone) choice = id;
    }
    if (choice != kNone) {
      for (const bool holds : {true, false}) {
        Case next{replaced(arena, now.e, choice, arena.make(holds ? Op::constant_true : Op::constant_false)),
                  now.assumptions};
        const Id fact = holds ? choice : opposite(arena, choice);
        next.assumptions.push_back(fact);
        next.assumptions.push_back(plain_comparison(arena, fact, variable));
        open.push_back(std::move(next));
      }
      continue;
    }
    Ranges known(arena);
    for (const Id assumption : now.assumptions) known.assume(assumption);
    Range range = known[now.e];
    for (const Id form : algebraic_forms(arena, now.e, now.assumptions)) {
      const Id tidy = simplify(arena, form, {.assumptions = now.assumptions});
      range = meet(meet(range, known[form]), known[tidy]);
    }
    hull = hull ? range::hull(*hull, range) : range;
  }
  return hull;
}

bool depends_on(const Arena& arena, Id e, Id variable, bool conditions) {
  static const Op sign = function("sign");
  static const Op step = function("step");
  std::vector<Id> open{e};
  NodeMap<bool> seen;
  while (!open.empty()) {
    const Id id = open.back();
    open.pop_back();
    if (id == variable) return true;
    const bool one_bit = arena.is_boolean(id) || arena.op(id) == sign || arena.op(id) == step;
    if (arena.is_constant(id) || (!conditions && one_bit) || !seen.emplace(id, true).second) continue;
    open.insert(open.end(), arena.args(id).begin(), arena.args(id).end());
  }
  return false;
}

Id opposite(Arena& arena, Id condition) {
  const Op op = arena.op(condition);
  if (const Flip* known = flip(op)) {
    return arena.make(known->opposite, arena.arg(condition, 0), arena.arg(condition, 1));
  }
  if (op == Op::logical_not) return arena.arg(condition, 0);
  const Id inverse = arena.make(Op::logical_not, condition);
  if (op != Op::logical_or) return inverse;
  // Range analysis looks into `and` only.
  const auto negated = [&](Id part) {
    const Flip* known = flip(arena.op(part));
    return known != nullptr ? arena.make(known->opposite, arena.arg(part, 0), arena.arg(part, 1))
                            : arena.make(Op::logical_not, part);
  };
  return arena.make(Op::logical_and, negated(arena.arg(condition, 0)), negated(arena.arg(condition, 1)));
}

Id next_case(Arena& arena, Id e, Id x, std::span<const Id> assumptions) {
  Ranges known(arena);
  for (const Id assumption : assumptions) known.assume(assumption);
  const Id zero = arena.number(0);
  Id first = kNone;
  for (const Id id : slice(arena, e)) {
    const Node node = arena[id];
    Id condition = kNone;
    if (arena.is_boolean(id)) {
      if (flip(node.op) != nullptr && !arena.is_boolean(node.args[0])) condition = id;
    } else if (const Template* text = node.op == Op::where ? nullptr : kink(node.op)) {
      std::array<Id, kMaxArity + 1> bindings{};
      std::copy_n(node.args.begin(), node.count, bindings.begin());
      bindings[node.count] = id;
      const Id g = simplify(arena, text->instantiate(arena, {bindings.data(), node.count + std::size_t{1}}));
      const Range range = known[g];
      if (range.nonzero() && (range.nonnegative() || range.nonpositive())) continue;
      condition = plain_comparison(arena, arena.make(range.nonpositive() ? Op::lt : Op::gt, g, zero), x);
    }
    if (condition == kNone || flip(arena.op(condition)) == nullptr || !depends_on(arena, condition, x)) continue;
    // A comparison of x itself says most.
    const Id solved = plain_comparison(arena, condition, x);
    if (flip(arena.op(solved)) != nullptr && arena.arg(solved, 0) == x && arena.is_constant(arena.arg(solved, 1))) {
      return condition;
    }
    if (first == kNone) first = condition;
  }
  return first;
}

Id said_of_result(Arena& arena, const BackwardPiece& piece, Id condition) {
  std::vector<Id> from, to;
  for (const Id id : slice(arena, condition)) {
    if (flip(arena.op(id)) == nullptr || arena.is_boolean(arena.arg(id, 0)) || !depends_on(arena, id, piece.x))
      continue;
    const Id solved = plain_comparison(arena, id, piece.x);
    const Id said = flip(arena.op(solved)) == nullptr ? kNone : comparison_of_result(arena, piece, solved);
    if (said == kNone) return kNone;
    from.push_back(id);
    to.push_back(said);
  }
  const Id said = substitute(arena, std::span<const Id>(&condition, 1), from, to).front();
  return depends_on(arena, said, piece.x) ? kNone : said;
}

}  // namespace adage
