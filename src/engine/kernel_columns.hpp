// SPDX-License-Identifier: BSL-1.0
// Columns as compiled kernels take them: contiguous ones and single values as they are, others through blocks. Any
// part of the rows can be run by any thread; nothing is shared between parts but what is only read.
#pragma once

#include <boost/container/small_vector.hpp>
#include <span>

#include "jit/jit.hpp"
#include "run/interpreter.hpp"

namespace adage {

template <class T>
class KernelColumns {
 public:
  static constexpr std::size_t kLanes = kLaneBytes / sizeof(T);

  KernelColumns(std::span<const Strided<const T>> in, std::span<const Strided<T>> out, std::size_t n);

  /// Are the columns so long, and the outputs so placed, that they should be written past the caches?
  bool streams() const;

  /// The rows [begin, end) by `cached`, and by `streaming` where it is set and fits. The answer is that of the kernels.
  bool run(std::size_t begin, std::size_t end) const;

  ColumnKernel<T> cached = nullptr;
  ColumnKernel<T> streaming = nullptr;

 private:
  bool run_contiguous(std::size_t begin, std::size_t end) const;
  bool run_in_blocks(std::size_t begin, std::size_t end) const;

  std::span<const Strided<const T>> in_;
  std::span<const Strided<T>> out_;
  std::size_t n_;
  bool contiguous_ = true;
  // Few columns, as is usual, need no allocation.
  template <class U>
  using Few = boost::container::small_vector<U, 4>;
  boost::container::small_vector<T, 4 * kLanes> values_;  // kLanes of each single value
  Few<const T*> sources_;                                 // by input
  Few<std::int64_t> masks_;
  Few<T*> targets_;  // by output
};

/// The rows [begin, end) of columns by the interpreter, whose answer it gives.
template <class T>
bool run_part(const Tape& tape, std::span<const Strided<const T>> in, std::span<const Strided<T>> out,
              std::size_t begin, std::size_t end, bool watch);

}  // namespace adage
