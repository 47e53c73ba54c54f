// SPDX-License-Identifier: BSL-1.0
// What people write by hand instead of typing a formula: a loop for each activation with its derivative.
#pragma once

#include <cstddef>
#include <span>

namespace handwritten {

template <class T>
using Loop = void (*)(const T* x, T* y, T* dy, std::size_t n);

struct Activation {
  const char* name;
  const char* formula;  ///< as typed into adage
  Loop<float> f32;
  Loop<double> f64;
};

std::span<const Activation> activations();

/// Reads one column and writes two past the caches: the memory's limit for f and f'.
void copy_to_two(const float* x, float* y, float* dy, std::size_t n);
void copy_to_two(const double* x, double* y, double* dy, std::size_t n);

}  // namespace handwritten
