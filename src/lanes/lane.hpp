// SPDX-License-Identifier: BSL-1.0
// The vocabulary in which functions are written for lanes, for plain float and double: straight-line code without
// branches or tables, so that a compiler makes vectors of a loop over it. traced.hpp gives the same words a second
// meaning, a recording; whatever is written in them runs in every engine with the same bits.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

namespace adage::lanes {

/// What belongs to a lane type: the number that it stands for and its bits as an unsigned integer.
template <class L>
struct Kind;
template <>
struct Kind<float> {
  using Element = float;
  using Bits = std::uint32_t;
};
template <>
struct Kind<double> {
  using Element = double;
  using Bits = std::uint64_t;
};
template <class L>
using Element = typename Kind<L>::Element;
template <class L>
using Bits = typename Kind<L>::Bits;
template <class L>
using Word = Bits<Element<L>>;  ///< a plain integer of that width

/// The format of a number type (IEEE 754-2019, 3.4).
template <class T>
struct Format {
  static_assert(std::numeric_limits<T>::is_iec559);
  static constexpr int fraction = std::numeric_limits<T>::digits - 1;
  static constexpr int bias = std::numeric_limits<T>::max_exponent - 1;
  /// Added to a number and taken away again it rounds to a whole number; the sum's low bits are that number.
  static constexpr T rounder = static_cast<T>(3ULL << (fraction - 1));
  static constexpr T infinity = std::numeric_limits<T>::infinity();
  static constexpr T nan = std::numeric_limits<T>::quiet_NaN();
};

/// a*b + c, rounded once.
[[gnu::always_inline]] inline float fused(float a, float b, float c) { return std::fma(a, b, c); }
[[gnu::always_inline]] inline double fused(double a, double b, double c) { return std::fma(a, b, c); }

/// Without the branch that && and || may become.
[[gnu::always_inline]] inline bool both(bool a, bool b) { return (int{a} & int{b}) != 0; }
[[gnu::always_inline]] inline bool either(bool a, bool b) { return (int{a} | int{b}) != 0; }

template <class L>
[[gnu::always_inline]] inline L select(bool condition, L yes, L no) {
  return condition ? yes : no;
}

[[gnu::always_inline]] inline std::uint32_t bits(float x) { return std::bit_cast<std::uint32_t>(x); }
[[gnu::always_inline]] inline std::uint64_t bits(double x) { return std::bit_cast<std::uint64_t>(x); }
[[gnu::always_inline]] inline float from_bits(std::uint32_t b) { return std::bit_cast<float>(b); }
[[gnu::always_inline]] inline double from_bits(std::uint64_t b) { return std::bit_cast<double>(b); }

[[gnu::always_inline]] inline float square_root(float x) { return std::sqrt(x); }
[[gnu::always_inline]] inline double square_root(double x) { return std::sqrt(x); }
[[gnu::always_inline]] inline float magnitude(float x) { return std::fabs(x); }
[[gnu::always_inline]] inline double magnitude(double x) { return std::fabs(x); }
[[gnu::always_inline]] inline float round_down(float x) { return std::floor(x); }
[[gnu::always_inline]] inline double round_down(double x) { return std::floor(x); }
[[gnu::always_inline]] inline float round_up(float x) { return std::ceil(x); }
[[gnu::always_inline]] inline double round_up(double x) { return std::ceil(x); }

/// Bits that are the same for all lanes.
template <class L>
[[gnu::always_inline]] inline Bits<L> word(Word<L> constant) {
  return Bits<L>(constant);
}

/// 2^k for a whole k in two's complement, within the range of normal numbers.
template <class L>
[[gnu::always_inline]] inline L power_of_two(Bits<L> k) {
  using F = Format<Element<L>>;
  return from_bits((k + word<L>(F::bias)) << F::fraction);
}

/// x*2^k, rounded once even where that is subnormal, for a whole k of at most twice the largest exponent: two factors,
/// as one need not be a normal number.
template <class L>
[[gnu::always_inline]] inline L scale_by_parts(L x, L k) {
  using T = Element<L>;
  constexpr T rounder = Format<T>::rounder;
  constexpr Word<L> far = 1 << 14;  // keeps what is shifted positive
  const Bits<L> n = bits(k + L(rounder)) - word<L>(bits(rounder) - far);
  const Bits<L> half = (n >> 1) - word<L>(far / 2);
  return x * power_of_two<L>(half) * power_of_two<L>(n - word<L>(far) - half);
}
/// The same; a recording leaves the way to the translator, since some machines have an instruction for it.
[[gnu::always_inline]] inline float scale(float x, float k) { return scale_by_parts(x, k); }
[[gnu::always_inline]] inline double scale(double x, double k) { return scale_by_parts(x, k); }

/// The magnitude of `x` with the sign of `sign`.
template <class L>
[[gnu::always_inline]] inline L with_sign_of(L x, L sign) {
  constexpr Word<L> top = Word<L>(1) << (8 * sizeof(Word<L>) - 1);
  return from_bits((bits(x) & word<L>(top - 1)) | (bits(sign) & word<L>(top)));
}

/// A zero of the type of `x`; a recording needs to know where it belongs.
[[gnu::always_inline]] inline float zero_like(float) { return 0; }
[[gnu::always_inline]] inline double zero_like(double) { return 0; }

/// Horner's rule over every `Step`-th coefficient from `First` on; unrolled, as a loop in it would keep a loop around
/// it from being made of vectors.
template <std::size_t First, std::size_t Step, class L, class T, std::size_t N>
[[gnu::always_inline]] inline L horner(L x, const T (&coefficients)[N]) {
  constexpr std::size_t last = (N - 1 - First) / Step;  // of those taken
  return [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
    L sum(coefficients[First + last * Step]);
    ((sum = fused(sum, x, L(coefficients[First + (last - 1 - I) * Step]))), ...);
    return sum;
  }
  (std::make_index_sequence<last>());
}

/// The polynomial with these coefficients, lowest first. If it is long, even and odd powers go apart until the last
/// step, which decides the rounding, so that a value alone waits for half as many products one after another.
template <class L, class T, std::size_t N>
[[gnu::always_inline]] inline L polynomial(L x, const T (&coefficients)[N]) {
  if constexpr (N < 9) {
    return horner<0, 1>(x, coefficients);
  } else {
    const L square = x * x;
    const L above = fused(horner<2, 2>(square, coefficients), x, horner<1, 2>(square, coefficients));
    return fused(above, x, L(coefficients[0]));
  }
}

/// `x` held within [lo, hi]; a NaN stays one.
template <class L>
[[gnu::always_inline]] inline L held(L x, Element<L> lo, Element<L> hi) {
  return select(x < L(lo), L(lo), select(x > L(hi), L(hi), x));
}

/// Two numbers whose sum is a + b, the first of them rounded (Knuth 1969).
template <class L>
struct Halves {
  L sum;
  L rest;
};
template <class L>
[[gnu::always_inline]] inline Halves<L> two_sum(L a, L b) {
  const L sum = a + b;
  const L back = sum - a;
  return {sum, (a - (sum - back)) + (b - back)};
}

}  // namespace adage::lanes
