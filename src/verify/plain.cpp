// SPDX-License-Identifier: BSL-1.0
// Calling the rows' precise primitives; bodies are followed step by step.
#include "verify/plain.hpp"

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <limits>
#include <vector>

#include "base/rational_big.hpp"

namespace adage {
namespace {

/// Close to the ends of the exponent range Boost's series may not end (sinh), their terms underflowing.
bool is_of_use(const PreciseNumber& x) { return x == 0 || (isfinite(x) && std::abs(ilogb(x)) < 1'000'000); }

}  // namespace

PreciseNumber rounded(const Rational& number) {
  if (number.small()) return PreciseNumber(number.small_num()) / PreciseNumber(number.small_den());
  const auto big = number.big().value;
  return PreciseNumber(numerator(big)) / PreciseNumber(denominator(big));
}

PreciseNumber plain(const Template& formula, std::span<const PreciseNumber> bindings) {
  if (formula.result() < bindings.size()) return bindings[formula.result()];
  std::vector<PreciseNumber> values(bindings.begin(), bindings.end());
  for (const Step& step : formula.steps()) {
    if (step.op == Op::number) {
      values.push_back(rounded(formula.numbers()[step.args[0]]));
      continue;
    }
    Numbers args;
    for (std::size_t i = 0; i != step.count; ++i) args[i] = values[step.args[i]];
    values.push_back(plain(step.op, args));
  }
  return values[formula.result()];
}

PreciseNumber plain(Op op, const Numbers& args) {
  if (const Template* formula = body(op)) return plain(*formula, {args.data(), arity(op)});
  const bool function = row(op).ulp != 0;
  if (function && !std::all_of(args.begin(), args.end(), is_of_use))
    return std::numeric_limits<PreciseNumber>::quiet_NaN();
  Precise result;
  try {
    row(op).machine.precise(result, {args[0]}, {args[1]}, {args[2]});
  } catch (const std::exception&) {
    return std::numeric_limits<PreciseNumber>::quiet_NaN();
  }
  return result.value;
}

}  // namespace adage
