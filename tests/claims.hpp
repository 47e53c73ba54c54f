// SPDX-License-Identifier: BSL-1.0
// Claims from files in adage's own language: the corpora and the catalogue, for tests and benches that decide them.
#pragma once

#include <adage/adage.hpp>
#include <memory>
#include <string>
#include <vector>

#include "corpus_files.hpp"
#include "script/session.hpp"

namespace adage::testing {

/// One text with its definitions and claims, in a graph of its own.
class ClaimFile {
 public:
  ClaimFile(const std::string& text, const std::string& name) : text_(text), script_(text_, name) {
    for (Outcome& outcome : session_.run(script_)) {
      if (outcome.kind == Outcome::Kind::error) faults_ += outcome.diagnostic.rendered;
      for (Claim& claim : outcome.claims) claims_.push_back(std::move(claim));
    }
  }
  explicit ClaimFile(const std::filesystem::path& path) : ClaimFile(read_file(path), path.filename().string()) {}
  ClaimFile(const ClaimFile&) = delete;
  ClaimFile& operator=(const ClaimFile&) = delete;

  Graph& graph() { return graph_; }
  Arena& arena() { return graph_.arena(); }
  const Session& session() const { return session_; }
  const std::vector<Claim>& claims() const { return claims_; }
  const std::string& faults() const { return faults_; }  ///< rendered diagnostics

  Verdict verdict(const Claim& claim) { return verdict(claim, claim.left, claim.right, {}); }
  /// Of other sides under the claim's assumptions.
  Verdict verdict(const Claim& claim, Id left, Id right, CheckOptions options) {
    for (const Id assumption : claim.assumptions) options.assumptions.emplace_back(arena(), assumption);
    return check({arena(), left}, {arena(), right}, options);
  }

 private:
  std::string text_;
  Script script_;
  Graph graph_;
  Session session_{graph_.arena()};
  std::vector<Claim> claims_;
  std::string faults_;
};

}  // namespace adage::testing
