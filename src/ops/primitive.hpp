// SPDX-License-Identifier: BSL-1.0
// From one generic lambda, all the machine code of a row: scalars and lanes of double and float for every target,
// its steps, and the wide forms. Only the operation tables include this and pay for the wide types.
#pragma once

#include <cmath>
#include <limits>
#include <type_traits>

#include "lanes/traced.hpp"
#include "ops/precise.hpp"
#include "ops/row.hpp"

namespace adage {

template <std::size_t Arity, class F, class T>
[[gnu::always_inline]] inline T apply_primitive(const T& a, const T& b, const T& c) {
  if constexpr (Arity == 0) return F{}(std::type_identity<T>{});
  if constexpr (Arity == 1) return F{}(a);
  if constexpr (Arity == 2) return F{}(a, b);
  if constexpr (Arity == 3) return F{}(a, b, c);
}

/// The steps hold for every argument.
struct Everywhere {};

/// They hold for |a| <= Most; for other arguments, a NaN among them, F of a library is called. Two arguments at most.
template <std::size_t Arity, class F, std::int64_t Most>
struct Within {
  template <class T>
  static bool outside(T a) {
    return !(std::fabs(a) <= T(Most));
  }
  static double f64(double a, double b, double c) { return apply_primitive<Arity, F>(a, b, c); }
};

/// The functions behind a row's code. `Through` is the type in which floats are computed before one rounding to
/// float, `Limit` says where the steps hold. All that lanes call is always inlined, so that each target's compilation
/// is its own.
template <std::size_t Arity, class Through, class F, class Limit = Everywhere>
struct CodeOf {
  static constexpr bool limited = !std::is_same_v<Limit, Everywhere>;

  template <class T, class U>
  [[gnu::always_inline]] static inline T steps(T a, T b, T c) {
    return static_cast<T>(apply_primitive<Arity, F>(static_cast<U>(a), static_cast<U>(b), static_cast<U>(c)));
  }
  template <class T, class U>
  [[gnu::always_inline]] static inline T scalar(T a, T b, T c) {
    if constexpr (limited) {
      if (Limit::outside(a)) return static_cast<T>(Limit::f64(a, b, c));
    }
    return steps<T, U>(a, b, c);
  }
  template <class T, bool FirstIsLast, bool SecondIsLast>
  [[gnu::always_inline]] static inline T threaded(const ThreadedStep<T>* step, T* registers, T last) {
    const auto& [a, b, c] = step->args;
    const T first = FirstIsLast ? last : registers[a];
    const T second = SecondIsLast ? last : registers[b];
    return ThreadedStep<T>::result(step, registers, steps<T, T>(first, second, registers[c]));
  }
  template <class T, class U>
  [[gnu::always_inline]] static inline void loop(T* __restrict out, const T* __restrict a, const T* __restrict b,
                                                 const T* __restrict c, std::size_t n) {
    for (std::size_t i = 0; i != n; ++i) {
      out[i] = steps<T, U>(Arity > 0 ? a[i] : T(0), Arity > 1 ? b[i] : T(0), Arity > 2 ? c[i] : T(0));
    }
    if constexpr (limited) {
      for (std::size_t i = 0; i != n; ++i) {
        if (Limit::outside(a[i])) out[i] = static_cast<T>(Limit::f64(a[i], Arity > 1 ? b[i] : T(0), 0));
      }
    }
  }

  struct Baseline {
    static double f64(double a, double b, double c) { return scalar<double, double>(a, b, c); }
    static float f32(float a, float b, float c) { return scalar<float, Through>(a, b, c); }
    static void lanes64(double* out, const double* a, const double* b, const double* c, std::size_t n) {
      loop<double, double>(out, a, b, c, n);
    }
    static void lanes32(float* out, const float* a, const float* b, const float* c, std::size_t n) {
      loop<float, Through>(out, a, b, c, n);
    }
    template <class T, bool FirstIsLast, bool SecondIsLast>
    static T run(const ThreadedStep<T>* step, T* registers, T last) {
      return threaded<T, FirstIsLast, SecondIsLast>(step, registers, last);
    }
  };
#if defined(__x86_64__) && defined(__GNUC__)
  struct Avx2 {
    [[gnu::target("avx2,fma")]] static double f64(double a, double b, double c) {
      return scalar<double, double>(a, b, c);
    }
    [[gnu::target("avx2,fma")]] static float f32(float a, float b, float c) { return scalar<float, Through>(a, b, c); }
    [[gnu::target("avx2,fma")]] static void lanes64(double* out, const double* a, const double* b, const double* c,
                                                    std::size_t n) {
      loop<double, double>(out, a, b, c, n);
    }
    [[gnu::target("avx2,fma")]] static void lanes32(float* out, const float* a, const float* b, const float* c,
                                                    std::size_t n) {
      loop<float, Through>(out, a, b, c, n);
    }
    template <class T, bool FirstIsLast, bool SecondIsLast>
    [[gnu::target("avx2,fma")]] static T run(const ThreadedStep<T>* step, T* registers, T last) {
      return threaded<T, FirstIsLast, SecondIsLast>(step, registers, last);
    }
  };
  struct Avx512 {
    [[gnu::target("avx512f,avx512dq,avx512bw,avx512vl,fma")]] static void lanes64(double* out, const double* a,
                                                                                  const double* b, const double* c,
                                                                                  std::size_t n) {
      loop<double, double>(out, a, b, c, n);
    }
    [[gnu::target("avx512f,avx512dq,avx512bw,avx512vl,fma")]] static void lanes32(float* out, const float* a,
                                                                                  const float* b, const float* c,
                                                                                  std::size_t n) {
      loop<float, Through>(out, a, b, c, n);
    }
  };
#endif
};

template <class C>
constexpr MachineCode code_of() {
  return {C::f64, C::f32, C::lanes64, C::lanes32};
}

template <class C, class T>
constexpr ThreadedRuns<T> threaded_of() {
  return {C::template run<T, false, false>, C::template run<T, true, false>, C::template run<T, false, true>,
          C::template run<T, true, true>};
}

template <class C>
constexpr void add_threaded(MachineCode& code) {
  code.threaded64 = threaded_of<C, double>();
  code.threaded32 = threaded_of<C, float>();
}

/// The code of one generic lambda for every target.
template <std::size_t Arity, class Through, class F, class Limit = Everywhere>
constexpr std::array<MachineCode, lanes::kTargets> codes_of() {
  using Codes = CodeOf<Arity, Through, F, Limit>;
  constexpr MachineCode baseline = code_of<typename Codes::Baseline>();
#if defined(__x86_64__) && defined(__GNUC__)
  constexpr MachineCode avx2 = code_of<typename Codes::Avx2>();
  return {baseline, avx2, MachineCode{avx2.f64, avx2.f32, Codes::Avx512::lanes64, Codes::Avx512::lanes32}};
#else
  return {baseline, baseline, baseline};
#endif
}

template <std::size_t Arity, class F>
void precisely(Precise& out, const Precise& a, const Precise& b, const Precise& c) {
  out.value = apply_primitive<Arity, F>(a.value, b.value, c.value);
}

template <std::size_t Arity, class F>
long double in_extended(long double a, long double b, long double c) {
  return apply_primitive<Arity, F>(a, b, c);
}

/// The wide forms, of a function that takes any wide type.
template <std::size_t Arity, class P>
constexpr void add_wide(Primitive& primitive) {
  primitive.precise = precisely<Arity, P>;
  primitive.extended = in_extended<Arity, P>;
}

/// A function written in the words of lanes, for every number type in its own arithmetic; `P` computes the wide type.
template <std::size_t Arity, class F, class P>
constexpr Primitive on_lanes(F, P) {
  Primitive result;
  result.codes = codes_of<Arity, float, F>();
  add_wide<Arity, P>(result);
  if constexpr (Arity != 0) {
    result.steps64 = [] { return lanes::recorded<double, Arity>(F{}); };
    result.steps32 = [] { return lanes::recorded<float, Arity>(F{}); };
  }
  return result;
}

/// A function written in the words of lanes for double alone, in which floats are computed as well.
template <std::size_t Arity, class Limit = Everywhere, class F, class P>
constexpr Primitive on_double_lanes(F, P) {
  Primitive result;
  result.codes = codes_of<Arity, double, F, Limit>();
  add_wide<Arity, P>(result);
  result.steps64 = [] { return lanes::recorded<double, Arity>(F{}); };
  return result;
}

/// The same where the steps hold for first arguments up to `Most` in magnitude and a library, `P`, goes on from there.
template <std::int64_t Most, std::size_t Arity, class F, class P>
constexpr Primitive on_double_lanes_within(F f, P p) {
  using Limit = Within<Arity, P, Most>;
  Primitive result = on_double_lanes<Arity, Limit>(f, p);
  result.beyond = Limit::f64;
  result.within = static_cast<double>(Most);
  return result;
}

/// Operations that IEEE 754 rounds exactly, from one lambda for all types.
template <std::size_t Arity, class F>
constexpr Primitive exact(F f) {
  Primitive result = on_lanes<Arity>(f, f);
  using Codes = CodeOf<Arity, float, F>;
  for (MachineCode& code : result.codes) add_threaded<typename Codes::Baseline>(code);
#if defined(__x86_64__) && defined(__GNUC__)
  for (std::size_t i = 1; i != lanes::kTargets; ++i) add_threaded<typename Codes::Avx2>(result.codes[i]);
#endif
  return result;
}

/// Functions of a library, one lane after another: floats are computed in double and rounded once.
template <std::size_t Arity, class F>
constexpr Primitive function_of(F) {
  Primitive result;
  constexpr MachineCode code = code_of<typename CodeOf<Arity, double, F>::Baseline>();
  result.codes = {code, code, code};
  add_wide<Arity, F>(result);
  return result;
}

template <class T>
inline constexpr bool is_precise = std::is_same_v<T, PreciseNumber>;
/// A type that lanes do not have.
template <class T>
inline constexpr bool is_wide = is_precise<T> || std::is_same_v<T, long double>;

template <class T>
bool is_nan(const T& x) {
  return x != x;
}

}  // namespace adage
