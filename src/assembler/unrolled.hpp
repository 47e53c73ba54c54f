// SPDX-License-Identifier: BSL-1.0
// A tape as one straight line of steps on single numbers: those of its short operations, equal ones once, and calls of
// what the library has for the others.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "lanes/program.hpp"
#include "lower/tape.hpp"

namespace adage {

/// `a`, `b` and `c` are the positions of what is read; an argument's `a` is the number of the load.
struct UnrolledStep : lanes::LaneStep {
  std::optional<Op> call;  ///< of this operation's code, on a, b, c
};

struct Unrolled {
  std::vector<UnrolledStep> steps;  ///< each reads only earlier ones, and each is read, or an output
  std::vector<std::uint32_t> outputs;
};

/// On doubles, or on floats.
Unrolled unrolled(const Tape& tape, bool doubles);

/// How many steps before it `step` reads: the first so many of a, b, c.
std::size_t operands(const UnrolledStep& step);

}  // namespace adage
