// SPDX-License-Identifier: BSL-1.0
// Lowered without a choice, and interpreted.
#include "engine/typed.hpp"

#include <algorithm>

#include "engine/values.hpp"
#include "run/interpreter.hpp"

namespace adage {

template <class T>
void Typed::run(const T* in, T* out) const {
  std::call_once(
      made_, [&] { tape_ = lower(*formulas_->arena, formulas_->outputs, formulas_->inputs, {.as_written = true}); });
  Values<double> given(in, in + tape_.inputs.size()), made(tape_.outputs.size());
  run_scalar(tape_, given.data(), made.data());
  std::ranges::transform(made, out, [](double value) { return static_cast<T>(value); });
}

template void Typed::run(const double*, double*) const;
template void Typed::run(const float*, float*) const;

}  // namespace adage
