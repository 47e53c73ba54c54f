// SPDX-License-Identifier: BSL-1.0
// Exact rational arithmetic: 128-bit intermediates for the small form, Boost.Multiprecision beyond it.
#include "base/rational.hpp"

#include <adage/error.hpp>
#include <bit>
#include <charconv>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/rational_big.hpp"

namespace adage {
namespace {

__extension__ using Wide = __int128;
__extension__ using UnsignedWide = unsigned __int128;
using boost::multiprecision::cpp_int;
using boost::multiprecision::cpp_rational;

constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();

std::uint64_t magnitude(std::int64_t value) {
  return value < 0 ? ~static_cast<std::uint64_t>(value) + 1 : static_cast<std::uint64_t>(value);
}

bool fits(const cpp_int& value) { return value <= kLargest && value >= -kLargest; }

bool fits(Wide value) { return value <= kLargest && value >= -static_cast<Wide>(kLargest); }

Wide gcd(Wide a, Wide b) {
  while (b != 0) {
    const Wide rest = a % b;
    a = b;
    b = rest;
  }
  return a < 0 ? -a : a;
}

cpp_int to_int(Wide value) {
  const bool negative = value < 0;
  const auto bits = static_cast<UnsignedWide>(negative ? -value : value);
  cpp_int result = static_cast<std::uint64_t>(bits >> 64);
  result <<= 64;
  result += static_cast<std::uint64_t>(bits);
  return negative ? cpp_int(-result) : result;
}

Rational reduced(Wide num, Wide den) {
  if (den == 0) throw Error("division by zero in exact arithmetic");
  if (den < 0) {
    num = -num;
    den = -den;
  }
  // Nearly all are small, and 128-bit division is slow.
  if (fits(num) && fits(den)) return Rational(static_cast<std::int64_t>(num), static_cast<std::int64_t>(den));
  if (den != 1) {
    const Wide common = gcd(num, den);
    num /= common;
    den /= common;
  }
  if (fits(num) && fits(den)) {
    // Both are in range and in lowest terms; the constructor's own reduction finds nothing to do.
    return den == 1 ? Rational(static_cast<std::int64_t>(num))
                    : Rational(static_cast<std::int64_t>(num), static_cast<std::int64_t>(den));
  }
  return Rational::from_big({cpp_rational(to_int(num), to_int(den))});
}

/// Rounds |num/den| to `digits` bits, ties to even, then scales; overflow gives infinity, underflow rounds to
/// subnormals.
template <class Float>
Float rounded(const cpp_rational& value) {
  using Limits = std::numeric_limits<Float>;
  cpp_int num = boost::multiprecision::numerator(value);
  cpp_int den = boost::multiprecision::denominator(value);
  if (num == 0) return 0;
  const bool negative = num < 0;
  if (negative) num = -num;
  long exponent = static_cast<long>(msb(num)) - static_cast<long>(msb(den));  // |value| in [2^(e-1), 2^(e+1))
  if (exponent > Limits::max_exponent + 1) return negative ? -Limits::infinity() : Limits::infinity();
  if (exponent < Limits::min_exponent - Limits::digits - 3) return negative ? Float(-0.0) : Float(0);
  // Quantum of the result: `digits` bits below the leading one, but no finer than the smallest subnormal.
  const auto scaled_floor = [&](long shift) {
    return shift >= 0 ? std::pair<cpp_int, cpp_int>(num << static_cast<unsigned>(shift), den)
                      : std::pair<cpp_int, cpp_int>(num, den << static_cast<unsigned>(-shift));
  };
  const auto [n0, d0] = scaled_floor(-exponent);
  if (n0 < d0) --exponent;  // now 2^exponent <= |value| < 2^(exponent+1)
  const long lowest = Limits::min_exponent - Limits::digits;
  const long quantum = std::max<long>(exponent - (Limits::digits - 1), lowest);
  const auto [n, d] = scaled_floor(-quantum);
  cpp_int quotient;
  cpp_int rest;
  boost::multiprecision::divide_qr(n, d, quotient, rest);
  const cpp_int twice = rest * 2;
  if (twice > d || (twice == d && bit_test(quotient, 0))) ++quotient;
  const Float result = std::ldexp(quotient.convert_to<Float>(), static_cast<int>(quantum));
  return negative ? -result : result;
}

template <class Float>
Float nearest(const Rational& value, std::int64_t num, std::int64_t den, bool small) {
  constexpr std::uint64_t exact = std::uint64_t{1} << std::numeric_limits<Float>::digits;
  if (small && magnitude(num) <= exact && static_cast<std::uint64_t>(den) <= exact) {
    return static_cast<Float>(num) / static_cast<Float>(den);  // one rounding of exact operands
  }
  return rounded<Float>(value.big().value);
}

cpp_int pow10(std::uint64_t exponent) {
  return boost::multiprecision::pow(cpp_int(10), static_cast<unsigned>(exponent));
}

}  // namespace

Rational::Rational(std::int64_t num, std::int64_t den) {
  if (den == 0) throw Error("division by zero in exact arithmetic");
  const std::uint64_t common = den == 1 ? 1 : std::gcd(magnitude(num), magnitude(den));
  const Wide n = static_cast<Wide>(magnitude(num) / common) * ((num < 0) != (den < 0) ? -1 : 1);
  const Wide d = magnitude(den) / common;
  if (fits(n) && fits(d)) {
    num_ = static_cast<std::int64_t>(n);
    den_ = static_cast<std::int64_t>(d);
  } else {
    *this = from_big({cpp_rational(to_int(n), to_int(d))});
  }
}

Rational Rational::from_big(Big value) {
  const cpp_int num = boost::multiprecision::numerator(value.value);
  const cpp_int den = boost::multiprecision::denominator(value.value);
  Rational result;
  if (fits(num) && fits(den)) {
    result.num_ = num.convert_to<std::int64_t>();
    result.den_ = den.convert_to<std::int64_t>();
  } else {
    result.big_ = std::make_shared<const Big>(std::move(value));
  }
  return result;
}

std::optional<Rational> Rational::from_decimal(std::string_view text) {
  constexpr std::int64_t max_exponent = 100'000;
  constexpr std::size_t max_digits = 1'000'000;
  std::string digits;
  std::int64_t exponent = 0;
  std::size_t i = 0;
  bool point = false;
  for (; i < text.size() && text[i] != 'e' && text[i] != 'E'; ++i) {
    if (text[i] == '.') {
      point = true;
    } else {
      digits += text[i];
      if (point) --exponent;
    }
  }
  if (i < text.size()) {
    std::int64_t stated = 0;
    const char* begin = text.data() + i + 1;
    if (begin != text.data() + text.size() && *begin == '+') ++begin;
    const auto [end, error] = std::from_chars(begin, text.data() + text.size(), stated);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    exponent += stated;
  }
  if (digits.empty() || digits.size() > max_digits || exponent > max_exponent || exponent < -max_exponent)
    return std::nullopt;
  const std::size_t first = std::min(digits.find_first_not_of('0'), digits.size() - 1);
  digits.erase(0, first);  // a leading zero would announce an octal number to cpp_int
  if (digits.size() <= 18 && exponent <= 0 && exponent >= -18) {
    std::int64_t mantissa = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), mantissa);
    std::int64_t scale = 1;
    for (std::int64_t k = exponent; k != 0; ++k) scale *= 10;
    return Rational(mantissa, scale);
  }
  const cpp_int mantissa(digits);
  const cpp_int scale = pow10(static_cast<std::uint64_t>(std::abs(exponent)));
  return from_big({exponent < 0 ? cpp_rational(mantissa, scale) : cpp_rational(mantissa * scale, 1)});
}

std::optional<Rational> Rational::from_double(double value) {
  if (!std::isfinite(value)) return std::nullopt;
  // An integer that has no neighbour nearer than one is its own shortest decimal.
  if (constexpr double lone = 0x1p53; std::fabs(value) < lone && value == std::trunc(value))
    return Rational(static_cast<std::int64_t>(value));
  char text[64];
  const auto end = std::to_chars(text, text + sizeof text, std::fabs(value), std::chars_format::scientific).ptr;
  auto result = from_decimal({text, static_cast<std::size_t>(end - text)});
  return result && value < 0 ? -*result : result;
}

std::optional<Rational> Rational::from_double_exactly(double value) {
  if (!std::isfinite(value)) return std::nullopt;
  int exponent = 0;
  const auto mantissa = static_cast<std::int64_t>(std::ldexp(std::frexp(value, &exponent), 53));
  exponent -= 53;
  const cpp_int scale = cpp_int(1) << static_cast<unsigned>(std::abs(exponent));
  return from_big({exponent < 0 ? cpp_rational(cpp_int(mantissa), scale) : cpp_rational(cpp_int(mantissa) * scale, 1)});
}

bool Rational::big_is_integer() const { return boost::multiprecision::denominator(big_->value) == 1; }
int Rational::big_sign() const { return big_->value.sign(); }

Rational::Big Rational::big() const { return big_ ? *big_ : Big{cpp_rational(cpp_int(num_), cpp_int(den_))}; }
Rational Rational::numerator() const {
  return big_ ? from_big({cpp_rational(boost::multiprecision::numerator(big_->value), 1)}) : Rational(num_);
}
Rational Rational::denominator() const {
  return big_ ? from_big({cpp_rational(boost::multiprecision::denominator(big_->value), 1)}) : Rational(den_);
}

std::size_t Rational::bits() const {
  if (!big_) return static_cast<std::size_t>(std::bit_width(magnitude(num_)) + std::bit_width(magnitude(den_)));
  const cpp_int num = boost::multiprecision::abs(boost::multiprecision::numerator(big_->value));
  return msb(num) + msb(boost::multiprecision::denominator(big_->value)) + 2;
}

double Rational::to_double() const { return nearest<double>(*this, num_, den_, small()); }
float Rational::to_float() const { return nearest<float>(*this, num_, den_, small()); }

std::string Rational::to_string() const {
  if (!big_ && den_ == 1) return std::to_string(num_);
  const cpp_rational value = big().value;
  const cpp_int num = boost::multiprecision::numerator(value);
  const cpp_int den = boost::multiprecision::denominator(value);
  cpp_int rest = den;
  unsigned twos = 0;
  unsigned fives = 0;
  while (rest % 2 == 0) rest /= 2, ++twos;
  while (rest % 5 == 0) rest /= 5, ++fives;
  const unsigned places = std::max(twos, fives);
  constexpr unsigned longest = 60;  // a longer decimal reads worse than the fraction
  if (rest != 1 || places > longest) return num.str() + "/" + den.str();
  std::string digits = cpp_int(boost::multiprecision::abs(num) * pow10(places) / den).str();
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  if (places > 0) digits.insert(digits.size() - places, ".");
  return (num < 0 ? "-" : "") + digits;
}

std::size_t Rational::hash() const {
  const auto mix = [](std::uint64_t h) { return (h ^ (h >> 29)) * 0x9E3779B97F4A7C15ull; };
  if (big_) return std::hash<cpp_rational>{}(big_->value);
  return mix(mix(static_cast<std::uint64_t>(num_)) + static_cast<std::uint64_t>(den_));
}

Rational Rational::negated() const { return from_big({cpp_rational(-big().value)}); }

Rational Rational::plus(const Rational& b) const {
  if (big_ || b.big_) return from_big({cpp_rational(big().value + b.big().value)});
  if (den_ == 1 && b.den_ == 1) return reduced(static_cast<Wide>(num_) + b.num_, 1);
  Wide left = 0;
  Wide right = 0;
  Wide sum = 0;
  if (__builtin_mul_overflow(static_cast<Wide>(num_), static_cast<Wide>(b.den_), &left) ||
      __builtin_mul_overflow(static_cast<Wide>(b.num_), static_cast<Wide>(den_), &right) ||
      __builtin_add_overflow(left, right, &sum)) {
    return from_big({cpp_rational(big().value + b.big().value)});
  }
  return reduced(sum, static_cast<Wide>(den_) * b.den_);
}

Rational Rational::times(const Rational& b) const {
  if (big_ || b.big_) return from_big({cpp_rational(big().value * b.big().value)});
  return reduced(static_cast<Wide>(num_) * b.num_, static_cast<Wide>(den_) * b.den_);
}

Rational Rational::divided_by(const Rational& b) const {
  if (b.is_zero()) throw Error("division by zero in exact arithmetic");
  if (big_ || b.big_) return from_big({cpp_rational(big().value / b.big().value)});
  return reduced(static_cast<Wide>(num_) * b.den_, static_cast<Wide>(den_) * b.num_);
}

bool Rational::equals_big(const Rational& b) const { return big_ && b.big_ && big_->value == b.big_->value; }

std::strong_ordering Rational::compare(const Rational& b) const {
  if (!big_ && !b.big_) return static_cast<Wide>(num_) * b.den_ <=> static_cast<Wide>(b.num_) * den_;
  const int order = big().value.compare(b.big().value);
  return order <=> 0;
}

}  // namespace adage
