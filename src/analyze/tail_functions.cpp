// SPDX-License-Identifier: BSL-1.0
// Functions of tails: powers, exponentials and logarithms by their leading term, which the scale takes as it is, and
// what is left, which is small, by Taylor's formula.
#include <algorithm>

#include "analyze/tail.hpp"
#include "diff/diff.hpp"
#include "graph/slice.hpp"
#include "simplify/simplify.hpp"

namespace adage::analysis {
namespace {

Range add(const Range& a, const Range& b) { return range::add(a, b, {}); }
Range mul(const Range& a, const Range& b) { return range::mul(a, b, {}); }

}  // namespace

Tail TailAlgebra::taylor(Id g, Id variable, Id c, const Tail& s) {
  Arena& arena = constants_.arena();
  const Id one = arena.number(1);
  const Range around = range(s);
  const auto at = [&](Id e) {
    return simplify(arena, substitute(arena, std::span(&e, 1), std::span(&variable, 1), std::span(&c, 1)).front());
  };
  Tail result = number(at(g));
  Tail power = s;
  Id derived = g;
  std::int64_t factorial = 1;
  if (is_zero(s)) return result;
  constexpr int order = 4;
  for (int n = 1; n <= order; ++n) {
    derived =
        simplify(arena, forward(arena, std::span(&derived, 1), std::span(&variable, 1), std::span(&one, 1)).front());
    factorial *= n;
    if (n < order) {
      result = sum(result, scaled(power, constants_.make(Op::div, at(derived), arena.number(factorial))));
      power = product(power, s);
    }
  }
  // The remainder: the derivative somewhere between c and c + s.
  const Enclosure& center = constants_.enclosure(c);
  const Range place = add({center.lo, center.hi}, range::hull(around, {0, 0}));
  BallEvaluator balls(arena, std::span<const Id>(&derived, 1));
  std::vector<Extent> box;
  for (std::size_t i = 0; i != balls.variables().size(); ++i)
    box.push_back({Rational::from_double_exactly(place.lo), Rational::from_double_exactly(place.hi)});
  balls.evaluate(box, 96);
  const Enclosure value = balls[derived];
  if (!value.everywhere()) throw Undecided("an expansion at the edge of a domain");
  Tail rest = any_of(mul({value.lo, value.hi},
                         range::div({1, 1}, {static_cast<double>(factorial), static_cast<double>(factorial)}, {})));
  return sum(result, product(rest, power));
}

Tail TailAlgebra::power(const Tail& a, const Rational& exponent) {
  if (exponent.is_zero()) return number(constants_.number(Rational(1)));
  if (const auto n = exponent.small_integer(); n && *n > 0 && *n <= 4) {
    Tail result = a;
    for (std::int64_t i = 1; i < *n; ++i) result = i == 1 ? product(a, a) : product(result, a);
    return result;
  }
  if (a.terms.empty()) throw Undecided("a power of what is not known");
  Arena& arena = constants_.arena();
  const Tail::Term lead = a.terms.front();
  const int sign = constants_.sign(lead.factor).value_or(0);
  Id base = lead.factor;
  if (sign < 0 && !exponent.is_integer()) throw Undecided("a root of what is negative");
  Tail unit;
  unit.terms.push_back(
      {raised(constants_, lead.monomial, Rational(-1)), constants_.make(Op::div, arena.number(1), lead.factor)});
  Tail relative_rest = a;
  relative_rest.terms.erase(relative_rest.terms.begin());
  relative_rest = product(relative_rest, unit);
  const Id s = arena.variable("part of the leading term");
  const Id g = arena.make(Op::pow, arena.make(Op::add, arena.number(1), s), arena.number(exponent));
  Tail scale;
  scale.terms.push_back(
      {raised(constants_, lead.monomial, exponent), constants_.make(Op::pow, base, arena.number(exponent))});
  return product(taylor(g, s, arena.number(0), relative_rest), scale);
}

Tail TailAlgebra::exponential(const Tail& a) {
  Arena& arena = constants_.arena();
  Tail small = a;
  Monomial growth;
  Id scale = arena.number(1);
  std::erase_if(small.terms, [&](const Tail::Term& term) {
    const int order = growth_sign(constants_, term.monomial);
    if (order < 0) return false;
    if (order == 0) {
      scale = constants_.make(function("exp"), term.factor);
      return true;
    }
    const Monomial& m = term.monomial;
    if (m.logs == 1 && m.power.is_zero() && m.growths.empty() && arena.is_number(term.factor)) {
      growth.power = growth.power + arena.value(term.factor);  // exp(c·log y)
      return true;
    }
    Rational rate(0);
    if (m.growths.size() == 1 && m.growths[0].rate.is_zero() && m.growths[0].power.is_one() &&
        arena.is_number(m.growths[0].factor)) {
      rate = arena.value(m.growths[0].factor);
    } else if (!m.growths.empty()) {
      throw Undecided("an exponential of an exponential of more than a line");
    }
    if (m.logs != 0 || m.power.is_negative() || rate.is_negative()) throw Undecided("an exponential off the scale");
    growth = adage::analysis::product(constants_, growth,
                                      {.power = Rational(0), .logs = 0, .growths = {{rate, m.power, term.factor}}});
    return true;
  });
  if (small.rest && growth_sign(constants_, small.rest_monomial) >= 0)
    throw Undecided("an exponential of what is not known");
  const Id s = arena.variable("part of the leading term");
  Tail lead;
  lead.terms.push_back({growth, scale});
  return product(taylor(arena.make(function("exp"), s), s, arena.number(0), small), lead);
}

Tail TailAlgebra::logarithm(const Tail& a) {
  if (a.terms.empty()) throw Undecided("a logarithm of what is not known");
  Arena& arena = constants_.arena();
  const Tail::Term lead = a.terms.front();
  if (constants_.sign(lead.factor).value_or(0) <= 0) throw Undecided("a logarithm of what is not positive");
  if (lead.monomial.logs != 0) throw Undecided("a logarithm of a logarithm");
  Tail unit;
  unit.terms.push_back(
      {raised(constants_, lead.monomial, Rational(-1)), constants_.make(Op::div, arena.number(1), lead.factor)});
  Tail rest = a;
  rest.terms.erase(rest.terms.begin());
  rest = product(rest, unit);
  const Id s = arena.variable("part of the leading term");
  Tail result = taylor(arena.make(function("log1p"), s), s, arena.number(0), rest);
  Tail head;
  head.terms.push_back({{}, simplify(arena, arena.make(function("log"), lead.factor))});
  if (!lead.monomial.power.is_zero())
    head.terms.push_back({{.power = Rational(0), .logs = 1}, arena.number(lead.monomial.power)});
  for (const Growth& g : lead.monomial.growths) {
    Monomial m{.power = g.power};
    if (!g.rate.is_zero()) m.growths.push_back({Rational(0), Rational(1), arena.number(g.rate)});
    head.terms.push_back({m, g.factor});
  }
  normalise(head);
  return sum(result, head);
}

/// exp(-v²)/(v·√π)·(1 - 1/(2v²) + θ·3/(4v⁴)), 0 <= θ <= 1, for v > 0 (DLMF 7.12.1).
Tail TailAlgebra::erfc(const Tail& v) {
  Arena& arena = constants_.arena();
  const Tail square = product(v, v);
  const Tail u = power(square, Rational(-1));
  Tail series = sum(number(arena.number(1)), scaled(u, arena.number(Rational(-1, 2))));
  series = sum(series, product(any_of({0, 0.75}), product(u, u)));
  const Id root_pi = arena.make(function("sqrt"), arena.make(function("pi")));
  const Tail scale = scaled(power(v, Rational(-1)), constants_.make(Op::div, arena.number(1), root_pi));
  return product(product(exponential(negated(square)), scale), series);
}

}  // namespace adage::analysis
