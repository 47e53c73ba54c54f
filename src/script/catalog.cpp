// SPDX-License-Identifier: BSL-1.0
// Formulas that may call activations by name. The catalogue is read only where a formula does not do without it.
#include "script/catalog.hpp"

namespace adage {

FormulaOutcome formula_with_catalog(Arena& arena, const Script& script) {
  Session alone(arena);
  FormulaOutcome outcome = alone.formula(script);
  if (outcome.value) return outcome;
  Session session(arena);
  session.run(Script(builtin_catalog(), "catalogue"), [](const Outcome&) {});
  return session.formula(script);
}

}  // namespace adage
