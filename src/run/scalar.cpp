// SPDX-License-Identifier: BSL-1.0
// One row of values: all registers in one array, one indirect call an instruction.
#include <array>
#include <cmath>

#include "run/interpreter.hpp"
#include "run/registers.hpp"
#include "run/scratch.hpp"

namespace adage {
namespace {

/// Registers that fit the stack; more live in the thread's scratch.
constexpr std::size_t kFewRegisters = 256;

template <class T>
bool run_in(const Tape& tape, const T* in, T* out, T* registers) {
  for (Register r = 0; r != tape.first_constant(); ++r) registers[r] = in[tape.loads[r]];
  load_constants(tape, registers);
  run_steps<T>(tape.instructions, registers);
  bool finite = true;
  for (const Register result : tape.outputs) {
    *out = registers[result];
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
