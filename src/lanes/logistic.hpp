// SPDX-License-Identifier: BSL-1.0
// The logistic function and its relatives on lanes, all of E = exp(-|x|), which neither overflows nor cancels. Where
// several are wanted at one point, a compiler finds E and the quotients in common.
#pragma once

#include "lanes/exp.hpp"
#include "lanes/log.hpp"

namespace adage::lanes {

/// E = exp(-|x|), what its rounding lost, 1 + E, and the inverse of that.
template <class L>
struct Decay {
  L small;
  L small_rest;
  L below;
  L inverse;
};

template <class L>
[[gnu::always_inline]] inline Decay<L> decay(L x) {
  const auto [tail, k] = exponential(-magnitude(x));
  const L mantissa = L(1) + tail;
  const L small = scale(mantissa, k);
  const L below = L(1) + small;
  return {small, scale(tail - (mantissa - L(1)), k), below, L(1) / below};
}

/// The same of x + rest, where the rest is what rounding lost of the argument; let go where that cancels.
template <class L>
[[gnu::always_inline]] inline Decay<L> decay(L x, L rest) {
  Decay<L> result = decay(x);
  const L moved = small_rest(select(x < L(0), rest, -rest));
  result.small_rest = fused(result.small, moved, result.small_rest);
  return result;
}

/// 1/(1 + exp(-x)). Numerator and denominator carry what their rounding lost, and one step of Newton's
/// iteration puts it back, so that the result is within one unit in the last place.
template <class L>
[[gnu::always_inline]] inline L sigmoid(L x, const Decay<L>& decayed) {
  const auto [small, small_rest, below, inverse] = decayed;
  const L below_rest = (small - (below - L(1))) + small_rest;
  const L above = select(x < L(0), small, L(1));
  const L above_rest = select(x < L(0), small_rest, L(0));
  const L quotient = above * inverse;
  const L residual = fused(-below, quotient, above) + fused(-below_rest, quotient, above_rest);
  return fused(residual, inverse, quotient);
}

template <class L>
[[gnu::always_inline]] inline L sigmoid(L x) {
  return sigmoid(x, decay(x));
}
template <class L>
[[gnu::always_inline]] inline L sigmoid_of_sum(L x, L rest) {
  return sigmoid(x, decay(x, rest));
}

/// sigmoid(x)*sigmoid(-x), the slope of sigmoid.
template <class L>
[[gnu::always_inline]] inline L sigmoid_slope(L x) {
  const auto [small, small_rest, below, inverse] = decay(x);
  return sigmoid(x) * (select(x < L(0), L(1), small) * inverse);
}
template <class L>
[[gnu::always_inline]] inline L sigmoid_slope_of_sum(L x, L rest) {
  const Decay<L> decayed = decay(x, rest);
  return sigmoid(x, decayed) * (select(x < L(0), L(1), decayed.small + decayed.small_rest) * decayed.inverse);
}

/// log(1 + exp(x)) = max(x, 0) + log(1 + E); 1 + E lies in [1, 2], which needs no exponent taken out.
template <class L>
[[gnu::always_inline]] inline L softplus(L x, L small) {
  const auto wide = small > L(0.41421356);
  const L f = select(wide, fused(L(0.5), small, L(-0.5)), small);
  return select(x <= L(0), L(0), x) + log_of_mantissa(f, select(wide, L(1), L(0)));
}
template <class L>
[[gnu::always_inline]] inline L softplus(L x) {
  return softplus(x, exp(-magnitude(x)));
}
/// What rounding loses of the sum of max(x, 0) and log(1 + E).
template <class L>
[[gnu::always_inline]] inline L softplus_rest(L x) {
  const L line = select(x <= L(0), L(0), x), sum = softplus(x);
  return softplus(-magnitude(x)) - (sum - line);
}
/// A positive argument has no use for its rest.
template <class L>
[[gnu::always_inline]] inline L softplus_of_sum(L x, L rest) {
  return softplus(x, exp_of_sum(-magnitude(x), select(x < L(0), rest, L(0))));
}

/// tanh(softplus(x)) = above/below with below = (1 + E)^2 + E^2 for x >= 0 and (1 + E)^2 + 1 else.
template <class L>
struct TanhSoftplus {
  L small;
  L above;
  L below;
};
template <class L>
[[gnu::always_inline]] inline TanhSoftplus<L> parts_of_tanh_softplus(L x) {
  const L small = exp(-magnitude(x)), twice = L(2) * small;
  const L above = select(x < L(0), fused(small, small, twice), L(1) + twice);
  return {small, above, above + select(x < L(0), L(2), twice * small)};
}
template <class L>
[[gnu::always_inline]] inline L tanh_softplus(L x) {
  const auto [small, above, below] = parts_of_tanh_softplus(x);
  return above * (L(1) / below);
}
/// A quarter of 1 minus its square. What rounding loses before the square would count twice: one step of Newton's
/// iteration puts it back.
template <class L>
[[gnu::always_inline]] inline L slope_at_softplus(L x) {
  const auto [small, unused, below] = parts_of_tanh_softplus(x);
  const L factor = select(x < L(0), L(1), small), sum = L(1) + small, above = factor * sum;
  const L rest = fused(factor, small - (sum - L(1)), fused(factor, sum, -above));
  const L inverse = L(1) / below, quotient = above * inverse;
  const L ratio = fused(fused(-below, quotient, above) + rest, inverse, quotient);
  return ratio * ratio;
}

}  // namespace adage::lanes
