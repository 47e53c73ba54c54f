// SPDX-License-Identifier: BSL-1.0
// Powers with a small constant exponent. Each form overflows and underflows only where the power does, and its
// roundings add up to less than 2 units in the last place, which rules out longer chains of products.
#include "base/rational.hpp"
#include "lower/expand.hpp"

namespace adage {
namespace {

Id apply(Arena& arena, Op op, Id a, Id b) { return arena.intern(op, std::array{a, b}); }

Id square(Arena& arena, Id a) { return apply(arena, Op::mul, a, a); }

Id inverse(Arena& arena, Id a) { return apply(arena, Op::div, arena.number(1), a); }

/// -0 becomes +0, as a power with a fractional exponent takes it: (-0)^(-1/2) is +infinity.
Id without_negative_zero(Arena& arena, Id a) { return apply(arena, Op::add, a, arena.number(0)); }

Id root(Arena& arena, Id a) {
  static const Op sqrt = function("sqrt");
  return arena.intern(sqrt, std::array{without_negative_zero(arena, a)});
}

/// 1/a and then squared: the square of `a` could overflow where the result is still a small number.
Id inverse_square(Arena& arena, Id a) { return square(arena, inverse(arena, a)); }

Id cube(Arena& arena, Id a) { return apply(arena, Op::mul, square(arena, a), a); }

Id fourth(Arena& arena, Id a) { return square(arena, square(arena, a)); }

Id inverse_root(Arena& arena, Id a) { return inverse(arena, root(arena, a)); }

Id three_halves(Arena& arena, Id a) { return apply(arena, Op::mul, without_negative_zero(arena, a), root(arena, a)); }

struct CheapPower {
  std::int64_t numerator;
  std::int64_t denominator;
  Id (*form)(Arena& arena, Id base);
};

constexpr CheapPower forms[] = {
    {2, 1, square},          {3, 1, cube}, {4, 1, fourth},        {-1, 1, inverse},
    {-2, 1, inverse_square}, {1, 2, root}, {-1, 2, inverse_root}, {3, 2, three_halves},
};

}  // namespace

Id cheap_power(Arena& arena, Id base, Id exponent) {
  if (!arena.is_number(exponent) || arena.is_constant(base)) return kNone;
  const Rational& value = arena.value(exponent);
  if (!value.small()) return kNone;
  for (const CheapPower& cheap : forms) {
    if (value.small_num() == cheap.numerator && value.small_den() == cheap.denominator) return cheap.form(arena, base);
  }
  return kNone;
}

}  // namespace adage
