// SPDX-License-Identifier: BSL-1.0
// Where no single form will do, the function is split at its choices and kinks: within a branch it is that branch. A
// form must also be safe to run: a result is rounded, so domains must hold for values beside the true ones.
#include "simplify/backward.hpp"

#include <algorithm>
#include <cmath>

#include "algebra/algebra.hpp"
#include "graph/slice.hpp"
#include "rules/identities.hpp"
#include "rules/ranges.hpp"
#include "simplify/cost.hpp"
#include "simplify/intervals.hpp"
#include "simplify/search.hpp"
#include "simplify/simplify.hpp"

namespace adage {
namespace {

class Backward {
 public:
  Backward(Arena& arena, const BackwardPiece& whole) : arena_(arena), x_(whole.x), result_(whole.result) {
    // Each piece costs a search, which grows with what is searched.
    constexpr std::size_t most_work = 600;
    const std::size_t size = slice(arena, std::array{whole.f, whole.slope}).size();
    pieces_ = std::clamp(static_cast<int>(most_work / size), 1, 12);
  }

  /// The recursion is over choices and bounded by `depth` and by the number of pieces.
  Id best(BackwardPiece piece, int depth) {
    piece.f = simplify(arena_, piece.f, {.assumptions = piece.assumptions});
    piece.slope = simplify(arena_, piece.slope, {.assumptions = piece.assumptions});
    // Cases show in what was written down, forms in what is short.
    BackwardPiece tidy = piece;
    tidy.f = tidied(piece.f, piece.assumptions);
    tidy.slope = tidied(piece.slope, piece.assumptions);
    if (!depends_on(arena_, tidy.slope, x_)) return tidy.slope;
    Id best = tidy.slope;
    for (const BackwardPiece& shape : {tidy, piece}) {
      for (const Id form : forms_by_result(arena_, shape)) take(best, safe(form, piece));
      if (!depends_on(arena_, best, x_)) break;
    }
    if (!depends_on(arena_, best, x_) || depth == 0 || pieces_ == 0) return best;
    Id condition = next_case(arena_, piece.slope, x_, piece.assumptions);
    if (condition == kNone) condition = next_case(arena_, piece.f, x_, piece.assumptions);
    if (condition == kNone || arena_.is_constant(condition)) return best;
    --pieces_;
    take(best, split(piece, condition, depth));
    return best;
  }

 private:
  /// What must be kept, before what it costs.
  std::pair<int, double> weight(Id e) const {
    constexpr int value_of_x = 64, sign_of_x = 8;
    int kept = 0;
    for (const Id v : variables(arena_, std::span<const Id>(&e, 1))) {
      kept += v != x_ ? 1 : depends_on(arena_, e, x_, false) ? value_of_x : sign_of_x;
    }
    return {kept, CostModel(Aim::balanced).total(arena_, std::span<const Id>(&e, 1))};
  }

  void take(Id& best, Id other) const {
    if (other != kNone && weight(other) < weight(best)) best = other;
  }

  Id tidied(Id e, std::span<const Id> assumptions) {
    return search(arena_, std::span<const Id>(&e, 1), {.assumptions = assumptions}).front();
  }

  Id replaced(Id e, Id from, Id to) {
    return substitute(arena_, std::span<const Id>(&e, 1), std::span<const Id>(&from, 1), std::span<const Id>(&to, 1))
        .front();
  }

  /// The form, with what stands under a root kept from being negative by a rounding error; kNone when it may fail
  /// where the slope does not.
  Id safe(Id form, const BackwardPiece& piece) {
    if (!depends_on(arena_, form, result_)) return form;
    Ranges beside = rounded(piece);
    form = with_guarded_roots(form, beside);
    Ranges known(arena_);
    for (const Id assumption : piece.assumptions) known.assume(assumption);
    return known.total(piece.slope) && !beside.total(form) ? kNone : form;
  }

  /// The assumptions, and those of a result that is near the true one: it has the sign of the true one or is zero.
  Ranges rounded(const BackwardPiece& piece) {
    Ranges known(arena_);
    for (const Id assumption : piece.assumptions) known.assume(assumption);
    const auto range = range_by_cases(arena_, piece.f, piece.x, piece.assumptions);
    if (!range) return known;
    constexpr double margin = 1e-6;
    const auto bound = [&](double value, Op op) {
      if (const auto exact = Rational::from_double_exactly(value)) {
        known.assume(arena_.make(op, result_, arena_.number(*exact)));
      }
    };
    bound(range->lo - margin * std::abs(range->lo), Op::ge);
    bound(range->hi + margin * std::abs(range->hi), Op::le);
    return known;
  }

  Id with_guarded_roots(Id form, Ranges& beside) {
    static const Op sqrt = function("sqrt");
    std::vector<Id> from, to;
    for (const Id id : slice(arena_, form)) {
      const Op op = arena_.op(id);
      const bool root = op == sqrt || (op == Op::pow && arena_.is_number(arena_.arg(id, 1)) &&
                                       !arena_.value(arena_.arg(id, 1)).is_integer());
      if (!root) continue;
      const Id base = arena_.arg(id, 0);
      if (!depends_on(arena_, base, result_) || beside[base].nonnegative()) continue;
      if (std::ranges::find(from, base) != from.end()) continue;
      from.push_back(base);
      to.push_back(arena_.make(Op::max, arena_.number(0), base));
    }
    if (from.empty()) return form;
    // The base may be used elsewhere too, where the guard changes nothing.
    return substitute(arena_, std::span<const Id>(&form, 1), from, to).front();
  }

  Id split(const BackwardPiece& piece, Id condition, int depth) {
    const Id contrary = opposite(arena_, condition);
    const auto branch = [&](bool holds) {
      const Id truth = arena_.make(holds ? Op::constant_true : Op::constant_false);
      BackwardPiece part = piece;
      part.f = replaced(piece.f, condition, truth);
      part.slope = replaced(piece.slope, condition, truth);
      const Id fact = holds ? condition : contrary;
      part.assumptions.push_back(fact);
      if (const Id solved = plain_comparison(arena_, fact, x_); solved != fact) part.assumptions.push_back(solved);
      if (arena_.op(fact) == Op::eq && arena_.arg(fact, 0) == x_) {
        part.f = replaced(part.f, x_, arena_.arg(fact, 1));
        part.slope = replaced(part.slope, x_, arena_.arg(fact, 1));
      }
      add_strict(part.assumptions);
      part.f = simplify(arena_, part.f, {.assumptions = part.assumptions});
      return part;
    };
    const BackwardPiece above = branch(true);
    const BackwardPiece below = branch(false);
    const Id a = best(above, depth - 1);
    const Id b = best(below, depth - 1);
    if (a == b) return a;
    // A branch with one value may be a case of the other.
    const auto covers = [&](Id form, Id other, const BackwardPiece& of_other) {
      return arena_.is_constant(of_other.f) && simplify(arena_, replaced(form, result_, of_other.f)) == other;
    };
    if (covers(b, a, above)) return b;
    if (covers(a, b, below)) return a;
    const Id said = said_of_result(arena_, piece, condition);
    if (said != kNone) {
      const Id merged = even(said, a, b);
      if (merged != kNone) return merged;
    }
    return chosen(said == kNone ? condition : said, a, b);
  }

  /// where(condition, a, b), without saying twice what two nested choices have in common.
  Id chosen(Id condition, Id a, Id b) {
    const auto is_choice = [&](Id id) { return arena_.op(id) == Op::where; };
    if (is_choice(a) && arena_.arg(a, 2) == b) {
      const Id both = arena_.make(Op::logical_and, condition, arena_.arg(a, 0));
      return arena_.make(Op::where, both, arena_.arg(a, 1), b);
    }
    if (is_choice(a) && arena_.arg(a, 1) == b) {
      const Id both = arena_.make(Op::logical_and, condition, opposite(arena_, arena_.arg(a, 0)));
      return arena_.make(Op::where, both, arena_.arg(a, 2), b);
    }
    if (is_choice(b) && arena_.arg(b, 2) == a) {
      const Id both = arena_.make(Op::logical_and, opposite(arena_, condition), arena_.arg(b, 0));
      return arena_.make(Op::where, both, arena_.arg(b, 1), a);
    }
    if (is_choice(b) && arena_.arg(b, 1) == a) {
      const Id either = arena_.make(Op::logical_or, condition, arena_.arg(b, 0));
      return arena_.make(Op::where, either, a, arena_.arg(b, 2));
    }
    Id whole = arena_.make(Op::where, condition, a, b);
    take(whole, tidied(whole, {}));
    return whole;
  }

  /// x <= c and x != c say x < c, which ranges do not put together.
  void add_strict(std::vector<Id>& assumptions) {
    const std::size_t count = assumptions.size();
    for (std::size_t i = 0; i != count; ++i) {
      const Id weak = assumptions[i];
      const Op op = arena_.op(weak);
      if (op != Op::le && op != Op::ge) continue;
      const Id left = arena_.arg(weak, 0), right = arena_.arg(weak, 1);
      const Id other = arena_.make(Op::ne, left, right);
      if (std::ranges::find(assumptions, other) == assumptions.end()) continue;
      assumptions.push_back(arena_.make(op == Op::le ? Op::lt : Op::gt, left, right));
    }
  }

  /// where(y > 0, a(y), a(-y)) is a(|y|).
  Id even(Id condition, Id a, Id b) {
    const Op op = arena_.op(condition);
    const bool less = op == Op::lt || op == Op::le;
    if (!less && op != Op::gt && op != Op::ge) return kNone;
    if (arena_.arg(condition, 0) != result_ || !arena_.is_number(arena_.arg(condition, 1), 0)) return kNone;
    const Id upper = less ? b : a;
    const Id lower = less ? a : b;
    const Id mirrored = replaced(upper, result_, arena_.make(Op::neg, result_));
    if (simplify(arena_, mirrored) != simplify(arena_, lower)) return kNone;
    return replaced(upper, result_, arena_.make(function("abs"), result_));
  }

  Arena& arena_;
  Id x_;
  Id result_;
  int pieces_;
};

/// y - y^2 as y*(1 - y), which is hardly longer and keeps its digits where y is near 1.
Id factored_difference(Arena& arena, Id form) {
  if (!has_algebra() || (arena.op(form) != Op::sub && arena.op(form) != Op::add)) return form;
  const auto parts = factored(arena, form);
  if (!parts || parts->factors.size() < 2) return form;
  bool negative = parts->sign < 0;
  Id product = arena.number(1);
  for (const auto& [factor, exponent] : parts->factors) {
    Id base = factor;
    if (negative && exponent == 1 && arena.op(base) == Op::sub) {
      base = arena.make(Op::sub, arena.arg(base, 1), arena.arg(base, 0));
      negative = false;
    }
    product = arena.make(Op::mul, product, arena.make(Op::pow, base, arena.number(exponent)));
  }
  // A constant factor may be missing.
  const bool same = !negative && is_zero(arena, arena.make(Op::sub, form, product)).answer == Zero::yes;
  const auto cost = [&](Id id) { return CostModel(Aim::balanced).total(arena, std::span<const Id>(&id, 1)); };
  return same && cost(product) < cost(form) + 1 ? product : form;
}

}  // namespace

Id backward_form(Arena& arena, const BackwardPiece& piece) {
  // Whatever is tried leaves no nodes behind.
  Arena scratch(&local_identities());
  std::vector<Id> roots{piece.f, piece.slope};
  roots.insert(roots.end(), piece.assumptions.begin(), piece.assumptions.end());
  const std::vector<Id> copies = copy(arena, roots, scratch);
  BackwardPiece local{copies[0],
                      copies[1],
                      scratch.variable(arena.name(piece.x)),
                      scratch.variable(arena.name(piece.result)),
                      {copies.begin() + 2, copies.end()}};
  // Conditions show best in the slope as it was derived, but a search over dozens of cases that come to few takes long.
  constexpr std::size_t much_shorter = 3;
  const auto size = [&](Id id) { return slice(scratch, id).size(); };
  if (const Id slope = by_intervals(scratch, local.slope, local.assumptions);
      slope != kNone && much_shorter * size(slope) < size(local.slope)) {
    local.slope = slope;
  }
  constexpr int deepest = 6;
  const Id form = factored_difference(scratch, Backward(scratch, local).best(local, deepest));
  return copy(scratch, std::span<const Id>(&form, 1), arena).front();
}

}  // namespace adage
