// SPDX-License-Identifier: BSL-1.0
// The interpreter: runs a tape on one row of values or on columns. Safe for concurrent calls on one tape; scratch
// memory is the stack's or the thread's. Shapes are checked by the caller.
#pragma once

#include <cstddef>
#include <span>

#include "lower/schedule.hpp"
#include "lower/tape.hpp"

namespace adage {

/// Element i of a column is `data[i * stride]`; a stride of 0 repeats one value.
template <class T>
struct Strided {
  T* data = nullptr;
  std::ptrdiff_t stride = 1;
};

/// One row: `in[k]` for each input of the tape, `out[k]` for each output. They may overlap. The answer is whether all
/// outputs are finite.
bool run_scalar(const Tape& tape, const double* in, double* out);
bool run_scalar(const Tape& tape, const float* in, float* out);

/// The same by the tape's schedule, which must not be empty: the same bits.
bool run_scheduled(const Tape& tape, const Schedule& schedule, const double* in, double* out);
bool run_scheduled(const Tape& tape, const Schedule& schedule, const float* in, float* out);

/// `n` rows, in blocks of lanes. An output may be the same memory as an input of equal data and stride. The answer is
/// true, or with `watch` whether all outputs are finite.
bool run_columns(const Tape& tape, std::span<const Strided<const double>> in, std::span<const Strided<double>> out,
                 std::size_t n, bool watch = false);
bool run_columns(const Tape& tape, std::span<const Strided<const float>> in, std::span<const Strided<float>> out,
                 std::size_t n, bool watch = false);

}  // namespace adage
