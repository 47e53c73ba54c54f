// SPDX-License-Identifier: BSL-1.0
// Each operation's steps, recorded once, when somebody asks: all of them would take a third of a millisecond.
#include "ops/recorded.hpp"

#include <array>
#include <mutex>

#include "ops/row.hpp"

namespace adage {

const lanes::Program& recorded_steps(Op op, bool doubles) {
  struct Entry {
    std::once_flag asked;
    lanes::Program program;
  };
  static std::array<std::array<Entry, 256>, 2> entries;
  Entry& entry = entries[doubles ? 1 : 0][static_cast<std::size_t>(op)];
  std::call_once(entry.asked, [&] {
    const auto record = doubles ? row(op).machine.steps64 : row(op).machine.steps32;
    if (record != nullptr) entry.program = record();
  });
  return entry.program;
}

}  // namespace adage
