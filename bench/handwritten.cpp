// SPDX-License-Identifier: BSL-1.0
// Compiled with -O3 -march=native -ffast-math, so that g++ calls the vector functions of libmvec. Each loop shares
// what a careful author would share.
#include "handwritten.hpp"

#include <cmath>
#include <cstdint>

#ifdef __AVX512F__
#include <immintrin.h>
#endif

namespace handwritten {
namespace {

template <class T>
void relu(const T* __restrict x, T* __restrict y, T* __restrict dy, std::size_t n) {
  for (std::size_t i = 0; i != n; ++i) {
    y[i] = x[i] > 0 ? x[i] : 0;
    dy[i] = x[i] > 0 ? 1 : 0;
  }
}
template <class T>
void sigmoid(const T* __restrict x, T* __restrict y, T* __restrict dy, std::size_t n) {
  for (std::size_t i = 0; i != n; ++i) {
    const T s = 1 / (1 + std::exp(-x[i]));
    y[i] = s;
    dy[i] = s * (1 - s);
  }
}
template <class T>
void tanh(const T* __restrict x, T* __restrict y, T* __restrict dy, std::size_t n) {
  for (std::size_t i = 0; i != n; ++i) {
    const T t = std::tanh(x[i]);
    y[i] = t;
    dy[i] = 1 - t * t;
  }
}
template <class T>
void softplus(const T* __restrict x, T* __restrict y, T* __restrict dy, std::size_t n) {
  for (std::size_t i = 0; i != n; ++i) {
    const T e = std::exp(-std::fabs(x[i]));
    y[i] = (x[i] > 0 ? x[i] : 0) + std::log(1 + e);
    dy[i] = (x[i] > 0 ? T(1) : e) / (1 + e);
  }
}
template <class T>
void silu(const T* __restrict x, T* __restrict y, T* __restrict dy, std::size_t n) {
  for (std::size_t i = 0; i != n; ++i) {
    const T s = 1 / (1 + std::exp(-x[i]));
    y[i] = x[i] * s;
    dy[i] = s * (1 + x[i] * (1 - s));
  }
}
template <class T>
void gelu(const T* __restrict x, T* __restrict y, T* __restrict dy, std::size_t n) {
  for (std::size_t i = 0; i != n; ++i) {
    const T cdf = T(0.5) * (1 + std::erf(x[i] * T(0.70710678118654752)));
    y[i] = x[i] * cdf;
    dy[i] = cdf + x[i] * T(0.39894228040143268) * std::exp(T(-0.5) * x[i] * x[i]);
  }
}
template <class T>
void mish(const T* __restrict x, T* __restrict y, T* __restrict dy, std::size_t n) {
  for (std::size_t i = 0; i != n; ++i) {
    const T e = std::exp(x[i]);
    const T t = std::tanh(std::log(1 + e));
    y[i] = x[i] * t;
    dy[i] = t + x[i] * (1 - t * t) * e / (1 + e);
  }
}
template <class T>
void elu(const T* __restrict x, T* __restrict y, T* __restrict dy, std::size_t n) {
  for (std::size_t i = 0; i != n; ++i) {
    const T e = std::exp(x[i] > 0 ? 0 : x[i]);
    y[i] = x[i] > 0 ? x[i] : e - 1;
    dy[i] = e;
  }
}

template <class T>
void copy(const T* x, T* y, T* dy, std::size_t n) {
  std::size_t i = 0;
#ifdef __AVX512F__
  constexpr std::size_t lanes = 64 / sizeof(T);
  const auto aligned = [](const void* p) { return reinterpret_cast<std::uintptr_t>(p) % 64 == 0; };
  if (aligned(y) && aligned(dy)) {
    for (; i + lanes <= n; i += lanes) {
      const __m512i v = _mm512_loadu_si512(x + i);
      _mm512_stream_si512(reinterpret_cast<__m512i*>(y + i), v);
      _mm512_stream_si512(reinterpret_cast<__m512i*>(dy + i), v);
    }
    _mm_sfence();
  }
#endif
  for (; i != n; ++i) y[i] = dy[i] = x[i];
}

constexpr Activation all[] = {
    {"relu", "max(0, x)", relu<float>, relu<double>},
    {"sigmoid", "1/(1 + exp(-x))", sigmoid<float>, sigmoid<double>},
    {"tanh", "tanh(x)", tanh<float>, tanh<double>},
    {"softplus", "log(1 + exp(x))", softplus<float>, softplus<double>},
    {"silu", "x/(1 + exp(-x))", silu<float>, silu<double>},
    {"gelu", "0.5*x*(1 + erf(x/sqrt(2)))", gelu<float>, gelu<double>},
    {"mish", "x*tanh(log(1 + exp(x)))", mish<float>, mish<double>},
    {"elu", "where(x > 0, x, exp(x) - 1)", elu<float>, elu<double>},
};

}  // namespace

std::span<const Activation> activations() { return all; }
void copy_to_two(const float* x, float* y, float* dy, std::size_t n) { copy(x, y, dy, n); }
void copy_to_two(const double* x, double* y, double* dy, std::size_t n) { copy(x, y, dy, n); }

}  // namespace handwritten
