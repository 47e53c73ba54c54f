// SPDX-License-Identifier: BSL-1.0
// sqrt(x^2 + y^2) on lanes of double: scaled by a power of two where a square would overflow or lose digits, and the
// root corrected by what the squares and the root itself were rounded by (Borges 2019).
#pragma once

#include "lanes/lane.hpp"

namespace adage::lanes {

template <class L>
[[gnu::always_inline]] inline L hypot(L x, L y) {
  const L a = magnitude(x);
  const L b = magnitude(y);
  const auto exchanged = a < b;
  const L larger = select(exchanged, b, a);
  const L smaller = select(exchanged, a, b);
  const auto huge = larger > L(0x1p500);
  const auto tiny = larger < L(0x1p-450);
  const L factor = select(huge, L(0x1p-600), select(tiny, L(0x1p600), L(1)));
  const L back = select(huge, L(0x1p600), select(tiny, L(0x1p-600), L(1)));
  const L u = larger * factor;
  const L v = smaller * factor;
  const L squares = fused(u, u, v * v);
  const L root = square_root(squares);
  const L root_square = root * root;
  const L u_square = u * u;
  const L excess = fused(-v, v, root_square - u_square) + fused(root, root, -root_square) - fused(u, u, -u_square);
  const L better = root - excess / (L(2) * root);
  const L value = select(larger == L(0), larger, better * back);
  const L infinity(Format<Element<L>>::infinity);
  const L plain = select(either(a == infinity, b == infinity), infinity, value);
  return select(either(x != x, y != y), select(either(a == infinity, b == infinity), infinity, x + y), plain);
}

}  // namespace adage::lanes
