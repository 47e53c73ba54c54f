// SPDX-License-Identifier: BSL-1.0
// A proof as a chain of whole expressions: the equations that suffice, put in an order in which each can be used.
#pragma once

#include "simplify/equations.hpp"
#include "simplify/explain.hpp"

namespace adage {

/// The ways in which the equation can be used once on `whole`: each time the expression, brought by arithmetic to a
/// form in which a side of the equation is seen, and the expression with the other side instead. `forwards` says which
/// side is looked for first.
struct Use {
  Id before = kNone;
  Id after = kNone;
};
std::vector<Use> uses(Prover& prover, Id whole, const Equation& equation, bool forwards);

/// The steps from `a` to `b` by these equations, which must suffice. Where they cannot be taken one by one, a step has
/// the names of several.
std::vector<ExplainedStep> chain(Prover& prover, Id a, Id b, Equations equations);

}  // namespace adage
