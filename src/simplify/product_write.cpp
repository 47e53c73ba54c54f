// SPDX-License-Identifier: BSL-1.0
// Writing products as people write them: sign, coefficient and numerator over the denominator.
#include <algorithm>
#include <boost/container/static_vector.hpp>
#include <optional>

#include "base/exact_text.hpp"
#include "graph/print_shape.hpp"
#include "simplify/product.hpp"

namespace adage {
namespace {

/// What to divide by instead of multiplying by the coefficient c > 0, where that reads better: x/2, x/3 and x/8.314,
/// but 0.01*x, 3*x, 0.75*x and 10/3*x.
std::optional<Rational> divisor(const Rational& c) {
  if (c.is_integer()) return std::nullopt;
  const auto q = c.denominator().small_integer();
  if (c.numerator().is_one()) {
    const bool reads = q ? *q <= 10 || (*q & (*q - 1)) == 0 || (*q % 2 != 0 && *q % 5 != 0)
                         : exact_text(c).find('/') != std::string::npos;
    return reads ? std::optional(c.denominator()) : std::nullopt;
  }
  // Of the fractions that people write themselves the denominator is small.
  constexpr std::int64_t small = 12;
  if (q && *q <= small) return std::nullopt;
  const std::string fraction = exact_text(c);
  if (fraction.find('/') == std::string::npos) return std::nullopt;
  const std::string inverse = exact_text(1 / c);
  const bool reads = inverse.find('/') == std::string::npos && inverse.size() < fraction.size();
  return reads ? std::optional(1 / c) : std::nullopt;
}

/// sqrt(2)*sqrt(pi) is written sqrt(2*pi).
void gather_constant_roots(SimplifyContext& context, Factors& factors) {
  Arena& arena = context.arena;
  for (const Rational& half : {Rational(1, 2), Rational(-1, 2)}) {
    const auto is_root = [&](const Factor& f) {
      return f.exponent == half && arena.is_constant(f.base) && context.ranges[f.base].nonnegative();
    };
    if (std::ranges::count_if(factors, is_root) < 2) continue;
    Id product = kNone;
    for (const Factor& f : factors) {
      if (is_root(f)) product = product == kNone ? f.base : arena.make(Op::mul, product, f.base);
    }
    erase_where(factors, is_root);
    factors.push_back({product, half});
  }
}

/// -x/(y - 1) is x/(1 - y): a sign goes into a difference that nothing else needs, but not into 1 - y, the form that
/// rules know. True if one was found.
bool absorb_sign(SimplifyContext& context, Factors& factors) {
  Arena& arena = context.arena;
  for (Factor& f : factors) {
    const auto whole = f.exponent.small_integer();
    if (!whole || *whole % 2 == 0 || arena.op(f.base) != Op::sub || context.shared(f.base)) continue;
    const Id a = arena.arg(f.base, 0), b = arena.arg(f.base, 1);
    if (arena.is_number(a)) continue;
    f.base = arena.make(Op::sub, b, a);
    return true;
  }
  return false;
}

/// Its negative where a sum has minus signs alone, as -a - b has; else kNone.
Id without_signs(Arena& arena, Id sum) {
  constexpr int most_terms = 8;
  boost::container::static_vector<Id, most_terms> terms;
  for (; arena.op(sum) == Op::sub && terms.size() != most_terms; sum = arena.arg(sum, 0))
    terms.push_back(arena.arg(sum, 1));
  if (terms.empty() || arena.op(sum) != Op::neg) return kNone;
  Id result = arena.arg(sum, 0);
  for (; !terms.empty(); terms.pop_back()) result = arena.make(Op::add, result, terms.back());
  return result;
}

/// (-a - b)/c is -(a + b)/c. True if the sign of the product changes.
bool release_signs(SimplifyContext& context, Factors& factors) {
  bool changes = false;
  for (Factor& f : factors) {
    const auto whole = f.exponent.small_integer();
    if (!whole || context.shared(f.base)) continue;
    const Id positive = without_signs(context.arena, f.base);
    if (positive == kNone) continue;
    f.base = positive;
    changes = changes != (*whole % 2 != 0);
  }
  return changes;
}

Id raise(Arena& arena, Id base, const Rational& exponent) {
  return exponent.is_one() ? base : arena.make(Op::pow, base, arena.number(exponent));
}

}  // namespace

Id scaled(SimplifyContext& context, const Rational& coefficient, Id unit) {
  if (coefficient.is_one()) return unit;
  Arena& arena = context.arena;
  if (arena.is_number(unit)) return arena.number(coefficient * arena.value(unit));
  const Op op = arena.op(unit);
  if (op == Op::neg) return scaled(context, -coefficient, arena.arg(unit, 0));
  if (op != Op::mul && op != Op::div) return write_product(context, {coefficient, {{unit, 1}}});
  Product product = read_product(context, unit, {});
  product.coefficient = product.coefficient * coefficient;
  return write_product(context, product);
}

bool splits_quotient(const Arena& arena, Id id) {
  const auto is_quotient = [&](Id part) { return arena.is_number(part) && is_quotient_text(arena.value(part)); };
  const Op op = arena.op(id);
  if (op != Op::mul && op != Op::div) return false;
  const Id a = arena.arg(id, 0), b = arena.arg(id, 1);
  if (op == Op::div) return is_quotient(a);
  return (is_quotient(a) && arena.op(b) == Op::div) || (is_quotient(b) && arena.op(a) == Op::div);
}

Id write_product(SimplifyContext& context, const Product& product) {
  Arena& arena = context.arena;
  const Rational& c = product.coefficient;
  if (c.is_zero()) {
    const auto stays = [&](const Factor& f) {
      return !context.may_vanish(f.base) || f.exponent.is_negative() || !f.exponent.is_integer();
    };
    if (context.assume_defined || std::ranges::none_of(product.factors, stays)) return arena.number(0);
  }
  Id num = kNone;
  Id den = kNone;
  const auto append = [&](Id& side, Id factor) { side = side == kNone ? factor : arena.make(Op::mul, side, factor); };
  const Rational magnitude = abs(c);
  const auto by = divisor(magnitude);
  Factors sorted = product.factors;
  // Beside a divisor a fraction is written out, 2/(3*x), as 2/3/x is hard to read.
  const auto divides = [](const Factor& f) { return f.exponent.is_negative(); };
  const bool apart = !by && is_quotient_text(magnitude) && std::ranges::any_of(sorted, divides);
  const Rational above = by ? 1 : apart ? magnitude.numerator() : magnitude;
  const Rational below = by ? *by : apart ? magnitude.denominator() : 1;
  if (!above.is_one()) append(num, arena.number(above));
  if (!below.is_one()) append(den, arena.number(below));
  const bool minus = c.is_negative() != release_signs(context, sorted);
  const bool has_sign = minus && !absorb_sign(context, sorted);
  gather_constant_roots(context, sorted);
  std::ranges::stable_sort(sorted, {}, &Factor::base);
  for (const Factor& f : sorted) {
    append(divides(f) ? den : num, raise(arena, f.base, abs(f.exponent)));
  }
  if (num == kNone) num = arena.number(1);
  const Id value = den == kNone ? num : arena.make(Op::div, num, den);
  return has_sign ? arena.make(Op::neg, value) : value;
}

}  // namespace adage
