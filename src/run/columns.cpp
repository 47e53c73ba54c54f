// SPDX-License-Identifier: BSL-1.0
// Columns in blocks of lanes. Contiguous columns are read and written in place, others pass through a block of
// scratch; an input that shares memory with an output is copied first, as outputs are written while inputs are read.
#include <algorithm>
#include <functional>

#include "run/finite.hpp"
#include "run/interpreter.hpp"
#include "run/machine.hpp"
#include "run/scratch.hpp"

namespace adage {
namespace {

/// All blocks of a call together should stay in the second-level cache, and be long enough to pay for dispatch.
constexpr std::size_t kBlockBytes = 256 << 10;
constexpr std::size_t kFewestLanes = 8;
constexpr std::size_t kMostLanes = 1024;

std::size_t block_length(std::size_t blocks, std::size_t element, std::size_t n) {
  const std::size_t fitting = kBlockBytes / (element * std::max<std::size_t>(blocks, 1));
  const std::size_t lanes = std::clamp(fitting / kFewestLanes * kFewestLanes, kFewestLanes, kMostLanes);
  return std::min(lanes, (n + kFewestLanes - 1) / kFewestLanes * kFewestLanes);
}

/// The addresses from the first element to just past the last one, whichever way the column runs.
template <class T>
struct Extent {
  const T* begin = nullptr;
  const T* end = nullptr;

  template <class U>
  Extent(const Strided<U>& column, std::size_t n) {
    const T* last = column.data + static_cast<std::ptrdiff_t>(n - 1) * column.stride;
    begin = std::min<const T*>(column.data, last, std::less<const T*>());
    end = std::max<const T*>(column.data, last, std::less<const T*>()) + 1;
  }
  bool overlaps(const Extent& other) const {
    return std::less<const T*>()(begin, other.end) && std::less<const T*>()(other.begin, end);
  }
};

template <class T>
class ColumnRun {
 public:
  ColumnRun(const Tape& tape, std::span<const Strided<const T>> in, std::span<const Strided<T>> out, std::size_t n)
      : tape_(tape),
        in_(in),
        out_(out),
        n_(n),
        length_(block_length(tape.registers(), sizeof(T), n)),
        scratch_(aligned(tape.registers() * sizeof(T*)) + aligned(tape.loads.size()) +
                 tape.registers() * length_ * sizeof(T)),
        at_(reinterpret_cast<T**>(scratch_.data())),
        in_place_(reinterpret_cast<bool*>(scratch_.data() + aligned(tape.registers() * sizeof(T*)))) {
    T* blocks = reinterpret_cast<T*>(reinterpret_cast<std::byte*>(in_place_) + aligned(tape.loads.size()));
    for (Register r = 0; r != tape.registers(); ++r) at_[r] = blocks + r * length_;
    for (Register r = 0; r != tape.first_constant(); ++r) in_place_[r] = can_stay(in[tape.loads[r]]);
  }

  bool run(bool watch) {
    fill_uniform();
    bool finite = true;
    for (std::size_t start = 0; start != n_;) {
      const std::size_t count = std::min(length_, n_ - start);
      load(start, count);
      aim_results(start);
      for (const Instruction& step : tape_.instructions) {
        lanes_[static_cast<std::size_t>(step.op)](at_[step.out], at_[step.args[0]], at_[step.args[1]],
                                                  at_[step.args[2]], count);
      }
      if (watch) finite = all_results_finite(count) && finite;
      store(start, count);
      start += count;
    }
    return finite;
  }

 private:
  bool all_results_finite(std::size_t count) const {
    return std::ranges::all_of(tape_.outputs, [&](Register result) { return all_finite(at_[result], count); });
  }

  static std::size_t aligned(std::size_t bytes) {
    return (bytes + Scratch::kAlignment - 1) / Scratch::kAlignment * Scratch::kAlignment;
  }

  void fill(Register r, T value) { std::fill_n(at_[r], length_, value); }

  /// Constants and inputs of one value, once for all blocks.
  void fill_uniform() {
    for (Register r = 0; r != tape_.first_constant(); ++r) {
      const auto& input = in_[tape_.loads[r]];
      if (input.stride == 0) fill(r, *input.data);
    }
    for (std::size_t i = 0; i != tape_.constants.size(); ++i) {
      const Constant& constant = tape_.constants[i];
      fill(tape_.first_constant() + static_cast<Register>(i),
           std::is_same_v<T, double> ? static_cast<T>(constant.f64) : static_cast<T>(constant.f32));
    }
  }

  /// Is the input contiguous and safe from what is written? With many outputs a copy is cheaper than the question.
  bool can_stay(const Strided<const T>& input) const {
    if (input.stride != 1) return false;
    constexpr std::size_t most_compared = 16;
    if (out_.size() > most_compared) return false;
    const Extent<T> extent(input, n_);
    return std::ranges::none_of(out_, [&](const auto& output) { return extent.overlaps(Extent<T>(output, n_)); });
  }

  void load(std::size_t start, std::size_t count) {
    for (Register r = 0; r != tape_.first_constant(); ++r) {
      const auto& input = in_[tape_.loads[r]];
      if (input.stride == 0) continue;
      const T* first = input.data + static_cast<std::ptrdiff_t>(start) * input.stride;
      if (in_place_[r]) {
        at_[r] = const_cast<T*>(first);  // no instruction writes the register of an input
      } else if (input.stride == 1) {
        std::copy_n(first, count, at_[r]);
      } else {
        for (std::size_t i = 0; i != count; ++i) at_[r][i] = first[static_cast<std::ptrdiff_t>(i) * input.stride];
      }
    }
  }

  /// Results go straight to contiguous outputs; of several outputs in one register, to the first of them.
  void aim_results(std::size_t start) {
    for (std::size_t k = out_.size(); k-- != 0;) {
      if (writes_through(k)) at_[tape_.outputs[k]] = out_[k].data + start;
    }
  }
  bool writes_through(std::size_t k) const { return tape_.is_result(tape_.outputs[k]) && out_[k].stride == 1; }

  void store(std::size_t start, std::size_t count) {
    for (std::size_t k = 0; k != out_.size(); ++k) {
      const T* from = at_[tape_.outputs[k]];
      T* first = out_[k].data + static_cast<std::ptrdiff_t>(start) * out_[k].stride;
      if (first == from) continue;
      for (std::size_t i = 0; i != count; ++i) first[static_cast<std::ptrdiff_t>(i) * out_[k].stride] = from[i];
    }
  }

  const Tape& tape_;
  std::span<const Strided<const T>> in_;
  std::span<const Strided<T>> out_;
  std::size_t n_;
  std::size_t length_;  // lanes in a block
  Scratch scratch_;
  T** at_;          // where each register's block stands
  bool* in_place_;  // by register: is the input read where it is?
  const std::array<typename Machine<T>::Lanes, 256>& lanes_ = machine<T>().lanes;
};

}  // namespace

bool run_columns(const Tape& tape, std::span<const Strided<const double>> in, std::span<const Strided<double>> out,
                 std::size_t n, bool watch) {
  return n == 0 || ColumnRun<double>(tape, in, out, n).run(watch);
}
bool run_columns(const Tape& tape, std::span<const Strided<const float>> in, std::span<const Strided<float>> out,
                 std::size_t n, bool watch) {
  return n == 0 || ColumnRun<float>(tape, in, out, n).run(watch);
}

}  // namespace adage
