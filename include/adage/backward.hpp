// SPDX-License-Identifier: BSL-1.0
// Derivatives in terms of the result, so that a backward pass need not keep its input: sigmoid' is y*(1 - y).
#pragma once

#include <string_view>
#include <vector>

#include "adage/expression.hpp"

namespace adage {

struct BackwardForm {
  Expression derivative;
  Expression result;              ///< the variable that stands for the value of f
  std::vector<Expression> keeps;  ///< the variables of `derivative`, `result` first: what the pass must still have
};

/// The derivative of `f` by the variable `x`, written with a variable named `result` for the value of f. Equal to the
/// derivative wherever that is defined, once f is put in for `result`. Of the forms found the one that keeps least:
/// none of x if that can be, then x only in conditions (its sign, say), then as few variables as possible, then the
/// shortest. So of log it is exp(-y). A form is passed over when a rounded result could put it outside its domain where
/// the derivative has a value; what is under a root is kept from being negative by `max(0, …)`.
///
/// Takes some tens of milliseconds for each branch of `f`; the derivative of more than 160 nodes is merely simplified.
/// Modifies the graph, so one thread at a time. Throws Error when `f` is a truth value, `x` is no variable, `result` is
/// no name for a variable or occurs in `f`, or f has no derivative there.
BackwardForm backward_form(const Expression& f, const Expression& x, std::string_view result = "y");

}  // namespace adage
