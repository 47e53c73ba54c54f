// SPDX-License-Identifier: BSL-1.0
// One divisor at a time: the numerators are multiplied out as far as the highest power demands, and collected.
#include "simplify/fractions.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "graph/needed.hpp"
#include "graph/slice.hpp"
#include "rules/template.hpp"
#include "simplify/product.hpp"

namespace adage {
namespace {

constexpr std::size_t kMostTerms = 8;  // of a sum, and of a numerator on its way
constexpr std::int64_t kMostRaised = 2;

bool is_sum(const Arena& arena, Id id) { return arena.op(id) == Op::add || arena.op(id) == Op::sub; }

/// A term: how often it is divided by the divisor, and the rest.
struct Fraction {
  std::size_t place;
  Rational exponent;
  Product rest;
};

class Joiner {
 public:
  Joiner(SimplifyContext& context, Sum& sum, int levels)
      : context_(context), arena_(context.arena), sum_(sum), levels_(levels) {
    for (const Term& term : sum.terms) {
      products_.push_back(opened_product(context, term.unit));
      products_.back().coefficient = products_.back().coefficient * term.coefficient;
    }
  }

  bool run() {
    for (const Id divisor : divisors()) {
      for (const bool with_whole : {false, true}) {
        const auto fractions = divided_by(divisor, with_whole);
        if (fractions && (join(divisor, *fractions, false) || join(divisor, *fractions, true))) return true;
      }
    }
    return false;
  }

 private:
  std::vector<Id> divisors() const {
    std::vector<Id> found;
    for (const Product& product : products_) {
      for (const Factor& factor : product.factors) {
        const bool divides = factor.exponent.is_negative() && is_sum(arena_, factor.base);
        if (divides && std::ranges::find(found, factor.base) == found.end()) found.push_back(factor.base);
      }
    }
    return found;
  }

  /// The terms whose powers of the divisor differ by whole numbers; `with_whole` also those without it.
  std::optional<std::vector<Fraction>> divided_by(Id divisor, bool with_whole) const {
    std::vector<Fraction> all;
    std::size_t without = 0;
    for (std::size_t i = 0; i != products_.size(); ++i) {
      Fraction fraction{i, 0, products_[i]};
      const auto found = std::ranges::find(fraction.rest.factors, divisor, &Factor::base);
      if (found != fraction.rest.factors.end()) {
        fraction.exponent = found->exponent;
        fraction.rest.factors.erase(found);
      } else if (++without; !with_whole) {
        continue;
      }
      all.push_back(std::move(fraction));
    }
    const bool wanted =
        all.size() > 1 && (!with_whole || without != 0) &&
        std::ranges::all_of(all, [&](const Fraction& f) { return (f.exponent - all.front().exponent).is_integer(); });
    if (!wanted) return std::nullopt;
    return all;
  }

  /// `closed` keeps together, in the numerators, the sums that several of them are multiples of.
  bool join(Id divisor, const std::vector<Fraction>& fractions, bool closed) {
    if (closed && std::ranges::none_of(fractions, [&](const Fraction& f) { return shares(f, fractions); }))
      return false;
    const Rational power = std::ranges::min_element(fractions, {}, &Fraction::exponent)->exponent;
    defined_.clear();
    add_needed(arena_, divisor, defined_);
    Sum numerator, before;
    for (const Fraction& fraction : fractions) {
      const auto times = (fraction.exponent - power).small_integer();
      if (!times || *times > kMostRaised) return false;
      const auto opened = [&](const Factor& factor) {
        return is_bracket(factor) && !(closed && is_shared(factor, fractions));
      };
      if (!multiply_out(numerator, divisor, *times, fraction.rest, opened)) return false;
      before.terms.push_back(sum_.terms[fraction.place]);
    }
    const bool cancelled = cancel(numerator);
    rewrite_sum(context_, numerator, levels_ - 1);
    const Id quotient = write_product(context_, {1, {{write_sum(context_, numerator), 1}, {divisor, power}}});
    const Term joined = as_term(quotient);
    if (numerator.terms.size() >= fractions.size()) {
      Sum after;
      after.terms.push_back(joined);
      // What cancels for good may take some more to write.
      std::size_t limit = size(before);
      if (cancelled && fractions.size() > 2) limit += limit / 4;
      if (size(after) >= limit) return false;
    }
    Sum result;
    for (std::size_t i = 0; i != sum_.terms.size(); ++i) {
      if (std::ranges::find(fractions, i, &Fraction::place) == fractions.end()) result.terms.push_back(sum_.terms[i]);
    }
    defined_.clear();  // the divisor may be gone with what vanishes here
    add(result, joined);
    cancel(result);
    sum_ = std::move(result);
    return true;
  }

  Term as_term(Id node) {
    Product product = opened_product(context_, node);
    rewrite_product(context_, product);  // sign(x)*abs(x) is to meet x
    if (product.coefficient.is_zero()) {
      // A zero before what may be undefined is part of it.
      const Id zero = write_product(context_, product);
      return arena_.is_number(zero) ? Term{arena_.number(1), 0} : Term{zero, 1};
    }
    const Rational coefficient = std::exchange(product.coefficient, 1);
    return {write_product(context_, product), coefficient};
  }

  std::size_t size(const Sum& sum) { return slice(arena_, write_sum(context_, sum)).size(); }

  bool is_bracket(const Factor& factor) const { return factor.exponent.is_one() && is_sum(arena_, factor.base); }
  bool is_shared(const Factor& factor, const std::vector<Fraction>& fractions) const {
    const auto has = [&](const Fraction& fraction) {
      return std::ranges::any_of(fraction.rest.factors,
                                 [&](const Factor& f) { return f.base == factor.base && f.exponent.is_one(); });
    };
    return is_bracket(factor) && std::ranges::count_if(fractions, has) > 1;
  }
  bool shares(const Fraction& fraction, const std::vector<Fraction>& fractions) const {
    return std::ranges::any_of(fraction.rest.factors, [&](const Factor& f) { return is_shared(f, fractions); });
  }

  /// Adds rest·divisor^times, with the brackets opened, and that of the first factor of the rest that is to be opened.
  /// False when it gets long.
  template <class Opened>
  bool multiply_out(Sum& numerator, Id divisor, std::int64_t times, Product rest, Opened is_opened) {
    std::vector<Id> brackets(static_cast<std::size_t>(times), divisor);
    const auto opened = std::ranges::find_if(rest.factors, is_opened);
    if (opened != rest.factors.end()) {
      brackets.push_back(opened->base);
      rest.factors.erase(opened);
    }
    return multiply_out(numerator, brackets, rest);
  }

  bool multiply_out(Sum& numerator, std::span<const Id> brackets, const Product& factor) {
    if (brackets.empty()) {
      return add(numerator, as_term(write_product(context_, factor)));
    }
    return std::ranges::all_of(read_sum(context_, brackets.front(), {}).terms, [&](const Term& term) {
      Product product = factor;
      product.coefficient = product.coefficient * term.coefficient;
      if (!arena_.is_number(term.unit)) product.factors.push_back({term.unit, 1});
      return multiply_out(numerator, brackets.subspan(1), product);
    });
  }

  /// May it disappear beside a power of the divisor, which is undefined where any part of the divisor is? Points at
  /// which another divisor is zero do not matter if they are isolated.
  bool may_vanish(Id id, int levels = 8) const {
    if (context_.may_vanish(id) || defined_.contains(id)) return true;
    if (levels == 0) return false;
    const Node& node = arena_[id];
    const bool isolated =
        node.op == Op::div && !arena_.has(node.args[1], kPiecewise) && !arena_.is_constant(node.args[1]);
    return node.count != 0 && (isolated || domain(node.op) == nullptr) &&
           std::ranges::all_of(arena_.args(id), [&](Id arg) { return may_vanish(arg, levels - 1); });
  }

  bool add(Sum& sum, const Term& term) {
    if (term.coefficient.is_zero()) return true;
    const auto same = std::ranges::find(sum.terms, term.unit, &Term::unit);
    if (same == sum.terms.end()) {
      sum.terms.push_back(term);
    } else {
      same->coefficient = same->coefficient + term.coefficient;
    }
    return sum.terms.size() <= kMostTerms;
  }

  /// Drops the terms that have come to nothing; what may be undefined stays, as the difference of two. True if any
  /// went.
  bool cancel(Sum& sum) {
    for (const Term& term : sum.terms) {
      if (!term.coefficient.is_zero()) add_needed(arena_, term.unit, defined_);
    }
    bool any = false;
    decltype(Sum::terms) left;
    for (const Term& term : sum.terms) {
      if (!term.coefficient.is_zero()) {
        left.push_back(term);
      } else if (may_vanish(term.unit)) {
        any = true;
      } else {
        left.push_back({term.unit, 1});
        left.push_back({term.unit, -1});
      }
    }
    sum.terms = std::move(left);
    return any;
  }

  SimplifyContext& context_;
  Arena& arena_;
  Sum& sum_;
  int levels_;
  std::vector<Product> products_;
  NodeMap<bool> defined_;  ///< what is, wherever the divisor and the other terms are
};

/// Is there a division among the products at the top? Most sums have none, and are not looked into further.
bool divides(const Arena& arena, Id id, int levels = 8) {
  const Op op = arena.op(id);
  if (op == Op::mul || op == Op::neg) {
    return levels == 0 || std::ranges::any_of(arena.args(id), [&](Id arg) { return divides(arena, arg, levels - 1); });
  }
  return op == Op::div ||
         (op == Op::pow && arena.is_number(arena.arg(id, 1)) && arena.value(arena.arg(id, 1)).is_negative());
}

/// In a large graph each sum must cost no more than a look at what is near.
bool is_small(const Arena& arena, const Sum& sum) {
  constexpr std::size_t most_nodes = 200;
  std::vector<Id> open;
  for (const Term& term : sum.terms) open.push_back(term.unit);
  NodeMap<bool> seen;
  while (!open.empty() && seen.size() <= most_nodes) {
    const Id id = open.back();
    open.pop_back();
    if (seen.emplace(id, true).second) open.insert(open.end(), arena.args(id).begin(), arena.args(id).end());
  }
  return seen.size() <= most_nodes;
}

}  // namespace

bool join_fractions(SimplifyContext& context, Sum& sum, int levels) {
  if (levels == 0 || sum.terms.size() < 2 || sum.terms.size() > kMostTerms) return false;
  const auto is_fraction = [&](const Term& term) { return divides(context.arena, term.unit); };
  return std::ranges::any_of(sum.terms, is_fraction) && is_small(context.arena, sum) &&
         Joiner(context, sum, levels).run();
}

}  // namespace adage
