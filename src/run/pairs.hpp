// SPDX-License-Identifier: BSL-1.0
// Two sums or products at once, a step of threaded code instead of two: what the first makes is used by the second
// alone. Each rounds as it does by itself.
#pragma once

#include <algorithm>
#include <array>
#include <functional>
#include <tuple>
#include <utility>

#include "ops/op.hpp"
#include "ops/threaded.hpp"

namespace adage {

inline constexpr std::array kPaired{Op::add, Op::sub, Op::mul, Op::div};

/// Of an operation in kPaired; its length for others.
inline std::size_t place_among_paired(Op op) {
  return static_cast<std::size_t>(std::ranges::find(kPaired, op) - kPaired.begin());
}

/// `F`, then `G` of its result and the third argument; `Swapped` where the result is the second of G.
template <class T, class F, class G, bool Swapped, bool FirstIsLast, bool SecondIsLast>
T paired(const ThreadedStep<T>* step, T* registers, T last) {
  const auto& [a, b, c] = step->args;
  const T inner = F()(FirstIsLast ? last : registers[a], SecondIsLast ? last : registers[b]);
  const T other = registers[c];
  return ThreadedStep<T>::result(step, registers, Swapped ? G()(other, inner) : G()(inner, other));
}

/// The code of all pairs.
template <class T>
class Pairs {
  using Functions = std::tuple<std::plus<T>, std::minus<T>, std::multiplies<T>, std::divides<T>>;
  static constexpr std::size_t kCount = std::tuple_size_v<Functions>;
  static_assert(kCount == kPaired.size());

  static constexpr std::size_t place(std::size_t first, std::size_t second, bool swapped) {
    return (first * kCount + second) * 2 + (swapped ? 1 : 0);
  }

  template <std::size_t I>
  static constexpr ThreadedRuns<T> runs() {
    using F = std::tuple_element_t<I / 2 / kCount, Functions>;
    using G = std::tuple_element_t<I / 2 % kCount, Functions>;
    constexpr bool swapped = I % 2 == 1;
    return {paired<T, F, G, swapped, false, false>, paired<T, F, G, swapped, true, false>,
            paired<T, F, G, swapped, false, true>, paired<T, F, G, swapped, true, true>};
  }

  template <std::size_t... I>
  static constexpr auto all(std::index_sequence<I...>) {
    return std::array<ThreadedRuns<T>, sizeof...(I)>{runs<I>()...};
  }

 public:
  /// Of two operations in kPaired, given by their places.
  static const ThreadedRuns<T>& of(std::size_t first, std::size_t second, bool swapped) {
    static constexpr auto table = all(std::make_index_sequence<kCount * kCount * 2>());
    return table[place(first, second, swapped)];
  }
};

}  // namespace adage
