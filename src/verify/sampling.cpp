// SPDX-License-Identifier: BSL-1.0
// Drawing points, and numbers near values.
#include "verify/sampling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/rational_big.hpp"

namespace adage {
namespace {

using boost::multiprecision::cpp_int;

constexpr std::array<std::pair<int, int>, 14> kSimple = {
    {{1, 1}, {2, 1}, {1, 2}, {3, 1}, {3, 2}, {1, 3}, {5, 1}, {1, 4}, {7, 3}, {4, 1}, {5, 2}, {2, 3}, {10, 1}, {1, 10}}};

bool below(const Interval& box, const Rational& value) {
  return box.lo && (value < *box.lo || (value == *box.lo && box.lo_open));
}

bool beyond(const Interval& box, const Rational& value) {
  return box.hi && (value > *box.hi || (value == *box.hi && box.hi_open));
}

}  // namespace

std::uint64_t Generator::next() {
  std::uint64_t z = state_ += 0x9E3779B97F4A7C15ull;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

int Generator::between(int lo, int hi) {
  const auto count = static_cast<std::uint64_t>(hi - lo) + 1;
  return lo + static_cast<int>(next() % count);  // the bias of a remainder by a small number does no harm here
}

Rational decimal(std::int64_t digits, int exponent) {
  const Rational scale = *power(Rational(10), std::abs(exponent), 1U << 20);
  return exponent < 0 ? Rational(digits) / scale : Rational(digits) * scale;
}

bool Sampler::allowed(std::size_t variable, const Rational& value) const {
  return !below(box_[variable], value) && !beyond(box_[variable], value);
}

Sampler::Magnitude Sampler::magnitude() {
  if (drawn_ <= 16) return drawn_ % 2 == 0 ? Magnitude::moderate : Magnitude::simple;
  const int percent = random_.between(1, 100);
  if (percent <= 25) return Magnitude::simple;
  if (percent <= 70) return Magnitude::moderate;
  return percent <= 90 ? Magnitude::wide : Magnitude::extreme;
}

Rational Sampler::positive(Magnitude magnitude) {
  if (magnitude == Magnitude::simple) {
    const auto [num, den] = kSimple[static_cast<std::size_t>(random_.between(0, kSimple.size() - 1))];
    return {num, den};
  }
  const std::int64_t digits = random_.between(100, 999);
  if (magnitude == Magnitude::moderate) return decimal(digits, random_.between(-5, -1));
  if (magnitude == Magnitude::wide) return decimal(digits, random_.between(-32, 28));
  return decimal(digits, random_.between(-302, 298));
}

Rational Sampler::value(std::size_t variable, Magnitude magnitude) {
  const Interval& box = box_[variable];
  if (box.is_point()) return *box.lo;
  const Rational size = positive(magnitude);
  const Rational free = random_.chance(50) ? size : -size;
  if (allowed(variable, free)) return free;
  if (allowed(variable, -free)) return -free;
  if (!box.hi) return *box.lo + size;
  if (!box.lo) return *box.hi - size;
  const Rational width = *box.hi - *box.lo;
  const Rational share = decimal(random_.between(1, 999), -3 - (random_.chance(70) ? 0 : random_.between(0, 20)));
  return random_.chance(50) ? *box.lo + width * share : *box.hi - width * share;
}

std::vector<Rational> Sampler::draw() {
  ++drawn_;
  const Magnitude common = magnitude();
  std::vector<Rational> point;
  for (std::size_t i = 0; i != box_.size(); ++i) point.push_back(value(i, random_.chance(70) ? common : magnitude()));
  return point;
}

Rational Sampler::beside(const Rational& value) {
  constexpr std::array<int, 3> places = {-3, -12, -30};
  const Rational offset = decimal(random_.chance(50) ? 1 : -1, places[static_cast<std::size_t>(random_.between(0, 2))]);
  return value.is_zero() ? offset : value + value * offset;
}

std::vector<Rational> Sampler::moved(std::span<const Rational> point, int finer, bool whole_stay) {
  std::vector<Rational> result(point.begin(), point.end());
  for (std::size_t i = 0; i != result.size(); ++i) {
    if (box_[i].is_point() || (whole_stay && point[i].is_integer())) continue;
    const Rational offset =
        decimal(random_.between(100'000'000, 999'999'999) * (random_.chance(50) ? 1 : -1), -21 - finer);
    const Rational step = result[i].is_zero() ? offset : result[i] * offset;
    if (allowed(i, result[i] + step)) {
      result[i] = result[i] + step;
    } else if (allowed(i, result[i] - step)) {
      result[i] = result[i] - step;
    }
  }
  return result;
}

std::optional<Rational> rational_near(const PreciseNumber& value) {
  if (!isfinite(value) || abs(value) > PreciseNumber("1e400")) return std::nullopt;
  if (abs(value) < PreciseNumber("1e-400")) return value == 0 ? std::optional<Rational>(0) : std::nullopt;
  const auto magnitude = Rational::from_decimal(PreciseNumber(abs(value)).str(50, std::ios_base::scientific));
  if (!magnitude) return std::nullopt;
  return value < 0 ? -*magnitude : *magnitude;
}

std::string rounded_text(const PreciseNumber& value, int digits) {
  if (!isfinite(value)) return "beyond all bounds";
  if (value == 0) return "0";
  const std::string text = PreciseNumber(abs(value)).str(digits - 1, std::ios_base::scientific);  // d.ddde+xx
  const std::size_t mark = text.find('e');
  const long exponent = std::stol(text.substr(mark + 1));
  std::string kept = text.substr(0, 1) + text.substr(2, mark - 2);
  while (kept.size() > 1 && kept.back() == '0') kept.pop_back();
  const std::string sign = value < 0 ? "-" : "";
  const auto length = static_cast<long>(kept.size());
  if (exponent < -5 || exponent > 20) return sign + scientific(kept, exponent - length + 1);
  if (exponent < 0) return sign + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + kept;
  if (length <= exponent + 1) return sign + kept + std::string(static_cast<std::size_t>(exponent + 1 - length), '0');
  return sign + kept.substr(0, static_cast<std::size_t>(exponent) + 1) + "." +
         kept.substr(static_cast<std::size_t>(exponent) + 1);
}

}  // namespace adage
