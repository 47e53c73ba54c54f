// SPDX-License-Identifier: BSL-1.0
// What a case knows of itself.
#include "verify/case.hpp"

#include "graph/slice.hpp"
#include "rules/ranges.hpp"
#include "simplify/simplify.hpp"

namespace adage {

Id Case::simplified(Id id) {
  return simplify(*arena, id, {.assumptions = assumptions, .assume_defined = true, .rules = rules});
}

void Case::replace(Id from, Id to) {
  difference = substitute(*arena, std::span(&difference, 1), std::span(&from, 1), std::span(&to, 1)).front();
}

void Case::forget_last() {
  if (linear.back()) inequalities.pop_back();
  linear.pop_back();
  signs.pop_back();
  assumptions.pop_back();
  conditions.pop_back();
}

bool Case::contradicts(const Affine& form) const {
  std::vector<Inequality> all = inequalities;
  all.push_back({form, true});
  return contradictory(std::move(all));
}

bool Case::is_empty() const {
  const std::size_t given = assumptions.size() - signs.size();
  for (std::size_t i = 0; i != signs.size(); ++i) {
    Ranges ranges(*arena);
    for (std::size_t k = 0; k != assumptions.size(); ++k) {
      if (k != given + i) ranges.assume(assumptions[k]);
    }
    const Range range = ranges[signs[i].first];
    if (signs[i].second > 0 ? range.nonpositive() : range.nonnegative()) return true;
  }
  return false;
}

}  // namespace adage
