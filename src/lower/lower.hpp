// SPDX-License-Identifier: BSL-1.0
// From a slice of a graph to a tape. The graph is not changed: the work happens on a copy, under identities
// that choose what is safe to run over what is short to read.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "graph/arena.hpp"
#include "lower/tape.hpp"

namespace adage {

/// Formulas in the form that is run: equal to what was asked for, safe against cancellation in the tails, and made of
/// operations that have machine code.
struct Runnable {
  std::unique_ptr<Arena> arena;
  std::vector<Id> outputs;
  std::vector<Id> inputs;
};

struct LowerOptions {
  bool as_written = false;  ///< only expand bodies and round constants; choose nothing
  bool simplify = true;     ///< simplify locally first
  bool fused = false;       ///< use the operations that only tapes have
  bool meeting = true;      ///< bring factors together with the bases of squares first, see Powers
};

/// Brings `outputs` to that form. Throws as `lower` does.
Runnable runnable(const Arena& arena, std::span<const Id> outputs, std::span<const Id> inputs,
                  const LowerOptions& options = {});

/// A program, and the formulas from which it was made where they were simplified: null where not.
struct Lowered {
  Tape tape;
  std::unique_ptr<const Runnable> typed;
};

/// The program that computes `outputs` from `inputs`. Throws Error when an input is not a variable or is given
/// twice, when an output depends on a variable that is not an input (naming it), or when there is no output.
/// Linear in the size of the slice.
Lowered lower_and_keep(const Arena& arena, std::span<const Id> outputs, std::span<const Id> inputs,
                       const LowerOptions& options = {});
/// Its tape alone.
Tape lower(const Arena& arena, std::span<const Id> outputs, std::span<const Id> inputs,
           const LowerOptions& options = {});

}  // namespace adage
