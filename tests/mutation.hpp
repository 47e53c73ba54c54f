// SPDX-License-Identifier: BSL-1.0
// Formulas made slightly wrong in the ways in which people make them wrong, and a judge that tells by itself whether
// two formulas differ: 200 digits at many points, those beside every switch included, where error bounds say that
// these digits can be trusted. The judge knows nothing of proofs.
#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
#include <random>

#include "exact_text.hpp"
#include "verify/precise_eval.hpp"
#include "verify/sampling.hpp"
#include "verify/switches.hpp"
#include "wide.hpp"

namespace adage::testing {

enum class Mutation : std::uint8_t {
  coefficient,  ///< by 1e-12
  sign,
  dropped,   ///< a term or a factor
  exponent,  ///< one more
  swapped,   ///< branches, or the sides of a difference or quotient
  wrong_side,
  shifted_kink,
  number,
  function,
  added,  ///< 1e-12
};
inline constexpr std::array all_mutations{
    Mutation::coefficient, Mutation::sign,         Mutation::dropped, Mutation::exponent, Mutation::swapped,
    Mutation::wrong_side,  Mutation::shifted_kink, Mutation::number,  Mutation::function, Mutation::added};

class Mutator {
 public:
  Mutator(Arena& arena, std::mt19937_64& random) : arena_(arena), random_(random) {}

  /// `root` with one node changed; nothing where no node allows such a change, or where identities undo it at once.
  std::optional<Id> mutated(Id root, Mutation kind) {
    std::vector<std::pair<Id, Id>> images;
    for (const Id id : slice(arena_, root)) {
      const Id other = image(id, kind);
      if (other != kNone && other != id) images.emplace_back(id, other);
    }
    if (images.empty()) return std::nullopt;
    const auto& [from, to] = images[random_() % images.size()];
    const Id result = substitute(arena_, std::span(&root, 1), std::span(&from, 1), std::span(&to, 1)).front();
    return result == root ? std::nullopt : std::optional(result);
  }

 private:
  Id image(Id id, Mutation kind) {
    const Op op = arena_.op(id);
    const bool leaf = arena_.is_number(id) || op == Op::variable;
    const Rational tiny(1, 1'000'000'000'000);
    if (kind == Mutation::number && arena_.is_number(id)) {
      return arena_.number(arena_.value(id) + Rational(1, static_cast<std::int64_t>(2 + random_() % 1000)));
    }
    if (arena_.is_boolean(id) ? leaf || arena_[id].count == 0 : false) return kNone;
    if (kind == Mutation::wrong_side) return other_side(id);
    if (kind == Mutation::shifted_kink) return shifted(id);
    if (arena_.is_boolean(id)) return kNone;
    switch (kind) {
      case Mutation::coefficient:
        return arena_.make(Op::mul, arena_.number(Rational(1) + tiny), id);
      case Mutation::sign:
        return arena_.make(Op::neg, id);
      case Mutation::added:
        return arena_.make(Op::add, id, arena_.number(tiny));
      case Mutation::dropped:
        return op >= Op::add && op <= Op::div ? arena_.arg(id, random_() % 2) : kNone;
      case Mutation::exponent:
        return op == Op::pow ? arena_.make(Op::pow, arena_.arg(id, 0), one_more(arena_.arg(id, 1)))
               : leaf        ? kNone
                             : arena_.make(Op::mul, id, id);
      case Mutation::swapped:
        if (op == Op::where) return arena_.make(op, arena_.arg(id, 0), arena_.arg(id, 2), arena_.arg(id, 1));
        return op == Op::sub || op == Op::div ? arena_.make(op, arena_.arg(id, 1), arena_.arg(id, 0)) : kNone;
      case Mutation::function:
        return leaf ? kNone : relative(id);
      default:
        return kNone;
    }
  }

  Id one_more(Id id) { return arena_.make(Op::add, id, arena_.number(1)); }

  /// The branch or the side that is not meant.
  Id other_side(Id id) {
    if (arena_.is_boolean(id)) return arena_.make(Op::logical_not, id);
    if (!can_be_split(arena_.op(id)) || arena_.is_constant(id)) return kNone;
    return piece(arena_, id, random_() % 2 == 0 ? 1 : -1);
  }

  /// A condition or a maximum with its threshold a little off.
  Id shifted(Id id) {
    const Op op = arena_.op(id);
    const Rational off = random_() % 2 == 0 ? Rational(1, 1000) : Rational(1, 1'000'000'000);
    const bool compares = op == Op::lt || op == Op::le || op == Op::gt || op == Op::ge;
    const bool extreme = op == function("max") || op == function("min");
    if (!compares && !extreme) return kNone;
    return arena_.make(op, arena_.arg(id, 0), arena_.make(Op::add, arena_.arg(id, 1), arena_.number(off)));
  }

  /// A function that is easily mistaken for this one.
  Id relative(Id id) {
    static constexpr std::pair<std::string_view, std::string_view> mistaken[] = {
        {"sin", "cos"},     {"cos", "sin"},     {"tan", "tanh"},         {"tanh", "tan"},
        {"sinh", "cosh"},   {"cosh", "sinh"},   {"exp", "exp2"},         {"log", "log2"},
        {"erf", "tanh"},    {"erfc", "erf"},    {"normal_cdf", "erf"},   {"sigmoid", "normal_cdf"},
        {"asin", "asinh"},  {"atan", "atanh"},  {"acos", "asin"},        {"asinh", "asin"},
        {"sqrt", "cbrt"},   {"cbrt", "sqrt"},   {"softplus", "sigmoid"}, {"relu", "abs"},
        {"abs", "relu"},    {"sign", "step"},   {"step", "sign"},        {"floor", "ceil"},
        {"log1p", "expm1"}, {"expm1", "log1p"}, {"acosh", "asinh"},      {"atanh", "atan"},
    };
    for (const auto& [name, other] : mistaken) {
      if (row(arena_.op(id)).name == name) return arena_.make(function(other), arena_.arg(id, 0));
    }
    return kNone;
  }

  Arena& arena_;
  std::mt19937_64& random_;
};

/// Finds a point where two nodes surely differ, and beside which they do too.
class Judge {
 public:
  Judge(Arena& arena, Id left, Id right, std::span<const Id> assumptions)
      : arena_(arena), left_(left), right_(right), assumptions_(assumptions.begin(), assumptions.end()) {
    std::vector<Id> roots{left, right};
    roots.insert(roots.end(), assumptions.begin(), assumptions.end());
    variables_ = adage::variables(arena, roots);
    for (const Id function : switching_functions(arena, roots, 24)) switches_.emplace_back(arena, function);
  }

  /// Can this file compute all of it?
  bool competent() const {
    const std::array<Id, 2> sides{left_, right_};
    return std::ranges::all_of(slice(arena_, sides), [&](Id id) {
      return arena_.is_number(id) || arena_.op(id) == Op::variable || wide::knows(row(arena_.op(id)));
    });
  }

  /// Values of the variables, in words.
  std::optional<std::string> difference(int points, std::uint64_t seed) {
    Sampler sampler(std::vector<Interval>(variables_.size()), seed);
    for (int i = 0; i != points; ++i) {
      std::vector<Rational> point = sampler.draw();
      if (!switches_.empty() && i % 2 == 0) move_to_switch(point, sampler);
      if (!std::ranges::all_of(point, is_moderate) || !differ(point)) continue;
      for (int k = 0; k != 4; ++k) {
        if (differ(sampler.moved(point))) return text(point);
      }
    }
    return std::nullopt;
  }

  bool differ(std::span<const Rational> point) const {
    for (const Id assumption : assumptions_) {
      if (value(assumption, point) != 1) return false;
    }
    const wide::Number a = value(left_, point);
    const wide::Number b = value(right_, point);
    if (!isfinite(a) || !isfinite(b)) return false;
    const wide::Number size = abs(a) + abs(b);
    return abs(a - b) > wide::Number("1e-70") * size && abs(a - b) > wide::Number("1e-150") && survives(point);
  }

  /// The point of a witness.
  std::vector<Rational> point(const std::vector<std::pair<std::string, std::string>>& witness) const {
    std::vector<Rational> result;
    for (const Id variable : variables_) {
      const auto found = std::ranges::find(witness, arena_.name(variable), [](const auto& w) { return w.first; });
      result.push_back(found == witness.end() ? Rational(0) : read_exact(found->second));
    }
    return result;
  }

 private:
  /// 200 digits survive what cancels here.
  static bool is_moderate(const Rational& value) {
    const double size = std::fabs(value.to_double());
    return size == 0 || (size > 1e-31 && size < 1e31);
  }

  /// 200 digits without bounds may have cancelled or underflowed; 64 with bounds then know nothing.
  bool survives(std::span<const Rational> point) const {
    const std::array<Id, 2> sides{left_, right_};
    PreciseEvaluator evaluator(arena_, sides);
    std::vector<Rational> part;
    for (const Id id : evaluator.variables()) part.push_back(point[index(id)]);
    evaluator.evaluate(part);
    const Bounded& a = evaluator[left_];
    const Bounded& b = evaluator[right_];
    return a.known() && b.known() && abs(a.value - b.value) > a.error + b.error;
  }

  wide::Number value(Id root, std::span<const Rational> point) const {
    std::vector<Rational> part;
    for (const Id id : adage::variables(arena_, std::span(&root, 1))) part.push_back(point[index(id)]);
    return wide::evaluate(arena_, root, part);
  }

  std::size_t index(Id variable) const {
    return static_cast<std::size_t>(std::ranges::find(variables_, variable) - variables_.begin());
  }

  void move_to_switch(std::vector<Rational>& point, Sampler& sampler) {
    SwitchFinder& finder = switches_[sampler.random().next() % switches_.size()];
    const std::size_t along = sampler.random().next() % finder.variables().size();
    std::vector<Rational> part;
    for (const Id id : finder.variables()) part.push_back(point[index(id)]);
    if (const auto zero = finder.zero(part, along)) point[index(finder.variables()[along])] = sampler.beside(*zero);
  }

  std::string text(std::span<const Rational> point) const {
    std::string result;
    for (std::size_t i = 0; i != point.size(); ++i) {
      result += std::string(arena_.name(variables_[i])) + " = " + exact_text(point[i]) + " ";
    }
    return result;
  }

  Arena& arena_;
  Id left_;
  Id right_;
  std::vector<Id> assumptions_;
  std::vector<Id> variables_;
  std::vector<SwitchFinder> switches_;
};

}  // namespace adage::testing
