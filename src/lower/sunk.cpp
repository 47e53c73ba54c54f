// SPDX-License-Identifier: BSL-1.0
// Passes over the tape, each for inputs that are large or small in its own way, with what is known of each register.
// What functions make of that is asked of their machine code.
#include "lower/sunk.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <boost/container/small_vector.hpp>
#include <cmath>
#include <limits>
#include <optional>

namespace adage {
namespace {

/// Products behind one register that are remembered.
constexpr std::size_t kMostRemembered = 8;

/// Like which power of large inputs something may grow, or like which of their inverses where inputs are small; that of
/// exponentials is above all others.
using Degree = double;
constexpr Degree kExponential = 1e6;
/// From here on a product may vanish.
constexpr Degree kVanishing = -1.25;

struct Product {
  std::size_t at;
  Degree least;
  /// Of several exponentially small values, and not only of a large negative degree.
  bool exponential() const { return least <= -1.5 * kExponential; }
};

using Products = boost::container::small_vector<Product, kMostRemembered>;

/// An exponentially small value of a function. It vanishes at moderate inputs already, where those beside it are worth
/// some decades and constants as many as they have.
struct Value {
  std::size_t at;
  bool of_exponential;  ///< exp(-exp(x)) vanishes where exp(x) is a moderate number
  double decades = 0;   ///< by which it has been magnified
};
constexpr double kDecadesOfInputs = 3;
/// Fewer leave so many digits of what is a number in the end.
constexpr double kManyDecades = 7;

using Values = boost::container::small_vector<Value, kMostRemembered>;

struct Held {
  Degree least = 0;      ///< of what it may be like where it is smallest
  Degree most = 0;       ///< where it is largest
  Products sunk{};       ///< products in it that may have vanished
  Values values{};       ///< factors of it that may have vanished
  double constants = 0;  ///< decades of its constant factors
};

/// What a function makes of powers.
struct Growth {
  bool decays = false;  ///< may be exponentially small
  bool grows = false;   ///< may be exponentially large
  Degree large = 0;     ///< of the function at large arguments, and at small ones
  Degree small = 0;
};

/// Does the function reach a value that `wanted` at a moderate first argument, others being as in its fused forms?
template <class Wanted>
bool reaches(const Row& r, Wanted wanted) {
  for (const double x : {20.0, 100.0}) {
    for (const double second : {0.0, -1.0}) {
      if (wanted(r.machine.code().f64(x, second, 0)) || wanted(r.machine.code().f64(-x, second, 0))) return true;
    }
  }
  return false;
}

/// By the value at one large or small number; of what has no number there, 0.
Degree degree(const Row& r, double at) {
  const double value = std::max(std::fabs(r.machine.code().f64(at, 0, 0)), std::fabs(r.machine.code().f64(-at, 0, 0)));
  const Degree found = std::round(12 * std::log(value) / std::log(at)) / 12;
  return value != 0 && std::isfinite(found) ? found : 0;
}

Growth growth(Op op) {
  static const auto table = [] {
    std::array<Growth, 256> result{};
    for (std::size_t i = 0; i != all_rows().size(); ++i) {
      const Row& r = all_rows()[i];
      if (r.notation != Notation::call || r.boolean || r.rest || !r.machine.exists()) continue;
      result[i] = {reaches(r, [](double value) { return value != 0 && std::fabs(value) < 1e-20; }),
                   reaches(r, [](double value) { return std::fabs(value) > 1e20; }), degree(r, 1e200),
                   degree(r, 1e-200)};
    }
    return result;
  }();
  return table[static_cast<std::size_t>(op)];
}

/// How large or small the inputs are beside each other. Of few each is either for itself; of more, every two of some:
/// by the Walsh functions, of which any two agree as often as not. Two inputs are also less so than each other.
std::vector<std::vector<Degree>> directions(std::size_t inputs, std::size_t most_bits) {
  std::vector<std::vector<Degree>> result;
  const auto bits = static_cast<unsigned>(std::min(inputs, most_bits));
  for (unsigned which = 0; which != 1U << bits; ++which) {
    std::vector<Degree> signs;
    for (unsigned input = 0; input != inputs; ++input) {
      const unsigned function = input < bits ? 1U << input : input % (1U << bits);
      signs.push_back(std::popcount(which & function) % 2 == 0 ? 1 : -1);
    }
    result.push_back(signs);
    for (std::size_t input = 0; inputs == 2 && input != 2; ++input) {
      for (const Degree part : {0.7, 0.4}) {
        result.push_back(signs);
        result.back()[input] *= part;
      }
    }
  }
  return result;
}

/// Of a number that is as large or small as inputs may be; of others 0.
Degree degree_of(double constant) {
  const double digits = std::log10(std::fabs(constant));
  return std::isfinite(digits) && std::fabs(digits) > 30 ? digits / std::numeric_limits<double>::max_exponent10 : 0;
}

double decades_of(double constant) {
  const double decades = std::log10(std::fabs(constant));
  return std::isfinite(decades) ? decades : 0;
}

class Pass {
 public:
  explicit Pass(const Tape& tape) : tape_(tape) {}

  std::vector<std::size_t> run() {
    constexpr std::size_t few_instructions = 2'000;
    for (const auto& inputs : directions(tape_.first_constant(), tape_.instructions.size() <= few_instructions ? 4 : 2))
      sweep(inputs);
    std::ranges::sort(found_);
    found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
    return std::move(found_);
  }

 private:
  void sweep(const std::vector<Degree>& inputs) {
    held_.assign(tape_.registers(), {});
    for (std::size_t r = 0; r != inputs.size(); ++r) held_[r].least = held_[r].most = inputs[r];
    for (std::size_t i = 0; i != tape_.constants.size(); ++i) {
      Held& held = held_[tape_.first_constant() + i];
      held.least = held.most = degree_of(tape_.constants[i].f64);
      held.constants = decades_of(tape_.constants[i].f64);
    }
    for (std::size_t i = 0; i != tape_.instructions.size(); ++i) {
      const Instruction& step = tape_.instructions[i];
      held_[step.out] = result(step, i);
    }
  }

  Held result(const Instruction& step, std::size_t at) {
    const Held &a = held_[step.args[0]], &b = held_[step.args[1]];
    Held held;
    switch (step.op) {
      case Op::mul:
        held = {a.least + b.least, a.most + b.most, joined(a.sunk, b.sunk)};
        magnified(a, b.most);
        magnified(b, a.most);
        remember(held, at);
        held.constants = a.constants + b.constants;
        magnify_values(held, a, b.most, b.constants);
        magnify_values(held, b, a.most, a.constants);
        break;
      case Op::div:
        held = {a.least - b.most, a.most - b.least, a.sunk};
        magnified(a, -b.least);
        divides(b, a.least - b.least);
        remember(held, at);
        held.constants = a.constants - b.constants;
        magnify_values(held, a, -b.least, -b.constants);
        break;
      case Op::pow:
        held = raised(a, step.args[1]);
        magnified(a, held.least - a.least);
        remember(held, at);
        magnify_values(held, a, 0, decades_of_root(constant(step.args[1]).value_or(1)));
        if (!constant(step.args[1])) held.values.push_back({at, false});
        break;
      case Op::add:
      case Op::sub:
        // What is small beside the other term leaves nothing to be magnified.
        held = a.most < b.least ? b : b.most < a.least ? a : joined_terms(a, b);
        held.constants = std::max(a.constants, b.constants);
        break;
      case Op::neg:
        held = a;
        break;
      case Op::where:
        held = joined_cases(b, held_[step.args[2]]);
        break;
      case Op::min:
      case Op::max:
        held = joined_cases(a, b);
        break;
      default:
        held = of_function(growth(step.op), a);
        magnified(a, held.least - a.least);
        if (const Degree small = growth(step.op).small; small > 0) magnify_values(held, a, 0, decades_of_root(small));
        if (growth(step.op).decays) held.values.push_back({at, a.most >= kExponential / 2});
    }
    if (held.sunk.size() > kMostRemembered) held.sunk.resize(kMostRemembered);
    if (held.values.size() > kMostRemembered) held.values.resize(kMostRemembered);
    return held;
  }

  std::optional<double> constant(Register r) const {
    if (r < tape_.first_constant() || r >= tape_.first_result()) return std::nullopt;
    return tape_.constants[r - tape_.first_constant()].f64;
  }
  Held raised(const Held& a, Register exponent) const {
    const auto power = constant(exponent);
    if (!power) return {};
    return {std::min(a.least * *power, a.most * *power),
            std::max(a.least * *power, a.most * *power),
            a.sunk,
            {},
            a.constants * *power};
  }
  static Held of_function(const Growth& growth, const Held& a) {
    const auto power = [&](Degree degree) { return degree * (degree < 0 ? growth.small : growth.large); };
    const auto moderate = [](Degree degree) { return std::fabs(degree) < kExponential / 2 ? degree : 0; };
    const Degree least = power(moderate(a.least)), most = power(moderate(a.most));
    return {
        growth.decays ? -kExponential : std::min(least, most), growth.grows ? kExponential : std::max(least, most), {}};
  }

  static void remember(Held& held, std::size_t at) {
    const Product product{at, held.least};
    if (product.exponential() || (held.least <= kVanishing && held.least > -kExponential / 2))
      held.sunk.push_back(product);
  }

  template <class List>
  static List joined(const List& a, const List& b) {
    List result = a;
    result.insert(result.end(), b.begin(), b.end());
    return result;
  }
  static Held joined_cases(const Held& a, const Held& b) {
    return {std::min(a.least, b.least), std::max(a.most, b.most), joined(a.sunk, b.sunk), joined(a.values, b.values),
            std::max(a.constants, b.constants)};
  }
  static Held joined_terms(const Held& a, const Held& b) {
    Held held = joined_cases(a, b);
    held.least = std::max(a.least, b.least);
    return held;
  }
  void magnified(const Held& held, Degree by) {
    for (const Product& product : held.sunk) {
      if (by >= (product.exponential() ? kExponential / 2 : 0.2)) found_.push_back(product.at);
    }
  }
  /// By how many decades a power below one lets a number grow that has vanished.
  static double decades_of_root(Degree power) {
    return (1 - std::fmin(power, 1)) * std::numeric_limits<double>::max_exponent10;
  }
  /// `held` is made of `part` and a factor that grows like a power of inputs and has some decades of constants.
  void magnify_values(Held& held, const Held& part, Degree most, double constants) {
    for (Value value : part.values) {
      value.decades += (value.of_exponential ? std::fmin(most, 1) : most) * kDecadesOfInputs + constants;
      if (value.decades >= kManyDecades) found_.push_back(value.at);
      held.values.push_back(value);
    }
  }
  /// What makes a quotient too large as soon as it has vanished itself does not matter.
  void divides(const Held& held, Degree quotient) {
    for (const Product& product : held.sunk) {
      if (quotient < -0.99 * product.least) found_.push_back(product.at);
    }
  }

  const Tape& tape_;
  std::vector<Held> held_;
  std::vector<std::size_t> found_;
};

}  // namespace

std::vector<std::size_t> sunk_products(const Tape& tape) { return Pass(tape).run(); }

}  // namespace adage
