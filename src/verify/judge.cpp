// SPDX-License-Identifier: BSL-1.0
// The comparison, once for ends in double and once in 64 digits.
#include "verify/judge.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace adage {
namespace {

using Kind = Judgement::Kind;

/// The exponent of a number above zero; of subnormal doubles something low enough.
int exponent(double x) { return static_cast<int>(std::bit_cast<std::uint64_t>(x) >> 52) - 1023; }
int exponent(const PreciseNumber& x) { return ilogb(x); }

double shifted(double x, int power) {
  constexpr int bias = 1023;
  if (power <= -bias || power > bias) return std::ldexp(x, power);
  return x * std::bit_cast<double>(static_cast<std::uint64_t>(power + bias) << 52);
}
PreciseNumber shifted(const PreciseNumber& x, int power) { return ldexp(x, power); }

/// The smallest number that rounds to infinity; itself infinite where N has no such number.
template <class N>
N overflow(const FloatFormat& format) {
  return shifted(N(2) - shifted(N(1), -format.digits), format.max_exponent);
}

/// The exponent of an ulp at a number that is not negative: by the binade of the number rounded to the format, so that
/// it does not matter whether a number is a power of two or only almost one.
template <class N>
int exponent_of_ulp(const N& x, const FloatFormat& format) {
  const int binade = x == 0 ? format.min_exponent : std::max(exponent(x), format.min_exponent);
  const bool rounds_up = x >= shifted(N(2) - shifted(N(1), -format.digits), binade);
  return binade + (rounds_up ? 1 : 0) - format.digits + 1;
}

template <class N>
Judgement judge_between(const N& lo, const N& hi, double computed, const FloatFormat& format) {
  const N limit = overflow<N>(format);
  if (lo >= limit || hi <= -limit) {
    if (std::isfinite(computed)) return {Kind::wrong_finite};
    const bool right = std::isinf(computed) && (computed > 0) == (lo > 0);
    return {right ? Kind::agreed : Kind::wrong_nonfinite};
  }
  if (std::isnan(computed)) return {Kind::wrong_nonfinite};
  if (!(hi < limit && lo > -limit)) return {Kind::unclear};
  if (std::isinf(computed)) return {Kind::wrong_nonfinite};
  const N out(computed);
  const N below = out - lo;  // positive where the enclosure's lower end lies below
  const N above = hi - out;
  const N far = below > above ? below : above;
  const N near = below < 0 ? N(-below) : above < 0 ? N(-above) : N(0);
  if (far == 0) return {Kind::measured, 0, 0};
  const N zero(0);
  const N smallest = lo > 0 ? lo : hi < 0 ? N(-hi) : zero;
  const N largest = -lo > hi ? N(-lo) : hi;
  return {Kind::measured, static_cast<double>(shifted(near, -exponent_of_ulp(largest, format))),
          static_cast<double>(shifted(far, -exponent_of_ulp(smallest, format)))};
}

bool narrow(double low, double high) { return high == low || high - low <= 0x1p-10 * std::max(1.0, high); }

}  // namespace

std::size_t row_of_error(double ulps) {
  if (ulps == 0) return 0;
  if (ulps <= 0.5) return 1;
  if (!(ulps < 0x1p40)) return kErrorRows - 1;
  int power = 0;
  const double fraction = std::frexp(ulps, &power);  // ulps is fraction * 2^power, a fraction of a half being a power
  return std::min<std::size_t>(static_cast<std::size_t>(power + (fraction > 0.5 ? 2 : 1)), kErrorRows - 1);
}

bool Judgement::settled() const {
  if (kind != Kind::measured) return kind != Kind::unclear;
  return narrow(low, high) &&
         std::max<std::size_t>(row_of_error(low), 1) == std::max<std::size_t>(row_of_error(high), 1);
}

Judgement judge(const Between& truth, double computed, const FloatFormat& format) {
  if (truth.undefined()) return {std::isfinite(computed) ? Kind::wrong_finite : Kind::agreed};
  if (truth.unknown()) return {};
  return judge_between(truth.lo, truth.hi, computed, format);
}

Judgement judge(const Bounded& truth, double computed, const FloatFormat& format) {
  if (truth.state == Bounded::State::undefined) return {std::isfinite(computed) ? Kind::wrong_finite : Kind::agreed};
  if (!truth.known()) return {};
  Judgement result = judge_between(PreciseNumber(truth.value - truth.error), PreciseNumber(truth.value + truth.error),
                                   computed, format);
  // Ties are exact to many digits here, and rounding to double makes them so.
  if (result.kind != Kind::measured || narrow(result.low, result.high)) return result;
  return {};
}

}  // namespace adage
