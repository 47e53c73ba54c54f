// SPDX-License-Identifier: BSL-1.0
// Reading products. Domains are kept: a non-integer power never turns into an integer one unless
// the base is known not to be negative, and nothing cancels that could be undefined on more than points.
#include "simplify/product.hpp"

#include <algorithm>
#include <utility>

#include "rules/fold.hpp"

namespace adage {
namespace {

const Op kSqrt = function("sqrt");
const Op kExp = function("exp");

/// A node seen as a power of something else: base and exponent.
Factor as_power(const Arena& arena, Id node) {
  if (arena.op(node) == kSqrt) return {arena.arg(node, 0), Rational(1, 2)};
  if (arena.op(node) == Op::pow && arena.is_number(arena.arg(node, 1)))
    return {arena.arg(node, 0), arena.value(arena.arg(node, 1))};
  return {node, 1};
}

/// Is it a product or quotient that can be opened? A division by the number zero is no quotient.
bool is_product(const Arena& arena, Id node) {
  const Op op = arena.op(node);
  return op == Op::mul || (op == Op::div && !arena.is_number(arena.arg(node, 1), 0));
}

bool opens(const SimplifyContext& context, Id node, bool top) {
  return (is_product(context.arena, node) || context.arena.op(node) == Op::neg) && (top || context.may_open(node));
}

/// A divisor below the line comes above it: x/(y/z) is x*z/y but where z is zero. May that be, as at isolated points?
bool may_rise(SimplifyContext& context, Id divisor) {
  return context.assume_defined || !context.arena.has(divisor, kPiecewise) || context.ranges[divisor].nonzero();
}
bool may_open_below(SimplifyContext& context, Id node, const Rational& exponent) {
  return context.arena.op(node) != Op::div || !exponent.is_negative() || may_rise(context, context.arena.arg(node, 1));
}

/// sqrt(b)·sqrt(b) is not b where b may be negative, but sqrt(b)·sqrt(b)·sqrt(b) is b^(3/2): powers that have not met
/// two by two, all of them above or all below the line, meet if what comes out is a root again.
void gather_roots(Factors& factors) {
  for (std::size_t i = 0; i != factors.size(); ++i) {
    const auto same = [&](const Factor& f) { return f.base == factors[i].base && !f.exponent.is_zero(); };
    if (!same(factors[i]) || std::ranges::count_if(factors, same) < 3) continue;
    Rational total(0);
    bool one_side = true;
    for (const Factor& f : factors) {
      if (!same(f)) continue;
      total = total + f.exponent;
      one_side = one_side && f.exponent.sign() == factors[i].exponent.sign();
    }
    if (!one_side || total.is_integer()) continue;
    const Id base = factors[i].base;
    for (Factor& f : factors) {
      if (f.base == base) f.exponent = 0;
    }
    factors[i].exponent = total;
  }
}

/// Collects factors; equal bases meet.
class Builder {
 public:
  explicit Builder(SimplifyContext& context) : context_(context), arena_(context.arena) {}

  void negate() { product_.coefficient = -product_.coefficient; }

  /// Multiplies by node^exponent, opening powers of powers.
  void multiply(Id node, Rational exponent) {
    for (Factor inner = as_power(arena_, node); inner.base != node && !exponent.is_zero();
         inner = as_power(arena_, node)) {
      const Rational total = inner.exponent * exponent;
      // (b^p)^q is b^(pq) for whole q; otherwise the sign of b matters.
      const bool safe = exponent.is_integer() && (inner.exponent.is_integer() || !total.is_integer() ||
                                                  context_.assume_defined || context_.ranges[inner.base].nonnegative());
      if (!safe) break;
      node = inner.base;
      exponent = total;
    }
    if (exponent.is_zero()) return vanish(node);
    if (!exponent.is_one() && exponent.is_integer() && worth_opening(node, exponent)) return open(node, exponent);
    if (!fold(node, exponent)) collect(node, exponent);
  }

  Product finish() {
    if (apart_ && product_.factors.size() <= kMostGathered) gather_roots(product_.factors);
    erase_where(product_.factors, [](const Factor& f) { return f.exponent.is_zero(); });
    product_.factors.insert(product_.factors.end(), kept_.begin(), kept_.end());
    return std::move(product_);
  }

 private:
  /// log(x)^0 is 1 only where log(x) exists: asked of the whole base, since 0^(-1) has no value though 0 has.
  void vanish(Id base) {
    if (!context_.may_vanish(base)) kept_.push_back({base, 0});
  }

  static constexpr std::size_t kMostOpened = 16;
  static constexpr std::size_t kMostGathered = 64;

  /// The factors of a short product, numerator and denominator alike, with their exponents.
  Factors parts(Id node) const {
    Factors found;
    Factors stack{{node, 1}};
    while (!stack.empty() && found.size() + stack.size() <= kMostOpened) {
      const Factor part = stack.back();
      stack.pop_back();
      if (is_product(arena_, part.base)) {
        const bool quotient = arena_.op(part.base) == Op::div;
        stack.push_back({arena_.arg(part.base, 1), quotient ? -part.exponent : part.exponent});
        stack.push_back({arena_.arg(part.base, 0), part.exponent});
      } else {
        found.push_back(part);
      }
    }
    if (!stack.empty()) found.clear();
    return found;
  }

  /// Is the power of this product shorter when its factors are raised one by one: (x/2)^2, (x/sqrt(2))^2, (a*b)^2/a?
  bool worth_opening(Id node, const Rational& power) const {
    if (!is_product(arena_, node)) return false;
    const Factors all = parts(node);
    const bool safe = std::ranges::all_of(all, [&](const Factor& part) {
      return !(part.exponent.is_negative() && power.is_negative()) || may_rise(context_, part.base);
    });
    return safe && std::ranges::any_of(all, [&](const Factor& part) {
             const Factor inner = as_power(arena_, part.base);
             return arena_.is_number(part.base) || inner.base != part.base || arena_.op(part.base) == kExp ||
                    places_.contains(inner.base);
           });
  }

  void open(Id node, const Rational& exponent) {
    for (const Factor& part : parts(node)) multiply(part.base, part.exponent * exponent);
  }

  /// A power of a number that is a number goes to the coefficient.
  bool fold(Id base, const Rational& exponent) {
    const auto whole = exponent.small_integer();
    if (!arena_.is_number(base) || !whole || (arena_.value(base).is_zero() && *whole < 0)) return false;
    const auto folded = power(arena_.value(base), *whole, kMaxFoldedBits);
    if (!folded) return false;
    Rational coefficient = product_.coefficient * *folded;
    if (coefficient.bits() > kMaxFoldedBits) return false;
    product_.coefficient = std::move(coefficient);
    return true;
  }

  void collect(Id base, const Rational& exponent) {
    const auto [place, fresh] = places_.emplace(base, product_.factors.size());
    if (!fresh) {
      Factor& factor = product_.factors[place];
      if (factor.exponent.is_zero() || may_merge(context_, base, factor.exponent, exponent)) {
        factor.exponent = factor.exponent + exponent;
        if (arena_.is_number(base) && fold(base, factor.exponent)) factor.exponent = 0;
        return;
      }
      apart_ = true;
    }
    product_.factors.push_back({base, exponent});
  }

  SimplifyContext& context_;
  Arena& arena_;
  Product product_;
  Factors kept_;        ///< with the exponent zero
  bool apart_ = false;  ///< have two powers of a base not met?
  Places places_;
};

/// exp(u)^a · exp(v)^b is exp(a·u + b·v); done when there are two of them, or one below the line. Exponentials
/// that are needed elsewhere too stay, since gathering them would only add one more.
void gather_exponentials(SimplifyContext& context, Product& product) {
  Arena& arena = context.arena;
  const auto is_exp = [&](const Factor& f) {
    return arena.op(f.base) == kExp && (context.open_shared || !context.shared(f.base));
  };
  const auto count = std::ranges::count_if(product.factors, is_exp);
  const bool inverse =
      std::ranges::any_of(product.factors, [&](const Factor& f) { return is_exp(f) && f.exponent.is_negative(); });
  if (count < 2 && (!inverse || context.over_exponentials)) return;
  Id sum = kNone;
  for (const Factor& f : product.factors) {
    if (!is_exp(f)) continue;
    const Id term = arena.make(Op::mul, arena.number(f.exponent), arena.arg(f.base, 0));
    sum = sum == kNone ? term : arena.make(Op::add, sum, term);
  }
  erase_where(product.factors, is_exp);
  product.factors.push_back({arena.make(kExp, sum), 1});
}

}  // namespace

bool may_merge(SimplifyContext& context, Id base, const Rational& a, const Rational& b) {
  const Rational sum = a + b;
  const bool loses_domain = sum.is_integer() && !(a.is_integer() && b.is_integer());
  if (loses_domain && !context.assume_defined && !context.ranges[base].nonnegative()) return false;
  if (context.arena.is_number(base)) return true;
  // relu(x)^2/relu(x) has no value on half a line.
  const bool loses_pole = (a.is_negative() || b.is_negative()) && !sum.is_negative();
  if (loses_pole && !may_rise(context, base)) return false;
  return !sum.is_zero() || context.may_cancel(base);
}

Leaves product_leaves(const SimplifyContext& context, Id node) { return leaves(context, node, opens); }

Product read_product(SimplifyContext& context, Id node, const Images& images) {
  const Arena& arena = context.arena;
  Builder builder(context);
  struct Part {
    Id id;
    Rational exponent;
    bool simplified;  ///< an image: opened further without asking, since it is a product already written back
  };
  boost::container::small_vector<Part, 8> open{{node, 1, false}};
  for (bool top = true; !open.empty(); top = false) {
    Part part = open.back();
    open.pop_back();
    if (!part.simplified && !opens(context, part.id, top)) {
      part.id = image_of(images, part.id);
      part.simplified = true;
    }
    const Op op = arena.op(part.id);
    const bool opened =
        op == Op::neg || (is_product(arena, part.id) && (!part.simplified || context.may_open(part.id)) &&
                          may_open_below(context, part.id, part.exponent));
    if (!opened) {
      builder.multiply(part.id, part.exponent);
      continue;
    }
    if (op == Op::neg) {
      builder.negate();
      open.push_back({arena.arg(part.id, 0), part.exponent, part.simplified});
    } else {
      open.push_back({arena.arg(part.id, 1), op == Op::div ? -part.exponent : part.exponent, part.simplified});
      open.push_back({arena.arg(part.id, 0), part.exponent, part.simplified});
    }
  }
  Product product = builder.finish();
  gather_exponentials(context, product);
  return product;
}

Product opened_product(SimplifyContext& context, Id node) {
  const Arena& arena = context.arena;
  constexpr std::size_t most_parts = 64;
  Builder builder(context);
  Factors open{{node, 1}};
  std::size_t parts = 0;
  while (!open.empty()) {
    const auto [id, exponent] = open.back();
    open.pop_back();
    const Op op = arena.op(id);
    if (++parts > most_parts) return {1, {{node, 1}}};
    if (op == Op::neg) {
      builder.negate();
      open.push_back({arena.arg(id, 0), exponent});
    } else if (is_product(arena, id) && may_open_below(context, id, exponent)) {
      open.push_back({arena.arg(id, 1), op == Op::div ? -exponent : exponent});
      open.push_back({arena.arg(id, 0), exponent});
    } else {
      builder.multiply(id, exponent);
    }
  }
  return builder.finish();
}

std::pair<Rational, Id> split_coefficient(SimplifyContext& context, Id node) {
  Arena& arena = context.arena;
  if (arena.is_number(node)) {
    const Rational value = arena.value(node);  // a copy: making the 1 may move the pool of numbers
    return {value, arena.number(1)};
  }
  Product product = opened_product(context, node);
  // A zero that is still there stands before something that may be undefined, and is part of it.
  if (product.coefficient.is_one() || product.coefficient.is_zero()) return {1, node};
  const Rational coefficient = std::exchange(product.coefficient, 1);
  return {coefficient, write_product(context, product)};
}

}  // namespace adage
