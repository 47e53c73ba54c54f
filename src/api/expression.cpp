// SPDX-License-Identifier: BSL-1.0
// The public handles over ids: graphs, expressions, and one-line functions that name rows of the table.
#include <fmt/format.h>

#include <adage/expression.hpp>

#include "graph/arena.hpp"
#include "graph/slice.hpp"
#include "rules/identities.hpp"

namespace adage {
namespace {

/// The graph that the operands belong to; throws unless there is exactly one.
Arena& common_arena(std::span<const Operand> operands) {
  Arena* arena = nullptr;
  for (const Operand& operand : operands) {
    if (operand.expression().empty()) continue;
    if (arena != nullptr && arena != &operand.expression().arena())
      throw Error("the expressions belong to different graphs");
    arena = &operand.expression().arena();
  }
  if (arena == nullptr) throw Error("at least one argument must be an expression of a graph");
  return *arena;
}

Id number_id(Arena& arena, double value) {
  const auto exact = Rational::from_double(value);
  if (!exact) throw Error("infinity and NaN are not numbers of a formula");
  return arena.number(*exact);
}

Id id_of(Arena& arena, const Operand& operand) {
  return operand.expression().empty() ? number_id(arena, operand.number()) : operand.expression().id();
}

Expression apply(Op op, std::span<const Operand> operands) {
  Arena& arena = common_arena(operands);
  std::array<Id, kMaxArity> ids{};
  for (std::size_t i = 0; i != operands.size(); ++i) {
    ids[i] = id_of(arena, operands[i]);
    const bool wanted = (row(op).boolean_arguments >> i & 1) != 0;
    if (arena.is_boolean(ids[i]) != wanted && op != Op::where && op != Op::eq && op != Op::ne) {
      throw Error(
          fmt::format("`{}` needs {} as argument {}", row(op).name, wanted ? "a truth value" : "a number", i + 1));
    }
  }
  if (op == Op::where && !arena.is_boolean(ids[0])) throw Error("`where` needs a truth value as argument 1");
  const bool pair = op == Op::where || op == Op::eq || op == Op::ne;
  if (pair && arena.is_boolean(ids[op == Op::where ? 1 : 0]) != arena.is_boolean(ids[op == Op::where ? 2 : 1])) {
    throw Error(fmt::format("`{}` cannot mix a truth value and a number", row(op).name));
  }
  return {arena, arena.make(op, {ids.data(), operands.size()})};
}

template <class... Operands>
Expression apply(Op op, const Operands&... operands) {
  const Operand list[] = {operands...};
  return apply(op, std::span<const Operand>(list));
}

/// Infix and prefix spellings by number of arguments, so that `call("-", …)` is a negation or a difference.
Op find_operation(std::string_view name, std::size_t count) {
  for (std::size_t i = 0; i != rows().size(); ++i) {
    const auto op = static_cast<Op>(i);
    const Notation notation = row(op).notation;
    const bool operator_like = notation == Notation::infix || notation == Notation::prefix;
    if (operator_like && row(op).name == name && arity(op) == count) return op;
  }
  if (const auto op = find_function(name)) return *op;
  throw Error(fmt::format("there is no function `{}`", name));
}

}  // namespace

Graph::Graph() : arena_(std::make_unique<Arena>(&local_identities())) {}
Graph::~Graph() = default;
Graph::Graph(Graph&&) noexcept = default;
Graph& Graph::operator=(Graph&&) noexcept = default;

Expression Graph::variable(std::string_view name) {
  if (name.empty()) throw Error("a variable needs a name");
  if (find_function(name)) throw Error(fmt::format("`{}` is the name of a function or constant", name));
  return {*arena_, arena_->variable(name)};
}
Expression Graph::number(double value) { return {*arena_, number_id(*arena_, value)}; }
Expression Graph::rational(std::int64_t numerator, std::int64_t denominator) {
  return {*arena_, arena_->number(Rational(numerator, denominator))};
}
std::size_t Graph::size() const { return arena_->size(); }
std::size_t Graph::memory() const { return arena_->memory(); }

Arena& Expression::arena() const {
  if (arena_ == nullptr) throw Error("this expression is empty: it belongs to no graph");
  return *arena_;
}
bool Expression::is_boolean() const { return arena().is_boolean(id_); }
std::size_t Expression::size() const { return slice(arena(), id_).size(); }
std::vector<Expression> Expression::variables() const {
  std::vector<Expression> result;
  for (const Id id : adage::variables(arena(), std::span<const Id>(&id_, 1))) result.emplace_back(arena(), id);
  return result;
}
std::string Expression::name() const {
  if (arena().op(id_) != Op::variable) throw Error("only a variable has a name");
  return std::string(arena().name(id_));
}

Expression call(std::string_view function, std::span<const Operand> arguments) {
  const Op op = find_operation(function, arguments.size());
  if (row(op).variadic && arguments.size() > 2) {
    Operand all = arguments[0];
    for (const Operand& next : arguments.subspan(1)) all = apply(op, all, next);
    return all.expression();
  }
  if (arguments.size() != arity(op)) {
    throw Error(
        fmt::format("`{}` takes {} arguments and got {}: {}", function, arity(op), arguments.size(), signature(op)));
  }
  return apply(op, arguments);
}
Expression call(std::string_view function, std::initializer_list<Operand> arguments) {
  return call(function, std::span<const Operand>(arguments.begin(), arguments.size()));
}

Expression operator+(const Expression& a) { return a; }
Expression operator-(const Expression& a) { return apply(Op::neg, a); }
Expression operator!(const Expression& a) { return apply(Op::logical_not, a); }
Expression operator+(const Expression& a, const Expression& b) { return apply(Op::add, a, b); }
Expression operator+(const Expression& a, double b) { return apply(Op::add, a, b); }
Expression operator+(double a, const Expression& b) { return apply(Op::add, a, b); }
Expression operator-(const Expression& a, const Expression& b) { return apply(Op::sub, a, b); }
Expression operator-(const Expression& a, double b) { return apply(Op::sub, a, b); }
Expression operator-(double a, const Expression& b) { return apply(Op::sub, a, b); }
Expression operator*(const Expression& a, const Expression& b) { return apply(Op::mul, a, b); }
Expression operator*(const Expression& a, double b) { return apply(Op::mul, a, b); }
Expression operator*(double a, const Expression& b) { return apply(Op::mul, a, b); }
Expression operator/(const Expression& a, const Expression& b) { return apply(Op::div, a, b); }
Expression operator/(const Expression& a, double b) { return apply(Op::div, a, b); }
Expression operator/(double a, const Expression& b) { return apply(Op::div, a, b); }
Expression operator<(const Expression& a, const Operand& b) { return apply(Op::lt, a, b); }
Expression operator<=(const Expression& a, const Operand& b) { return apply(Op::le, a, b); }
Expression operator>(const Expression& a, const Operand& b) { return apply(Op::gt, a, b); }
Expression operator>=(const Expression& a, const Operand& b) { return apply(Op::ge, a, b); }
Expression equal(const Operand& a, const Operand& b) { return apply(Op::eq, a, b); }
Expression not_equal(const Operand& a, const Operand& b) { return apply(Op::ne, a, b); }
Expression operator&&(const Expression& a, const Expression& b) { return apply(Op::logical_and, a, b); }
Expression operator||(const Expression& a, const Expression& b) { return apply(Op::logical_or, a, b); }

Expression where(const Expression& condition, const Operand& a, const Operand& b) {
  return apply(Op::where, condition, a, b);
}
Expression pow(const Operand& base, const Operand& exponent) { return apply(Op::pow, base, exponent); }
Expression min(const Operand& a, const Operand& b) { return apply(Op::min, a, b); }
Expression max(const Operand& a, const Operand& b) { return apply(Op::max, a, b); }
Expression clamp(const Expression& x, const Operand& lo, const Operand& hi) { return call("clamp", {x, lo, hi}); }
Expression hypot(const Operand& x, const Operand& y) { return call("hypot", {x, y}); }
Expression atan2(const Operand& y, const Operand& x) { return call("atan2", {y, x}); }
Expression polygamma(const Operand& n, const Operand& x) { return call("polygamma", {n, x}); }

Expression exp(const Expression& x) { return call("exp", {x}); }
Expression expm1(const Expression& x) { return call("expm1", {x}); }
Expression exp2(const Expression& x) { return call("exp2", {x}); }
Expression log(const Expression& x) { return call("log", {x}); }
Expression log1p(const Expression& x) { return call("log1p", {x}); }
Expression log2(const Expression& x) { return call("log2", {x}); }
Expression log10(const Expression& x) { return call("log10", {x}); }
Expression sqrt(const Expression& x) { return call("sqrt", {x}); }
Expression cbrt(const Expression& x) { return call("cbrt", {x}); }
Expression abs(const Expression& x) { return call("abs", {x}); }
Expression sign(const Expression& x) { return call("sign", {x}); }
Expression step(const Expression& x) { return call("step", {x}); }
Expression floor(const Expression& x) { return call("floor", {x}); }
Expression ceil(const Expression& x) { return call("ceil", {x}); }
Expression sin(const Expression& x) { return call("sin", {x}); }
Expression cos(const Expression& x) { return call("cos", {x}); }
Expression tan(const Expression& x) { return call("tan", {x}); }
Expression asin(const Expression& x) { return call("asin", {x}); }
Expression acos(const Expression& x) { return call("acos", {x}); }
Expression atan(const Expression& x) { return call("atan", {x}); }
Expression sinh(const Expression& x) { return call("sinh", {x}); }
Expression cosh(const Expression& x) { return call("cosh", {x}); }
Expression tanh(const Expression& x) { return call("tanh", {x}); }
Expression asinh(const Expression& x) { return call("asinh", {x}); }
Expression acosh(const Expression& x) { return call("acosh", {x}); }
Expression atanh(const Expression& x) { return call("atanh", {x}); }
Expression sigmoid(const Expression& x) { return call("sigmoid", {x}); }
Expression softplus(const Expression& x) { return call("softplus", {x}); }
Expression relu(const Expression& x) { return call("relu", {x}); }
Expression erf(const Expression& x) { return call("erf", {x}); }
Expression erfc(const Expression& x) { return call("erfc", {x}); }
Expression normal_cdf(const Expression& x) { return call("normal_cdf", {x}); }
Expression gamma(const Expression& x) { return call("gamma", {x}); }
Expression lgamma(const Expression& x) { return call("lgamma", {x}); }
Expression digamma(const Expression& x) { return call("digamma", {x}); }

Expression substitute(const Expression& expression, std::span<const Expression> from, std::span<const Expression> to) {
  if (from.size() != to.size())
    throw ShapeError(fmt::format("substitute got {} nodes to replace and {} replacements", from.size(), to.size()));
  Arena& arena = expression.arena();
  std::vector<Id> sources;
  std::vector<Id> targets;
  for (std::size_t i = 0; i != from.size(); ++i) {
    if (&from[i].arena() != &arena || &to[i].arena() != &arena)
      throw Error("the expressions belong to different graphs");
    sources.push_back(from[i].id());
    targets.push_back(to[i].id());
  }
  const Id root = expression.id();
  return {arena, adage::substitute(arena, std::span<const Id>(&root, 1), sources, targets).front()};
}

}  // namespace adage
