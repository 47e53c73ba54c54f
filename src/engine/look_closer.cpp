// SPDX-License-Identifier: BSL-1.0
// Rows of which some output is not finite: by larger exponents; where these do not tell, as the formula was typed; and
// where that is not finite either, as it is run.
#include <algorithm>
#include <cmath>

#include "engine/executable.hpp"
#include "engine/values.hpp"
#include "run/extended.hpp"
#include "run/finite.hpp"

namespace adage {

template <class T>
void Executable::look_closer(const T* in, T* out) const {
  const Watch& known = watch(numbers(std::is_same_v<T, double>));
  if (!known.needed()) return;
  const bool true_inputs = all_finite(in, inputs);
  if (true_inputs) run_extended(tape_, in, out);
  const auto unknown = [](T value) { return std::isnan(value); };
  const auto fill_in = [&](const Values<T>& others, auto fits) {
    for (std::size_t k = 0; k != outputs; ++k) {
      if (unknown(out[k]) && fits(others[k])) out[k] = others[k];
    }
  };
  if (std::none_of(out, out + outputs, unknown)) return;
  Values<T> others(outputs);
  if (true_inputs && typed_.exists()) {
    typed_.run(in, others.data());
    fill_in(others, [](T value) { return std::isfinite(value); });
    if (std::none_of(out, out + outputs, unknown)) return;
  }
  run_row(tape_, nullptr, in, others.data());
  fill_in(others, [](T) { return true; });
}

template <class T>
void Executable::look_closer(std::span<const Strided<const T>> in, std::span<const Strided<T>> out, std::size_t begin,
                             std::size_t end) const {
  if (!wanted(std::is_same_v<T, double>).watch) return;
  Values<T> given(inputs), made(outputs);
  for (std::size_t i = begin; i != end; ++i) {
    const auto at = [&](const auto& column) -> auto& { return element(column, i); };
    if (std::ranges::all_of(out, [&](const auto& column) { return std::isfinite(at(column)); })) continue;
    std::ranges::transform(in, given.begin(), at);
    std::ranges::transform(out, made.begin(), at);
    look_closer(given.data(), made.data());
    for (std::size_t k = 0; k != outputs; ++k) at(out[k]) = made[k];
  }
}

template void Executable::look_closer(const double*, double*) const;
template void Executable::look_closer(const float*, float*) const;
template void Executable::look_closer(std::span<const Strided<const double>>, std::span<const Strided<double>>,
                                      std::size_t, std::size_t) const;
template void Executable::look_closer(std::span<const Strided<const float>>, std::span<const Strided<float>>,
                                      std::size_t, std::size_t) const;

}  // namespace adage
