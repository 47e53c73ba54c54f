// SPDX-License-Identifier: BSL-1.0
// Random expressions drawn from the operation table, so that a new row is tested by being there. The same
// generator state gives the same expression on every machine: no standard distribution is used.
#pragma once

#include <cstdint>
#include <random>
#include <string_view>
#include <vector>

#include "graph/arena.hpp"

namespace adage {

struct RandomOptions {
  std::size_t operations = 12;  ///< operations applied, before identities shorten them
  std::vector<std::string_view> variables{"x", "y", "z"};
  bool (*allows)(const Row&) = nullptr;  ///< which rows may be drawn; absent: all
  bool fractions = true;                 ///< numbers such as 1/3 and 0.25 beside whole ones
  unsigned arithmetic_percent = 60;      ///< how often + - * / ^ and negation are drawn
  unsigned recent_percent = 70;          ///< how often an argument is one of the last few nodes
};

/// Rows without kinks and truth values: what is smooth wherever it is defined.
inline bool is_smooth(const Row& row) { return row.kink.empty() && !row.boolean && row.boolean_arguments == 0; }

class RandomExpressions {
 public:
  RandomExpressions(Arena& arena, std::mt19937_64& random, const RandomOptions& options)
      : arena_(&arena), random_(&random), options_(&options) {
    for (const std::string_view name : options.variables) numeric_.push_back(arena.variable(name));
    for (std::size_t i = static_cast<std::size_t>(Op::neg); i != rows().size(); ++i) {
      const auto op = static_cast<Op>(i);
      const Row& row = adage::row(op);
      if (options.allows != nullptr && !options.allows(row)) continue;
      all_.push_back(op);
      if (op >= Op::neg && op <= Op::pow) arithmetic_.push_back(op);
      if (op >= Op::eq && op <= Op::ge) comparisons_.push_back(op);
    }
  }

  Id draw() {
    for (std::size_t i = 0; i != options_->operations; ++i) {
      const bool arithmetic = !arithmetic_.empty() && below(100) < options_->arithmetic_percent;
      const Id node = apply(pick(arithmetic || all_.empty() ? arithmetic_ : all_));
      (arena_->is_boolean(node) ? boolean_ : numeric_).push_back(node);
    }
    return numeric_.back();
  }

 private:
  std::uint64_t below(std::uint64_t bound) { return (*random_)() % bound; }

  template <class T>
  const T& pick(const std::vector<T>& from) {
    return from[below(from.size())];
  }

  Id number() {
    const auto whole = static_cast<std::int64_t>(below(10)) - 3;
    if (!options_->fractions || below(2) == 0) return arena_->number(whole);
    constexpr std::int64_t denominators[] = {2, 3, 4, 7, 10, 100};
    const auto numerator = static_cast<std::int64_t>(below(40)) - 15;
    return arena_->number(Rational(numerator, denominators[below(std::size(denominators))]));
  }

  Id number_or_recent() {
    constexpr std::size_t few = 4;
    if (below(6) == 0) return number();
    if (numeric_.size() > few && below(100) < options_->recent_percent) {
      return numeric_[numeric_.size() - 1 - below(few)];
    }
    return pick(numeric_);
  }

  Id truth() {
    if (!boolean_.empty() && (comparisons_.empty() || below(3) != 0)) return pick(boolean_);
    const Op op = comparisons_.empty() ? Op::lt : pick(comparisons_);
    const Id a = number_or_recent();
    return arena_->make(op, a, number_or_recent());
  }

  Id apply(Op op) {
    std::array<Id, kMaxArity> args{};
    for (std::size_t i = 0; i != arity(op); ++i) {
      const bool boolean = ((row(op).boolean_arguments >> i) & 1) != 0;
      // An argument without a partial derivative is an order or an index: a small whole number.
      const bool whole = row(op).partials[i].empty();
      args[i] = boolean ? truth() : whole ? arena_->number(static_cast<std::int64_t>(below(4))) : number_or_recent();
    }
    return arena_->make(op, {args.data(), arity(op)});
  }

  Arena* arena_;
  std::mt19937_64* random_;
  const RandomOptions* options_;
  std::vector<Op> all_;
  std::vector<Op> arithmetic_;
  std::vector<Op> comparisons_;
  std::vector<Id> numeric_;
  std::vector<Id> boolean_;
};

/// A number-valued expression. Subexpressions are shared, arguments that must be truth values are. Identities may
/// make it as small as a number.
inline Id random_expression(Arena& arena, std::mt19937_64& random, const RandomOptions& options = {}) {
  return RandomExpressions(arena, random, options).draw();
}

}  // namespace adage
