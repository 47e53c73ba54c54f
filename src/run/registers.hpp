// SPDX-License-Identifier: BSL-1.0
// What the runs of one row share: constants, and instructions one by one.
#pragma once

#include <limits>
#include <span>
#include <type_traits>

#include "lower/tape.hpp"
#include "run/machine.hpp"

namespace adage {

template <class T>
void load_constants(const Tape& tape, T* registers) {
  T* next = registers + tape.first_constant();
  for (const Constant& constant : tape.constants) {
    if constexpr (std::is_same_v<T, double>) {
      *next++ = constant.f64;
    } else {
      *next++ = constant.f32;
    }
  }
}

/// Most arguments are the result of the step before. Taken from there, they need not wait for their way into memory.
template <class T>
void run_steps(std::span<const Instruction> steps, T* registers) {
  const auto& code = machine<T>().scalar;
  T last{};
  Register where = std::numeric_limits<Register>::max();
  const auto value = [&](Register r) { return r == where ? last : registers[r]; };
  for (const Instruction& step : steps) {
    last = code[static_cast<std::size_t>(step.op)](value(step.args[0]), value(step.args[1]), registers[step.args[2]]);
    where = step.out;
    registers[where] = last;
  }
}

}  // namespace adage
