// SPDX-License-Identifier: BSL-1.0
// `adage rules`: the rule table for a reader, each rule as it is written there.
#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/json.hpp"
#include "rules/rule.hpp"

namespace adage::cli {
namespace {

struct FamilyRow {
  std::string_view name;
  Family family;
  std::string_view meaning;
};
constexpr FamilyRow families[] = {
    {"local", Family::local, "as a node is made, in every graph"},
    {"simplify", Family::simplify, "by simplification"},
    {"lowering", Family::lowering, "on the way to a tape: forms that are safe to run"},
};

void print_family(const FamilyRow& family, Output& out) {
  const auto rows = rule_rows(family.family);
  out.line(
      out.styled(fmt::format("{}: {} rules, applied {}", family.name, rows.size(), family.meaning), Style::strong));
  for (const RuleRow& rule : rows) {
    const std::string guard = rule.guard.empty() ? "" : fmt::format("   if {}", rule.guard);
    out.line(fmt::format("  {:<28} {}  ->  {}{}", rule.name, rule.left, rule.right, guard));
  }
}

}  // namespace

int run_rules(const Request& request, Workplace& workplace) {
  const std::string chosen = request.get("--family", "all");
  const bool as_json = request.get("--format", "text") == "json";
  Json all = Json::array();
  for (const FamilyRow& family : families) {
    if (chosen != "all" && chosen != family.name) continue;
    if (!as_json) {
      print_family(family, workplace.out);
      continue;
    }
    for (const RuleRow& rule : rule_rows(family.family)) {
      all.push_back({{"name", rule.name},
                     {"family", family.name},
                     {"left", rule.left},
                     {"right", rule.right},
                     {"guard", rule.guard}});
    }
  }
  if (as_json) workplace.out.line(json_text({{"rules", all}}));
  return kFine;
}

}  // namespace adage::cli
