// SPDX-License-Identifier: BSL-1.0
// In which arithmetic a tape runs over floats. Single precision is faster by half, and wholly wrong where a formula
// cancels or an intermediate result leaves the range of floats; then doubles between float inputs and float outputs
// give nearly always the rounded true value. Which formulas need them is measured.
#pragma once

#include "lower/tape.hpp"
#include "run/interpreter.hpp"

namespace adage {

/// Does the tape, run in single precision, err at one of some thousand sampled points (all binades of each input, and
/// moderate numbers) by more than 8 ulps of what it gives in double? Where the result changes its sign within a factor
/// of two of an input, 1e-6 of its size around there is allowed, and everywhere 64 times the smallest subnormal number.
/// Deterministic. False for tapes with so many instructions or inputs that sampling would take long.
bool single_errs(const Tape& tape);

/// Rows [begin, end) of float columns through blocks of doubles. `run(in, out, n)` computes `n` rows.
template <class Run>
void in_doubles(std::span<const Strided<const float>> in, std::span<const Strided<float>> out, std::size_t begin,
                std::size_t end, Run run) {
  constexpr std::size_t most_rows = 1024;
  const std::size_t length = std::min(end - begin, most_rows);
  std::vector<double> memory((in.size() + out.size()) * length);
  std::vector<Strided<const double>> from(in.size());
  std::vector<Strided<double>> to(out.size());
  for (std::size_t k = 0; k != in.size(); ++k) {
    double* const block = memory.data() + k * length;
    from[k] = {block, in[k].stride == 0 ? 0 : 1};
    if (in[k].stride == 0) *block = in[k].data[0];
  }
  for (std::size_t k = 0; k != out.size(); ++k) to[k] = {memory.data() + (in.size() + k) * length, 1};
  const auto place = [](const auto& column, std::size_t row) {
    return column.data + static_cast<std::ptrdiff_t>(row) * column.stride;
  };
  // Contiguous columns in loops that the compiler turns into vectors.
  const auto copy = [](auto* target, std::ptrdiff_t step, const auto* source, std::ptrdiff_t source_step,
                       std::size_t n) {
    using Target = std::remove_reference_t<decltype(*target)>;
    const auto count = static_cast<std::ptrdiff_t>(n);
    if (step == 1 && source_step == 1) {
      for (std::ptrdiff_t i = 0; i != count; ++i) target[i] = static_cast<Target>(source[i]);
    } else {
      for (std::ptrdiff_t i = 0; i != count; ++i) target[i * step] = static_cast<Target>(source[i * source_step]);
    }
  };
  for (std::size_t row = begin; row != end;) {
    const std::size_t n = std::min(length, end - row);
    for (std::size_t k = 0; k != in.size(); ++k) {
      if (in[k].stride != 0) copy(memory.data() + k * length, 1, place(in[k], row), in[k].stride, n);
    }
    run(std::span<const Strided<const double>>(from), std::span<const Strided<double>>(to), n);
    for (std::size_t k = 0; k != out.size(); ++k) copy(place(out[k], row), out[k].stride, to[k].data, 1, n);
    row += n;
  }
}

}  // namespace adage
