// SPDX-License-Identifier: BSL-1.0
// In which arithmetic a tape runs over floats. Single precision is faster by half, and wholly wrong where a formula
// cancels or an intermediate result leaves the range of floats; then doubles between float inputs and float outputs
// give nearly always the rounded true value. Which formulas need them is measured.
#pragma once

#include "lower/tape.hpp"
#include "run/interpreter.hpp"

namespace adage {

/// Does the tape, run in single precision, err at one of some thousand sampled points (all binades of each input, and
/// moderate numbers) by more than 8 ulps of what it gives in double? Where the result changes its sign within a factor
/// of two of an input, 1e-6 of its size around there is allowed, and everywhere 64 times the smallest subnormal number.
/// Deterministic. False for tapes with so many instructions or inputs that sampling would take long.
bool single_errs(const Tape& tape);

/// The rows [begin, end) of columns by the interpreter, through blocks of doubles. The answer is whether all outputs
/// are finite.
bool run_part_in_doubles(const Tape& tape, std::span<const Strided<const float>> in,
                         std::span<const Strided<float>> out, std::size_t begin, std::size_t end);

}  // namespace adage
