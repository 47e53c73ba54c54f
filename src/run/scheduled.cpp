// SPDX-License-Identifier: BSL-1.0
// One row by a schedule: batches as lanes, what is left one by one.
#include <algorithm>
#include <array>
#include <span>

#include "run/finite.hpp"
#include "run/interpreter.hpp"
#include "run/registers.hpp"
#include "run/scratch.hpp"

namespace adage {
namespace {

template <class T>
class ScheduledRun {
 public:
  ScheduledRun(const Schedule& schedule, T* registers) : schedule_(schedule), registers_(registers) {}

  void run() {
    for (const Batch& batch : schedule_.batches) {
      run_singles(batch.singles);
      run_batch(batch);
    }
    run_singles(schedule_.singles.size());
  }

 private:
  /// Arguments that do not lie side by side are gathered so many at a time.
  static constexpr std::size_t kGathered = 256;
  using Block = std::array<T, kGathered>;

  void run_singles(std::size_t end) {
    run_steps<T>(std::span(schedule_.singles).subspan(single_, end - single_), registers_);
    single_ = end;
  }

  void run_batch(const Batch& batch) {
    const auto lanes = machine<T>().lanes[static_cast<std::size_t>(batch.op)];
    std::array<const T*, kMaxArity> from{registers_ + batch.out};
    std::array<Block, kMaxArity> blocks;  // NOLINT: filled as far as they are read
    bool in_place = true;
    for (std::size_t k = 0; k != batch.count; ++k) in_place = in_place && batch.args[k].stride == 1;
    const std::size_t most = in_place ? batch.lanes : kGathered;
    for (std::size_t begin = 0; begin < batch.lanes; begin += most) {
      const std::size_t count = std::min<std::size_t>(most, batch.lanes - begin);
      for (std::size_t k = 0; k != batch.count; ++k) from[k] = gathered(batch.args[k], begin, count, blocks[k]);
      std::fill(from.begin() + std::max<std::size_t>(batch.count, 1), from.end(), from[0]);
      lanes(registers_ + batch.out + begin, from[0], from[1], from[2], count);
    }
  }

  const T* gathered(const Source& source, std::size_t begin, std::size_t count, Block& block) const {
    if (source.stride == Source::kListed) {
      const Register* list = schedule_.listed.data() + source.first + begin;
      for (std::size_t i = 0; i != count; ++i) block[i] = registers_[list[i]];
      return block.data();
    }
    const T* first = registers_ + source.first + static_cast<std::ptrdiff_t>(begin) * source.stride;
    if (source.stride == 1) return first;
    if (source.stride == 0) {
      if (begin == 0) std::fill_n(block.data(), count, *first);
      return block.data();
    }
    for (std::size_t i = 0; i != count; ++i) block[i] = first[static_cast<std::ptrdiff_t>(i) * source.stride];
    return block.data();
  }

  const Schedule& schedule_;
  T* registers_;
  std::size_t single_ = 0;
};

template <class T>
bool run(const Tape& tape, const Schedule& schedule, const T* in, T* out) {
  const Scratch scratch(schedule.registers * sizeof(T));
  T* const registers = reinterpret_cast<T*>(scratch.data());
  T* next = registers;
  for (const Stretch& stretch : schedule.loads) next = std::copy_n(in + stretch.first, stretch.count, next);
  load_constants(tape, registers + tape.first_constant());
  ScheduledRun<T>(schedule, registers).run();
  bool finite = true;
  for (const Stretch& stretch : schedule.outputs) {
    const T* from = registers + stretch.first;
    finite = all_finite(from, stretch.count) && finite;
    out = std::copy_n(from, stretch.count, out);
  }
  return finite;
}

}  // namespace

bool run_scheduled(const Tape& tape, const Schedule& schedule, const double* in, double* out) {
  return run(tape, schedule, in, out);
}
bool run_scheduled(const Tape& tape, const Schedule& schedule, const float* in, float* out) {
  return run(tape, schedule, in, out);
}

}  // namespace adage
