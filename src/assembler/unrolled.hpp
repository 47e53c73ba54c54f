// SPDX-License-Identifier: BSL-1.0
// A tape as one straight line of steps on single numbers: those of its short operations, equal ones once, and calls of
// what the library has for the others.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "lanes/program.hpp"
#include "lower/tape.hpp"

namespace adage {

struct UnrolledStep {
  lanes::Step step = lanes::Step::argument;
  std::optional<Op> call{};  ///< then `step` says nothing: this operation's code is called
  std::uint8_t count = 0;
  std::array<std::uint32_t, kMaxArity> args{};  ///< positions of `count` steps; of an argument, the number of the load
  std::uint64_t word = 0;                       ///< the bits of a constant, as in lanes::LaneStep

  std::span<const std::uint32_t> reads() const { return std::span(args).first(count); }
  bool is(lanes::Step kind) const { return !call && step == kind; }
};

struct Unrolled {
  std::vector<UnrolledStep> steps;  ///< each reads only earlier ones
  std::vector<std::uint32_t> outputs;
};

/// On doubles, or on floats.
Unrolled unrolled(const Tape& tape, bool doubles);

}  // namespace adage
