// SPDX-License-Identifier: BSL-1.0
// Threaded code (Bell 1973): each step of a program knows the machine code that runs it, which ends with a jump to the
// next step's. There is no loop, and each jump has a place of its own that the processor predicts by.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace adage {

inline constexpr std::size_t kMaxArity = 3;

template <class T>
struct ThreadedStep {
  /// Runs the steps from `step` on; `last` is the result of the step before.
  using Run = T (*)(const ThreadedStep* step, T* registers, T last);

  Run run = nullptr;
  T (*code)(T, T, T) = nullptr;  ///< called where the operation is not a part of `run`
  std::uint32_t out = 0;
  std::array<std::uint32_t, kMaxArity> args{};

  /// To the next step. A call at the end of a function, which optimisation makes a jump.
  [[gnu::always_inline]] static inline T result(const ThreadedStep* step, T* registers, T value) {
    registers[step->out] = value;
    return step[1].run(step + 1, registers, value);
  }
};

/// By whether the first argument, and twice that whether the second, is `last`: taken from there, it need not wait for
/// its way into memory and back.
template <class T>
using ThreadedRuns = std::array<typename ThreadedStep<T>::Run, 4>;

}  // namespace adage
