// SPDX-License-Identifier: BSL-1.0
// A backward kernel written by hand, checked against the derivative that it claims to compute: over every float of a
// range, or with no range over all 2^32 of them, which takes minutes. The first one squares too early and cancels in
// the tail; the second one is what came of reading the report.
#include <fmt/core.h>

#include <adage/adage.hpp>
#include <cmath>

namespace {

constexpr float kInverseRootTwo = 0.70710678F;
constexpr float kInverseRootTwoPi = 0.39894228F;

/// The derivative of x*normal_cdf(x), as it is often written.
void gelu_slope(std::span<const float> x, std::span<float> slope) {
  for (std::size_t i = 0; i != x.size(); ++i) {
    const float cdf = 0.5F * (1 + std::erf(x[i] * kInverseRootTwo));
    slope[i] = cdf + x[i] * kInverseRootTwoPi * std::exp(-0.5F * x[i] * x[i]);
  }
}

/// The same in double inside, and without cancellation on the left.
void careful_gelu_slope(std::span<const float> x, std::span<float> slope) {
  for (std::size_t i = 0; i != x.size(); ++i) {
    const double z = x[i];
    const double cdf = 0.5 * std::erfc(-z * 0.70710678118654752440);
    slope[i] = static_cast<float>(cdf + z * 0.39894228040143267794 * std::exp(-0.5 * z * z));
  }
}

}  // namespace

int main() {
  adage::KernelOptions options;
  options.first = -6;
  options.last = -4;
  const adage::KernelReport naive = adage::check_kernel(gelu_slope, "gelu'(x)", options);
  const adage::KernelReport careful = adage::check_kernel(careful_gelu_slope, "gelu'(x)", options);
  for (const adage::KernelReport& report : {naive, careful}) {
    fmt::print("{} numbers: {}, worst error {} than {} ulps\n", report.points, report ? "fine" : "not fine",
               report ? "less" : "more", report ? "1" : "1000");
  }
  return !naive && careful && careful.worst_ulp < 1 && naive.worst_ulp > 1000 ? 0 : 1;
}
