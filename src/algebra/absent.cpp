// SPDX-License-Identifier: BSL-1.0
// What stands in for this room when the library is built without it: every question stays open.
#include "algebra/algebra.hpp"

namespace adage {

bool has_algebra() { return false; }

ZeroTest is_zero(Arena&, Id, const AlgebraOptions&) { return {Zero::unknown, "built without exact algebra"}; }

std::vector<Id> normal_forms(Arena&, Id, std::span<const NormalForm>, const AlgebraOptions&) { return {}; }
std::optional<Id> normal_form(Arena&, Id, NormalForm, const AlgebraOptions&) { return std::nullopt; }

std::optional<Factored> factored(Arena&, Id, const AlgebraOptions&) { return std::nullopt; }

}  // namespace adage
