// SPDX-License-Identifier: BSL-1.0
// One row of a short tape as threaded code (ops/threaded.hpp), whose constants and code are found once.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstring>
#include <vector>

#include "lower/tape.hpp"

namespace adage {

/// Immutable; safe for concurrent calls. Without optimisation each step takes a frame of the stack.
template <class T>
class Threaded {
 public:
  /// They lie on the stack. With 512 or 1,024 doubles a caller's inputs would be as good as 4 KiB away, where a
  /// processor takes loads and stores for the same place.
  static constexpr std::size_t kMostRegisters = 768;

  /// Of a tape with no more registers. `only_finite`: see run.
  Threaded(const Tape& tape, bool only_finite);

  /// One row, as run_scalar: the same bits. Where only finite results are wanted and some output is not, nothing is
  /// written, and the answer is false.
  [[gnu::always_inline]] bool run(const T* in, T* out) const {
    T registers[kMostRegisters + kBlock];  // NOLINT: each is written before it is read
    T* next = registers;
    for (const Register from : loads_) *next++ = in[from];
    const T* const end = constants_.data() + constants_.size();
    for (const T* from = constants_.data(); from != end; from += kBlock, next += kBlock) {
      std::memcpy(next, from, kBlock * sizeof(T));
    }
    const T last = steps_.front().run(steps_.data(), registers, T());
    if (!is_last_) return write(registers, out);
    if (only_finite_ && !std::isfinite(last)) return false;
    *out = last;  // so common that it need not go through memory
    return true;
  }

  std::size_t steps() const { return steps_.size() - 1; }

 private:
  static constexpr std::size_t kBlock = 4;

  bool write(const T* registers, T* out) const;

  std::vector<Register> loads_, outputs_;
  std::vector<T> constants_;  ///< in whole blocks; what fills up the last lies where results will be
  std::vector<ThreadedStep<T>> steps_;
  bool only_finite_;
  bool is_last_ = false;  ///< the last step makes the only output
};

}  // namespace adage
