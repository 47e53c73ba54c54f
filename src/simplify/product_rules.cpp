// SPDX-License-Identifier: BSL-1.0
// Rules within products: each factor below the line is offered as 1/base, each pair as a product or quotient.
#include <algorithm>

#include "simplify/product.hpp"

namespace adage {
namespace {

constexpr std::size_t kMostFactors = 12;  // pairs are quadratic; longer products are collected but not paired

void multiply_simplified(SimplifyContext& context, Product& product, Id node, const Rational& exponent) {
  const Product more = read_product(context, node, {});
  const auto whole = exponent.small_integer();
  const auto coefficient = whole ? power(more.coefficient, *whole, 2048) : std::nullopt;
  if (!coefficient) {
    product.factors.push_back({node, exponent});
    return;
  }
  product.coefficient = product.coefficient * *coefficient;
  for (const Factor& f : more.factors) {
    const Rational more_of_it = f.exponent * exponent;
    const auto same = std::ranges::find_if(product.factors, [&](const Factor& known) {
      return known.base == f.base && may_merge(context, f.base, known.exponent, more_of_it);
    });
    if (same == product.factors.end()) {
      product.factors.push_back({f.base, more_of_it});
    } else {
      same->exponent = same->exponent + more_of_it;
      if (same->exponent.is_zero()) product.factors.erase(same);
    }
  }
}

/// Replaces the factor by `node`^`exponent`.
void replace(SimplifyContext& context, Product& product, std::size_t at, Id node, const Rational& exponent) {
  product.factors.erase(product.factors.begin() + static_cast<std::ptrdiff_t>(at));
  multiply_simplified(context, product, node, exponent);
}

bool rewrite_single(SimplifyContext& context, Product& product) {
  Arena& arena = context.arena;
  for (std::size_t i = 0; i != product.factors.size(); ++i) {
    const Factor factor = product.factors[i];
    if (!factor.exponent.is_integer()) continue;
    if (factor.exponent.is_negative()) {
      const Id equal = context.rewrite(Op::div, arena.number(1), factor.base);
      if (equal != kNone) return replace(context, product, i, equal, -factor.exponent), true;
    } else if (!factor.exponent.is_one()) {
      const Id equal = context.rewrite(Op::pow, factor.base, arena.number(factor.exponent));
      if (equal != kNone) return replace(context, product, i, equal, 1), true;
    }
  }
  return false;
}

/// How many copies of both factors a rule for a pair may take: their common whole exponent.
Rational copies(const Factor& a, const Factor& b) { return std::min(abs(a.exponent), abs(b.exponent)); }

bool rewrite_pair(SimplifyContext& context, Product& product) {
  Arena& arena = context.arena;
  const auto whole = [](const Factor& f) { return f.exponent.is_integer(); };
  for (std::size_t i = 0; i != product.factors.size(); ++i) {
    for (std::size_t k = 0; k != product.factors.size(); ++k) {
      const Factor a = product.factors[i];
      const Factor b = product.factors[k];
      if (i == k || !whole(a) || !whole(b) || a.exponent.is_negative()) continue;
      const bool quotient = b.exponent.is_negative();
      if (!quotient && i > k) continue;  // the product of a pair is looked at once
      Rational times = copies(a, b);
      Id equal = context.rewrite(quotient ? Op::div : Op::mul, a.base, b.base);
      Rational taken = 1;
      if (equal == kNone && !quotient) {  // with the coefficient: 2*(sin(x)*cos(x))
        taken = abs(product.coefficient);
        if (!taken.is_one() && !taken.is_zero())
          equal = context.rewrite(Op::mul, arena.number(taken), arena.make(Op::mul, a.base, b.base));
        times = 1;
      }
      if (equal == kNone) continue;
      product.coefficient = product.coefficient / taken;
      Product rest;
      rest.coefficient = product.coefficient;
      for (std::size_t m = 0; m != product.factors.size(); ++m) {
        Factor f = product.factors[m];
        if (m == i) f.exponent = f.exponent - times;
        if (m == k) f.exponent = quotient ? f.exponent + times : f.exponent - times;
        if (!f.exponent.is_zero()) rest.factors.push_back(f);
      }
      multiply_simplified(context, rest, equal, times);
      product = std::move(rest);
      return true;
    }
  }
  return false;
}

}  // namespace

bool rewrite_product(SimplifyContext& context, Product& product) {
  constexpr int most_rewrites = 32;
  int count = 0;
  while (count != most_rewrites && product.factors.size() <= kMostFactors &&
         (rewrite_single(context, product) || rewrite_pair(context, product))) {
    ++count;
  }
  return count != 0;
}

}  // namespace adage
