// SPDX-License-Identifier: BSL-1.0
// Intervals of what each register may hold, in one pass. They come from the rows, which know nothing of rounding; an
// end beyond the largest number is an infinity that may occur, and what may be smaller than the least a zero.
#include "lower/escape.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "lower/sunk.hpp"
#include "rules/ranges.hpp"

namespace adage {
namespace {

constexpr std::size_t kMostInstructions = 20'000;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Held {
  Range range;
  bool given = false;    ///< an input or a constant, whose zeros and infinities are the caller's
  bool nan = false;      ///< may be NaN because a value before it is infinite or zero
  bool escaped = false;  ///< may be infinite for that reason
};

class Escapes {
 public:
  Escapes(const Tape& tape, const Exponents& numbers) : tape_(tape), numbers_(numbers), held_(tape.registers()) {}

  Escape run() {
    for (Register r = 0; r != tape_.first_constant(); ++r) held_[r] = {{-numbers_.input, numbers_.input}, true};
    for (std::size_t i = 0; i != tape_.constants.size(); ++i) {
      const double value = tape_.constants[i].f64;
      held_[tape_.first_constant() + i] = {bounded({value, value}), true, std::isnan(value)};
    }
    Escape found;
    const std::vector<bool> heard = heard_results();
    for (std::size_t i = 0; i != tape_.instructions.size(); ++i) {
      const Instruction& step = tape_.instructions[i];
      Held held = result(step);
      if (step.op == Op::div && infinite(arg(step, 1)) && !arg(step, 1).given && heard[i]) {
        found.hidden.push_back(i);
        held.nan = true;
      }
      held_[step.out] = held;
    }
    found.sunk = sunk_products(tape_);
    std::erase_if(found.sunk, [&](std::size_t i) { return !heard[i]; });
    found.shows = !found.sunk.empty() ||
                  std::ranges::any_of(tape_.outputs, [&](Register r) { return held_[r].nan || held_[r].escaped; });
    return found;
  }

 private:
  /// For each instruction, whether NaN as its result would be NaN in all that is made of it: NaN < 1/2 is false, and
  /// would choose the other branch. Backwards, from the last use of a register to what it then holds.
  std::vector<bool> heard_results() const {
    std::vector<bool> heard(tape_.instructions.size()), lost(tape_.registers(), false);
    for (std::size_t i = heard.size(); i-- != 0;) {
      const Instruction& step = tape_.instructions[i];
      heard[i] = !lost[step.out];
      lost[step.out] = false;
      for (std::size_t k = 0; k != step.count; ++k) {
        if (!heard[i] || swallows(step, k)) lost[step.args[k]] = true;
      }
    }
    return heard;
  }

  /// Is there a number where this argument is NaN?
  static bool swallows(const Instruction& step, std::size_t k) {
    if (step.op == Op::where) return k == 0;
    std::array<double, kMaxArity> values{0.5, 0.5, 0.5};
    values[k] = std::numeric_limits<double>::quiet_NaN();
    return row(step.op).boolean || !std::isnan(row(step.op).machine.code().f64(values[0], values[1], values[2]));
  }

  const Held& arg(const Instruction& step, std::size_t k) const { return held_[step.args[k]]; }

  Range bounded(Range range) const {
    if (!(range.lo >= -numbers_.most)) range.lo = -kInfinity;
    if (!(range.hi <= numbers_.most)) range.hi = kInfinity;
    return range;
  }
  static bool infinite(const Held& held) { return std::isinf(held.range.lo) || std::isinf(held.range.hi); }
  /// May it be zero though the true value is not?
  bool vanishes(const Held& held) const {
    return !held.given && held.range.lo < numbers_.least && held.range.hi > -numbers_.least;
  }
  bool zero(const Held& held) const { return held.range.lo < numbers_.least && held.range.hi > -numbers_.least; }

  Held result(const Instruction& step) const {
    const Row& r = row(step.op);
    const std::array ranges{arg(step, 0).range, arg(step, 1).range, arg(step, 2).range};
    Held held;
    if (r.range != nullptr) {
      held.range = bounded(r.range(ranges[0], ranges[1], ranges[2]));
    } else if (const Template* text = body(step.op); text != nullptr) {
      held.range = bounded(value_range(*text, std::span(ranges).first(step.count)));
    }
    bool lost = false;  // some argument is not what it should be
    for (std::size_t k = 0; k != counting(step); ++k) {
      held.nan = held.nan || (arg(step, k).nan && !r.boolean);
      lost = lost || infinite(arg(step, k)) || (vanishes(arg(step, k)) && singular(step, k));
    }
    held.nan = held.nan || makes_nan(step);
    held.escaped = infinite(held) && (passes_on(step) ? any_escaped(step) : lost);
    return held;
  }

  /// How many arguments matter: a rest that is NaN is let go.
  static std::size_t counting(const Instruction& step) { return step.count - (takes_rest(step.op) ? 1U : 0U); }

  /// Does the operation give one of its arguments, or its negative?
  static bool passes_on(const Instruction& step) {
    static const Op abs = function("abs");
    return step.op == Op::where || step.op == Op::min || step.op == Op::max || step.op == Op::neg || step.op == abs;
  }
  bool any_escaped(const Instruction& step) const {
    return std::ranges::any_of(std::span(step.args).first(step.count), [&](Register r) { return held_[r].escaped; });
  }

  /// Is the operation without a finite value where this argument is zero?
  static bool singular(const Instruction& step, std::size_t k) {
    if (step.op == Op::div) return k == 1;
    return step.count == 1 ? !std::isfinite(row(step.op).machine.code().f64(0, 0, 0)) : step.op == Op::pow && k == 0;
  }

  bool makes_nan(const Instruction& step) const {
    const Held &a = arg(step, 0), &b = arg(step, 1);
    const bool both_up = a.range.hi == kInfinity && b.range.hi == kInfinity;
    const bool both_down = a.range.lo == -kInfinity && b.range.lo == -kInfinity;
    const bool apart =
        (a.range.hi == kInfinity && b.range.lo == -kInfinity) || (a.range.lo == -kInfinity && b.range.hi == kInfinity);
    if (step.op == Op::add) return apart;
    if (step.op == Op::sub) return both_up || both_down;
    if (step.op == Op::mul) return (infinite(a) && zero(b)) || (zero(a) && infinite(b));
    if (step.op == Op::div) return (infinite(a) && infinite(b)) || (zero(a) && vanishes(b));
    if (counting(step) == 1) {
      const auto at = row(step.op).machine.code().f64;
      return (a.range.hi == kInfinity && std::isnan(at(kInfinity, 0, 0))) ||
             (a.range.lo == -kInfinity && std::isnan(at(-kInfinity, 0, 0)));
    }
    if (row(step.op).boolean || passes_on(step)) return false;
    return infinite(a) || infinite(b) || (counting(step) > 2 && infinite(arg(step, 2)));
  }

  const Tape& tape_;
  Exponents numbers_;
  std::vector<Held> held_;
};

template <class T>
double input_bound() {
  constexpr int spare = 12;  // bits: rows round outward, and a sum such as x + 1 should stay within
  return static_cast<double>(std::numeric_limits<T>::max()) *
         (1 - std::ldexp(1.0, spare - std::numeric_limits<T>::digits));
}

}  // namespace

Exponents exponents_of(bool float_inputs, bool in_doubles) {
  using Float = std::numeric_limits<float>;
  using Double = std::numeric_limits<double>;
  return {float_inputs ? input_bound<float>() : input_bound<double>(), in_doubles ? Double::max() : Float::max(),
          in_doubles ? Double::min() : Float::min()};
}

Escape escape(const Tape& tape, const Exponents& numbers) {
  if (tape.instructions.size() > kMostInstructions) return {true, {}, {}};
  return Escapes(tape, numbers).run();
}

Tape showing(Tape tape, const Escape& escape) {
  static const Op hidden = find_operation("fused_showing_quotient").value();
  static const std::map<Op, Op> small{{Op::mul, find_operation("fused_showing_small_product").value()},
                                      {Op::div, find_operation("fused_showing_small_quotient").value()},
                                      {Op::pow, find_operation("fused_showing_small_power").value()}};
  static const Op value = find_operation("fused_showing_small_value").value();
  std::vector<std::size_t> functions;
  for (const std::size_t i : escape.sunk) {
    Op& op = tape.instructions[i].op;
    if (const auto known = small.find(op); known != small.end()) {
      op = known->second;
    } else {
      functions.push_back(i);
    }
  }
  for (const std::size_t i : escape.hidden) {
    if (tape.instructions[i].op == Op::div) tape.instructions[i].op = hidden;
  }
  for (std::size_t k = functions.size(); k-- != 0;) {  // backwards, as places behind move on
    const auto at = tape.instructions.begin() + static_cast<std::ptrdiff_t>(functions[k]);
    const Register r = at->out;
    tape.instructions.insert(at + 1, {value, 1, r, {r, r, r}});
  }
  return tape;
}

}  // namespace adage
