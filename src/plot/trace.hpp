// SPDX-License-Identifier: BSL-1.0
// A function between two joints as points: columns are halved until enclosures show that nothing leaves the rows which
// the points span (interval plotting after Tupper 2001). Without that, points are joined only
// where the function surely is continuous and looks like a line, and this is said.
#pragma once

#include <adage/plot.hpp>
#include <array>
#include <cstdint>

#include "analyze/line.hpp"

namespace adage::plotting {

inline constexpr std::size_t kOrders = 3;  // f, f' and f''
using Values = std::array<double, kOrders>;

struct Frame {
  double left, right, bottom, top;
  std::size_t columns, rows;
  std::size_t orders;  // of these that are drawn: 1 to 3
};

/// The limits of every order at the ends of a part; NaN where unknown.
struct Part {
  analysis::Branch& branch;
  double from, to;
  Values at_from, at_to;
};

/// Evaluations that a function may still take.
struct Effort {
  std::uint64_t left;
};

struct Trace {
  std::array<std::vector<Plot::Path>, kOrders> paths;
  std::array<std::vector<Plot::Band>, kOrders> bands;
  /// Are some points joined because they lie on a line, without proof that nothing is between them?
  std::array<bool, kOrders> guessed{};
};

/// Appends what `part` looks like in the frame.
void trace(const Part& part, const Frame& frame, Effort& effort, Trace& out);

/// Values of each order, at columns and, where enclosures show that there is more, between them.
struct Reach {
  std::array<std::vector<double>, kOrders> even;  // at columns
  std::array<double, kOrders> lowest{analysis::kInf, analysis::kInf, analysis::kInf};
  std::array<double, kOrders> highest{-analysis::kInf, -analysis::kInf, -analysis::kInf};
  std::array<bool, kOrders> unbounded{};  // for all that is known, as near a pole
};
void reach(const Part& part, const Frame& frame, Effort& effort, Reach& out);

}  // namespace adage::plotting
