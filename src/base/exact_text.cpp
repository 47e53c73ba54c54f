// SPDX-License-Identifier: BSL-1.0
// By the decimal expansion, where there is a finite one.
#include "base/exact_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/rational_big.hpp"

namespace adage {

using boost::multiprecision::cpp_int;

std::string scientific(std::string digits, long exponent) {
  while (digits.size() > 1 && digits.back() == '0') digits.pop_back(), ++exponent;
  exponent += static_cast<long>(digits.size()) - 1;
  if (digits.size() > 1) digits.insert(1, ".");
  return exponent == 0 ? digits : fmt::format("{}e{}", digits, exponent);
}

std::string exact_text(const Rational& value, std::size_t plain_up_to) {
  std::string plain = value.to_string();
  if (plain.size() <= plain_up_to) return plain;
  const auto big = value.big().value;
  const cpp_int den = denominator(big);
  cpp_int rest = den >> lsb(den);
  std::size_t places = lsb(den);
  for (std::size_t fives = 1; rest % 5 == 0; ++fives) rest /= 5, places = std::max(places, fives);
  if (rest != 1) return plain;
  const cpp_int digits =
      abs(numerator(big)) * boost::multiprecision::pow(cpp_int(10), static_cast<unsigned>(places)) / den;
  const std::string brief = (value.is_negative() ? "-" : "") + scientific(digits.str(), -static_cast<long>(places));
  return brief.size() < plain.size() ? brief : plain;
}

}  // namespace adage
