// SPDX-License-Identifier: BSL-1.0
// Formulas as C++ compiles them ahead of time, each a function of its own.
#pragma once

#include <span>

namespace native {

struct Formula {
  const char* name;
  const char* text;  ///< as typed into every parser
  double (*call)(double a, double b, double c);
};

std::span<const Formula> formulas();

}  // namespace native
