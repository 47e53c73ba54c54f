// SPDX-License-Identifier: BSL-1.0
// Claims decided and verdicts shown, the same way for check, run, catalog and the REPL.
#pragma once

#include <adage/verify.hpp>

#include "cli/json.hpp"
#include "cli/workplace.hpp"

namespace adage::cli {

/// Counts of verdicts, and the exit status that follows.
struct Tally {
  std::size_t proved = 0;
  std::size_t refuted = 0;
  std::size_t undecided = 0;

  void add(const Verdict& verdict);
  /// `12 proved, 0 refuted, 1 undecided`
  std::string text() const;
  int status(bool strict) const;
};

/// `options` without assumptions, which are the claim's.
Verdict decide(const Claim& claim, Desk& desk, CheckOptions options = {});

/// `proved`, coloured where the stream is.
std::string verdict_word(Verdict::Kind kind, const Output& out);
/// What a person should know beyond the word: the witness, or how far the sides agree. Lines, each ended.
std::string verdict_details(const Verdict& verdict);
/// `{"point": {"x": "1"}, "left": "…", "right": "…"}`, or null.
Json witness_json(const Verdict& verdict);

}  // namespace adage::cli
