// SPDX-License-Identifier: BSL-1.0
// Recording: where steps go.
#include "lanes/program.hpp"

#include <adage/error.hpp>

namespace adage::lanes {

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
