// SPDX-License-Identifier: BSL-1.0
// Whether many numbers are all finite.
#pragma once

#include <bit>
#include <cstddef>

#include "lanes/lane.hpp"

namespace adage {

/// An exponent of all ones, and one more, runs over into the place of the sign. Without a branch, so that the loop is
/// made of vectors.
template <class T>
bool all_finite(const T* values, std::size_t count) {
  using Bits = lanes::Bits<T>;
  constexpr Bits top = Bits{1} << (8 * sizeof(Bits) - 1);
  constexpr Bits one = Bits{1} << lanes::Format<T>::fraction;
  Bits sum = 0;
  for (std::size_t i = 0; i != count; ++i) sum |= (std::bit_cast<Bits>(values[i]) & (top - 1)) + one;
  return (sum & top) == 0;
}

}  // namespace adage
