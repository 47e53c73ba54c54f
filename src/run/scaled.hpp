// SPDX-License-Identifier: BSL-1.0
// Numbers whose exponent is itself a long double: exp(1e308) is one, and so is what exp(-exp(1e308)) stays below. Where
// not even the leading digits are known, the number says so.
#pragma once

#include <limits>

#include "ops/row.hpp"

namespace adage {

/// m*2^e with |m| in [0.5, 1); or anything up to 2^e in size where m is zero, zero itself where e is -infinity; or
/// unknown where m is NaN; or, as functions give it, an infinity.
struct Scaled {
  long double m = 0;
  long double e = -std::numeric_limits<long double>::infinity();
};

Scaled scaled(long double value);
/// The nearest value. What is known to be below 1e-77 in size, and nothing more, gives zero; other bounds give NaN.
long double unscaled(const Scaled& value);

/// `op` of the arguments; safe to call from any thread.
Scaled apply(Op op, const Scaled& a, const Scaled& b, const Scaled& c);

}  // namespace adage
