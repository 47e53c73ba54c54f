// SPDX-License-Identifier: BSL-1.0
// Deciding a claim: a proof if there is one, else a witness against it, else how far the sides agree.
#include <adage/verify.hpp>
#include <algorithm>
#include <chrono>

#include "verify/inequality.hpp"
#include "verify/isolated.hpp"
#include "verify/parts.hpp"
#include "verify/prove.hpp"

namespace adage {
namespace {

void join(std::string& text, const std::string& more) {
  if (!text.empty() && !more.empty()) text += "; ";
  text += more;
}

/// Compared before a proof is tried: what is false shows soon.
constexpr std::uint32_t kFirstPoints = 4;

void refute(Verdict& verdict, Difference& found) {
  verdict.kind = Verdict::Kind::refuted;
  verdict.witness = std::move(found.where);
  verdict.left = std::move(found.left);
  verdict.right = std::move(found.right);
  verdict.left_enclosure = std::move(found.left_enclosure);
  verdict.right_enclosure = std::move(found.right_enclosure);
}

/// What is known of single points, as a note or, where these count, as a refutation.
void report_isolated(Verdict& verdict, std::vector<Difference> isolated, const CheckOptions& options) {
  if (options.at_kinks && !isolated.empty()) {
    verdict.note.clear();
    refute(verdict, isolated.front());
    isolated.erase(isolated.begin());
  }
  for (const Difference& one : isolated) join(verdict.note, one.words());
}

Verdict decided(Question& question, const CheckOptions& options) {
  Verdict verdict;
  // Few points tell, too, whether the assumptions leave room, which proofs by cases rest on.
  Survey first = survey(question, std::min(kFirstPoints, options.points), options.seed);
  if (first.witness) {
    verdict.points = first.points;
    refute(verdict, *first.witness);
    return verdict;
  }
  const bool admissible = question.assumptions.empty() || first.admissible;
  const Proof proof = prove(question, options.max_cases, admissible);
  if (proof.found || proved_in_parts(question, options.max_cases)) {
    verdict.kind = Verdict::Kind::proved;
    report_isolated(verdict, differences_at_switches(question), options);
    return verdict;
  }
  Survey found = survey(question, options.points, options.seed);
  verdict.points = found.points;
  if (found.witness) {
    refute(verdict, *found.witness);
    return verdict;
  }
  verdict.digits = found.digits;
  if (!found.admissible) {
    verdict.note = "no point was found at which the assumptions hold and both sides are defined";
  } else if (found.points == 0) {
    verdict.note = "no point was found at which both sides have values that can be told to 40 digits";
  }
  join(verdict.note, proof.why_not);
  std::vector<Difference> isolated = differences_at_switches(question);
  if (isolated.empty() && found.isolated) isolated.push_back(std::move(*found.isolated));
  report_isolated(verdict, std::move(isolated), options);
  return verdict;
}

Verdict decided(Question& question, Relation relation, const CheckOptions& options) {
  const bool mirrored = relation == Relation::greater || relation == Relation::at_least;
  const bool strict = relation == Relation::less || relation == Relation::greater;
  InequalityAnswer answer = decide_inequality(
      question, mirrored, strict, {.points = options.points, .seed = options.seed, .max_boxes = options.max_boxes});
  Verdict verdict;
  verdict.points = answer.points;
  if (answer.proved) verdict.kind = Verdict::Kind::proved;
  if (answer.witness) refute(verdict, *answer.witness);
  if (verdict == Verdict::Kind::undecided) verdict.note = std::move(answer.why_not);
  return verdict;
}

}  // namespace

std::string_view to_string(Verdict::Kind kind) {
  constexpr std::string_view words[] = {"proved", "refuted", "undecided"};
  return words[static_cast<std::size_t>(kind)];
}

Verdict check(const Expression& left, const Expression& right, const CheckOptions& options) {
  return check(left, Relation::equal, right, options);
}

Verdict check(const Expression& left, Relation relation, const Expression& right, const CheckOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  std::vector<Id> assumptions;
  for (const Expression& assumption : options.assumptions) {
    if (&assumption.arena() != &left.arena()) throw Error("an assumption belongs to another graph than the claim");
    assumptions.push_back(assumption.id());
  }
  if (&left.arena() != &right.arena()) throw Error("the two sides of a claim belong to different graphs");
  Question question = pose(left.arena(), left.id(), right.id(), assumptions);
  if (relation != Relation::equal && question.boolean()) throw Error("truth values have no order: compare numbers");
  Verdict verdict = relation == Relation::equal ? decided(question, options) : decided(question, relation, options);
  verdict.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return verdict;
}

}  // namespace adage
