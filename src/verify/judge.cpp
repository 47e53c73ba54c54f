// SPDX-License-Identifier: BSL-1.0
// The comparison, once for ends in double and once in 64 digits.
#include "verify/judge.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

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

/// How far the size of the true value, divided by 2^exponent, is above the last number of that binade and a half.
double above_last(const Split& truth, const FloatFormat& format) {
  const double tail = truth.head < 0 ? -truth.tail : truth.tail;
  return (std::fabs(truth.head) - 2) + (std::ldexp(1.0, -format.digits) + tail);
}

struct Difference {
  double value = 0;
  bool exact = false;
};

/// Knuth's sum and its error (The Art of Computer Programming 2, 4.2.2).
Difference difference(double a, double b) {
  const double value = a - b;
  const double other = value - a;
  return {value, (a - (value - other)) + (-b - other) == 0};
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
  return narrow(low, high) && (low <= 0.5) == (high <= 0.5);
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

std::optional<bool> rounds_to_infinity(const Split& truth, const FloatFormat& format) {
  if (truth.state == Split::State::huge) return true;
  if (!truth.known()) return std::nullopt;
  if (truth.exponent < format.max_exponent) return false;
  if (truth.exponent > format.max_exponent) {
    // Of an enclosure this wide only the far end is known to be there.
    constexpr double narrow_enough = 0x1p-20;
    const bool far = truth.exponent > format.max_exponent + 1 && truth.error < narrow_enough;
    const double tail = truth.head < 0 ? -truth.tail : truth.tail;
    const bool just = (std::fabs(truth.head) - 1) + (std::ldexp(0.5, -format.digits) + tail) > truth.error;
    return far || just ? std::optional(true) : std::nullopt;
  }
  const double above = above_last(truth, format);
  if (above > truth.error) return true;
  if (above < -truth.error) return false;
  return truth.error == 0 ? std::optional(true) : std::nullopt;
}

int exponent_of_ulp(const Split& truth, const FloatFormat& format) {
  const auto exponent = static_cast<int>(std::clamp<std::int64_t>(truth.exponent, -1 << 20, 1 << 20));
  const bool rounds_up = exponent >= format.min_exponent && above_last(truth, format) >= 0;
  return std::max(exponent, format.min_exponent) + (rounds_up ? 1 : 0) - format.digits + 1;
}

Judgement judge(const Split& truth, double computed, const FloatFormat& format) {
  if (truth.state == Split::State::undefined) return {std::isfinite(computed) ? Kind::wrong_finite : Kind::agreed};
  const std::optional<bool> infinite = rounds_to_infinity(truth, format);
  if (!infinite) return {std::isnan(computed) && truth.known() ? Kind::wrong_nonfinite : Kind::unclear};
  if (*infinite) {
    if (std::isfinite(computed)) return {Kind::wrong_finite};
    const bool right = std::isinf(computed) && (computed > 0) == (truth.head > 0);
    return {right ? Kind::agreed : Kind::wrong_nonfinite};
  }
  if (!std::isfinite(computed)) return {Kind::wrong_nonfinite};
  const auto exponent = static_cast<int>(truth.exponent);
  const double most = std::numeric_limits<double>::max();
  const double scaled = std::ldexp(computed, -exponent);
  const Difference from_head = difference(scaled, truth.head);
  const Difference from_all = difference(from_head.value, truth.tail);
  const double off = std::fabs(from_all.value);
  // A tie is to stay one.
  const bool exact = from_head.exact && from_all.exact && std::ldexp(scaled, exponent) == computed;
  const double error = truth.error + (exact ? 0 : std::min(off, most) * 0x1p-50 + 0x1p-900);
  const int to_ulps = exponent - exponent_of_ulp(truth, format);
  const auto ulps = [&](double x) { return std::min(std::ldexp(x, to_ulps), most); };
  // What is next to a boundary of the histogram to this many digits lies on it.
  if (error <= off * 0x1p-40) return {Kind::measured, ulps(off), ulps(off)};
  return {Kind::measured, ulps(std::max(off - error, 0.0)), ulps(off + error)};
}

}  // namespace adage
