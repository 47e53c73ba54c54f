// SPDX-License-Identifier: BSL-1.0
// From a tape to threaded code, and a run of it.
#include "run/threaded.hpp"

#include <cmath>

#include "run/machine.hpp"
#include "run/registers.hpp"

namespace adage {
namespace {

template <class T, bool FirstIsLast, bool SecondIsLast>
T called(const ThreadedStep<T>* step, T* registers, T last) {
  const auto& [a, b, c] = step->args;
  const T first = FirstIsLast ? last : registers[a];
  const T second = SecondIsLast ? last : registers[b];
  return ThreadedStep<T>::result(step, registers, step->code(first, second, registers[c]));
}

template <class T>
constexpr ThreadedRuns<T> calls{called<T, false, false>, called<T, true, false>, called<T, false, true>,
                                called<T, true, true>};

template <class T>
T end(const ThreadedStep<T>*, T*, T last) {
  return last;
}

}  // namespace

template <class T>
Threaded<T>::Threaded(const Tape& tape)
    : loads_(tape.loads), outputs_(tape.outputs), constants_(tape.constants.size()), registers_(tape.registers()) {
  load_constants<T>(tape, constants_.data());
  steps_.reserve(tape.instructions.size() + 1);
  Register last = kNoRegister;
  for (const Instruction& instruction : tape.instructions) {
    const auto op = static_cast<std::size_t>(instruction.op);
    const ThreadedRuns<T>& own = machine<T>().threaded[op];
    const std::size_t kind = (instruction.args[0] == last ? 1 : 0) + (instruction.args[1] == last ? 2 : 0);
    const auto run = (own.front() != nullptr ? own : calls<T>)[kind];
    steps_.push_back({run, machine<T>().scalar[op], instruction.out, instruction.args});
    last = instruction.out;
  }
  steps_.push_back({.run = end<T>});
  is_last_ = outputs_.size() == 1 && outputs_.front() == last;
}

template <class T>
bool Threaded<T>::run(const T* in, T* out, bool only_finite) const {
  Registers<T> memory(registers_);
  T* const registers = memory.data();
  T* next = registers;
  for (const Register from : loads_) *next++ = in[from];
  for (const T constant : constants_) *next++ = constant;
  const T last = steps_.front().run(steps_.data(), registers, T());
  if (is_last_) {  // so common that it need not go through memory
    if (only_finite && !std::isfinite(last)) return false;
    *out = last;
    return true;
  }
  if (only_finite) {
    for (const Register result : outputs_) {
      if (!std::isfinite(registers[result])) return false;
    }
  }
  for (const Register result : outputs_) *out++ = registers[result];
  return true;
}

template class Threaded<double>;
template class Threaded<float>;

}  // namespace adage
