// SPDX-License-Identifier: BSL-1.0
// Deciding a claim: a proof if there is one, else a witness against it, else how far the sides agree.
#include <adage/verify.hpp>
#include <algorithm>
#include <chrono>

#include "verify/prove.hpp"
#include "verify/survey.hpp"

namespace adage {
namespace {

void join(std::string& text, const std::string& more) {
  if (!text.empty() && !more.empty()) text += "; ";
  text += more;
}

/// Compared before a proof is tried: what is false shows soon.
constexpr std::uint32_t kFirstPoints = 4;

void refute(Verdict& verdict, Survey& found) {
  verdict.kind = Verdict::Kind::refuted;
  verdict.witness = std::move(found.witness);
  verdict.left = std::move(found.left);
  verdict.right = std::move(found.right);
}

Verdict decided(Question& question, const CheckOptions& options) {
  Verdict verdict;
  // Few points tell, too, whether the assumptions leave room, which proofs by cases rest on.
  Survey first = survey(question, std::min(kFirstPoints, options.points), options.seed);
  if (first.refuted) {
    verdict.points = first.points;
    refute(verdict, first);
    return verdict;
  }
  const bool admissible = question.assumptions.empty() || first.admissible;
  const Proof proof = prove(question, options.max_cases, admissible);
  if (proof.found) {
    verdict.kind = Verdict::Kind::proved;
    verdict.note = difference_at_switches(question);
    return verdict;
  }
  Survey found = survey(question, options.points, options.seed);
  verdict.points = found.points;
  if (found.refuted) {
    refute(verdict, found);
    return verdict;
  }
  verdict.digits = found.digits;
  if (!found.admissible) {
    verdict.note = "no point was found at which the assumptions hold and both sides are defined";
  } else if (found.points == 0) {
    verdict.note = "no point was found at which both sides have values that can be told to 40 digits";
  }
  join(verdict.note, proof.why_not);
  const std::string at_switches = difference_at_switches(question);
  join(verdict.note, at_switches.empty() ? found.isolated : at_switches);
  return verdict;
}

}  // namespace

std::string_view to_string(Verdict::Kind kind) {
  constexpr std::string_view words[] = {"proved", "refuted", "undecided"};
  return words[static_cast<std::size_t>(kind)];
}

Verdict check(const Expression& left, const Expression& right, const CheckOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  std::vector<Id> assumptions;
  for (const Expression& assumption : options.assumptions) {
    if (&assumption.arena() != &left.arena()) throw Error("an assumption belongs to another graph than the claim");
    assumptions.push_back(assumption.id());
  }
  if (&left.arena() != &right.arena()) throw Error("the two sides of a claim belong to different graphs");
  Question question = pose(left.arena(), left.id(), right.id(), assumptions);
  Verdict verdict = decided(question, options);
  verdict.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return verdict;
}

}  // namespace adage
