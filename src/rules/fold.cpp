// SPDX-License-Identifier: BSL-1.0
// One entry an operation that rational numbers are closed under, at least sometimes.
#include "rules/fold.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace adage {
namespace {

using Number = std::optional<Rational>;
using Arguments = std::span<const Rational>;

Number capped(Rational value) { return value.bits() <= kMaxFoldedBits ? Number(std::move(value)) : std::nullopt; }

Number power_of(Arguments v) {
  if (const auto exponent = v[1].small_integer()) return power(v[0], *exponent, kMaxFoldedBits);
  const auto degree = v[1].denominator().small_integer();
  const auto times = v[1].numerator().small_integer();
  if (!degree || !times || v[0].is_negative() || (v[0].is_zero() && *times < 0)) return std::nullopt;
  const Number root = exact_root(v[0], *degree);
  return root ? power(*root, *times, kMaxFoldedBits) : std::nullopt;
}

template <class F>
struct Entry {
  Op op;
  F fold;
};

/// Entries by operation.
template <class F>
std::array<F, 256> by_operation(std::initializer_list<Entry<F>> entries) {
  std::array<F, 256> table{};
  for (const Entry<F>& entry : entries) table[static_cast<std::size_t>(entry.op)] = entry.fold;
  return table;
}

using Fold = Number (*)(Arguments);

const std::array<Fold, 256>& numeric() {
  static const std::array<Fold, 256> table = by_operation<Fold>({
      {Op::neg, [](Arguments v) { return Number(-v[0]); }},
      {Op::add, [](Arguments v) { return capped(v[0] + v[1]); }},
      {Op::sub, [](Arguments v) { return capped(v[0] - v[1]); }},
      {Op::mul, [](Arguments v) { return capped(v[0] * v[1]); }},
      {Op::div, [](Arguments v) { return v[1].is_zero() ? std::nullopt : capped(v[0] / v[1]); }},
      {Op::pow, power_of},
      {Op::min, [](Arguments v) { return Number(std::min(v[0], v[1])); }},
      {Op::max, [](Arguments v) { return Number(std::max(v[0], v[1])); }},
      {function("abs"), [](Arguments v) { return Number(abs(v[0])); }},
      {function("sign"), [](Arguments v) { return Number(v[0].sign()); }},
      {function("step"), [](Arguments v) { return Number(v[0].sign() > 0 ? 1 : 0); }},
      {function("relu"), [](Arguments v) { return Number(std::max(v[0], Rational(0))); }},
      {function("floor"), [](Arguments v) { return Number(floor(v[0])); }},
      {function("ceil"), [](Arguments v) { return Number(-floor(-v[0])); }},
      {function("clamp"), [](Arguments v) { return Number(std::min(std::max(v[0], v[1]), v[2])); }},
      {function("sqrt"), [](Arguments v) { return exact_root(v[0], 2); }},
      {function("cbrt"), [](Arguments v) { return exact_root(v[0], 3); }},
  });
  return table;
}

using Comparison = bool (*)(Arguments);

const std::array<Comparison, 256>& comparisons() {
  static const std::array<Comparison, 256> table = by_operation<Comparison>({
      {Op::eq, [](Arguments v) { return v[0] == v[1]; }},
      {Op::ne, [](Arguments v) { return v[0] != v[1]; }},
      {Op::lt, [](Arguments v) { return v[0] < v[1]; }},
      {Op::le, [](Arguments v) { return v[0] <= v[1]; }},
      {Op::gt, [](Arguments v) { return v[0] > v[1]; }},
      {Op::ge, [](Arguments v) { return v[0] >= v[1]; }},
  });
  return table;
}

}  // namespace

Id fold(Arena& arena, Op op, std::span<const Id> args) {
  const Fold number = numeric()[static_cast<std::size_t>(op)];
  const Comparison comparison = comparisons()[static_cast<std::size_t>(op)];
  if (number == nullptr && comparison == nullptr) return kNone;
  std::array<Rational, kMaxArity> values;
  for (std::size_t i = 0; i != args.size(); ++i) values[i] = arena.value(args[i]);
  const Arguments all(values.data(), args.size());
  if (comparison != nullptr) return arena.intern(comparison(all) ? Op::constant_true : Op::constant_false, {});
  const Number result = number(all);
  return result ? arena.number(*result) : kNone;
}

}  // namespace adage
