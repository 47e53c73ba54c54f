// SPDX-License-Identifier: BSL-1.0
// Every identity of tests/corpus/identities is proved, every claim of tests/corpus/near_misses refuted; each normal
// form of their sides keeps the value. A failure names the file and the claim.
#include <adage/adage.hpp>
#include <boost/test/unit_test.hpp>

#include "algebra/algebra.hpp"
#include "claims.hpp"
#include "compare_values.hpp"
#include "graph/print.hpp"
#include "script/catalog.hpp"

using namespace adage;
using namespace adage::testing;
using Kind = Verdict::Kind;

namespace {

/// What was decided, and the slowest of all.
struct Run {
  std::size_t claims = 0;
  double slowest = 0;
  std::string slowest_claim;
};

/// Decides every claim of a folder; `judge` sees each verdict.
template <class Judge>
Run run(std::string_view folder, Judge judge) {
  Run result;
  for (const auto& path : files_of(folder, ".adage")) {
    ClaimFile file(path);
    BOOST_TEST(file.faults() == "");
    for (const Claim& claim : file.claims()) {
      const Verdict verdict = file.verdict(claim);
      judge(claim, verdict);
      ++result.claims;
      if (verdict.seconds <= result.slowest) continue;
      result.slowest = verdict.seconds;
      result.slowest_claim = claim.text;
    }
  }
  BOOST_TEST_MESSAGE(result.claims << " claims, the slowest in " << 1e3 * result.slowest
                                   << " ms: " << result.slowest_claim);
  return result;
}

}  // namespace

BOOST_AUTO_TEST_CASE(identities_are_proved) {
  std::size_t proved = 0;
  const Run found = run("identities", [&](const Claim& claim, const Verdict& verdict) {
    BOOST_TEST((verdict.kind != Kind::refuted), claim.text << ": " << verdict.left << " against " << verdict.right);
    if (verdict == Kind::proved) ++proved;
    if (has_algebra()) BOOST_TEST((verdict == Kind::proved), claim.text << ": " << verdict.note);
  });
  BOOST_TEST(found.claims >= 400u);
  BOOST_TEST(proved >= 20u);
  if (has_algebra()) BOOST_TEST(proved == found.claims);
}

BOOST_AUTO_TEST_CASE(near_misses_are_refuted) {
  const Run found = run("near_misses", [&](const Claim& claim, const Verdict& verdict) {
    BOOST_TEST((verdict == Kind::refuted), claim.text << ": " << to_string(verdict.kind) << ", " << verdict.note);
    BOOST_TEST((verdict != Kind::refuted || verdict.left != verdict.right), claim.text);
  });
  BOOST_TEST(found.claims >= 120u);
}

BOOST_AUTO_TEST_CASE(normal_forms_of_both_sides_keep_the_value,
                     *boost::unit_test::precondition([](auto) { return has_algebra(); })) {
  std::mt19937_64 random(3);
  int points = 0;
  const auto hold = [&](ClaimFile& file) {
    for (const Claim& claim : file.claims()) {
      for (const Id side : {claim.left, claim.right}) {
        for (const NormalForm shape :
             {NormalForm::expanded, NormalForm::factored, NormalForm::square_free, NormalForm::partial_fractions}) {
          const auto form = normal_form(file.arena(), side, shape, {.assumptions = claim.assumptions});
          if (!form) continue;
          const Comparison found = compared(file.arena(), side, *form, random, 3, claim.assumptions);
          points += found.points;
          BOOST_TEST(found.different == 0, to_infix(file.arena(), side)
                                               << " became " << to_infix(file.arena(), *form) << " at " << found.where);
        }
      }
    }
  };
  for (const std::string_view folder : {"identities", "near_misses"}) {
    for (const auto& path : files_of(folder, ".adage")) {
      ClaimFile file(path);
      hold(file);
    }
  }
  ClaimFile catalogue(std::string(builtin_catalog()), "catalog");
  hold(catalogue);
  BOOST_TEST(points > 4000);
}
