// SPDX-License-Identifier: BSL-1.0
// Solving y = f(x) for x by undoing one operation after the other. Each step is an equality at every point where f has
// a value; an inverse with several branches is used only where range analysis tells which.
#include <algorithm>

#include "algebra/algebra.hpp"
#include "graph/slice.hpp"
#include "rules/ranges.hpp"
#include "rules/template.hpp"
#include "simplify/backward.hpp"
#include "simplify/simplify.hpp"

namespace adage {
namespace {

/// f(a) = y says a = inverse(y), if `guard` surely holds of a.
struct Inverse {
  std::string_view function;
  std::string_view inverse;
  std::string_view guard = "";
};

constexpr Inverse table[] = {
    {"exp", "log(y)"},
    {"log", "exp(y)"},
    {"exp2", "log2(y)"},
    {"log2", "exp2(y)"},
    {"log10", "exp(y*log(10))"},
    {"expm1", "log1p(y)"},
    {"log1p", "expm1(y)"},
    {"sqrt", "y^2"},
    {"cbrt", "y^3"},
    {"sinh", "asinh(y)"},
    {"asinh", "sinh(y)"},
    {"tanh", "atanh(y)"},
    {"atanh", "tanh(y)"},
    {"cosh", "acosh(y)", "a >= 0"},
    {"acosh", "cosh(y)"},
    {"asin", "sin(y)"},
    {"acos", "cos(y)"},
    {"atan", "tan(y)"},
    {"sigmoid", "log(y/(1 - y))"},
    {"softplus", "log(expm1(y))"},
    {"abs", "y", "a >= 0"},
    {"abs", "-y", "a <= 0"},
    {"relu", "y", "a >= 0"},
};

struct Undo {
  Op op;
  Template inverse;
  std::optional<Template> guard;
};

const std::vector<Undo>& undoing() {
  static const std::vector<Undo> result = [] {
    constexpr std::string_view y[] = {"y"};
    constexpr std::string_view a[] = {"a"};
    std::vector<Undo> rows;
    for (const Inverse& row : table) {
      std::optional<Template> guard;
      if (!row.guard.empty()) guard.emplace(row.guard, a);
      rows.push_back({function(row.function), Template(row.inverse, y), std::move(guard)});
    }
    return rows;
  }();
  return result;
}

/// a^n = y for a number n, solved for a.
Id root_of(Arena& arena, Ranges& known, Id a, const Rational& n, Id y) {
  static const Op cbrt = function("cbrt");
  static const Op sqrt = function("sqrt");
  if (n.is_zero()) return kNone;
  if (n.is_negative()) {
    // y is not zero wherever it is the value of such a power.
    return root_of(arena, known, a, -n, arena.make(Op::div, arena.number(1), y));
  }
  if (n.is_one()) return y;
  if (n == Rational(3)) return arena.make(cbrt, y);
  const bool even = n == Rational(2);
  if (n.is_integer()) {
    const Range range = known[a];
    if (range.nonnegative()) {
      return even ? arena.make(sqrt, y) : arena.make(Op::pow, y, arena.number(Rational(1) / n));
    }
    if (even && range.nonpositive()) return arena.make(Op::neg, arena.make(sqrt, y));
    return kNone;
  }
  // A power that is not whole asks for a base that is not negative.
  return arena.make(Op::pow, y, arena.number(Rational(1) / n));
}

/// op(…, a, …) = y, a being argument `at`, solved for a.
Id undone(Arena& arena, Ranges& known, Id node, std::size_t at, Id y) {
  const Op op = arena.op(node);
  const Id a = arena.arg(node, at);
  if (op == Op::neg) return arena.make(Op::neg, y);
  if (arena.args(node).size() == 2) {
    const Id other = arena.arg(node, 1 - at);
    if (op == Op::add) return arena.make(Op::sub, y, other);
    if (op == Op::sub) return at == 0 ? arena.make(Op::add, y, other) : arena.make(Op::sub, other, y);
    if (op == Op::mul) return known[other].nonzero() ? arena.make(Op::div, y, other) : kNone;
    if (op == Op::div && at == 0) return arena.make(Op::mul, y, other);
    if (op == Op::div) return known[other].nonzero() ? arena.make(Op::div, other, y) : kNone;
    if (op == Op::pow && at == 0 && arena.is_number(other)) {
      return root_of(arena, known, a, Rational(arena.value(other)), y);
    }
    return kNone;
  }
  for (const Undo& undo : undoing()) {
    if (undo.op != op) continue;
    const Range range = known[a];
    if (undo.guard && !value_range(*undo.guard, std::span<const Range>(&range, 1)).surely_true()) continue;
    return undo.inverse.instantiate(arena, std::span<const Id>(&y, 1));
  }
  return kNone;
}

/// x by undoing what stands above it.
Id undone_to(Arena& arena, const BackwardPiece& piece) {
  Ranges known(arena);
  for (const Id assumption : piece.assumptions) known.assume(assumption);
  Id node = piece.f;
  Id value = piece.result;
  while (node != piece.x) {
    // Exactly one argument may contain x, or there is more than one step to undo at once.
    std::size_t where = kMaxArity, count = 0;
    const auto args = arena.args(node);
    for (std::size_t i = 0; i != args.size(); ++i) {
      if (!depends_on(arena, args[i], piece.x)) continue;
      where = i;
      ++count;
    }
    if (count != 1) return kNone;
    const Id next = arena.arg(node, where);
    value = undone(arena, known, node, where, value);
    if (value == kNone) return kNone;
    node = next;
  }
  return value;
}

Id replaced(Arena& arena, Id e, Id from, Id to) {
  return substitute(arena, std::span<const Id>(&e, 1), std::span<const Id>(&from, 1), std::span<const Id>(&to, 1))
      .front();
}

/// e = constant + slope·k for a variable k.
struct Linear {
  Id constant, slope;
};

std::optional<Linear> linear(Arena& arena, Id e, Id k) {
  if (!depends_on(arena, e, k)) return Linear{e, arena.number(0)};
  const Id constant = simplify(arena, replaced(arena, e, k, arena.number(0)));
  const Id at_one = replaced(arena, e, k, arena.number(1));
  const Id slope = simplify(arena, arena.make(Op::sub, at_one, constant));
  const Id rest = arena.make(Op::sub, arena.make(Op::sub, e, constant), arena.make(Op::mul, slope, k));
  AlgebraOptions options;
  options.everywhere = true;
  options.max_work = 20'000;
  if (is_zero(arena, rest, options).answer != Zero::yes) return std::nullopt;
  return Linear{constant, slope};
}

/// Y = (a + b·k)/(c + d·k) where Y is f or its square and k is x or its square.
std::optional<Solved> quotient_solved(Arena& arena, const BackwardPiece& piece, int power) {
  const Id two = arena.number(2);
  const Id k = arena.variable("what is solved for");
  const auto raised = [&](Id id) { return power == 1 ? id : arena.make(Op::pow, id, two); };
  const Id what = raised(piece.x);
  AlgebraOptions options;
  options.assumptions = piece.assumptions;
  options.everywhere = true;
  options.max_work = 20'000;
  const auto normal = normal_form(arena, raised(piece.f), NormalForm::expanded, options);
  if (!normal) return std::nullopt;
  Id quotient = replaced(arena, *normal, what, k);
  const bool negated = arena.op(quotient) == Op::neg;
  if (negated) quotient = arena.arg(quotient, 0);
  if (depends_on(arena, quotient, piece.x) || arena.op(quotient) != Op::div) return std::nullopt;
  const Id numerator = negated ? arena.make(Op::neg, arena.arg(quotient, 0)) : arena.arg(quotient, 0);
  const auto above = linear(arena, numerator, k);
  const auto below = linear(arena, arena.arg(quotient, 1), k);
  if (!above || !below) return std::nullopt;
  const Linear& n = *above;
  const Linear& d = *below;
  const auto product = [&](Id a, Id b) { return arena.make(Op::mul, a, b); };
  // (b - d·Y)·k = c·Y - a, and b - d·Y is (b·c - a·d)/(c + d·k).
  const Id determinant =
      simplify(arena, arena.make(Op::sub, product(n.slope, d.constant), product(n.constant, d.slope)));
  Ranges known(arena);
  for (const Id assumption : piece.assumptions) known.assume(assumption);
  if (!known[determinant].nonzero()) return std::nullopt;
  const Id y = raised(piece.result);
  const Id value = arena.make(Op::div, arena.make(Op::sub, product(d.constant, y), n.constant),
                              arena.make(Op::sub, n.slope, product(d.slope, y)));
  return Solved{what, simplify(arena, value)};
}

}  // namespace

std::vector<Solved> solved(Arena& arena, const BackwardPiece& piece) {
  if (const Id value = undone_to(arena, piece); value != kNone) return {{piece.x, value}};
  std::vector<Solved> result;
  if (!has_algebra() || arena.has(piece.f, kPiecewise)) return result;
  for (const int power : {1, 2}) {
    if (const auto found = quotient_solved(arena, piece, power)) result.push_back(*found);
  }
  return result;
}

}  // namespace adage
