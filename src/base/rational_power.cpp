// SPDX-License-Identifier: BSL-1.0
// Exact powers, roots and rounding to integers.
#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>
#include <cstdlib>

#include "base/rational_big.hpp"

namespace adage {
namespace {

using boost::multiprecision::cpp_int;
using boost::multiprecision::cpp_rational;

std::uint64_t magnitude(std::int64_t value) {
  return value < 0 ? ~static_cast<std::uint64_t>(value) + 1 : static_cast<std::uint64_t>(value);
}

}  // namespace

std::optional<Rational> power(const Rational& base, std::int64_t exponent, std::size_t max_bits) {
  if (exponent == 0) return Rational(1);
  if (base.is_zero()) return exponent > 0 ? std::optional<Rational>(0) : std::nullopt;
  if (base.is_one()) return base;
  const std::uint64_t times = magnitude(exponent);
  if (base.is_minus_one()) return Rational(times % 2 == 0 ? 1 : -1);
  if (times > max_bits || base.bits() * times > max_bits) return std::nullopt;
  const cpp_rational value = base.big().value;
  const auto raise = [&](const cpp_int& part) {
    return boost::multiprecision::pow(part, static_cast<unsigned>(times));
  };
  const cpp_int num = raise(boost::multiprecision::numerator(value));
  const cpp_int den = raise(boost::multiprecision::denominator(value));
  return Rational::from_big({exponent > 0 ? cpp_rational(num, den) : cpp_rational(den, num)});
}

namespace {

/// Numbers up to here are doubles, and their roots are found by rounding.
constexpr std::int64_t kPlain = std::int64_t{1} << 52;

/// Of `value` in [0, kPlain].
std::optional<std::int64_t> plain_root(std::int64_t value, std::int64_t degree) {
  const std::int64_t root = std::llround(std::pow(static_cast<double>(value), 1.0 / static_cast<double>(degree)));
  std::int64_t product = 1;
  for (std::int64_t i = 0; i != degree; ++i) {
    if (root > 1 && product > value / root) return std::nullopt;
    product *= root;
  }
  if (product != value) return std::nullopt;
  return root;
}

}  // namespace

std::optional<Rational> exact_root(const Rational& radicand, std::int64_t degree) {
  if (degree < 1 || degree > 64 || (radicand.is_negative() && degree % 2 == 0)) return std::nullopt;
  if (radicand.small() && radicand.small_num() >= -kPlain && radicand.small_num() <= kPlain &&
      radicand.small_den() <= kPlain) {
    const std::int64_t num = radicand.small_num();
    const auto num_root = plain_root(std::abs(num), degree);
    if (!num_root) return std::nullopt;
    const auto den_root = plain_root(radicand.small_den(), degree);
    if (!den_root) return std::nullopt;
    return Rational(num < 0 ? -*num_root : *num_root, *den_root);
  }
  const auto root = [degree](cpp_int value) -> std::optional<cpp_int> {
    const bool negative = value < 0;
    if (negative) value = -value;
    if (value == 0) return cpp_int(0);
    cpp_int low = 0;
    cpp_int high = cpp_int(1) << (msb(value) / static_cast<unsigned>(degree) + 1);
    while (low < high) {
      const cpp_int middle = (low + high + 1) / 2;
      if (boost::multiprecision::pow(middle, static_cast<unsigned>(degree)) <= value) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    if (boost::multiprecision::pow(low, static_cast<unsigned>(degree)) != value) return std::nullopt;
    return negative ? cpp_int(-low) : low;
  };
  const cpp_rational value = radicand.big().value;
  const auto num = root(boost::multiprecision::numerator(value));
  const auto den = root(boost::multiprecision::denominator(value));
  if (!num || !den) return std::nullopt;
  return Rational::from_big({cpp_rational(*num, *den)});
}

Rational floor(const Rational& value) {
  if (value.is_integer()) return value;
  const cpp_rational big = value.big().value;
  const cpp_int quotient = boost::multiprecision::numerator(big) / boost::multiprecision::denominator(big);
  return Rational::from_big({cpp_rational(value.is_negative() ? cpp_int(quotient - 1) : quotient, 1)});
}

}  // namespace adage
