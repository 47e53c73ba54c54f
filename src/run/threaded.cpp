// SPDX-License-Identifier: BSL-1.0
// From a tape to threaded code, and a run of it.
#include "run/threaded.hpp"

#include "run/machine.hpp"
#include "run/pairs.hpp"
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

/// By instruction: is its result an argument of the next one, once, and of no other, nor an output?
std::vector<bool> joins_the_next(const Tape& tape) {
  const auto& steps = tape.instructions;
  std::vector<bool> result(steps.size(), false), needed(tape.registers(), false);
  for (const Register output : tape.outputs) needed[output] = true;
  for (std::size_t i = steps.size(); i-- > 0;) {
    const Instruction& step = steps[i];
    needed[step.out] = false;
    if (i != 0) {
      const Register inner = steps[i - 1].out;
      const auto args = std::span(step.args).first(step.count);
      result[i - 1] = !needed[inner] && std::ranges::count(args, inner) == 1;
    }
    for (std::size_t k = 0; k != step.count; ++k) needed[step.args[k]] = true;
  }
  return result;
}

}  // namespace

template <class T>
Threaded<T>::Threaded(const Tape& tape, bool only_finite)
    : loads_(tape.loads),
      outputs_(tape.outputs),
      constants_((tape.constants.size() + kBlock - 1) / kBlock * kBlock),
      only_finite_(only_finite) {
  load_constants<T>(tape, constants_.data());
  const auto& instructions = tape.instructions;
  const std::vector<bool> joins = joins_the_next(tape);
  steps_.reserve(instructions.size() + 1);
  Register last = kNoRegister;
  for (std::size_t i = 0; i != instructions.size(); ++i) {
    const Instruction& instruction = instructions[i];
    const std::size_t kind = (instruction.args[0] == last ? 1 : 0) + (instruction.args[1] == last ? 2 : 0);
    const auto op = static_cast<std::size_t>(instruction.op);
    ThreadedStep<T> step{.code = machine<T>().scalar[op], .out = instruction.out, .args = instruction.args};
    const std::size_t first = place_among_paired(instruction.op);
    const std::size_t second = joins[i] ? place_among_paired(instructions[i + 1].op) : kPaired.size();
    if (first != kPaired.size() && second != kPaired.size()) {
      const Instruction& outer = instructions[++i];
      const bool swapped = outer.args[1] == instruction.out;
      step.run = Pairs<T>::of(first, second, swapped)[kind];
      step.out = outer.out;
      step.args[2] = outer.args[swapped ? 0 : 1];
    } else {
      const ThreadedRuns<T>& own = machine<T>().threaded[op];
      step.run = (own.front() != nullptr ? own : calls<T>)[kind];
    }
    steps_.push_back(step);
    last = step.out;
  }
  steps_.push_back({.run = end<T>});
  is_last_ = outputs_.size() == 1 && outputs_.front() == last;
}

template <class T>
bool Threaded<T>::write(const T* registers, T* out) const {
  if (only_finite_) {
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
