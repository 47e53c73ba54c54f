// SPDX-License-Identifier: BSL-1.0
// How each kind of row carries errors on. Arithmetic does so exactly; what is piecewise monotone is asked at the
// ends of its arguments' intervals; smooth functions use their partial derivatives, with the ends as a check.
#include "verify/bounded.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/rational_big.hpp"
#include "verify/plain.hpp"

namespace adage {
namespace {

using State = Bounded::State;

const PreciseNumber kUnit = std::numeric_limits<PreciseNumber>::epsilon();
/// What underflow may hide.
const PreciseNumber kTiny = std::numeric_limits<PreciseNumber>::min();
/// The functions of Boost.Math were seen to err by up to 113 units (lgamma near -1.6); the rest is margin.
const PreciseNumber kFunctionError = 1024 * kUnit;

Bounded failed(State state) { return {PreciseNumber(), PreciseNumber(), state}; }

Bounded known(const PreciseNumber& value, const PreciseNumber& error) {
  if (!isfinite(value) || !isfinite(error)) return failed(State::unknown);
  return {value, error, State::known};
}

Bounded truth(bool yes) { return {PreciseNumber(yes ? 1 : 0), PreciseNumber(), State::known}; }

std::size_t significant_bits(const PreciseNumber& x) {
  using boost::multiprecision::backends::eval_lsb;
  if (x == 0) return 0;
  return static_cast<std::size_t>(std::numeric_limits<PreciseNumber>::digits) - eval_lsb(x.backend().bits());
}

/// A whole exponent is applied by multiplication, so that no logarithm is involved, and no error of its own.
bool is_whole_exponent(Op op, std::size_t argument, const Bounded& value) {
  return op == Op::pow && argument == 1 && value.error == 0 && floor(value.value) == value.value;
}

bool sum_is_exact(const PreciseNumber& a, const PreciseNumber& b, const PreciseNumber& sum) {
  return abs(a) >= abs(b) ? sum - a == b : sum - b == a;
}

bool product_is_exact(const PreciseNumber& a, const PreciseNumber& b, const PreciseNumber& product) {
  constexpr auto most = static_cast<std::size_t>(std::numeric_limits<PreciseNumber>::digits);
  return significant_bits(a) + significant_bits(b) <= most && (product != 0 || a == 0 || b == 0);
}

Bounded sum(const Bounded& a, const Bounded& b, const PreciseNumber& b_value) {
  const PreciseNumber value = a.value + b_value;
  if (a.error == 0 && b.error == 0 && sum_is_exact(a.value, b_value, value)) return known(value, 0);
  return known(value, a.error + b.error + abs(value) * kUnit + kTiny);
}

Bounded product(const Bounded& a, const Bounded& b) {
  const PreciseNumber value = a.value * b.value;
  if (a.error == 0 && b.error == 0 && product_is_exact(a.value, b.value, value)) return known(value, 0);
  return known(value, abs(a.value) * b.error + abs(b.value) * a.error + a.error * b.error + abs(value) * kUnit + kTiny);
}

bool power_is_exact(Op op, std::span<const Bounded> args) {
  constexpr int most = std::numeric_limits<PreciseNumber>::digits;
  if (op != Op::pow || args[0].error != 0 || !is_whole_exponent(op, 1, args[1])) return false;
  if (args[1].value < 0 || args[1].value > most) return false;
  return significant_bits(args[0].value) * static_cast<std::size_t>(args[1].value) <= static_cast<std::size_t>(most);
}

Bounded quotient(const Bounded& a, const Bounded& b) {
  if (!b.nonzero()) return failed(b.exact() ? State::undefined : State::unknown);
  const PreciseNumber value = a.value / b.value;
  const bool exact = a.error == 0 && b.error == 0 && value * b.value == a.value;
  if (exact && product_is_exact(value, b.value, a.value)) return known(value, 0);
  const PreciseNumber moved = (a.error + abs(value) * b.error) / (abs(b.value) - b.error);
  return known(value, 2 * moved + abs(value) * kUnit + kTiny);
}

Numbers values_of(std::span<const Bounded> args) {
  Numbers values;
  for (std::size_t i = 0; i != args.size(); ++i) values[i] = args[i].value;
  return values;
}

/// Calls `visit` with every combination of the ends of the arguments' intervals.
template <class Visit>
void for_each_corner(std::span<const Bounded> args, Visit&& visit) {
  std::array<std::size_t, kMaxArity> moving{};
  std::size_t count = 0;
  for (std::size_t i = 0; i != args.size(); ++i) {
    if (args[i].error != 0) moving[count++] = i;
  }
  for (unsigned corner = 0; count != 0 && corner != 1U << count; ++corner) {
    Numbers at = values_of(args);
    for (std::size_t k = 0; k != count; ++k) {
      const Bounded& arg = args[moving[k]];
      const PreciseNumber reach = std::max<PreciseNumber>(arg.error, abs(arg.value) * 2 * kUnit);
      at[moving[k]] += (corner >> k & 1U) != 0 ? reach : -reach;
    }
    visit(at);
  }
}

/// Rows with kinks are monotone on either side in each argument, so that the extremes lie at corners.
Bounded piecewise(Op op, std::span<const Bounded> args) {
  const PreciseNumber value = plain(op, values_of(args));
  PreciseNumber error = row(op).ulp == 0 ? PreciseNumber() : abs(value) * kFunctionError + kTiny;
  PreciseNumber deviation;
  bool finite = true;
  for_each_corner(args, [&](const Numbers& at) {
    const PreciseNumber moved = abs(plain(op, at) - value);
    finite = finite && isfinite(moved);
    deviation = std::max(deviation, moved);
  });
  return finite ? known(value, error + deviation) : failed(State::unknown);
}

Bounded comparison(Op op, std::span<const Bounded> args) {
  const bool exact = std::ranges::all_of(args, &Bounded::exact);
  if (!exact && !evaluate(*kink(op), args).nonzero()) return failed(State::unknown);
  return truth(plain(op, values_of(args)) != 0);
}

/// Truth tables: an argument of which nothing is known may be either.
Bounded logic(Op op, std::span<const Bounded> args) {
  std::array<bool, 2> possible{};
  for (unsigned choice = 0; choice != 1U << args.size(); ++choice) {
    Numbers at;
    bool consistent = true;
    for (std::size_t i = 0; i != args.size(); ++i) {
      at[i] = choice >> i & 1U;
      consistent = consistent && (!args[i].known() || args[i].value == at[i]);
    }
    if (consistent) possible[plain(op, at) != 0 ? 1 : 0] = true;
  }
  return possible[0] != possible[1] ? truth(possible[1]) : failed(State::unknown);
}

Bounded choice(const Bounded& condition, const Bounded& a, const Bounded& b) {
  if (condition.known()) return condition.value != 0 ? a : b;
  if (condition.state == State::undefined) return condition;
  if (!a.known() || !b.known()) return failed(State::unknown);
  const PreciseNumber apart = abs(a.value - b.value);
  return known(a.value, a.error + b.error + apart);
}

/// |∂op/∂argument| at plain numbers, `self` given. Nothing where the row states none.
PreciseNumber slope(Op op, std::size_t argument, const Numbers& at, const PreciseNumber& self) {
  if (row(op).partials[argument].empty()) return std::numeric_limits<PreciseNumber>::quiet_NaN();
  std::array<PreciseNumber, kMaxArity + 1> bindings;
  std::copy_n(at.begin(), arity(op), bindings.begin());
  bindings[arity(op)] = self;
  return abs(plain(partial(op, argument), {bindings.data(), arity(op) + 1}));
}

/// The linear model is to be trusted outright: the argument is known far better than the scale on which the
/// slope changes, be that the argument's size, one (as of trigonometric functions) or the distance to a pole.
bool surely_linear(std::span<const Bounded> args, const PreciseNumber& value, const PreciseNumber& moved) {
  const auto sharp = [](const Bounded& arg) {
    return arg.error == 0 || ldexp(arg.error, 30) <= std::min<PreciseNumber>(abs(arg.value), 1);
  };
  return std::ranges::all_of(args, sharp) && ldexp(moved, 20) <= abs(value);
}

Bounded smooth(Op op, std::span<const Bounded> args) {
  // Beyond its precision Boost gives sin = 0 and cos = 1, which no derivative would expose.
  if (row(op).periodic && ldexp(args[0].error + abs(args[0].value) * kFunctionError, 10) > 1)
    return failed(State::unknown);
  const Numbers center = values_of(args);
  const PreciseNumber value = plain(op, center);
  if (!isfinite(value)) return failed(State::unknown);
  if (power_is_exact(op, args)) return known(value, 0);
  PreciseNumber rounding = abs(value);
  PreciseNumber moved;
  std::array<PreciseNumber, kMaxArity> slopes;
  for (std::size_t i = 0; i != args.size(); ++i) {
    if (is_whole_exponent(op, i, args[i])) continue;
    slopes[i] = slope(op, i, center, value);
    if (isfinite(slopes[i])) {
      rounding += slopes[i] * abs(center[i]);
      moved += slopes[i] * args[i].error;
    } else if (args[i].error != 0) {
      return failed(State::unknown);
    }
  }
  const PreciseNumber own = rounding * kFunctionError + kTiny;
  if (surely_linear(args, value, moved)) return known(value, own + 2 * moved);
  // An argument of which little is known: the whole interval must look like one piece of one curve.
  for (const Bounded& arg : args) {
    if (arg.error * 8 > 1 && ldexp(arg.error, 10) > abs(arg.value)) return failed(State::unknown);
  }
  PreciseNumber deviation;
  bool finite = true;
  for_each_corner(args, [&](const Numbers& at) {
    const PreciseNumber there = plain(op, at);
    finite = finite && isfinite(there);
    deviation = std::max<PreciseNumber>(deviation, abs(there - value));
    for (std::size_t i = 0; i != args.size(); ++i) {
      if (args[i].error == 0) continue;
      const PreciseNumber end = slope(op, i, at, there);
      finite = finite && isfinite(end);
      slopes[i] = std::max(slopes[i], end);
    }
  });
  if (!finite) return failed(State::unknown);
  moved = 0;
  for (std::size_t i = 0; i != args.size(); ++i) {
    if (args[i].error != 0) moved += slopes[i] * args[i].error;
  }
  return known(value, own + 2 * std::max(deviation, moved));
}

/// The first argument that spoils the result, if any.
const Bounded* spoiled(std::span<const Bounded> args) {
  const auto found = std::ranges::find_if(args, [](const Bounded& arg) { return !arg.known(); });
  return found == args.end() ? nullptr : &*found;
}

Bounded function_of_numbers(Op op, std::span<const Bounded> args) {
  if (const Template* formula = body(op)) return evaluate(*formula, args);
  if (args.empty()) return known(plain(op, {}), row(op).boolean ? PreciseNumber() : kUnit * 4);
  if (const Template* condition = domain(op)) {
    const Bounded inside = evaluate(*condition, args);
    if (!inside.known()) return failed(State::unknown);
    if (inside.value == 0) return failed(State::undefined);
  }
  return row(op).kink.empty() ? smooth(op, args) : piecewise(op, args);
}

}  // namespace

Bounded bounded(const Rational& number) {
  const PreciseNumber value = rounded(number);
  bool exact = false;
  if (number.small()) {
    exact = (number.small_den() & (number.small_den() - 1)) == 0;
  } else {
    const auto big = number.big().value;
    const boost::multiprecision::cpp_int num = abs(numerator(big));
    const boost::multiprecision::cpp_int den = denominator(big);
    const auto bits = msb(num) - lsb(num) + 1;
    exact = msb(den) == lsb(den) && bits <= static_cast<unsigned>(std::numeric_limits<PreciseNumber>::digits);
  }
  return known(value, exact ? PreciseNumber() : abs(value) * 4 * kUnit + kTiny);
}

Bounded apply(Op op, std::span<const Bounded> args) {
  if (op == Op::where) return choice(args[0], args[1], args[2]);
  if (row(op).boolean_arguments != 0) return logic(op, args);
  if (const Bounded* fault = spoiled(args)) return failed(fault->state);
  if (op == Op::neg) return {-args[0].value, args[0].error, State::known};
  if (op == Op::add) return sum(args[0], args[1], args[1].value);
  if (op == Op::sub) return sum(args[0], args[1], -args[1].value);
  if (op == Op::mul) return product(args[0], args[1]);
  if (op == Op::div) return quotient(args[0], args[1]);
  if (row(op).boolean && !args.empty()) return comparison(op, args);
  return function_of_numbers(op, args);
}

Bounded evaluate(const Template& formula, std::span<const Bounded> bindings) {
  std::vector<Bounded> values(bindings.begin(), bindings.end());
  values.resize(formula.parameters());  // a switching function may leave out `self`
  for (const Step& step : formula.steps()) {
    std::array<Bounded, kMaxArity> args;
    if (step.op == Op::number) {
      values.push_back(bounded(formula.numbers()[step.args[0]]));
      continue;
    }
    for (std::size_t i = 0; i != step.count; ++i) args[i] = values[step.args[i]];
    values.push_back(apply(step.op, {args.data(), step.count}));
  }
  return values[formula.result()];
}

}  // namespace adage
