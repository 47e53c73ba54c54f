// SPDX-License-Identifier: BSL-1.0
// A tape and the engines that may run it. Which one does changes speed and nothing else: both give the same bits. The
// rule of `automatic` stands in engine/choice.hpp.
#pragma once

#include <adage/function.hpp>
#include <array>
#include <atomic>
#include <memory>
#include <mutex>

#include "engine/typed.hpp"
#include "engine/watch.hpp"
#include "jit/jit.hpp"
#include "lower/tape.hpp"
#include "run/interpreter.hpp"

namespace adage {

class Executable : public detail::Rows {
 public:
  /// Throws Error when `options` ask for the compiler and there is none, or it fails.
  Executable(Lowered lowered, const CompileOptions& options);

  const Tape& tape() const { return tape_; }

  /// One row: `in[k]` for each input, `out[k]` for each output. They may overlap.
  template <class T>
  void row(const T* in, T* out) const;

  /// `n` rows. An output may be the same memory as an input of equal data and stride.
  template <class T>
  void columns(std::span<const Strided<const T>> in, std::span<const Strided<T>> out, std::size_t n) const;

  /// Whether rows or columns of doubles have been compiled by now.
  bool compiled() const;
  /// Whether floats are computed in double; found out at the first call (engine/precision.hpp).
  bool widens() const;
  Numbers numbers(bool in_doubles) const {
    return in_doubles ? Numbers::doubles : widens() ? Numbers::widened : Numbers::floats;
  }
  /// What kernels compute.
  Wanted wanted(bool in_doubles) const {
    const Numbers on = numbers(in_doubles);
    return {on, watch(on).needed()};
  }
  /// The tape that they run: where a division may hide an overflow it says so.
  const Tape& tape_on(Numbers numbers) const { return watch(numbers).tape(); }

 private:
  /// Code for one number type, as soon as there is some.
  template <class T>
  struct Kernels {
    std::atomic<ColumnKernel<T>> cached{nullptr};
    std::atomic<ColumnKernel<T>> streaming{nullptr};
    Compiled<ScalarKernel<T>> scalar_code;
    Compiled<ColumnKernel<T>> cached_code;
    Compiled<ColumnKernel<T>> streaming_code;
  };

  const Watch& watch(Numbers numbers) const {
    return watch_[static_cast<std::size_t>(numbers)].of(tape_, extended_, numbers);
  }
  /// Interprets one row; false if some output is not finite.
  template <class T>
  bool run_row(const Tape& tape, const Schedule* schedule, const T* in, T* out) const;
  template <class T>
  void interpret(const T* in, T* out) const;
  /// The same where there is no threaded code for it, or not all outputs are finite.
  template <class T>
  void interpret_tape(const T* in, T* out) const;
  /// A row of which some output may not be finite.
  template <class T>
  void look_closer(const T* in, T* out) const;
  template <class T>
  void look_closer(std::span<const Strided<const T>> in, std::span<const Strided<T>> out, std::size_t begin,
                   std::size_t end) const;
  template <class T>
  void columns_from_copies(std::span<const Strided<const T>> in, std::span<const Strided<T>> out, std::size_t n) const;
  template <class T>
  Kernels<T>& kernels() const;
  template <class T>
  std::atomic<ScalarKernel<T>>& scalar() const;
  template <class T>
  ScalarKernel<T> scalar_for(std::uint64_t rows) const;
  template <class T>
  ColumnKernel<T> columns_for(std::uint64_t rows, Store store) const;
  bool pays(std::atomic<std::uint64_t>& work, std::uint64_t rows, std::uint64_t enough) const;

  Tape tape_;
  Typed typed_;
  Engine engine_;
  FloatArithmetic floats_in_;
  bool extended_;
  mutable std::once_flag measured_;
  mutable bool widens_ = false;
  mutable std::array<Watch, 3> watch_;  // by Numbers
  unsigned threads_;
  mutable std::atomic<std::uint64_t> row_work_{0};
  mutable std::atomic<std::uint64_t> column_work_{0};
  mutable std::atomic<bool> failed_{false};
  mutable std::mutex compiling_;
  mutable Kernels<double> doubles_;
  mutable Kernels<float> floats_;
};

}  // namespace adage
