// SPDX-License-Identifier: BSL-1.0
// The rows of the operation table at numbers of 64 digits, without any account of errors.
#pragma once

#include <array>
#include <span>

#include "ops/precise.hpp"
#include "ops/row.hpp"
#include "rules/template.hpp"

namespace adage {

using Numbers = std::array<PreciseNumber, kMaxArity>;

/// To nearest, within one unit in the last place.
PreciseNumber rounded(const Rational& number);
/// The operation's value; NaN where the implementation gives up.
PreciseNumber plain(Op op, const Numbers& args);
/// The value of a template without predicates.
PreciseNumber plain(const Template& formula, std::span<const PreciseNumber> bindings);

}  // namespace adage
