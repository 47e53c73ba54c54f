// SPDX-License-Identifier: BSL-1.0
// The numbers of one row, and where they stand in columns.
#pragma once

#include <boost/container/small_vector.hpp>
#include <cstddef>

#include "run/interpreter.hpp"

namespace adage {

/// Few, as is usual, need no allocation.
template <class T>
using Values = boost::container::small_vector<T, 16>;

template <class T>
T& element(const Strided<T>& column, std::size_t i) {
  return column.data[static_cast<std::ptrdiff_t>(i) * column.stride];
}

}  // namespace adage
