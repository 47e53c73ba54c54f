// SPDX-License-Identifier: BSL-1.0
// The numbers that kernels are tried on: every float, or special ones and a sample spread over all binades. A point
// depends on its index alone, so that blocks can be made in any order.
#pragma once

#include <adage/kernel.hpp>
#include <cstdint>
#include <span>
#include <vector>

#include "graph/arena.hpp"

namespace adage {

template <class T>
class PointSet {
 public:
  /// For a formula over `inputs`, in whose arena nodes may be made. Throws Error for options that contradict each
  /// other.
  PointSet(Arena& arena, Id formula, std::span<const Id> inputs, const KernelOptions& options);

  std::uint64_t size() const { return special_rows_ + rest_; }
  /// Points [first, first + n): a column for each input, each with room for `n`.
  void fill(std::uint64_t first, std::size_t n, std::span<T* const> columns) const;

 private:
  bool allowed(T x) const { return unbounded_ || (x >= first_ && x <= last_); }
  void add_specials(Arena& arena, Id formula, std::span<const Id> inputs);
  T drawn(std::uint64_t index, std::size_t column) const;

  bool all_ = false;  ///< of the floats in the range
  bool unbounded_ = true;
  T first_{};
  T last_{};
  std::uint64_t seed_ = 0;
  std::vector<std::vector<T>> specials_;  ///< columns
  std::uint64_t special_rows_ = 0;
  std::uint64_t rest_ = 0;
};

extern template class PointSet<float>;
extern template class PointSet<double>;

}  // namespace adage
