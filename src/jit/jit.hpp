// SPDX-License-Identifier: BSL-1.0
// Machine code made of a tape at run time. What a kernel computes is what the interpreter computes, bit for bit: both
// run the same steps (lanes/program.hpp), and what a library computes is called there too. This header knows no LLVM.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "lower/tape.hpp"

namespace adage {

/// One row: `in[k]` for each input of the tape, `out[k]` for each output. They must not overlap. A kernel that watches
/// answers false, and writes nothing, if an output would not be finite; others answer true.
template <class T>
using ScalarKernel = bool (*)(const T* in, T* out);

/// The rows [begin, end). Row i of input k is `in[k][i & masks[k]]`, so that a mask of 0 repeats what `in[k]` points
/// to, which must then be `kLaneBytes` of one value; a mask of -1 takes the rows as they come. A
/// kernel that watches answers whether all outputs are finite, others true.
template <class T>
using ColumnKernel = bool (*)(const T* const* in, const std::int64_t* masks, T* const* out, std::int64_t begin,
                              std::int64_t end);

/// The widest vector in bytes.
inline constexpr std::size_t kVectorBytes = 64;
/// As many run side by side, and so many bytes a kernel loads of a column at once.
inline constexpr unsigned kVectorsAtOnce = 4;
inline constexpr std::size_t kLaneBytes = kVectorsAtOnce * kVectorBytes;

enum class Store : std::uint8_t {
  cached,
  streaming,  ///< past the caches; every output must be aligned to kVectorBytes at `begin`, and whole vectors are
              ///< written
};

/// What a kernel reads and writes, and computes in between.
enum class Numbers : std::uint8_t {
  doubles,
  floats,
  widened,  ///< floats that are computed in double and rounded at the end
};

struct Wanted {
  Numbers numbers = Numbers::doubles;
  bool watch = false;
};

bool jit_available();
/// The compiler, its version and the processor, e.g. `LLVM 19.1.7, znver4, 64-byte vectors`; empty without one.
std::string jit_description();

/// A function of the machine and what keeps its code in memory.
template <class F>
struct Compiled {
  F call = nullptr;
  std::shared_ptr<const void> code;
};

/// Code for `tape`, found by the tape's content while any other copy of it is held: equal tapes share it. Throws Error
/// when the compiler fails, or is absent. Safe to call from any thread. The numbers wanted must be those of T.
template <class T>
Compiled<ScalarKernel<T>> scalar_kernel(const Tape& tape, Wanted wanted);
template <class T>
Compiled<ColumnKernel<T>> column_kernel(const Tape& tape, Store store, Wanted wanted);

/// How many steps a row takes in a kernel's lanes, about; what a library computes counts as a hundred.
std::size_t lane_steps(const Tape& tape, Numbers numbers);

/// The code before it is made for the machine, as LLVM's text, and after, as assembly.
std::string llvm_text(const Tape& tape, Wanted wanted);
std::string assembly_text(const Tape& tape, Wanted wanted);

}  // namespace adage
