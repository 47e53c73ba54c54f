// SPDX-License-Identifier: BSL-1.0
// The rule table put together: the tables of each stage in order, every row with the family of the heading above it.
#include <vector>

#include "rules/tables.hpp"

namespace adage {
namespace {

struct StageTables {
  Stage stage;
  std::vector<std::span<const RuleRow> (*)()> tables;
};

std::vector<RuleRow> read(const StageTables& tables) {
  std::vector<RuleRow> result;
  for (const auto& table : tables.tables) {
    std::string_view family;
    for (RuleRow row : table()) {
      if (!row.family.empty()) family = row.family;
      if (row.name.empty()) continue;  // a heading
      row.family = family;
      result.push_back(row);
    }
  }
  return result;
}

}  // namespace

std::span<const RuleRow> rule_rows(Stage stage) {
  static const std::array<std::vector<RuleRow>, kStages.size()> all = [] {
    const StageTables stages[] = {
        {Stage::local, {local_rules}},
        {Stage::simplify, {simplify_rules}},
        {Stage::lowering, {lowering_rules}},
        {Stage::saturation,
         {arithmetic_rules, power_rules, exponential_rules, logistic_rules, hyperbolic_rules, trigonometric_rules,
          error_rules, piecewise_rules}},
    };
    std::array<std::vector<RuleRow>, kStages.size()> result;
    for (const StageTables& tables : stages) result[static_cast<std::size_t>(tables.stage)] = read(tables);
    return result;
  }();
  return all[static_cast<std::size_t>(stage)];
}

}  // namespace adage
