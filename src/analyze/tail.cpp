// SPDX-License-Identifier: BSL-1.0
// Invariant after `normalise`: monomials fall strictly from term to term, few terms are kept, no factor is zero, and
// the remainder has grown over what was cut off. Constants stay exact; factors of remainders are rounded outward.
#include "analyze/tail.hpp"

#include <algorithm>
#include <cmath>

#include "graph/slice.hpp"

namespace adage::analysis {
namespace {

constexpr std::size_t kMostTerms = 5;
constexpr std::size_t kMostNodes = 120;  // of a constant
constexpr double kInf = std::numeric_limits<double>::infinity();

Range add(const Range& a, const Range& b) { return range::add(a, b, {}); }
Range mul(const Range& a, const Range& b) { return range::mul(a, b, {}); }

}  // namespace

Tail TailAlgebra::number(Id constant) {
  Tail result;
  result.terms.push_back({{}, constant});
  normalise(result);
  return result;
}

Tail TailAlgebra::y() {
  Tail result;
  result.terms.push_back({{.power = Rational(1)}, constants_.number(Rational(1))});
  return result;
}

Tail TailAlgebra::any_of(const Range& range) {
  if (std::isinf(range.lo) || std::isinf(range.hi)) throw Undecided("a value without bounds");
  Tail result;
  result.rest = true;
  result.rest_factor = range;
  return result;
}

/// Adds a number from `factor` times `monomial` to the remainder.
void TailAlgebra::absorb(Tail& a, const Monomial& monomial, const Range& factor) {
  if (std::isnan(factor.lo) || std::isinf(factor.lo) || std::isinf(factor.hi))
    throw Undecided("a factor without bounds");
  if (!a.rest) {
    a.rest = true;
    a.rest_monomial = monomial;
    a.rest_factor = factor;
    return;
  }
  const Monomial ratio =
      adage::analysis::product(constants_, monomial, raised(constants_, a.rest_monomial, Rational(-1)));
  const int order = growth_sign(constants_, ratio);
  if (order <= 0) {
    const Range share{order == 0 ? 1.0 : 0.0, bound(constants_, ratio, from_)};
    a.rest_factor = add(a.rest_factor, mul(factor, share));
    return;
  }
  const Range share{0, bound(constants_, raised(constants_, ratio, Rational(-1)), from_)};
  a.rest_factor = add(mul(a.rest_factor, share), factor);
  a.rest_monomial = monomial;
}

void TailAlgebra::normalise(Tail& a) {
  std::vector<Tail::Term> terms;
  for (const Tail::Term& term : a.terms) {
    auto place = terms.begin();
    int order = -1;
    for (; place != terms.end(); ++place) {
      order = compare(constants_, term.monomial, place->monomial);
      if (order >= 0) break;
    }
    if (place != terms.end() && order == 0) {
      place->factor = constants_.make(Op::add, place->factor, term.factor);
    } else {
      terms.insert(place, term);
    }
  }
  a.terms.clear();
  for (const Tail::Term& term : terms) {
    const auto sign = constants_.sign(term.factor);
    if (!sign) throw Undecided("a constant may be zero");
    if (*sign != 0) a.terms.push_back(term);
    if (slice(constants_.arena(), term.factor).size() > kMostNodes) throw Undecided("a constant is too long");
  }
  const auto cut_last = [&] {
    const Enclosure& e = constants_.enclosure(a.terms.back().factor);
    absorb(a, a.terms.back().monomial, {e.lo, e.hi});
    a.terms.pop_back();
  };
  while (a.terms.size() > kMostTerms) cut_last();
  while (a.rest && !a.terms.empty() && compare(constants_, a.terms.back().monomial, a.rest_monomial) <= 0) cut_last();
  if (a.rest && a.rest_factor.lo == 0 && a.rest_factor.hi == 0) a.rest = false;
}

Tail TailAlgebra::sum(const Tail& a, const Tail& b) {
  Tail result = a;
  result.terms.insert(result.terms.end(), b.terms.begin(), b.terms.end());
  if (b.rest) absorb(result, b.rest_monomial, b.rest_factor);
  normalise(result);
  return result;
}

Tail TailAlgebra::scaled(const Tail& a, Id factor) { return product(a, number(factor)); }

Tail TailAlgebra::product(const Tail& a, const Tail& b) {
  Tail result;
  const auto range_of = [&](Id id) {
    const Enclosure& e = constants_.enclosure(id);
    return Range{e.lo, e.hi};
  };
  const auto times = [&](const Monomial& m, const Monomial& n) { return adage::analysis::product(constants_, m, n); };
  for (const Tail::Term& s : a.terms) {
    for (const Tail::Term& t : b.terms)
      result.terms.push_back({times(s.monomial, t.monomial), constants_.make(Op::mul, s.factor, t.factor)});
  }
  for (const auto& [terms, other] : {std::pair{&a.terms, &b}, std::pair{&b.terms, &a}}) {
    if (!other->rest) continue;
    for (const Tail::Term& t : *terms)
      absorb(result, times(t.monomial, other->rest_monomial), mul(range_of(t.factor), other->rest_factor));
  }
  if (a.rest && b.rest) {
    const Range factor =
        &a == &b ? range::pow(a.rest_factor, {2, 2, false, false, true}, {}) : mul(a.rest_factor, b.rest_factor);
    absorb(result, times(a.rest_monomial, b.rest_monomial), factor);
  }
  normalise(result);
  return result;
}

/// What all parts from the `first` on are, divided by `to`, which none of them outgrows.
Range TailAlgebra::relative(const Tail& a, std::size_t first, const Monomial& to) {
  Range total{0, 0};
  const auto add_part = [&](const Monomial& monomial, const Range& factor) {
    const Monomial ratio = adage::analysis::product(constants_, monomial, raised(constants_, to, Rational(-1)));
    const int order = growth_sign(constants_, ratio);
    if (order > 0) throw Undecided("a part that grows");
    total = add(total, mul(factor, {order == 0 ? 1.0 : 0.0, bound(constants_, ratio, from_), order != 0}));
  };
  for (std::size_t i = first; i < a.terms.size(); ++i) {
    const Enclosure& e = constants_.enclosure(a.terms[i].factor);
    add_part(a.terms[i].monomial, {e.lo, e.hi});
  }
  if (a.rest) add_part(a.rest_monomial, a.rest_factor);
  return total;
}

int TailAlgebra::sign(const Tail& a, bool weakly) {
  if (is_zero(a)) return 0;
  const Range whole = a.terms.empty() ? a.rest_factor : relative(a, 0, a.terms.front().monomial);
  if (a.terms.empty()) {
    if (whole.positive() || (weakly && whole.nonnegative())) return 1;
    if (whole.negative() || (weakly && whole.nonpositive())) return -1;
    throw Undecided("the sign far out is not known");
  }
  // The first factor is exact, so that what follows need only be smaller than it.
  const Enclosure& lead = constants_.enclosure(a.terms.front().factor);
  const Range others = relative(a, 1, a.terms.front().monomial);
  const Range sum = add({lead.lo, lead.hi}, others);
  if (sum.positive() || (weakly && sum.nonnegative())) return 1;
  if (sum.negative() || (weakly && sum.nonpositive())) return -1;
  throw Undecided("the sign far out is not known");
}

TailLimit TailAlgebra::limit(const Tail& a) {
  using Kind = TailLimit::Kind;
  if (is_zero(a)) return {Kind::finite, constants_.number(Rational(0))};
  const bool only_rest = a.terms.empty();
  const int growth = growth_sign(constants_, only_rest ? a.rest_monomial : a.terms.front().monomial);
  if (growth < 0) return {Kind::finite, constants_.number(Rational(0))};
  if (growth == 0) return only_rest ? TailLimit{} : TailLimit{Kind::finite, a.terms.front().factor};
  const int sign = only_rest ? (a.rest_factor.lo > 0   ? 1
                                : a.rest_factor.hi < 0 ? -1
                                                       : 0)
                             : constants_.sign(a.terms.front().factor).value_or(0);
  return {sign > 0 ? Kind::plus_infinity : sign < 0 ? Kind::minus_infinity : Kind::unknown, kNone};
}

Range TailAlgebra::range(const Tail& a) {
  if (is_zero(a)) return {0, 0};
  const Monomial& lead = a.terms.empty() ? a.rest_monomial : a.terms.front().monomial;
  if (growth_sign(constants_, lead) <= 0) return relative(a, 0, {});
  const int sign = this->sign(a, true);
  return sign > 0 ? Range{0, kInf} : Range{-kInf, 0};
}

std::pair<Id, Tail> TailAlgebra::constant_and_small(const Tail& a) {
  Tail small = a;
  Id constant = constants_.number(Rational(0));
  if (!small.terms.empty()) {
    const int growth = growth_sign(constants_, small.terms.front().monomial);
    if (growth > 0) throw Undecided("no limit");
    if (growth == 0) {
      constant = small.terms.front().factor;
      small.terms.erase(small.terms.begin());
    }
  }
  if (small.rest && growth_sign(constants_, small.rest_monomial) >= 0) throw Undecided("no limit");
  return {constant, small};
}

double TailAlgebra::integral_bound(const Tail& a) {
  double total = 0;
  const auto add_part = [&](const Monomial& m, double factor) {
    if (factor == 0) return;
    const Decay falling = decay(constants_, m, from_);
    const double value = factor * std::exp(falling.log_value);
    if (falling.slope > 0) {
      total += value / falling.slope;
    } else if (m.growths.empty() && m.power < Rational(-1) && m.logs <= 0) {
      total += value * from_ / (-m.power.to_double() - 1);
    } else {
      throw Undecided("an integral that may not exist");
    }
  };
  for (const Tail::Term& term : a.terms) {
    const Enclosure& e = constants_.enclosure(term.factor);
    add_part(term.monomial, std::max(std::fabs(e.lo), std::fabs(e.hi)));
  }
  if (a.rest) add_part(a.rest_monomial, std::max(std::fabs(a.rest_factor.lo), std::fabs(a.rest_factor.hi)));
  return total * (1 + 1e-9) + std::numeric_limits<double>::denorm_min();
}

}  // namespace adage::analysis
