// SPDX-License-Identifier: BSL-1.0
// From one generic lambda, all the machine code of a row: scalars and lanes of double and float, and the
// precise form. Only the operation tables include this; it is the one place that pays for the wide types.
#pragma once

#include <cmath>
#include <limits>
#include <type_traits>

#include "ops/precise.hpp"
#include "ops/row.hpp"

namespace adage {

template <std::size_t Arity, class F, class T>
T apply_primitive(const T& a, const T& b, const T& c) {
  if constexpr (Arity == 0) return F{}(std::type_identity<T>{});
  if constexpr (Arity == 1) return F{}(a);
  if constexpr (Arity == 2) return F{}(a, b);
  if constexpr (Arity == 3) return F{}(a, b, c);
}

/// `Through` is the type in which float arguments are computed before one rounding to float.
template <std::size_t Arity, class Through, class F>
constexpr Primitive make_primitive(F) {
  Primitive result;
  result.f64 = [](double a, double b, double c) -> double { return apply_primitive<Arity, F>(a, b, c); };
  result.f32 = [](float a, float b, float c) -> float {
    return static_cast<float>(
        apply_primitive<Arity, F>(static_cast<Through>(a), static_cast<Through>(b), static_cast<Through>(c)));
  };
  result.lanes64 = [](double* out, const double* a, const double* b, const double* c, std::size_t n) {
    for (std::size_t i = 0; i != n; ++i) {
      out[i] = apply_primitive<Arity, F>(Arity > 0 ? a[i] : 0.0, Arity > 1 ? b[i] : 0.0, Arity > 2 ? c[i] : 0.0);
    }
  };
  result.lanes32 = [](float* out, const float* a, const float* b, const float* c, std::size_t n) {
    for (std::size_t i = 0; i != n; ++i) {
      out[i] = static_cast<float>(apply_primitive<Arity, F>(static_cast<Through>(Arity > 0 ? a[i] : 0.0F),
                                                            static_cast<Through>(Arity > 1 ? b[i] : 0.0F),
                                                            static_cast<Through>(Arity > 2 ? c[i] : 0.0F)));
    }
  };
  result.precise = [](Precise& out, const Precise& a, const Precise& b, const Precise& c) {
    out.value = apply_primitive<Arity, F>(a.value, b.value, c.value);
  };
  return result;
}

/// Operations that IEEE 754 rounds exactly: floats are computed in float.
template <std::size_t Arity, class F>
constexpr Primitive exact(F f) {
  return make_primitive<Arity, float>(f);
}

/// Transcendental functions: floats are computed in double and rounded once.
template <std::size_t Arity, class F>
constexpr Primitive function_of(F f) {
  return make_primitive<Arity, double>(f);
}

template <class T>
inline constexpr bool is_precise = std::is_same_v<T, PreciseNumber>;

template <class T>
bool is_nan(const T& x) {
  return x != x;
}

}  // namespace adage
