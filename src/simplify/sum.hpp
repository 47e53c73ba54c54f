// SPDX-License-Identifier: BSL-1.0
// Sums as terms with exact coefficients: collected, cancelled, and written back as people write them.
#pragma once

#include <vector>

#include "simplify/context.hpp"

namespace adage {

struct Term {
  Id unit = kNone;  ///< the term without its number; the number one for a constant term
  Rational coefficient = 1;
};

struct Sum {
  boost::container::small_vector<Term, 4> terms;  ///< distinct units, in the order in which they were met
};

/// The sum that the node is, opened as far as `context` allows; `images` as for products.
Sum read_sum(SimplifyContext& context, Id node, const Images& images);

/// Applies the rules to pairs of terms, and joins fractions, until nothing changes. True if anything did. `levels`:
/// how deep fractions are joined, the sum itself being the first, its numerators the second.
bool rewrite_sum(SimplifyContext& context, Sum& sum, int levels = 2);

Id write_sum(SimplifyContext& context, const Sum& sum);

/// The node as it stands but for the images of its parts, if `sum` are its terms one by one; else kNone.
Id kept_sum(SimplifyContext& context, Id node, const Images& images, const Sum& sum);

/// Nodes at which reading the sum rooted at `node` stops.
Leaves sum_leaves(const SimplifyContext& context, Id node);

/// Is it x + n + m of numbers n and m, either of them perhaps subtracted? People add these two.
bool adds_twice(const Arena& arena, Id id);
/// Does a term stand in it twice with one sign, as in a - x - x or x - (a - x)? People write 2*x.
bool adds_same_twice(const Arena& arena, Id id);

}  // namespace adage
