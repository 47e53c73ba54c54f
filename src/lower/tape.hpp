// SPDX-License-Identifier: BSL-1.0
// The tape: a straight-line program over numbered registers, which every engine runs. Registers stand in this
// order: inputs in use, constants, results, temporaries. Only results and temporaries are written; a result is
// written once, and no instruction writes a register that it reads.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "base/large_pages.hpp"
#include "ops/row.hpp"

namespace adage {

using Register = std::uint32_t;
inline constexpr Register kNoRegister = std::numeric_limits<Register>::max();

/// `out = op(args…)`. Arguments beyond `count` repeat the first one, so that reading them is harmless.
struct Instruction {
  Op op = Op::number;
  std::uint8_t count = 0;
  Register out = 0;
  std::array<Register, kMaxArity> args{};
};

/// A constant, rounded once from its exact value to either type.
struct Constant {
  double f64 = 0;
  float f32 = 0;
};

struct Tape {
  std::vector<std::string> inputs;        ///< names of all inputs, in the caller's order
  std::vector<std::uint32_t> loads;       ///< register i holds input `loads[i]`; inputs without use have none
  std::vector<Constant> constants;        ///< register `first_constant() + i` holds constant i
  LargeVector<Instruction> instructions;  ///< in an order in which they can run
  std::vector<Register> outputs;          ///< where each output is found at the end
  std::uint32_t results = 0;              ///< registers that hold an output and nothing else
  std::uint32_t temporaries = 0;          ///< registers that are reused

  Register first_constant() const { return static_cast<Register>(loads.size()); }
  Register first_result() const { return first_constant() + static_cast<Register>(constants.size()); }
  Register first_temporary() const { return first_result() + results; }
  Register registers() const { return first_temporary() + temporaries; }
  bool is_result(Register r) const { return r >= first_result() && r < first_temporary(); }
};

/// The tape as text, one instruction a line: inputs by name, constants by value, `%n` for a register.
std::string listing(const Tape& tape);

}  // namespace adage
