// SPDX-License-Identifier: BSL-1.0
// Reading and writing sums. A term disappears only when it is defined everywhere.
#include "simplify/sum.hpp"

#include <algorithm>
#include <boost/container/static_vector.hpp>
#include <vector>

#include "simplify/fractions.hpp"
#include "simplify/product.hpp"

namespace adage {
namespace {

constexpr std::size_t kMostTerms = 10;  // pairs are quadratic; longer sums are collected but not paired

bool opens(const SimplifyContext& context, Id node, bool top) {
  const Op op = context.arena.op(node);
  return (op == Op::add || op == Op::sub || op == Op::neg) && (top || context.may_open(node));
}

/// Collects terms; equal units meet.
class Collector {
 public:
  explicit Collector(SimplifyContext& context) : context_(context) {}

  void add(Id unit, const Rational& coefficient) {
    if (coefficient.is_zero()) return;
    const auto [place, fresh] = places_.emplace(unit, sum_.terms.size());
    if (fresh) {
      sum_.terms.push_back({unit, coefficient});
      return;
    }
    Term& term = sum_.terms[place];
    const Rational total = term.coefficient + coefficient;
    if (total.is_zero() && !context_.may_vanish(unit)) {
      kept_.push_back({unit, coefficient});  // log(x) - log(x) is zero only where log(x) exists
    } else {
      term.coefficient = total;
    }
  }

  Sum finish() {
    erase_where(sum_.terms, [](const Term& t) { return t.coefficient.is_zero(); });
    sum_.terms.insert(sum_.terms.end(), kept_.begin(), kept_.end());
    return std::move(sum_);
  }

 private:
  SimplifyContext& context_;
  Sum sum_;
  decltype(Sum::terms) kept_;
  Places places_;
};

/// 2*(x + y) among other terms is opened when its own terms meet like ones.
Sum distributed(SimplifyContext& context, Sum sum) {
  const Arena& arena = context.arena;
  const auto is_sum = [&](Id id) { return arena.op(id) == Op::add || arena.op(id) == Op::sub; };
  if (std::ranges::none_of(sum.terms, is_sum, &Term::unit)) return sum;
  NodeMap<bool> units;
  for (const Term& t : sum.terms) units.emplace(t.unit, true);
  Collector collector(context);
  bool opened = false;
  for (const Term& t : sum.terms) {
    if (is_sum(t.unit)) {
      const Sum inner = read_sum(context, t.unit, {});
      const bool meets = std::ranges::any_of(inner.terms, [&](const Term& i) { return units.contains(i.unit); });
      if (meets && inner.terms.size() <= kMostTerms) {
        for (const Term& i : inner.terms) collector.add(i.unit, i.coefficient * t.coefficient);
        opened = true;
        continue;
      }
    }
    collector.add(t.unit, t.coefficient);
  }
  Sum result = collector.finish();
  return opened && result.terms.size() <= sum.terms.size() ? result : sum;
}

}  // namespace

Leaves sum_leaves(const SimplifyContext& context, Id node) { return leaves(context, node, opens); }

Sum read_sum(SimplifyContext& context, Id node, const Images& images) {
  const Arena& arena = context.arena;
  Collector collector(context);
  struct Part {
    Id id;
    bool negative;
    bool simplified;
  };
  boost::container::small_vector<Part, 8> open{{node, false, false}};
  for (bool top = true; !open.empty(); top = false) {
    Part part = open.back();
    open.pop_back();
    if (!part.simplified && !opens(context, part.id, top)) {
      part.id = image_of(images, part.id);
      part.simplified = true;
    }
    if (opens(context, part.id, !part.simplified)) {
      const Node shape = arena[part.id];
      const bool flips = shape.op != Op::add;
      if (shape.count == 2) open.push_back({shape.args[1], part.negative != flips, part.simplified});
      open.push_back({shape.args[0], part.negative != (shape.op == Op::neg), part.simplified});
      continue;
    }
    const auto [coefficient, unit] = split_coefficient(context, part.id);
    collector.add(unit, part.negative ? -coefficient : coefficient);
  }
  return distributed(context, collector.finish());
}

namespace {

/// The pair a + b rewritten, with `scale` taken out of both coefficients; kNone when no rule matches.
Id rewritten_pair(SimplifyContext& context, const Term& a, const Term& b, const Rational& scale) {
  const Rational ca = a.coefficient / scale;
  const Rational cb = b.coefficient / scale;
  if (ca.is_negative()) return kNone;
  return context.rewrite(cb.is_negative() ? Op::sub : Op::add, scaled(context, ca, a.unit),
                         scaled(context, abs(cb), b.unit));
}

bool rewrite_any_pair(SimplifyContext& context, Sum& sum) {
  for (std::size_t i = 0; i != sum.terms.size(); ++i) {
    for (std::size_t k = 0; k != sum.terms.size(); ++k) {
      if (i == k) continue;
      const Term a = sum.terms[i];
      const Term b = sum.terms[k];
      // With the coefficient of a taken out, so that 3 - 3*s^2 meets 1 - s^2, and as it stands, as in 2*s - 1.
      Rational scale = a.coefficient;
      Id equal = rewritten_pair(context, a, b, scale);
      for (const Rational& as_is : {Rational(1), Rational(-1)}) {
        if (equal == kNone && !(as_is == a.coefficient)) equal = rewritten_pair(context, a, b, scale = as_is);
      }
      if (equal == kNone) continue;
      Collector collector(context);
      for (std::size_t m = 0; m != sum.terms.size(); ++m) {
        if (m != i && m != k) collector.add(sum.terms[m].unit, sum.terms[m].coefficient);
      }
      for (const Term& t : read_sum(context, equal, {}).terms) collector.add(t.unit, t.coefficient * scale);
      sum = collector.finish();
      return true;
    }
  }
  return false;
}

}  // namespace

bool rewrite_sum(SimplifyContext& context, Sum& sum, int levels) {
  constexpr int most_rewrites = 32;
  int count = 0;
  while (count != most_rewrites && sum.terms.size() <= kMostTerms &&
         (rewrite_any_pair(context, sum) || join_fractions(context, sum, levels))) {
    ++count;
  }
  return count != 0;
}

Id write_sum(SimplifyContext& context, const Sum& sum) {
  Arena& arena = context.arena;
  auto terms = sum.terms;
  std::ranges::stable_sort(terms, {}, [&](const Term& t) { return std::pair(arena.is_number(t.unit), t.unit); });
  // Begin with a positive term if there is one, so that no sign stands in front.
  const auto positive = std::ranges::find_if(terms, [](const Term& t) { return !t.coefficient.is_negative(); });
  if (positive != terms.end()) {
    // Beside one that only an unknown domain keeps from cancelling, so that nothing is lost to the two.
    const auto next = positive + 1;
    const bool opposite = next != terms.end() && next->unit == positive->unit;
    std::rotate(terms.begin(), positive, next + (opposite ? 1 : 0));
  }
  Id result = kNone;
  for (const Term& t : terms) {
    const Rational magnitude = abs(t.coefficient);
    const Id term = scaled(context, magnitude, t.unit);
    if (result == kNone) {
      result = t.coefficient.is_negative() ? arena.make(Op::neg, term) : term;
    } else {
      result = arena.make(t.coefficient.is_negative() ? Op::sub : Op::add, result, term);
    }
  }
  return result == kNone ? arena.number(0) : result;
}

namespace {

/// Sums of sums, down to where reading ends. A sign goes down to the terms and, where both parts of a sum have one, up
/// again, so that there are no more operations than in the sum as write_sum has it; no value is rounded otherwise.
class Keeper {
 public:
  Keeper(SimplifyContext& context, const Images& images, const Sum& sum)
      : context_(context), images_(images), sum_(sum), met_(sum.terms.size(), false) {}

  Id made(Id node) {
    const Part all = part(node, true, false);
    if (all.id == kNone || std::ranges::find(met_, false) != met_.end()) return kNone;
    return all.negative ? context_.arena.make(Op::neg, all.id) : all.id;
  }

 private:
  struct Part {
    Id id = kNone;
    bool negative = false;
  };

  Part part(Id node, bool top, bool negative) {
    Arena& arena = context_.arena;
    if (!opens(context_, node, top)) return term(image_of(images_, node), negative);
    const Node shape = arena[node];
    const Part a = part(shape.args[0], false, negative != (shape.op == Op::neg));
    if (shape.op == Op::neg || a.id == kNone) return a;
    const Part b = part(shape.args[1], false, negative != (shape.op == Op::sub));
    if (b.id == kNone) return b;
    if (a.negative == b.negative) return {arena.make(Op::add, a.id, b.id), a.negative};
    return {a.negative ? arena.make(Op::sub, b.id, a.id) : arena.make(Op::sub, a.id, b.id), false};
  }

  Part term(Id image, bool negative) {
    auto [coefficient, unit] = split_coefficient(context_, image);
    if (negative) coefficient = -coefficient;
    for (std::size_t i = 0; i != met_.size(); ++i) {
      const std::size_t at = (next_ + i) % met_.size();  // mostly the next
      if (met_[at] || sum_.terms[at].unit != unit || !(sum_.terms[at].coefficient == coefficient)) continue;
      met_[at] = true;
      next_ = at + 1;
      return {scaled(context_, abs(coefficient), unit), coefficient.is_negative()};
    }
    return {};
  }

  SimplifyContext& context_;
  const Images& images_;
  const Sum& sum_;
  std::vector<bool> met_;
  std::size_t next_ = 0;
};

}  // namespace

Id kept_sum(SimplifyContext& context, Id node, const Images& images, const Sum& sum) {
  constexpr std::size_t most_terms = 100;  // each may be a level of recursion
  return sum.terms.size() > most_terms ? kNone : Keeper(context, images, sum).made(node);
}

bool adds_twice(const Arena& arena, Id id) {
  const auto adds_number = [&](Id sum) {
    const Op op = arena.op(sum);
    return (op == Op::add || op == Op::sub) &&
           (arena.is_number(arena.arg(sum, 0)) || arena.is_number(arena.arg(sum, 1)));
  };
  return adds_number(id) && std::ranges::any_of(arena.args(id), adds_number);
}

bool adds_same_twice(const Arena& arena, Id id) {
  struct Signed {
    Id id;
    bool minus;
    bool operator==(const Signed&) const = default;
  };
  using Terms = boost::container::static_vector<Signed, 4>;
  const auto add_parts = [&](const Signed& sum, Terms& terms) {
    const Op op = arena.op(sum.id);
    if (op != Op::add && op != Op::sub) return false;
    terms.push_back({arena.arg(sum.id, 0), sum.minus});
    terms.push_back({arena.arg(sum.id, 1), sum.minus != (op == Op::sub)});
    return true;
  };
  Terms parts, terms;
  if (!add_parts({id, false}, parts)) return false;
  for (const Signed& part : parts) {
    if (!add_parts(part, terms)) terms.push_back(part);
  }
  return std::ranges::any_of(terms, [&](const Signed& term) { return std::ranges::count(terms, term) > 1; });
}

}  // namespace adage
