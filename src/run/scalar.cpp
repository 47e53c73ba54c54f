// SPDX-License-Identifier: BSL-1.0
// One row of values: all registers in one array, one indirect call an instruction.
#include <cmath>

#include "run/interpreter.hpp"
#include "run/machine.hpp"
#include "run/scratch.hpp"

namespace adage {
namespace {

/// Registers that fit the stack; more live in the thread's scratch.
constexpr std::size_t kFewRegisters = 256;

template <class T>
bool run_in(const Tape& tape, const T* in, T* out, T* registers) {
  T* next = registers;
  for (const std::uint32_t input : tape.loads) *next++ = in[input];
  for (const Constant& constant : tape.constants) {
    if constexpr (std::is_same_v<T, double>) {
      *next++ = constant.f64;
    } else {
      *next++ = constant.f32;
    }
  }
  const auto& code = machine<T>().scalar;
  // Most arguments are the result of the step before. Taken from there, they need not wait for their way into memory.
  T last{};
  Register where = tape.registers();
  const auto value = [&](Register r) { return r == where ? last : registers[r]; };
  for (const Instruction& step : tape.instructions) {
    last = code[static_cast<std::size_t>(step.op)](value(step.args[0]), value(step.args[1]), registers[step.args[2]]);
    where = step.out;
    registers[where] = last;
  }
  bool finite = true;
  for (const Register result : tape.outputs) {
    *out = value(result);
    finite = finite && std::isfinite(*out);
    ++out;
  }
  return finite;
}

template <class T>
bool run(const Tape& tape, const T* in, T* out) {
  if (tape.registers() <= kFewRegisters) {
    std::array<T, kFewRegisters> registers;  // NOLINT: uninitialised, as each register is written before it is read
    return run_in(tape, in, out, registers.data());
  }
  const Scratch scratch(tape.registers() * sizeof(T));
  return run_in(tape, in, out, reinterpret_cast<T*>(scratch.data()));
}

}  // namespace

bool run_scalar(const Tape& tape, const double* in, double* out) { return run(tape, in, out); }
bool run_scalar(const Tape& tape, const float* in, float* out) { return run(tape, in, out); }

}  // namespace adage
