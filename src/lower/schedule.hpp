// SPDX-License-Identifier: BSL-1.0
// An order of a long tape for single rows. Large graphs repeat themselves: the neurons of a layer, the terms of a sum.
// Alike instructions that do not wait for one another are put side by side and run as lanes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "lower/tape.hpp"

namespace adage {

/// Where lane i of an argument is read: register `first + i * stride`, or `listed[first + i]`.
struct Source {
  static constexpr std::int32_t kListed = INT32_MIN;

  Register first = 0;
  std::int32_t stride = 0;
};

/// `lanes` alike instructions, whose results lie side by side from register `out` on.
struct Batch {
  Op op = Op::number;
  std::uint8_t count = 0;
  std::uint32_t lanes = 0;
  Register out = 0;
  std::array<Source, kMaxArity> args{};
  std::size_t singles = 0;  ///< so many of the schedule's single instructions run before it
};

/// `count` numbers in turn, from `first` on.
struct Stretch {
  Register first = 0;
  std::uint32_t count = 0;
};

/// Registers are the tape's inputs and constants, then those that each window takes anew, then those of what
/// outlives the window that makes it.
struct Schedule {
  LargeVector<Batch> batches;
  LargeVector<Instruction> singles;
  LargeVector<Register> listed;
  LargeVector<Stretch> loads;    ///< inputs, for the registers from 0 on
  LargeVector<Stretch> outputs;  ///< registers, for the outputs from 0 on
  Register registers = 0;
  std::size_t lanes = 0;  ///< instructions that run in batches

  bool empty() const { return batches.empty(); }
};

/// Empty where less than a quarter of the tape's instructions would run in batches. Time and memory in proportion to
/// it.
Schedule schedule(const Tape& tape);

}  // namespace adage
