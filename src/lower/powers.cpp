// SPDX-License-Identifier: BSL-1.0
// Powers with a small constant exponent. Each form overflows and underflows only where the power does, and its
// roundings add up to less than 2 units in the last place, which rules out longer chains of products.
#include "lower/expand.hpp"

namespace adage {
namespace {

Id apply(Arena& arena, Op op, Id a, Id b) { return arena.intern(op, std::array{a, b}); }
Id square(Arena& arena, Id a) { return apply(arena, Op::mul, a, a); }
Id cube(Arena& arena, Id a) { return apply(arena, Op::mul, square(arena, a), a); }
Id fourth(Arena& arena, Id a) { return square(arena, square(arena, a)); }

Id three_halves(Arena& arena, Id a) {
  static const Op sqrt = function("sqrt");
  return apply(arena, Op::mul, a, arena.intern(sqrt, std::array{a}));
}

struct CheapPower {
  std::int64_t numerator;
  std::int64_t denominator;
  Id (*form)(Arena& arena, Id base);
};

constexpr CheapPower forms[] = {{2, 1, square}, {3, 1, cube}, {4, 1, fourth}, {3, 2, three_halves}};

Id power(Arena& arena, Id base, Id exponent) {
  if (!arena.is_number(exponent) || arena.is_constant(base)) return kNone;
  const Rational& value = arena.value(exponent);
  if (!value.small()) return kNone;
  for (const CheapPower& cheap : forms) {
    if (value.small_num() == cheap.numerator && value.small_den() == cheap.denominator) return cheap.form(arena, base);
  }
  return kNone;
}

bool is_square(const Arena& arena, Id id) {
  return arena.op(id) == Op::mul && arena.arg(id, 0) == arena.arg(id, 1) && !arena.is_constant(id);
}

}  // namespace

Id cheap_power(Arena& arena, Op op, std::span<const Id> args, std::span<const bool> sole) {
  if (op == Op::pow) return power(arena, args[0], args[1]);
  // 1/b^2 as (1/b)^2: the square of b may overflow where the result is still a number.
  if (op == Op::div && arena.is_number(args[0], 1) && is_square(arena, args[1])) {
    return square(arena, apply(arena, Op::div, args[0], arena.arg(args[1], 0)));
  }
  // a*b^2 as (a*b)*b, which is beyond the numbers only if a or the result is.
  for (std::size_t k = 0; op == Op::mul && k != args.size(); ++k) {
    const Id other = args[1 - k];
    if (!sole[k] || !is_square(arena, args[k]) || arena.is_constant(other) || is_square(arena, other)) continue;
    const Id b = arena.arg(args[k], 0);
    return apply(arena, Op::mul, apply(arena, Op::mul, other, b), b);
  }
  return kNone;
}

}  // namespace adage
