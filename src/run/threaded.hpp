// SPDX-License-Identifier: BSL-1.0
// One row of a short tape as threaded code (ops/threaded.hpp), whose constants and code are found once.
#pragma once

#include <vector>

#include "lower/tape.hpp"

namespace adage {

/// Immutable; safe for concurrent calls. Without optimisation each step takes a frame of the stack.
template <class T>
class Threaded {
 public:
  explicit Threaded(const Tape& tape);

  /// One row, as run_scalar: the same bits. With `only_finite` nothing is written, and the answer is false, where some
  /// output is not finite.
  bool run(const T* in, T* out, bool only_finite) const;

 private:
  std::vector<Register> loads_, outputs_;
  std::vector<T> constants_;
  std::vector<ThreadedStep<T>> steps_;
  std::size_t registers_;
  bool is_last_ = false;  ///< the last step makes the only output
};

}  // namespace adage
