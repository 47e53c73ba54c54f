// SPDX-License-Identifier: BSL-1.0
// Simplification: the same function in fewer, more readable nodes.
#pragma once

#include "adage/expression.hpp"

namespace adage {

/// An expression equal to `e` wherever `e` is defined, of no higher cost (four for an operation or variable, one
/// for a number); it may be defined at further isolated points (`x/x` is 1). Idempotent and deterministic. Time is
/// linear in the size for large graphs.
Expression simplify(const Expression& e);

/// Several expressions at once, sharing the work.
std::vector<Expression> simplify(std::span<const Expression> expressions);

/// The same under assumptions (truth values such as `x > 0`) about the variables.
Expression simplify(const Expression& e, std::span<const Expression> assumptions);

}  // namespace adage
