// SPDX-License-Identifier: BSL-1.0
// Where a function has no bound in sight, quantiles tell the scale of its bulk apart from that of its far ends.
#include "plot/scale.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace adage::plotting {
namespace {

constexpr double kFar = 4;     // times the spread of the bulk; what goes on beyond it without end is cut off
constexpr double kBulk = 0.1;  // share of the values that do not count as bulk at either end
constexpr double kMargin = 0.04;
constexpr double kLargest = 1e300;  // beyond it the picture's own arithmetic would overflow

double quantile(const std::vector<double>& sorted, double share) {
  return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

}  // namespace

std::pair<double, double> vertical_range(const Reach& reach, std::size_t orders) {
  double bottom = analysis::kInf, top = -analysis::kInf;
  for (std::size_t n = 0; n != orders; ++n) {
    if (reach.even[n].empty()) continue;
    double from = reach.lowest[n], to = reach.highest[n];
    if (reach.unbounded[n]) {
      std::vector<double> sorted = reach.even[n];
      std::ranges::sort(sorted);
      const double low = quantile(sorted, kBulk), high = quantile(sorted, 1 - kBulk), spread = high - low;
      if (spread > 0 && to - from > kFar * spread) {
        from = std::max(from, low - spread);
        to = std::min(to, high + spread);
      }
    }
    // Nor may a derivative hide what it is the derivative of.
    const double height = top - bottom;
    const double taller = reach.unbounded[0] ? 1 : reach.unbounded[n] ? 3 : 8;
    if (n != 0 && height > 0) {
      from = std::max(from, bottom - taller * height);
      to = std::min(to, top + taller * height);
    }
    bottom = std::min(bottom, from);
    top = std::max(top, to);
  }
  if (!(bottom <= top)) return {-1, 1};  // nothing is defined there
  bottom = std::clamp(bottom, -kLargest, kLargest);
  top = std::clamp(top, -kLargest, kLargest);
  const double height = top - bottom;
  if (height <= 1e-9 * std::max(std::fabs(top), std::fabs(bottom)) || height == 0) {
    const double around = top == 0 ? 1 : std::fabs(top) / 2;
    return {bottom - around, top + around};
  }
  // The axis belongs to the picture when it is near.
  if (bottom > 0 && bottom < height / 2) bottom = 0;
  if (top < 0 && -top < height / 2) top = 0;
  return {bottom - kMargin * height, top + kMargin * height};
}

std::vector<double> ticks(double low, double high, std::size_t most) {
  const double rough = (high - low) / static_cast<double>(std::max<std::size_t>(most, 2));
  const double power = std::pow(10, std::floor(std::log10(rough)));
  double step = 10 * power;
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= rough) {
      step = factor * power;
      break;
    }
  }
  std::vector<double> result;
  const double first = std::ceil(low / step - 1e-9);
  for (std::size_t i = 0; i <= most; ++i) {
    const double tick = (first + static_cast<double>(i)) * step;
    if (tick > high + 1e-9 * step) break;
    result.push_back(tick == 0 ? 0 : tick);
  }
  return result;
}

std::vector<std::string> tick_labels(const std::vector<double>& ticks) {
  std::vector<std::string> result;
  if (ticks.empty()) return result;
  const double step = ticks.size() > 1 ? ticks[1] - ticks[0] : std::max(1.0, std::fabs(ticks[0]));
  const double size = std::max(std::fabs(ticks.front()), std::fabs(ticks.back()));
  const int decimals = std::max(0, static_cast<int>(std::ceil(-std::log10(step) - 1e-9)));
  for (const double tick : ticks) {
    if (size >= 1e6 || decimals > 5) {
      const int digits = tick == 0 ? 0
                                   : static_cast<int>(std::floor(std::log10(std::fabs(tick)))) -
                                         static_cast<int>(std::floor(std::log10(step)));
      result.push_back(tick == 0 ? "0" : fmt::format("{:.{}e}", tick, std::clamp(digits, 0, 8)));
    } else {
      result.push_back(fmt::format("{:.{}f}", tick, decimals));
    }
  }
  return result;
}

}  // namespace adage::plotting
