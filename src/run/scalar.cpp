// SPDX-License-Identifier: BSL-1.0
// One row of values: all registers in one array, one indirect call an instruction.
#include <cmath>

#include "run/interpreter.hpp"
#include "run/registers.hpp"

namespace adage {
namespace {

template <class T>
bool run(const Tape& tape, const T* in, T* out) {
  Registers<T> memory(tape.registers());
  T* const registers = memory.data();
  for (Register r = 0; r != tape.first_constant(); ++r) registers[r] = in[tape.loads[r]];
  load_constants(tape, registers + tape.first_constant());
  run_steps<T>(tape.instructions, registers);
  bool finite = true;
  for (const Register result : tape.outputs) {
    *out = registers[result];
    finite = finite && std::isfinite(*out);
    ++out;
  }
  return finite;
}

}  // namespace

bool run_scalar(const Tape& tape, const double* in, double* out) { return run(tape, in, out); }
bool run_scalar(const Tape& tape, const float* in, float* out) { return run(tape, in, out); }

}  // namespace adage
