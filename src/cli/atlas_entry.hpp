// SPDX-License-Identifier: BSL-1.0
// All that the atlas says of one activation, as data. It knows nothing of pages.
#pragma once

#include <adage/analyze.hpp>
#include <adage/plot.hpp>
#include <adage/verify.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "script/script.hpp"

namespace adage::cli {

/// A script whose definitions join the atlas.
struct AtlasSource {
  std::string name;
  std::string text;
};

struct AtlasEntry {
  struct Formula {
    std::string label;  ///< `d/dx`; empty for the function itself
    std::string text;
    std::string mathml;
    std::string latex;
  };
  struct Judged {
    std::string claim;
    Verdict verdict;
    double seconds = 0;
  };
  std::string name;
  std::string signature;            ///< `elu(x; alpha = 1)`
  std::string definition;           ///< as it was typed
  std::vector<std::string> inputs;  ///< variables without a default
  std::string about;                ///< the comment above it: other names, citations, range
  std::vector<Formula> formulas;
  std::vector<Judged> claims;
  std::optional<Card> card;
  std::string card_fault;     ///< why there is none
  std::optional<Plot> plot;   ///< of one variable
  std::optional<Plot> rough;  ///< f and f', few points
  std::string graph;          ///< for Graphviz
};

/// The definitions of a script that depend on a variable, in order, by their places among its statements.
std::vector<std::size_t> atlas_statements(const Script& script);

/// The entry of a definition. Works in a graph of its own, so that it is the same whatever was made before; safe in
/// several threads. `timing`: measure nanoseconds. Throws Error when the script has a fault at or before it.
AtlasEntry atlas_entry(const AtlasSource& source, const Script& script, std::size_t statement, bool timing);

}  // namespace adage::cli
