// SPDX-License-Identifier: BSL-1.0
// Verdicts as words, lines and JSON.
#include "cli/verdicts.hpp"

#include <fmt/format.h>

#include <map>

#include "cli/command.hpp"

namespace adage::cli {

void Tally::add(const Verdict& verdict) {
  if (verdict == Verdict::Kind::proved) ++proved;
  if (verdict == Verdict::Kind::refuted) ++refuted;
  if (verdict == Verdict::Kind::undecided) ++undecided;
}

std::string Tally::text() const {
  return fmt::format("{} proved, {} refuted, {} undecided", proved, refuted, undecided);
}

int Tally::status(bool strict) const { return refuted != 0 || (strict && undecided != 0) ? kRefuted : kFine; }

Verdict decide(const Claim& claim, Desk& desk, CheckOptions options) {
  for (const Id assumption : claim.assumptions) options.assumptions.push_back(desk.expression(assumption));
  static const std::map<Op, Relation> relations = {{Op::eq, Relation::equal},
                                                   {Op::lt, Relation::less},
                                                   {Op::le, Relation::at_most},
                                                   {Op::gt, Relation::greater},
                                                   {Op::ge, Relation::at_least}};
  return check(desk.expression(claim.left), relations.at(claim.relation), desk.expression(claim.right), options);
}

std::string verdict_word(Verdict::Kind kind, const Output& out) {
  const Style style = kind == Verdict::Kind::proved    ? Style::good
                      : kind == Verdict::Kind::refuted ? Style::bad
                                                       : Style::doubtful;
  return out.styled(to_string(kind), style);
}

std::string verdict_details(const Verdict& verdict) {
  std::string text;
  if (verdict == Verdict::Kind::refuted) {
    std::string point;
    for (const auto& [name, value] : verdict.witness)
      point += fmt::format("{}{} = {}", point.empty() ? "" : ", ", name, value);
    text += fmt::format("    at {}\n      left  = {}\n      right = {}\n", point.empty() ? "every point" : point,
                        verdict.left_enclosure.empty() ? verdict.left : verdict.left_enclosure,
                        verdict.right_enclosure.empty() ? verdict.right : verdict.right_enclosure);
  }
  if (verdict == Verdict::Kind::undecided) {
    if (verdict.points == 0)
      text += "    no point could be compared\n";
    else if (verdict.digits == 0)
      text += fmt::format("    it holds at {} points\n", verdict.points);
    else
      text += fmt::format("    the sides agree to {} digits at {} points\n", verdict.digits, verdict.points);
  }
  if (!verdict.note.empty()) text += fmt::format("    {}\n", verdict.note);
  return text;
}

Json witness_json(const Verdict& verdict) {
  if (!(verdict == Verdict::Kind::refuted)) return nullptr;
  Json point = Json::object();
  for (const auto& [name, value] : verdict.witness) point[name] = value;
  Json witness = {{"point", point}, {"left", verdict.left}, {"right", verdict.right}};
  const auto add = [&](const char* name, const std::string& enclosure, const std::string& value) {
    if (!enclosure.empty() && enclosure != value) witness[name] = enclosure;  // what is exact needs none
  };
  add("left_enclosure", verdict.left_enclosure, verdict.left);
  add("right_enclosure", verdict.right_enclosure, verdict.right);
  return witness;
}

}  // namespace adage::cli
