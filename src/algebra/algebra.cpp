// SPDX-License-Identifier: BSL-1.0
// Attempts: one that learns a better plan, or that there are more kernels, is followed by another.
#include "algebra/algebra.hpp"

#include <algorithm>

#include "algebra/walk.hpp"
#include "graph/slice.hpp"

namespace adage {
namespace {

using namespace algebra;

constexpr int kMostAttempts = 24;
/// Generators of the first ring; the smaller it is, the faster are its polynomials.
constexpr std::size_t kFewKernels = 8;
constexpr std::string_view kNumeratorIsLeft = "the algebra leaves a numerator";
constexpr double kNearlyTurn = 6.283;  ///< below 2*pi

/// Calls `use(walk, quotient)` with the quotient of the node; the reason if there is none.
template <class Use>
std::string attempt(Arena& arena, Id id, const AlgebraOptions& options, Use use) {
  if (slice(arena, id).size() > options.max_nodes) return "the expression is too large for the algebra";
  const Id root = written_out(arena, id);
  const std::vector<Walk::Fact> known = facts(arena, options.assumptions, root);
  Plan plan;
  std::size_t kernels = std::min(kFewKernels, options.max_kernels);
  for (int i = 0; i != kMostAttempts; ++i) {
    const Ring ring(kernels, options);
    Ranges ranges(arena);
    for (const Id assumption : options.assumptions) ranges.assume(assumption);
    Walk walk(arena, ranges, plan, ring);
    try {
      for (const Walk::Fact& fact : known) walk.learn(fact);
      const Fraction quotient = walk.run(root);
      use(walk, quotient);
      return "";
    } catch (const Again&) {
    } catch (const TooManyKernels&) {
      if (kernels == options.max_kernels) return "there are too many kernels";
      kernels = std::min(2 * kernels, options.max_kernels);
    } catch (const GiveUp& why) {
      return why.reason;
    }
  }
  return "the algebra finds no common measure of the exponents";
}

ZeroTest tested(Arena& arena, Id id, const AlgebraOptions& options) {
  ZeroTest result;
  result.reason = attempt(arena, id, options, [&](Walk& walk, const Fraction& quotient) {
    try {
      if (walk.vanishes(quotient.num)) result.answer = Zero::yes;
    } catch (const GiveUp&) {  // what is squared may pass a bound that the quotient keeps
    }
  });
  if (result.answer == Zero::unknown && result.reason.empty()) result.reason = kNumeratorIsLeft;
  return result;
}

bool uses(const Arena& arena, Id root, std::initializer_list<std::string_view> names) {
  const Slice nodes = slice(arena, root);
  return std::ranges::any_of(nodes,
                             [&](Id id) { return std::ranges::find(names, row(arena.op(id)).name) != names.end(); });
}

Id less_one(Arena& arena, std::string_view name, Id id) {
  return arena.make(Op::sub, arena.make(function(name), std::span(&id, 1)), arena.number(1));
}

}  // namespace

bool has_algebra() { return true; }

ZeroTest is_zero(Arena& arena, Id id, const AlgebraOptions& options) {
  const ZeroTest direct = tested(arena, id, options);
  if (direct.answer == Zero::yes || direct.reason != kNumeratorIsLeft) return direct;
  AlgebraOptions less = options;
  less.max_work /= 4;
  less.max_seconds /= 4;
  const Id root = written_out(arena, id);
  // Of real numbers zero alone has the exponential 1, whatever multiple is taken.
  if (uses(arena, root, {"log", "asinh"})) {
    const Id twice = arena.make(Op::mul, arena.number(2), id);
    const ZeroTest found = tested(arena, less_one(arena, "exp", twice), less);
    if (found.answer == Zero::yes) return found;
  }
  // Of angles smaller than a full turn zero alone has the cosine 1.
  if (uses(arena, root, {"asin", "atan", "atan2"})) {
    Ranges ranges(arena);
    for (const Id assumption : options.assumptions) ranges.assume(assumption);
    for (const std::int64_t part : {1, 2, 4}) {
      const Id angle = arena.make(Op::mul, arena.number(Rational(1, part)), id);
      const Range range = ranges[angle];
      if (!(range.lo > -kNearlyTurn && range.hi < kNearlyTurn)) continue;
      const ZeroTest found = tested(arena, less_one(arena, "cos", angle), less);
      if (found.answer == Zero::yes) return found;
      break;
    }
  }
  return direct;
}

std::vector<Id> normal_forms(Arena& arena, Id id, std::span<const NormalForm> shapes, const AlgebraOptions& options) {
  std::vector<Id> result;
  attempt(arena, id, options, [&](Walk& walk, const Fraction& quotient) {
    for (const NormalForm shape : shapes) {
      result.push_back(shape == NormalForm::expanded ? walk.node(quotient)
                       : shape == NormalForm::partial_fractions
                           ? walk.parts_node(quotient)
                           : walk.factored_node(quotient, shape == NormalForm::square_free));
    }
  });
  return result;
}

std::optional<Id> normal_form(Arena& arena, Id id, NormalForm shape, const AlgebraOptions& options) {
  const std::vector<Id> found = normal_forms(arena, id, std::span(&shape, 1), options);
  return found.empty() ? std::nullopt : std::optional(found.front());
}

std::optional<Factored> factored(Arena& arena, Id id, const AlgebraOptions& options) {
  std::optional<Factored> result;
  attempt(arena, id, options, [&](Walk& walk, const Fraction& quotient) {
    if (quotient.is_zero()) return;
    Factored found;
    for (const Poly* side : {&quotient.num, &quotient.den}) {
      const Factors parts = factors(*side);
      found.sign *= parts.constant.sign();
      for (const auto& [base, exponent] : parts.parts) {
        found.factors.emplace_back(walk.node(base), side == &quotient.num ? exponent : -exponent);
      }
    }
    result = std::move(found);
  });
  return result;
}

}  // namespace adage
