// SPDX-License-Identifier: BSL-1.0
// The canonical form of a node: parts by class, like ones collected, multiples of classes opened. Nothing disappears
// that may be undefined: 0·log(x) stays, and sqrt(x)·sqrt(x) is x only where x is known not to be negative.
#include <algorithm>

#include "rules/fold.hpp"
#include "simplify/context.hpp"
#include "simplify/egraph.hpp"

namespace adage {

EGraph::Canonical EGraph::canonical(const ENode& node) const {
  if (node.op == Op::add) return canonical_sum(node.parts);
  if (node.op == Op::mul) return canonical_product(node.parts);
  return canonical_other(node);
}

EGraph::Canonical EGraph::canonical_sum(std::span<const Part> parts) const {
  Parts terms;
  for (const Part& part : parts) {
    Part term = resolve(part.of);
    term.by = term.by * part.by;
    const auto same = std::ranges::find(terms, term.of, &Part::of);
    if (same == terms.end()) {
      terms.push_back(std::move(term));
    } else {
      same->by = same->by + term.by;
    }
  }
  erase_where(terms, [&](const Part& t) { return t.by.is_zero() && may_vanish(t.of); });
  std::ranges::sort(terms, {}, &Part::of);
  if (terms.size() == 1 && terms[0].by.is_one()) return {1, {}, terms[0].of};
  return {1, {Op::add, kNone, std::move(terms)}, std::nullopt};
}

bool EGraph::may_merge(ClassId base, const Rational& a, const Rational& b) const {
  const Rational sum = a + b;
  const Facts& known = facts(base);
  const bool loses_domain = sum.is_integer() && !(a.is_integer() && b.is_integer());
  if (loses_domain && !known.range.nonnegative()) return false;
  // x^2/x is x: of the domain an isolated point is lost, if zeros of the base are isolated.
  const bool loses_pole = (a.is_negative() || b.is_negative()) && !sum.is_negative();
  const bool isolated = known.range.nonzero() || (known.smooth && !value(base));
  if (loses_pole && !isolated) return false;
  return !sum.is_zero() || known.total || value(base).has_value();
}

EGraph::Canonical EGraph::canonical_product(std::span<const Part> parts) const {
  Rational coefficient(1);
  Parts factors;
  for (const Part& part : parts) {
    if (part.by.is_zero() && may_vanish(part.of)) continue;
    Part factor{find(part.of), part.by};
    const Part multiple = resolve(factor.of);
    const auto exponent = part.by.small_integer();
    if (!multiple.by.is_one() && exponent && !(multiple.by.is_zero() && *exponent <= 0)) {
      const auto pulled = power(multiple.by, *exponent, kMaxFoldedBits);
      if (pulled && (coefficient * *pulled).bits() <= kMaxFoldedBits) {
        coefficient = coefficient * *pulled;
        factor.of = multiple.of;
      }
    }
    if (factor.of == one()) continue;
    const auto same = std::ranges::find_if(
        factors, [&](const Part& f) { return f.of == factor.of && may_merge(f.of, f.by, factor.by); });
    if (same == factors.end()) {
      factors.push_back(std::move(factor));
    } else {
      same->by = same->by + factor.by;
    }
  }
  erase_where(factors, [&](const Part& f) { return f.by.is_zero() && may_vanish(f.of); });
  // x^(1/2)·x^(1/2) of unknown sign: equal classes stand beside each other, ordered by exponent.
  std::ranges::sort(factors, [](const Part& a, const Part& b) { return a.of != b.of ? a.of < b.of : a.by < b.by; });
  if (factors.empty()) return {std::move(coefficient), {}, one()};
  if (factors.size() == 1 && factors[0].by.is_one()) return {std::move(coefficient), {}, factors[0].of};
  return {std::move(coefficient), {Op::mul, kNone, std::move(factors)}, std::nullopt};
}

EGraph::Canonical EGraph::canonical_other(const ENode& node) const {
  ENode form{node.op, node.leaf, node.parts};
  for (Part& part : form.parts) part.of = find(part.of);
  if (row(node.op).commutative && form.parts.size() == 2 && form.parts[1].of < form.parts[0].of) {
    std::swap(form.parts[0], form.parts[1]);
  }
  return {1, std::move(form), std::nullopt};
}

float EGraph::size(std::span<const Part> parts) const {
  float result = 1;
  for (const Part& part : parts) result += std::min(facts(part.of).size, 1e6F) + (abs(part.by).is_one() ? 0.0F : 0.5F);
  return result;
}

Facts EGraph::compute(const ENode& form) const {
  const Range any;
  Facts result{{}, true, true, true, false, 1};
  if (form.op == Op::variable) {
    result.constant = arena_.is_constant(form.leaf);
    result.smooth = !arena_.has(form.leaf, kPiecewise);
    result.total = known_.total(form.leaf);
    result.range = known_[form.leaf];
    result.boolean = arena_.is_boolean(form.leaf);
    return result;
  }
  for (const Part& part : form.parts) {
    const Facts& of = facts(part.of);
    result.total = result.total && of.total;
    result.constant = result.constant && of.constant;
    result.smooth = result.smooth && of.smooth;
  }
  result.size = size(form.parts);
  if (form.op == Op::add) {
    result.range = {0, 0, false, false, true};
    for (const Part& part : form.parts) {
      const Range term = range::mul(literal_range(part.by), facts(part.of).range, any);
      result.range = range::add(result.range, term, any);
    }
  } else if (form.op == Op::mul) {
    result.range = {1, 1, false, false, true};
    for (const Part& part : form.parts) {
      const Range base = facts(part.of).range;
      const bool fine = (part.by.is_integer() || base.nonnegative()) && (!part.by.is_negative() || base.nonzero());
      result.total = result.total && fine;
      // A root has a kink where its base is zero: sqrt(x^2) is abs(x).
      result.smooth = result.smooth && (part.by.is_integer() || base.positive());
      result.range = range::mul(result.range, range::pow(base, literal_range(part.by), any), any);
    }
  } else {
    std::array<Range, kMaxArity> ranges{};
    for (std::size_t i = 0; i != form.parts.size(); ++i) ranges[i] = facts(form.parts[i].of).range;
    const std::span<const Range> used(ranges.data(), form.parts.size());
    if (const Template* condition = domain(form.op); condition != nullptr && result.total) {
      result.total = value_range(*condition, used).surely_true();
    }
    if (const auto function = row(form.op).range; function != nullptr) {
      result.range = function(ranges[0], ranges[1], ranges[2]);
    }
    static const Op hypot = function("hypot");
    if (form.op == hypot) result.smooth = false;
    result.smooth = result.smooth && row(form.op).kink.empty() && !row(form.op).boolean && form.op != Op::where;
    result.boolean = row(form.op).boolean;
    if (form.op == Op::where) result.boolean = facts(form.parts[1].of).boolean;
  }
  return result;
}

void EGraph::learn(ClassId c, const Facts& facts) {
  Class& cls = classes_[find(c)];
  Facts& known = cls.facts;
  Range both = range::intersection(known.range, facts.range);
  both.integer = known.range.integer || facts.range.integer;
  const auto same = [](const Range& a, const Range& b) {
    return a.lo == b.lo && a.hi == b.hi && a.lo_open == b.lo_open && a.hi_open == b.hi_open && a.integer == b.integer;
  };
  constexpr int most_narrowings = 8;  // ranges that feed on each other might shrink for ever
  const bool narrows = !(both.lo > both.hi) && !same(both, known.range) && cls.narrowed < most_narrowings;
  const bool news = narrows || (facts.total && !known.total) || (facts.constant && !known.constant) ||
                    (facts.smooth && !known.smooth) || (facts.boolean && !known.boolean) || facts.size < known.size;
  if (!news) return;
  if (narrows) {
    known.range = both;
    ++cls.narrowed;
  }
  known.size = std::min(known.size, facts.size);
  known.total = known.total || facts.total;
  known.constant = known.constant || facts.constant;
  known.smooth = known.smooth || facts.smooth;
  known.boolean = known.boolean || facts.boolean;
  touch_users(find(c));
}

}  // namespace adage
