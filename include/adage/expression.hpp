// SPDX-License-Identifier: BSL-1.0
// Graphs and the handles into them. An expression is a graph and the number of a node; equal nodes are one
// node, so comparing handles compares structure.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adage/error.hpp"

namespace adage {

class Arena;

/// A node of a graph: cheap to copy, valid as long as the graph lives. Operators and functions on
/// expressions make new nodes, so they are for one thread at a time per graph; reading is for any number.
class Expression {
 public:
  /// Empty: belongs to no graph. Every use of it throws Error.
  Expression() = default;
  Expression(Arena& arena, std::uint32_t id) : arena_(&arena), id_(id) {}

  bool empty() const { return arena_ == nullptr; }
  std::uint32_t id() const { return id_; }
  /// The graph's own storage; for the implementation. Throws Error when empty.
  Arena& arena() const;
  /// Whether the value is a truth value (`x > 0`) and not a number.
  bool is_boolean() const;
  /// The number of distinct nodes below and including this one.
  std::size_t size() const;
  /// The variables it depends on, in the order in which the graph first saw them.
  std::vector<Expression> variables() const;
  /// The name of a variable; throws Error for anything else.
  std::string name() const;

  /// The same node of the same graph.
  friend bool operator==(const Expression&, const Expression&) = default;

 private:
  Arena* arena_ = nullptr;
  std::uint32_t id_ = 0;
};

/// An expression or a number; numbers stand for the shortest decimal that denotes them, so 0.1 is one tenth.
class Operand {
 public:
  Operand(const Expression& expression) : expression_(expression) {}  // NOLINT(google-explicit-constructor)
  Operand(double number) : number_(number) {}                         // NOLINT(google-explicit-constructor)
  const Expression& expression() const { return expression_; }
  double number() const { return number_; }

 private:
  Expression expression_;
  double number_ = 0;
};

/// Owns nodes. Movable; expressions stay valid when it moves. Not safe for concurrent modification.
class Graph {
 public:
  Graph();
  ~Graph();
  Graph(Graph&&) noexcept;
  Graph& operator=(Graph&&) noexcept;

  /// The variable of that name; the same node each time.
  Expression variable(std::string_view name);
  Expression number(double value);
  /// The exact quotient of two integers. Throws Error when `denominator` is zero.
  Expression rational(std::int64_t numerator, std::int64_t denominator = 1);
  /// The nodes interned so far.
  std::size_t size() const;
  /// Bytes held by the nodes and their index.
  std::size_t memory() const;
  Arena& arena() { return *arena_; }
  const Arena& arena() const { return *arena_; }

 private:
  std::unique_ptr<Arena> arena_;
};

/// The function or constant of that name from the operation table. At least one argument must be an
/// expression; use Graph's members for constants. Throws Error for an unknown name, a wrong number of
/// arguments, arguments of different graphs or a truth value where a number belongs.
Expression call(std::string_view function, std::initializer_list<Operand> arguments);
Expression call(std::string_view function, std::span<const Operand> arguments);

Expression operator+(const Expression& a);
Expression operator-(const Expression& a);
Expression operator!(const Expression& a);

Expression operator+(const Expression& a, const Expression& b);
Expression operator+(const Expression& a, double b);
Expression operator+(double a, const Expression& b);
Expression operator-(const Expression& a, const Expression& b);
Expression operator-(const Expression& a, double b);
Expression operator-(double a, const Expression& b);
Expression operator*(const Expression& a, const Expression& b);
Expression operator*(const Expression& a, double b);
Expression operator*(double a, const Expression& b);
Expression operator/(const Expression& a, const Expression& b);
Expression operator/(const Expression& a, double b);
Expression operator/(double a, const Expression& b);
inline Expression& operator+=(Expression& a, const Operand& b) { return a = call("+", {a, b}); }
inline Expression& operator-=(Expression& a, const Operand& b) { return a = call("-", {a, b}); }
inline Expression& operator*=(Expression& a, const Operand& b) { return a = call("*", {a, b}); }
inline Expression& operator/=(Expression& a, const Operand& b) { return a = call("/", {a, b}); }

/// Comparisons make truth values. `==` on expressions asks for identity; use `equal` for the formula `a == b`.
Expression operator<(const Expression& a, const Operand& b);
Expression operator<=(const Expression& a, const Operand& b);
Expression operator>(const Expression& a, const Operand& b);
Expression operator>=(const Expression& a, const Operand& b);
Expression equal(const Operand& a, const Operand& b);
Expression not_equal(const Operand& a, const Operand& b);
Expression operator&&(const Expression& a, const Expression& b);
Expression operator||(const Expression& a, const Expression& b);

/// `a` where `condition` holds, else `b`; the branch not taken has no influence, on the gradient either.
Expression where(const Expression& condition, const Operand& a, const Operand& b);
Expression pow(const Operand& base, const Operand& exponent);
Expression min(const Operand& a, const Operand& b);
Expression max(const Operand& a, const Operand& b);
Expression clamp(const Expression& x, const Operand& lo, const Operand& hi);
Expression hypot(const Operand& x, const Operand& y);
Expression atan2(const Operand& y, const Operand& x);
Expression polygamma(const Operand& n, const Operand& x);

Expression exp(const Expression& x);
Expression expm1(const Expression& x);
Expression exp2(const Expression& x);
Expression log(const Expression& x);
Expression log1p(const Expression& x);
Expression log2(const Expression& x);
Expression log10(const Expression& x);
Expression sqrt(const Expression& x);
Expression cbrt(const Expression& x);
Expression abs(const Expression& x);
Expression sign(const Expression& x);
Expression step(const Expression& x);
Expression floor(const Expression& x);
Expression ceil(const Expression& x);
Expression sin(const Expression& x);
Expression cos(const Expression& x);
Expression tan(const Expression& x);
Expression asin(const Expression& x);
Expression acos(const Expression& x);
Expression atan(const Expression& x);
Expression sinh(const Expression& x);
Expression cosh(const Expression& x);
Expression tanh(const Expression& x);
Expression asinh(const Expression& x);
Expression acosh(const Expression& x);
Expression atanh(const Expression& x);
Expression sigmoid(const Expression& x);
Expression softplus(const Expression& x);
Expression relu(const Expression& x);
Expression erf(const Expression& x);
Expression erfc(const Expression& x);
Expression normal_cdf(const Expression& x);
Expression gamma(const Expression& x);
Expression lgamma(const Expression& x);
Expression digamma(const Expression& x);

/// `expression` with each `from[i]` (any nodes, usually variables) replaced by `to[i]`.
Expression substitute(const Expression& expression, std::span<const Expression> from, std::span<const Expression> to);

}  // namespace adage

template <>
struct std::hash<adage::Expression> {
  std::size_t operator()(const adage::Expression& e) const noexcept { return std::hash<std::uint32_t>{}(e.id()); }
};
