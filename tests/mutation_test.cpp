// SPDX-License-Identifier: BSL-1.0
// What is slightly wrong is refuted, and never proved: every claim of the catalogue and of the identities mutated in
// ten ways, and random expressions. How many: ADAGE_MUTATIONS in the environment, for long runs at night.
#include "mutation.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdlib>

#include "claims.hpp"
#include "graph/print.hpp"
#include "random_expression.hpp"
#include "rules/identities.hpp"
#include "script/catalog.hpp"
#include "verify/prove.hpp"
#include "verify/survey.hpp"

using namespace adage;
using namespace adage::testing;
using Kind = Verdict::Kind;

namespace {

#if defined(NDEBUG) && !defined(ADAGE_SANITIZED)
constexpr int usual = 10'000;
#else
constexpr int usual = 600;
#endif

int wanted() {
  const char* text = std::getenv("ADAGE_MUTATIONS");
  return text == nullptr ? usual : std::atoi(text);
}

struct Tally {
  int refuted = 0;
  int equal = 0;  ///< proved, and no judge objects
  int undecided = 0;
  int unjudged = 0;
  friend std::ostream& operator<<(std::ostream& out, const Tally& t) {
    return out << t.refuted << " refuted, " << t.equal << " equal after all, " << t.undecided << " undecided, "
               << t.unjudged << " beyond the judge";
  }
};

/// One mutant and its verdict.
struct Trial {
  Arena& arena;
  Id left;
  Id right;
  std::span<const Id> assumptions;
  Verdict verdict;

  std::string text() const {
    std::string result = "check " + to_infix(arena, left) + " == " + to_infix(arena, right);
    for (const Id assumption : assumptions) result += " for " + to_infix(arena, assumption);
    return result;
  }
};

/// Fails on a proof of what differs, on a witness at which nothing differs, and, if `all`, on what differs undecided.
void judge(const Trial& trial, std::uint64_t seed, bool all, Tally& tally) {
  Judge judge(trial.arena, trial.left, trial.right, trial.assumptions);
  const bool competent = judge.competent();
  if (!competent) ++tally.unjudged;
  if (trial.verdict == Kind::refuted) {
    ++tally.refuted;
    if (competent && seed % 8 == 0)
      BOOST_TEST(judge.differ(judge.point(trial.verdict.witness)), "a witness against nothing: " << trial.text());
    return;
  }
  ++(trial.verdict == Kind::proved ? tally.equal : tally.undecided);
  if (!competent || (!all && trial.verdict == Kind::undecided)) return;
  const auto different = judge.difference(trial.verdict == Kind::proved ? 60 : 30, seed);
  BOOST_TEST(!different, to_string(trial.verdict.kind)
                             << ", but different at " << different.value_or("") << ": " << trial.text());
}

std::vector<std::unique_ptr<ClaimFile>> corpora() {
  std::vector<std::unique_ptr<ClaimFile>> result;
  result.push_back(std::make_unique<ClaimFile>(std::string(builtin_catalog()), "catalog"));
  for (const auto& path : files_of("identities", ".adage")) result.push_back(std::make_unique<ClaimFile>(path));
  return result;
}

/// Every claim mutated in every way that applies, as long as there are mutants left to make.
Tally mutate_claims(ClaimFile& file, int each, bool all) {
  Tally tally;
  std::mt19937_64 random(20250101);
  for (const Claim& claim : file.claims()) {
    for (int i = 0; i != each; ++i) {
      const Mutation kind = all_mutations[static_cast<std::size_t>(i) % all_mutations.size()];
      const auto mutant = Mutator(file.arena(), random).mutated(claim.right, kind);
      if (!mutant) continue;
      CheckOptions options;
      options.seed = random();
      const Verdict verdict = file.verdict(claim, claim.left, *mutant, options);
      judge({file.arena(), claim.left, *mutant, claim.assumptions, verdict}, random(), all, tally);
    }
  }
  return tally;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_judge_tells_what_differs) {
  const auto told = [](std::string_view left, std::string_view right) {
    Graph graph;
    const Id a = parse(graph, left).id();
    const Id b = parse(graph, right).id();
    return Judge(graph.arena(), a, b, {}).difference(60, 1).has_value();
  };
  BOOST_TEST(told("x", "x + 1e-60*x"));
  BOOST_TEST(told("where(x > 0, x, 0)", "where(x > 1e-9, x, 0)"));
  BOOST_TEST(told("max(x, y)", "max(x, y + 1e-12)"));
  BOOST_TEST(told("sqrt(x^2)", "x"));
  BOOST_TEST(!told("where(x > 0, 1, 0)", "where(x >= 0, 1, 0)"));
  BOOST_TEST(!told("sin(2*x)", "2*sin(x)*cos(x)"));
  BOOST_TEST(!told("log(x*y)", "log(abs(x)) + log(abs(y))"));
}

BOOST_AUTO_TEST_CASE(every_mutant_of_the_catalogue_is_refuted) {
  ClaimFile catalogue(std::string(builtin_catalog()), "catalog");
  BOOST_TEST(catalogue.faults() == "");
  const Tally tally = mutate_claims(catalogue, 10, true);
  BOOST_TEST_MESSAGE(tally);
  BOOST_TEST(tally.refuted > 800);
  BOOST_TEST(tally.undecided < 20);
}

BOOST_AUTO_TEST_CASE(mutants_are_never_proved) {
  const int count = wanted();
  int proved = 0;
  std::mt19937_64 random(20250102);
  const auto attempt = [&](Arena& arena, Id left, Id right, std::span<const Id> assumptions) {
    Question question = pose(arena, left, right, assumptions);
    const bool admissible = question.assumptions.empty() || survey(question, 1, random()).admissible;
    if (!prove(question, 64, admissible).found) return;
    ++proved;
    Judge judge(arena, left, right, assumptions);
    if (!judge.competent()) return;
    const auto different = judge.difference(60, random());
    const Trial trial{arena, left, right, assumptions, {}};
    BOOST_TEST(!different, "proved, but different at " << different.value_or("") << ": " << trial.text());
  };
  std::vector<std::unique_ptr<ClaimFile>> files;
  for (int i = 0, made = 0; made < count; ++i) {
    const auto kind = [&] { return all_mutations[random() % all_mutations.size()]; };
    if (i % 2 == 0) {
      // Arenas grow with every mutant, so now and then the files are read afresh.
      if (i % 4000 == 0) files = corpora();
      ClaimFile& file = *files[random() % files.size()];
      const Claim& claim = file.claims()[random() % file.claims().size()];
      Mutator mutator(file.arena(), random);
      auto mutant = mutator.mutated(random() % 2 == 0 ? claim.left : claim.right, kind());
      if (mutant && random() % 3 == 0) mutant = mutator.mutated(*mutant, kind());
      if (!mutant) continue;
      attempt(file.arena(), claim.left, *mutant, claim.assumptions);
    } else {
      Arena arena(&local_identities());
      const RandomOptions options{.operations = 3 + static_cast<std::size_t>(i) % 8, .variables = {"x", "y"}};
      const Id root = random_expression(arena, random, options);
      const auto mutant = Mutator(arena, random).mutated(root, kind());
      if (!mutant) continue;
      attempt(arena, root, *mutant, {});
    }
    ++made;
  }
  BOOST_TEST_MESSAGE(count << " mutants, " << proved << " proved and equal after all");
  BOOST_TEST(proved < count / 5);
}
