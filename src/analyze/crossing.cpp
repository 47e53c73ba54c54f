// SPDX-License-Identifier: BSL-1.0
// Where a monotone function crosses a level: bisection, which cannot fail, with interval Newton steps (Moore 1966),
// which are fast. The invariant is that the crossing lies between both ends.
#include <algorithm>

#include "analyze/signs.hpp"

namespace adage::analysis {

Place crossing(Branch& branch, int n, double from, double to, double level) {
  const auto order = static_cast<std::size_t>(n);
  const auto side = [&](double x) {
    const Enclosure e = branch.view(x, x).values[order];
    if (level == 0) return !e.everywhere() ? 0 : e.positive() ? 1 : e.negative() ? -1 : 0;
    return e.lo > level ? 1 : e.hi < level ? -1 : 0;
  };
  const int first = side(from);
  for (int i = 0; i != 200; ++i) {
    const double middle = from + (to - from) / 2;
    if (middle <= from || middle >= to) break;
    const int there = side(middle);
    if (there == 0) {
      // The level is met within a rounding error of the enclosure: approach it from both sides.
      double a = from, b = middle;
      for (int k = 0; k != 60 && std::nextafter(a, kInf) < b; ++k) {
        const double m = a + (b - a) / 2;
        (side(m) == first ? a : b) = m;
      }
      double c = middle, d = to;
      for (int k = 0; k != 60 && std::nextafter(c, kInf) < d; ++k) {
        const double m = c + (d - c) / 2;
        (side(m) == -first ? d : c) = m;
      }
      return {a, d, kNone};
    }
    (there == first ? from : to) = middle;
    const double width = to - from;
    const Branch::View view = branch.view(from, to);
    const Enclosure slope = order + 1 < Branch::kOrders ? view.values[order + 1] : Enclosure{-kInf, kInf};
    if (width < 0.5 && slope.everywhere() && slope.nonzero()) {  // interval Newton
      const double m = from + width / 2;
      const Enclosure value = branch.view(m, m).values[order];
      if (!value.everywhere()) continue;
      const Range quotient = range::div(range::sub({value.lo, value.hi}, {level, level}, {}), {slope.lo, slope.hi}, {});
      const Range next = range::sub({m, m}, quotient, {});
      if (next.lo <= next.hi && next.hi - next.lo < width) {
        from = std::max(from, next.lo);
        to = std::min(to, next.hi);
        if (next.hi - next.lo < 4e-16 * std::max(1e-3, std::fabs(m))) break;
      }
    }
  }
  return {from, to, kNone};
}

}  // namespace adage::analysis
