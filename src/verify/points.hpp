// SPDX-License-Identifier: BSL-1.0
// The numbers that kernels are tried on: every float, or special ones and a sample spread over all binades. A point
// depends on its index alone, so that blocks can be made in any order.
#pragma once

#include <adage/kernel.hpp>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "graph/arena.hpp"

namespace adage {

struct PointOptions {
  /// The numbers from `first` to `last`. Unless both are infinite, NaN and infinities are left out.
  struct Range {
    double first = -std::numeric_limits<double>::infinity();
    double last = std::numeric_limits<double>::infinity();
  };
  KernelOptions::Points points = KernelOptions::Points::automatic;
  std::vector<Range> ranges;  ///< for each input
  std::uint64_t samples = 0;
  std::uint64_t seed = 1;
  bool specials = true;  ///< beside the sample
  bool everyday = true;  ///< half of the sample is of a size that formulas are made for
};

template <class T>
class PointSet {
 public:
  /// For a formula over `inputs`, in whose arena nodes may be made. Throws Error for options that contradict each
  /// other.
  PointSet(Arena& arena, Id formula, std::span<const Id> inputs, const PointOptions& options);

  std::uint64_t size() const { return special_rows_ + rest_; }
  /// So many points come first that are none of the sample.
  std::uint64_t specials() const { return special_rows_; }
  /// Points [first, first + n): a column for each input, each with room for `n`.
  void fill(std::uint64_t first, std::size_t n, std::span<T* const> columns) const;

 private:
  struct Reach {
    bool unbounded = true;
    T first{};
    T last{};
    bool allows(T x) const { return unbounded || (x >= first && x <= last); }
  };
  static Reach reach_of(const PointOptions::Range& range);
  void add_specials(Arena& arena, Id formula, std::span<const Id> inputs);
  T drawn(std::uint64_t index, std::size_t column, bool everyday) const;

  bool all_ = false;  ///< of the floats in the range
  bool everyday_ = true;
  std::vector<Reach> reach_;  ///< of each column
  std::uint64_t seed_ = 0;
  std::vector<std::vector<T>> specials_;  ///< columns
  std::uint64_t special_rows_ = 0;
  std::uint64_t rest_ = 0;
};

extern template class PointSet<float>;
extern template class PointSet<double>;

}  // namespace adage
