// SPDX-License-Identifier: BSL-1.0
// What the runs of one row share: constants, and instructions one by one.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <type_traits>

#include "lower/tape.hpp"
#include "run/machine.hpp"
#include "run/scratch.hpp"

namespace adage {

/// The registers of one row, uninitialised: on the stack while they are few, in the thread's scratch else.
template <class T>
class Registers {
 public:
  explicit Registers(std::size_t count) {
    if (count > kFew) scratch_.emplace(count * sizeof(T));
  }
  T* data() { return scratch_ ? reinterpret_cast<T*>(scratch_->data()) : few_.data(); }

 private:
  static constexpr std::size_t kFew = 256;

  std::optional<Scratch> scratch_;
  std::array<T, kFew> few_;  // NOLINT: each register is written before it is read
};

template <class T>
void load_constants(const Tape& tape, T* next) {
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
  Register where = kNoRegister;
  const auto value = [&](Register r) { return r == where ? last : registers[r]; };
  for (const Instruction& step : steps) {
    last = code[static_cast<std::size_t>(step.op)](value(step.args[0]), value(step.args[1]), registers[step.args[2]]);
    where = step.out;
    registers[where] = last;
  }
}

}  // namespace adage
