// SPDX-License-Identifier: BSL-1.0
// What steps read, and where they go while they are recorded.
#include "lanes/program.hpp"

#include <adage/error.hpp>

namespace adage::lanes {

unsigned operands(Step step) {
  switch (step) {
    case Step::argument:
    case Step::constant:
    case Step::word:
      return 0;
    case Step::neg:
    case Step::square_root:
    case Step::magnitude:
    case Step::round_down:
    case Step::round_up:
    case Step::opposite:
    case Step::to_bits:
    case Step::from_bits:
    case Step::bit_not:
      return 1;
    case Step::fused:
    case Step::select:
    case Step::select_bits:
      return 3;
    default:
      return 2;
  }
}

std::uint32_t Program::append(const LaneStep& step) {
  steps.push_back(step);
  return static_cast<std::uint32_t>(steps.size() - 1);
}

Program& program_of(Program* a, Program* b, Program* c) {
  for (Program* program : {a, b, c}) {
    if (program != nullptr) return *program;
  }
  throw Error("a step on constants alone cannot be recorded");
}

}  // namespace adage::lanes
