// SPDX-License-Identifier: BSL-1.0
// Products as a coefficient and powers of bases: collected, cancelled, and written back as people write them.
#pragma once

#include <vector>

#include "simplify/context.hpp"

namespace adage {

struct Factor {
  Id base = kNone;
  Rational exponent = 1;
};

using Factors = boost::container::small_vector<Factor, 4>;

/// coefficient · Π base^exponent. Bases are distinct nodes, in the order in which they were met.
struct Product {
  Rational coefficient = 1;
  Factors factors;
};

/// Is it safe to add the exponents of two powers of one base?
bool may_merge(SimplifyContext& context, Id base, const Rational& a, const Rational& b);

/// The product that the node is, opened as far as `context` allows; `images` give the simplified form of the
/// nodes at which opening stops. Exponentials are gathered into one.
Product read_product(SimplifyContext& context, Id node, const Images& images);

/// Applies the rules to single factors and pairs of factors until none matches. True if any did.
bool rewrite_product(SimplifyContext& context, Product& product);

/// Does a fraction stand beside a quotient, as in 2/3/x or 2/3*(x/y)? People write 2/(3*x).
bool splits_quotient(const Arena& arena, Id id);

/// As a node: sign, coefficient and numerator over the denominator.
Id write_product(SimplifyContext& context, const Product& product);

/// The product that a simplified node is, opened all the way down if that is not far.
Product opened_product(SimplifyContext& context, Id node);

/// Splits a simplified node into a number and the rest, which is the number one for a number.
std::pair<Rational, Id> split_coefficient(SimplifyContext& context, Id node);

/// number * node, in the shape in which products are written.
Id scaled(SimplifyContext& context, const Rational& coefficient, Id unit);

/// Nodes at which reading the product rooted at `node` stops.
Leaves product_leaves(const SimplifyContext& context, Id node);

}  // namespace adage
