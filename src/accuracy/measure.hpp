// SPDX-License-Identifier: BSL-1.0
// Programs run over a set of points and compared with the true values of one formula. The reports are the same for any
// number of threads. Knows programs only as kernels.
#pragma once

#include <adage/accuracy.hpp>
#include <span>
#include <vector>

#include "graph/arena.hpp"

namespace adage {

/// What is compared: `formula` depends on no other variables than `inputs`. Without `admits` every point counts, with
/// it those where it gives other than zero.
template <class T>
struct Measured {
  Arena& arena;  ///< gets a few nodes
  Id formula;
  std::span<const Id> inputs;
  std::span<const Kernel<T>> programs;
  Kernel<T> admits;
};

/// Reports in the order of the programs, without the formula's text and the names.
template <class T>
std::vector<AccuracyReport> measure(const Measured<T>& what, const AccuracyOptions& options);

extern template std::vector<AccuracyReport> measure(const Measured<float>&, const AccuracyOptions&);
extern template std::vector<AccuracyReport> measure(const Measured<double>&, const AccuracyOptions&);

}  // namespace adage
