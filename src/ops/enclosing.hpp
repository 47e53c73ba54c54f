// SPDX-License-Identifier: BSL-1.0
// How rows carry enclosures on: arithmetic at the ends (Moore 1966), keeping what is exact; functions that rise or fall
// at the ends of their argument; others where they are known. Only the operation tables include this.
#pragma once

#include <algorithm>
#include <type_traits>

#include "ops/between.hpp"
#include "ops/range.hpp"

namespace adage::enclosing {

/// Makes lanes of `Rule`, which takes enclosures for one point and a margin. A strict rule never sees an argument that
/// is unknown or without a value.
template <auto Rule, bool Strict = true>
void lanes(Between* out, const Between* a, const Between* b, const Between* c, std::size_t n, Margin margin) {
  constexpr bool unary = std::is_invocable_v<decltype(Rule), Between, Margin>;
  constexpr bool binary = std::is_invocable_v<decltype(Rule), Between, Between, Margin>;
  for (std::size_t i = 0; i != n; ++i) {
    const auto any = [&](bool (Between::*is)() const) {
      return (a[i].*is)() || (!unary && (b[i].*is)()) || (!unary && !binary && (c[i].*is)());
    };
    if (Strict && any(&Between::undefined)) {
      out[i] = Between::nothing();
    } else if (Strict && any(&Between::unknown)) {
      out[i] = {};
    } else {
      if constexpr (unary) out[i] = Rule(a[i], margin);
      if constexpr (binary) out[i] = Rule(a[i], b[i], margin);
      if constexpr (!unary && !binary) out[i] = Rule(a[i], b[i], c[i], margin);
    }
  }
}

inline Between truth(bool yes, bool no) { return {yes ? 1.0 : 0.0, no ? 0.0 : 1.0}; }

/// Is `p`, the rounded product, the product itself? By splitting the factors (Dekker 1971).
inline bool product_is_exact(double a, double b, double p) {
  if (p == 0) return a == 0 || b == 0;
  if (!(std::fabs(p) > 1e-250 && std::fabs(a) < 1e150 && std::fabs(b) < 1e150)) return false;
  constexpr double splitter = 134217729;  // 2^27 + 1
  const auto high = [](double x) {
    const double scaled = splitter * x;
    return scaled - (scaled - x);
  };
  const double a_high = high(a), b_high = high(b);
  const double a_low = a - a_high, b_low = b - b_high;
  return ((a_high * b_high - p) + a_high * b_low + a_low * b_high) + a_low * b_low == 0;
}

/// Is `s`, the rounded sum, the sum itself? (Knuth 1969.) False where it overflowed.
inline bool sum_is_exact(double a, double b, double s) {
  const double b_part = s - a;
  return (a - (s - b_part)) + (b - b_part) == 0;
}

inline Between add(Between a, Between b, Margin m) {
  const double lo = a.lo + b.lo;
  const double hi = a.hi + b.hi;
  return {sum_is_exact(a.lo, b.lo, lo) ? lo : m.down(lo), sum_is_exact(a.hi, b.hi, hi) ? hi : m.up(hi)};
}
inline Between neg(Between a, Margin) { return {-a.hi, -a.lo}; }
inline Between sub(Between a, Between b, Margin m) { return add(a, {-b.hi, -b.lo}, m); }

/// From the least and the largest corner; where signs are known the result's is, though a corner may have underflowed.
inline Between outward(double lo, double hi, bool nonnegative, bool nonpositive, Margin m) {
  return {nonnegative ? std::max(0.0, m.down(lo)) : m.down(lo), nonpositive ? std::min(0.0, m.up(hi)) : m.up(hi)};
}

inline Between mul(Between a, Between b, Margin m) {
  const auto times = [](double x, double y) { return x == 0 || y == 0 ? 0.0 : x * y; };  // values are finite
  if (a.point() && b.point()) {
    const double p = a.lo * b.lo;
    if (product_is_exact(a.lo, b.lo, p)) return {p, p};
  }
  if ((a.point() && a.lo == 0) || (b.point() && b.lo == 0)) return {0, 0};
  const auto [lo, hi] = std::minmax({times(a.lo, b.lo), times(a.lo, b.hi), times(a.hi, b.lo), times(a.hi, b.hi)});
  const bool same = (a.lo >= 0 && b.lo >= 0) || (a.hi <= 0 && b.hi <= 0);
  const bool opposite = (a.lo >= 0 && b.hi <= 0) || (a.hi <= 0 && b.lo >= 0);
  return outward(lo, hi, same, opposite, m);
}

inline Between div(Between a, Between b, Margin m) {
  if (b.lo <= 0 && b.hi >= 0) return b.point() ? Between::nothing() : Between{};
  const auto quotient = [](double x, double y) { return x == 0 || std::isinf(y) ? 0.0 : x / y; };
  if (a.point() && b.point()) {
    const double q = a.lo / b.lo;
    const double back = q * b.lo;
    if (back == a.lo && product_is_exact(q, b.lo, back)) return {q, q};
  }
  const auto [lo, hi] =
      std::minmax({quotient(a.lo, b.lo), quotient(a.lo, b.hi), quotient(a.hi, b.lo), quotient(a.hi, b.hi)});
  const bool same = (a.lo >= 0 && b.lo > 0) || (a.hi <= 0 && b.hi < 0);
  const bool opposite = (a.lo >= 0 && b.hi < 0) || (a.hi <= 0 && b.lo > 0);
  return outward(lo, hi, same, opposite, m);
}

/// Whether an argument lies in a domain: surely, surely not, or it is not known.
enum class Place { inside, outside, unclear };
inline Place place(Between x, const Range& domain) {
  if (x.hi < domain.lo || (x.hi == domain.lo && domain.lo_open)) return Place::outside;
  if (x.lo > domain.hi || (x.lo == domain.hi && domain.hi_open)) return Place::outside;
  const bool above = x.lo > domain.lo || (x.lo == domain.lo && !domain.lo_open);
  const bool below = x.hi < domain.hi || (x.hi == domain.hi && !domain.hi_open);
  return above && below ? Place::inside : Place::unclear;
}

/// A function that never falls, with the closure of its image and its domain.
template <class F>
Between rising(F f, Between x, const Range& image, const Range& domain, Margin m) {
  const Place where = place(x, domain);
  if (where != Place::inside) return where == Place::outside ? Between::nothing() : Between{};
  const double lo = f(x.lo);
  const double hi = x.point() ? lo : f(x.hi);
  return {std::max(m.down(lo), image.lo), std::min(m.up(hi), image.hi)};
}
template <class F>
Between falling(F f, Between x, const Range& image, const Range& domain, Margin m) {
  return neg(rising([f](double at) { return -f(at); }, x, {-image.hi, -image.lo}, domain, m), m);
}
/// A function that never falls and is computed without error.
template <class F>
Between rising_exactly(F f, Between x) {
  return {f(x.lo), f(x.hi)};
}

inline Between abs(Between x, Margin) {
  if (x.lo >= 0) return x;
  if (x.hi <= 0) return {-x.hi, -x.lo};
  return {0, std::max(-x.lo, x.hi)};
}

/// Sine or cosine, whose slopes are at most 1.
template <class F>
Between wave(F f, Between x, Margin m) {
  const double width = x.hi - x.lo;
  if (!(width <= 1)) return {-1, 1};
  const double middle = x.lo + width / 2;
  const double value = f(middle);
  return {std::max(-1.0, m.down(m.down(value) - width)), std::min(1.0, m.up(m.up(value) + width))};
}

/// The tangent rises between its poles. Over less than a half turn it falls only where a pole lies between.
template <class F>
Between tangent(F f, Between x, Margin m) {
  if (!(x.hi - x.lo <= 1)) return {};
  const double lo = f(x.lo);
  const double hi = x.point() ? lo : f(x.hi);
  return lo <= hi ? Between{m.down(lo), m.up(hi)} : Between{};
}

/// A function of which nothing but its values is used, so that the arguments must be known exactly. Where it gives NaN
/// or an infinity nothing is said.
template <class F, class... More>
Between at_points(F f, Margin m, Between x, More... more) {
  if (!(x.point() && ... && more.point())) return {};
  const double value = f(x.lo, more.lo...);
  return std::isfinite(value) ? Between{m.down(value), m.up(value)} : Between{};
}

/// A positive base: monotone in either argument, so that the extremes lie at corners.
template <class F>
Between power_of_positive(F f, Between a, Between b, Margin m) {
  const auto [lo, hi] = a.point() && b.point()
                            ? std::minmax({f(a.lo, b.lo)})
                            : std::minmax({f(a.lo, b.lo), f(a.lo, b.hi), f(a.hi, b.lo), f(a.hi, b.hi)});
  return outward(lo, hi, true, false, m);
}

template <class F>
Between power(F f, Between a, Between b, Margin m) {
  if (std::isinf(a.lo) || std::isinf(a.hi) || std::isinf(b.lo) || std::isinf(b.hi)) return {};
  if (a.lo > 0) return power_of_positive(f, a, b, m);
  if (!b.point()) return {};
  const bool whole = std::floor(b.lo) == b.lo;
  const bool even = std::fmod(b.lo, 2) == 0;
  if (a.hi < 0) {
    if (!whole) return Between::nothing();
    const Between size = power_of_positive(f, {-a.hi, -a.lo}, b, m);
    return even ? size : Between{-size.hi, -size.lo};
  }
  if (a.point() && b.lo < 0) return Between::nothing();
  if (b.lo < 0 || (!whole && a.lo < 0)) return {};
  if (b.lo == 0) return {1, 1};
  const double lo = f(a.lo, b.lo), hi = f(a.hi, b.lo);
  if (even && a.lo < 0) return outward(0, std::max(lo, hi), true, false, m);
  return outward(lo, hi, a.lo >= 0, a.hi <= 0, m);
}

inline Between choice(Between condition, Between a, Between b, Margin) {
  if (condition.undefined()) return condition;
  if (condition.surely_true()) return a;
  if (condition.surely_false()) return b;
  const auto vague = [](Between e) { return e.undefined() || e.unknown(); };
  if (vague(condition) || vague(a) || vague(b)) return {};
  return {std::min(a.lo, b.lo), std::max(a.hi, b.hi)};
}

/// Whatever an argument without a value may be held to be, false is what decides.
inline Between conjunction(Between a, Between b, Margin) {
  if (a.surely_false() || b.surely_false()) return truth(false, true);
  const bool vague = a.undefined() || b.undefined() || a.unknown() || b.unknown();
  return vague ? Between{} : truth(a.surely_true() && b.surely_true(), false);
}
inline Between negation(Between a, Margin) {
  if (a.undefined() || a.unknown()) return {};
  return {1 - a.hi, 1 - a.lo};
}
inline Between disjunction(Between a, Between b, Margin m) {
  return negation(conjunction(negation(a, m), negation(b, m), m), m);
}

inline Between less(Between a, Between b, Margin) { return truth(a.hi < b.lo, a.lo >= b.hi); }
inline Between less_or_equal(Between a, Between b, Margin) { return truth(a.hi <= b.lo, a.lo > b.hi); }
inline Between greater(Between a, Between b, Margin m) { return less(b, a, m); }
inline Between greater_or_equal(Between a, Between b, Margin m) { return less_or_equal(b, a, m); }
inline Between equal(Between a, Between b, Margin) {
  return truth(a.point() && b.point() && a.lo == b.lo, a.hi < b.lo || b.hi < a.lo);
}
inline Between unequal(Between a, Between b, Margin m) { return negation(equal(a, b, m), m); }
inline Between min(Between a, Between b, Margin) { return {std::min(a.lo, b.lo), std::min(a.hi, b.hi)}; }
inline Between max(Between a, Between b, Margin) { return {std::max(a.lo, b.lo), std::max(a.hi, b.hi)}; }

}  // namespace adage::enclosing
