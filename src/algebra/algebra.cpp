// SPDX-License-Identifier: BSL-1.0
// Attempts: one that learns a better plan, or that there are more kernels, is followed by another.
#include "algebra/algebra.hpp"

#include "algebra/walk.hpp"
#include "graph/slice.hpp"

namespace adage {
namespace {

using namespace algebra;

constexpr int kMostAttempts = 24;
/// Generators of the first ring; the smaller it is, the faster are its polynomials.
constexpr std::size_t kFewKernels = 8;

/// Calls `use(walk, quotient)` with the quotient of the node; the reason if there is none.
template <class Use>
std::string attempt(Arena& arena, Id id, const AlgebraOptions& options, Use use) {
  if (slice(arena, id).size() > options.max_nodes) return "the expression is too large for the algebra";
  const Id root = written_out(arena, id);
  Plan plan;
  std::size_t kernels = std::min(kFewKernels, options.max_kernels);
  for (int i = 0; i != kMostAttempts; ++i) {
    const Ring ring(kernels, options);
    Ranges ranges(arena);
    for (const Id assumption : options.assumptions) ranges.assume(assumption);
    Walk walk(arena, ranges, plan, ring);
    try {
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

}  // namespace

bool has_algebra() { return true; }

ZeroTest is_zero(Arena& arena, Id id, const AlgebraOptions& options) {
  ZeroTest result;
  result.reason = attempt(arena, id, options, [&](Walk&, const Fraction& quotient) {
    if (quotient.is_zero()) result.answer = Zero::yes;
  });
  if (result.answer == Zero::unknown && result.reason.empty()) result.reason = "the algebra leaves a numerator";
  return result;
}

std::optional<Id> normal_form(Arena& arena, Id id, Shape shape, const AlgebraOptions& options) {
  std::optional<Id> result;
  attempt(arena, id, options, [&](Walk& walk, const Fraction& quotient) {
    result = shape == Shape::expanded ? walk.node(quotient) : walk.factored_node(quotient);
  });
  return result;
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
