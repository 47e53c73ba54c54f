// SPDX-License-Identifier: BSL-1.0
// The interpreter's loop over other registers; constants are the doubles that the engines use.
#include "run/extended.hpp"

#include <cmath>
#include <vector>

#include "run/scaled.hpp"

namespace adage {

template <class T>
void run_extended(const Tape& tape, const T* in, T* out) {
  std::vector<Scaled> registers;
  registers.reserve(tape.registers());
  for (const std::uint32_t input : tape.loads) registers.push_back(scaled(in[input]));
  for (const Constant& constant : tape.constants) registers.push_back(scaled(constant.f64));
  registers.resize(tape.registers());
  for (const Instruction& step : tape.instructions) {
    registers[step.out] = apply(step.op, registers[step.args[0]], registers[step.args[1]], registers[step.args[2]]);
  }
  for (std::size_t k = 0; k != tape.outputs.size(); ++k) {
    const long double value = unscaled(registers[tape.outputs[k]]);
    if (!std::isfinite(out[k])) out[k] = static_cast<T>(value);
  }
}

template void run_extended(const Tape&, const double*, double*);
template void run_extended(const Tape&, const float*, float*);

}  // namespace adage
