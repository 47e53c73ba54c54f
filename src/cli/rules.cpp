// SPDX-License-Identifier: BSL-1.0
// `adage rules`: the rule table for a reader, each rule as it is written there.
#include <fmt/format.h>

#include <algorithm>

#include "cli/command.hpp"
#include "cli/json.hpp"
#include "rules/rule.hpp"

namespace adage::cli {
namespace {

struct StageName {
  std::string_view name;
  Stage stage;
  std::string_view meaning;
};
constexpr StageName stages[] = {
    {"local", Stage::local, "as a node is made, in every graph"},
    {"simplify", Stage::simplify, "by simplification"},
    {"lowering", Stage::lowering, "on the way to a tape: forms that are safe to run"},
    {"saturation", Stage::saturation, "by equality saturation, together with all others"},
};

constexpr std::size_t kWidth = 80;  // of a usual terminal

std::string_view arrow(const RuleRow& rule) { return rule.both ? "<->" : "->"; }

/// Lines of `text` behind `head`, broken behind commas and before words.
void print_broken(std::string head, std::string_view text, Output& out) {
  constexpr std::size_t indent = 6;
  const std::string margin(indent + head.size() + 1, ' ');
  head = fmt::format("{:{}}{} ", "", indent, head);
  while (head.size() + text.size() > kWidth) {
    const std::size_t room = kWidth - head.size();
    const std::size_t comma = text.rfind(", ", room - 1);
    const std::size_t cut = comma != std::string_view::npos ? comma + 1 : text.rfind(' ', room);
    if (cut == std::string_view::npos) break;
    out.line(fmt::format("{}{}", head, text.substr(0, cut)));
    text.remove_prefix(cut + 1);
    head = margin;
  }
  out.line(fmt::format("{}{}", head, text));
}

/// Names stand beside short rules; what would pass the edge of a usual terminal continues on a line of its own.
void print_rule(const RuleRow& rule, Output& out) {
  constexpr std::size_t indent = 6;
  const std::string sides = fmt::format("{}  {}  {}", rule.left, arrow(rule), rule.right);
  const std::string guard = rule.guard.empty() ? "" : fmt::format("   if {}", rule.guard);
  const std::string name = fmt::format("  {:<28}", rule.name);
  if (name.size() + 1 + sides.size() + guard.size() <= kWidth)
    return out.line(fmt::format("{} {}{}", name, sides, guard));
  out.line(fmt::format("  {}", rule.name));
  if (indent + sides.size() <= kWidth) {
    out.line(fmt::format("{:{}}{}", "", indent, sides));
  } else {
    out.line(fmt::format("{:{}}{}", "", indent, rule.left));
    print_broken(fmt::format("{} ", arrow(rule)), rule.right, out);
  }
  if (!rule.guard.empty()) print_broken("if", rule.guard, out);
}

struct Choice {
  std::string family;
  bool holds(const RuleRow& rule) const { return family == "all" || family == rule.family; }
};

void print_stage(const StageName& stage, const Choice& choice, Output& out) {
  const auto rows = rule_rows(stage.stage);
  const auto count = std::ranges::count_if(rows, [&](const RuleRow& rule) { return choice.holds(rule); });
  if (count == 0) return;
  out.line(out.styled(fmt::format("{}: {} rules, applied {}", stage.name, count, stage.meaning), Style::strong));
  std::string_view family;
  for (const RuleRow& rule : rows) {
    if (!choice.holds(rule)) continue;
    if (rule.family != family) out.line(fmt::format(" {}", family = rule.family));
    print_rule(rule, out);
  }
}

}  // namespace

int run_rules(const Request& request, Workplace& workplace) {
  const Choice choice{request.get("--family", "all")};
  const std::string chosen = request.get("--stage", "all");
  const bool as_json = request.get("--format", "text") == "json";
  Json all = Json::array();
  for (const StageName& stage : stages) {
    if (chosen != "all" && chosen != stage.name) continue;
    if (!as_json) {
      print_stage(stage, choice, workplace.out);
      continue;
    }
    for (const RuleRow& rule : rule_rows(stage.stage)) {
      if (!choice.holds(rule)) continue;
      all.push_back({{"name", rule.name},
                     {"family", rule.family},
                     {"stage", stage.name},
                     {"left", rule.left},
                     {"right", rule.right},
                     {"guard", rule.guard},
                     {"both", rule.both}});
    }
  }
  if (as_json) workplace.out.line(json_text({{"rules", all}}));
  return kFine;
}

}  // namespace adage::cli
