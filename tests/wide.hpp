// SPDX-License-Identifier: BSL-1.0
// An evaluation that shares nothing with the operation table but names: 200 digits, written out by hand, so that it
// can judge what the table's rows compute. Undefined is NaN. The gamma family is left out: it takes long to compile.
#pragma once

#include <boost/math/special_functions/erf.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <functional>
#include <limits>
#include <map>
#include <span>
#include <string_view>
#include <vector>

#include "base/rational_big.hpp"
#include "graph/slice.hpp"

namespace wide {

using Number = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<200>, boost::multiprecision::et_off>;
using Function = std::function<Number(const Number&, const Number&, const Number&)>;

inline Number nan() { return std::numeric_limits<Number>::quiet_NaN(); }

inline Number number(const adage::Rational& value) {
  const auto big = value.big().value;
  return Number(numerator(big)) / Number(denominator(big));
}

inline Number power(const Number& a, const Number& b) {
  if (floor(b) == b) return a == 0 && b < 0 ? nan() : Number(pow(a, b));
  if (a < 0 || (a == 0 && b < 0)) return nan();
  return a == 0 ? Number(0) : Number(exp(b * log(a)));
}

/// `f` where it does not cancel, near zero x + second·x^2 + third·x^3, of which the rest is beyond 180 digits.
template <class F>
Number stable(const Number& x, double second, const Number& third, F f) {
  return abs(x) < Number("1e-60") ? Number(x + second * x * x + third * x * x * x) : Number(f());
}

/// What each row of the table computes, by its name and number of arguments.
inline const std::map<std::pair<std::string_view, std::size_t>, Function>& functions() {
  using N = const Number&;
  using boost::multiprecision::default_ops::get_constant_pi;
  static const Number pi = boost::math::constants::pi<Number>();
  static const auto where_inside = [](bool inside, auto f) { return inside ? Number(f()) : nan(); };
  static const std::map<std::pair<std::string_view, std::size_t>, Function> table = {
      {{"-", 1}, [](N a, N, N) { return Number(-a); }},
      {{"+", 2}, [](N a, N b, N) { return Number(a + b); }},
      {{"-", 2}, [](N a, N b, N) { return Number(a - b); }},
      {{"*", 2}, [](N a, N b, N) { return Number(a * b); }},
      {{"/", 2}, [](N a, N b, N) { return b == 0 ? nan() : Number(a / b); }},
      {{"^", 2}, [](N a, N b, N) { return power(a, b); }},
      {{"==", 2}, [](N a, N b, N) { return Number(a == b); }},
      {{"!=", 2}, [](N a, N b, N) { return Number(a != b); }},
      {{"<", 2}, [](N a, N b, N) { return Number(a < b); }},
      {{"<=", 2}, [](N a, N b, N) { return Number(a <= b); }},
      {{">", 2}, [](N a, N b, N) { return Number(a > b); }},
      {{">=", 2}, [](N a, N b, N) { return Number(a >= b); }},
      {{"and", 2}, [](N a, N b, N) { return Number(a != 0 && b != 0); }},
      {{"or", 2}, [](N a, N b, N) { return Number(a != 0 || b != 0); }},
      {{"not", 1}, [](N a, N, N) { return Number(a == 0); }},
      {{"where", 3}, [](N c, N a, N b) { return isnan(c) ? nan()
                                                : c != 0 ? a
                                                         : b; }},
      {{"min", 2}, [](N a, N b, N) { return isnan(a) || isnan(b) ? nan()
                                            : a < b              ? a
                                                                 : b; }},
      {{"max", 2}, [](N a, N b, N) { return isnan(a) || isnan(b) ? nan()
                                            : a > b              ? a
                                                                 : b; }},
      {{"true", 0}, [](N, N, N) { return Number(1); }},
      {{"false", 0}, [](N, N, N) { return Number(0); }},
      {{"pi", 0}, [](N, N, N) { return pi; }},
      {{"e", 0}, [](N, N, N) { return Number(exp(Number(1))); }},
      {{"exp", 1}, [](N x, N, N) { return Number(exp(x)); }},
      {{"expm1", 1}, [](N x, N, N) { return stable(x, 0.5, Number(1) / 6, [&] { return exp(x) - 1; }); }},
      {{"exp2", 1}, [](N x, N, N) { return Number(exp(x * log(Number(2)))); }},
      {{"log", 1}, [](N x, N, N) { return where_inside(x > 0, [&] { return log(x); }); }},
      {{"log1p", 1},
       [](N x, N, N) {
         return where_inside(x > -1, [&] { return stable(x, -0.5, Number(1) / 3, [&] { return log(1 + x); }); });
       }},
      {{"log2", 1}, [](N x, N, N) { return where_inside(x > 0, [&] { return log(x) / log(Number(2)); }); }},
      {{"log10", 1}, [](N x, N, N) { return where_inside(x > 0, [&] { return log(x) / log(Number(10)); }); }},
      {{"sqrt", 1}, [](N x, N, N) { return where_inside(x >= 0, [&] { return sqrt(x); }); }},
      {{"cbrt", 1}, [](N x, N, N) { return Number(x < 0 ? -power(-x, Number(1) / 3) : power(x, Number(1) / 3)); }},
      {{"abs", 1}, [](N x, N, N) { return Number(x < 0 ? -x : x); }},
      {{"sign", 1}, [](N x, N, N) { return Number(x > 0   ? 1
                                                  : x < 0 ? -1
                                                          : 0); }},
      {{"step", 1}, [](N x, N, N) { return Number(x > 0); }},
      {{"floor", 1}, [](N x, N, N) { return Number(floor(x)); }},
      {{"ceil", 1}, [](N x, N, N) { return Number(ceil(x)); }},
      {{"clamp", 3}, [](N x, N lo, N hi) { return (x > lo ? x : lo) < hi ? (x > lo ? x : lo) : hi; }},
      {{"hypot", 2}, [](N x, N y, N) { return Number(sqrt(x * x + y * y)); }},
      {{"sin", 1}, [](N x, N, N) { return Number(sin(x)); }},
      {{"cos", 1}, [](N x, N, N) { return Number(cos(x)); }},
      {{"tan", 1}, [](N x, N, N) { return Number(sin(x) / cos(x)); }},
      {{"asin", 1}, [](N x, N, N) { return where_inside(abs(x) <= 1, [&] { return asin(x); }); }},
      {{"acos", 1}, [](N x, N, N) { return where_inside(abs(x) <= 1, [&] { return acos(x); }); }},
      {{"atan", 1}, [](N x, N, N) { return Number(atan(x)); }},
      {{"atan2", 2}, [](N y, N x, N) { return where_inside(x != 0 || y != 0, [&] { return atan2(y, x); }); }},
      {{"sinh", 1}, [](N x, N, N) { return stable(x, 0, Number(1) / 6, [&] { return (exp(x) - exp(-x)) / 2; }); }},
      {{"cosh", 1}, [](N x, N, N) { return Number((exp(x) + exp(-x)) / 2); }},
      {{"tanh", 1},
       [](N x, N, N) {
         return Number(x > 400    ? Number(1)
                       : x < -400 ? Number(-1)
                                  : stable(x, 0, Number(-1) / 3, [&] { return (exp(2 * x) - 1) / (exp(2 * x) + 1); }));
       }},
      {{"asinh", 1},
       [](N x, N, N) {
         return stable(x, 0, Number(-1) / 6,
                       [&] { return x < 0 ? -log(sqrt(x * x + 1) - x) : log(x + sqrt(x * x + 1)); });
       }},
      {{"acosh", 1}, [](N x, N, N) { return where_inside(x >= 1, [&] { return log(x + sqrt(x * x - 1)); }); }},
      {{"atanh", 1},
       [](N x, N, N) {
         return where_inside(abs(x) < 1,
                             [&] { return stable(x, 0, Number(1) / 3, [&] { return log((1 + x) / (1 - x)) / 2; }); });
       }},
      {{"sigmoid", 1}, [](N x, N, N) { return Number(1 / (1 + exp(-x))); }},
      {{"softplus", 1},
       [](N x, N, N) {
         return x > 400 ? x : stable(Number(exp(x)), -0.5, Number(1) / 3, [&] { return log(1 + exp(x)); });
       }},
      {{"relu", 1}, [](N x, N, N) { return Number(x > 0 ? x : Number(0)); }},
      {{"erf", 1}, [](N x, N, N) { return Number(boost::math::erf(x)); }},
      {{"erfc", 1}, [](N x, N, N) { return Number(boost::math::erfc(x)); }},
      {{"normal_cdf", 1}, [](N x, N, N) { return Number(boost::math::erfc(-x / sqrt(Number(2))) / 2); }},
  };
  return table;
}

/// Whether this file can compute the row; a test holds that only the gamma family is missing.
inline bool knows(const adage::Row& row) {
  std::size_t arguments = row.parameters.empty() ? 0 : 1;
  for (const char c : row.parameters) arguments += c == ',' ? 1 : 0;
  return functions().contains({row.name, arguments});
}

/// The value of a node with its variables, in ascending order of id, at `point`.
inline Number evaluate(const adage::Arena& arena, adage::Id root, std::span<const adage::Rational> point) {
  const adage::Slice nodes = adage::slice(arena, root);
  std::vector<Number> values;
  std::size_t variables = 0;
  for (const adage::Id id : nodes) {
    if (arena.is_number(id)) {
      values.push_back(number(arena.value(id)));
    } else if (arena.op(id) == adage::Op::variable) {
      values.push_back(number(point[variables++]));
    } else {
      std::array<Number, adage::kMaxArity> args;
      for (std::size_t i = 0; i != arena[id].count; ++i) args[i] = values[nodes.position(arena.arg(id, i))];
      const std::pair<std::string_view, std::size_t> key{adage::row(arena.op(id)).name, arena[id].count};
      // A NaN makes everything undefined but what a choice leaves aside.
      const bool chosen = arena.op(id) == adage::Op::where;
      const bool undefined = !chosen && (isnan(args[0]) || isnan(args[1]) || isnan(args[2]));
      values.push_back(undefined ? nan() : functions().at(key)(args[0], args[1], args[2]));
    }
  }
  return values.back();
}

}  // namespace wide
