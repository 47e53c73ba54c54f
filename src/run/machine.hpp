// SPDX-License-Identifier: BSL-1.0
// The rows' machine code by number type and operation, in flat arrays that the interpreter's loops index.
#pragma once

#include <array>
#include <type_traits>

#include "ops/row.hpp"

namespace adage {

template <class T>
struct Machine {
  static_assert(std::is_same_v<T, double> || std::is_same_v<T, float>);
  using Scalar = T (*)(T, T, T);
  using Lanes = void (*)(T* out, const T* a, const T* b, const T* c, std::size_t n);

  std::array<Scalar, 256> scalar{};
  std::array<Lanes, 256> lanes{};
  std::array<ThreadedRuns<T>, 256> threaded{};

  Machine() {
    for (std::size_t i = 0; i != all_rows().size(); ++i) {
      const MachineCode& code = all_rows()[i].machine.code();
      if constexpr (std::is_same_v<T, double>) {
        scalar[i] = code.f64;
        lanes[i] = code.lanes64;
        threaded[i] = code.threaded64;
      } else {
        scalar[i] = code.f32;
        lanes[i] = code.lanes32;
        threaded[i] = code.threaded32;
      }
    }
  }
};

/// Built on first use; safe to read from any thread.
template <class T>
const Machine<T>& machine() {
  static const Machine<T> instance;
  return instance;
}

}  // namespace adage
