// SPDX-License-Identifier: BSL-1.0
// Every operation's steps, recorded once.
#include "ops/recorded.hpp"

#include <array>
#include <vector>

#include "ops/row.hpp"

namespace adage {

const lanes::Program& recorded_steps(Op op, bool doubles) {
  static const auto recorded = [] {
    std::array<std::vector<lanes::Program>, 2> all;
    for (const Row& row : all_rows()) {
      all[0].push_back(row.machine.steps32 != nullptr ? row.machine.steps32() : lanes::Program{});
      all[1].push_back(row.machine.steps64 != nullptr ? row.machine.steps64() : lanes::Program{});
    }
    return all;
  }();
  return recorded[doubles ? 1 : 0][static_cast<std::size_t>(op)];
}

}  // namespace adage
