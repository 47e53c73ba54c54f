// SPDX-License-Identifier: BSL-1.0
// A figure as text: every digit that is certain, and no other.
#include <fmt/format.h>

#include <adage/analyze.hpp>
#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace adage {
namespace {

/// `x` rounded to so many significant digits, towards `direction`.
std::string rounded(double x, int digits, double direction) {
  std::string text = fmt::format("{:.{}g}", x, digits);
  const double read = std::strtod(text.c_str(), nullptr);
  if (direction < 0 ? read <= x : read >= x) return text;
  const double step = std::pow(10.0, std::floor(std::log10(std::fabs(x))) - digits + 1);
  return fmt::format("{:.{}g}", read + (direction < 0 ? -step : step), digits);
}

std::string number(double x, int digits) {
  if (std::isinf(x)) return x > 0 ? "inf" : "-inf";
  return fmt::format("{:.{}g}", x == 0 ? 0.0 : x, digits);
}

bool is_plain_number(const std::string& text) { return text.find_first_not_of("0123456789.-") == std::string::npos; }

}  // namespace

double Figure::middle() const {
  if (kind == Kind::undecided) return std::numeric_limits<double>::quiet_NaN();
  if (kind == Kind::at_least) return lo;
  if (kind == Kind::at_most) return hi;
  return std::isinf(lo) ? lo : lo + (hi - lo) / 2;
}

std::string to_string(const Figure& figure, int digits) {
  using Kind = Figure::Kind;
  const std::string reason = figure.note.empty() ? "" : fmt::format(" ({})", figure.note);
  if (figure.kind == Kind::undecided) return "undecided" + reason;
  if (figure.kind == Kind::measured) return number(figure.lo, 3);
  if (figure.kind == Kind::at_least) return fmt::format("≥ {}, not certified", rounded(figure.lo, 6, -1));
  if (figure.kind == Kind::at_most) return fmt::format("≤ {}, not certified", rounded(figure.hi, 6, 1));
  if (figure.infinite()) return number(figure.lo, 1);
  if (figure.kind == Kind::exact && is_plain_number(figure.exact) &&
      figure.exact.size() <= static_cast<std::size_t>(digits) + 2)
    return figure.exact;
  for (int d = digits; d > 0; --d) {
    const std::string text = number(figure.lo, d);
    if (text == number(figure.hi, d)) return text;
  }
  const double size = std::max(std::fabs(figure.lo), std::fabs(figure.hi));
  if (figure.lo <= 0 && figure.hi >= 0) return fmt::format("0 ± {}", rounded(size, 2, 1));
  return fmt::format("[{}, {}]", rounded(figure.lo, 3, -1), rounded(figure.hi, 3, 1));
}

}  // namespace adage
