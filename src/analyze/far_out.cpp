// SPDX-License-Identifier: BSL-1.0
// One loop over a slice. A function of what tends to a limit is expanded by Taylor's formula; one of what grows, or of
// what stays on one side of its kink, is written in other functions, a row of the table below each.
#include "analyze/far_out.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "diff/diff.hpp"
#include "graph/slice.hpp"
#include "rules/template.hpp"
#include "simplify/simplify.hpp"

namespace adage::analysis {
namespace {

/// What a function is where its argument grows to infinity, and where it falls to minus infinity. Those with a kink at
/// zero are that on either side of it already.
struct Expansion {
  std::string_view name;
  std::string_view above;
  std::string_view below;
  bool everywhere = false;  ///< on the whole side of zero
};
constexpr Expansion expansions[] = {
    {"tanh", "2/(1 + exp(-2*v)) - 1", "1 - 2/(1 + exp(2*v))"},
    {"sigmoid", "1/(1 + exp(-v))", "exp(v)/(1 + exp(v))"},
    {"softplus", "v + log1p(exp(-v))", "log1p(exp(v))"},
    {"expm1", "exp(v) - 1", "exp(v) - 1"},
    {"exp2", "exp(log(2)*v)", "exp(log(2)*v)"},
    {"log1p", "log(1 + v)", ""},
    {"log2", "log(v)/log(2)", ""},
    {"log10", "log(v)/log(10)", ""},
    {"sinh", "(exp(v) - exp(-v))/2", "(exp(v) - exp(-v))/2"},
    {"cosh", "(exp(v) + exp(-v))/2", "(exp(v) + exp(-v))/2"},
    {"atan", "pi/2 - atan(1/v)", "-pi/2 - atan(1/v)"},
    {"asinh", "log(v + sqrt(v^2 + 1))", "-log(sqrt(v^2 + 1) - v)"},
    {"acosh", "log(v + sqrt(v^2 - 1))", ""},
    {"erf", "1 - erfc(v)", "erfc(-v) - 1"},
    {"erfc", "", "2 - erfc(-v)"},
    {"normal_cdf", "1 - erfc(v/sqrt(2))/2", "erfc(-v/sqrt(2))/2"},
    {"relu", "v", "0", true},
    {"abs", "v", "-v", true},
    {"sign", "1", "-1", true},
    {"step", "1", "0", true},
    {"cbrt", "v^(1/3)", "-(-v)^(1/3)"},
};

/// `a` against `b`, by the sign of a - b.
struct Comparison {
  Op op;
  bool (*holds)(int order);
};
constexpr Comparison comparisons[] = {
    {Op::lt, [](int order) { return order < 0; }},  {Op::le, [](int order) { return order <= 0; }},
    {Op::gt, [](int order) { return order > 0; }},  {Op::ge, [](int order) { return order >= 0; }},
    {Op::eq, [](int order) { return order == 0; }}, {Op::ne, [](int order) { return order != 0; }},
};

/// An exact number as exponent keeps a power on the scale; any other power is an exponential.
Tail power(TailAlgebra& algebra, const Tail& a, const Tail& b) {
  Arena& arena = algebra.constants().arena();
  if (algebra.is_zero(b)) return algebra.power(a, Rational(0));
  const bool constant = !b.rest && b.terms.size() == 1 && b.terms[0].monomial.constant();
  if (constant && arena.is_number(b.terms[0].factor)) return algebra.power(a, arena.value(b.terms[0].factor));
  return algebra.exponential(algebra.product(algebra.logarithm(a), b));
}

/// The arithmetic of tails; the same tail twice is the same object.
struct Arithmetic {
  Op op;
  Tail (*apply)(TailAlgebra& algebra, const Tail& a, const Tail& b);
};
const Arithmetic arithmetic[] = {
    {Op::neg, [](TailAlgebra& t, const Tail& a, const Tail&) { return t.negated(a); }},
    {Op::add, [](TailAlgebra& t, const Tail& a, const Tail& b) { return t.sum(a, b); }},
    {Op::sub, [](TailAlgebra& t, const Tail& a, const Tail& b) { return t.difference(a, b); }},
    {Op::mul, [](TailAlgebra& t, const Tail& a, const Tail& b) { return t.product(a, b); }},
    {Op::div, [](TailAlgebra& t, const Tail& a, const Tail& b) { return t.product(a, t.power(b, Rational(-1))); }},
    {Op::pow, power},
    {Op::min,
     [](TailAlgebra& t, const Tail& a, const Tail& b) { return t.sign(t.difference(a, b), true) < 0 ? a : b; }},
    {Op::max,
     [](TailAlgebra& t, const Tail& a, const Tail& b) { return t.sign(t.difference(a, b), true) < 0 ? b : a; }},
};

const Template* expansion(Op op, int sign, bool everywhere) {
  struct Made {
    Op op;
    bool everywhere;
    std::optional<Template> above, below;
  };
  static const std::vector<Made> made = [] {
    std::vector<Made> result;
    constexpr std::string_view parameter[] = {"v"};
    const auto compile = [&](std::string_view text) {
      return text.empty() ? std::nullopt : std::optional<Template>(std::in_place, text, parameter);
    };
    for (const Expansion& e : expansions)
      result.push_back({function(e.name), e.everywhere, compile(e.above), compile(e.below)});
    return result;
  }();
  const auto found = std::ranges::find(made, op, &Made::op);
  if (found == made.end() || (everywhere && !found->everywhere)) return nullptr;
  const auto& side = sign > 0 ? found->above : found->below;
  return side ? &*side : nullptr;
}

}  // namespace

const std::optional<Tail>& FarOut::operator[](Id root) {
  Arena& arena = algebra_.constants().arena();
  for (const Id id : slice(arena, root)) {
    if (known_.contains(id)) continue;
    std::optional<Tail> tail;
    try {
      tail = expand(id);
    } catch (const std::exception&) {  // undecided, or a limit of the arena: nothing is known of it
    }
    known_.emplace(id, std::move(tail));
  }
  return known_.at(root);
}

std::optional<int> FarOut::sign(Id root, bool weakly) {
  const auto& tail = (*this)[root];
  if (!tail) return std::nullopt;
  try {
    return algebra_.sign(*tail, weakly);
  } catch (const Undecided&) {
    return std::nullopt;
  }
}

TailLimit FarOut::limit(Id root) {
  const auto& tail = (*this)[root];
  if (!tail) return {};
  try {
    return algebra_.limit(*tail);
  } catch (const Undecided&) {
    return {};
  }
}

std::optional<bool> FarOut::holds(Id condition) {
  Arena& arena = algebra_.constants().arena();
  const Node node = arena[condition];
  if (node.op == Op::logical_not) {
    const auto inner = holds(node.args[0]);
    return inner ? std::optional(!*inner) : std::nullopt;
  }
  if (node.op == Op::logical_and || node.op == Op::logical_or) {
    const auto a = holds(node.args[0]), b = holds(node.args[1]);
    if (!a || !b) return std::nullopt;
    return node.op == Op::logical_and ? *a && *b : *a || *b;
  }
  if (node.count != 2) return std::nullopt;
  const auto& a = known_.at(node.args[0]);
  const auto& b = known_.at(node.args[1]);
  if (!a || !b) return std::nullopt;
  const int order = algebra_.sign(algebra_.difference(*a, *b));
  const auto found = std::ranges::find(comparisons, node.op, &Comparison::op);
  return found == std::end(comparisons) ? std::nullopt : std::optional(found->holds(order));
}

std::optional<Tail> FarOut::expand(Id id) {
  Arena& arena = algebra_.constants().arena();
  if (deadline_.passed()) return std::nullopt;
  if (id == variable_) return side_ > 0 ? algebra_.y() : algebra_.negated(algebra_.y());
  if (arena.is_boolean(id)) return std::nullopt;
  if (arena.is_constant(id)) {
    if (!algebra_.constants().enclosure(id).everywhere()) return std::nullopt;
    return algebra_.number(simplify(arena, id));
  }
  const Node node = arena[id];
  if (node.op == Op::variable) return std::nullopt;
  if (node.op == Op::where) {
    const auto taken = holds(node.args[0]);
    return taken ? known_.at(node.args[*taken ? 1 : 2]) : std::nullopt;
  }
  std::array<const Tail*, kMaxArity> args{};
  for (std::size_t i = 0; i != node.count; ++i) {
    const auto& arg = known_.at(node.args[i]);
    if (!arg) return std::nullopt;
    args[i] = &*arg;
  }
  return apply(node.op, {args.data(), node.count}, {node.args.data(), node.count});
}

Tail FarOut::apply(Op op, std::span<const Tail* const> args, std::span<const Id> nodes) {
  Arena& arena = algebra_.constants().arena();
  const Tail& a = *args[0];
  const auto known = std::ranges::find(arithmetic, op, &Arithmetic::op);
  if (known != std::end(arithmetic)) {
    const bool same = nodes.size() == 2 && nodes[0] == nodes[1];
    return known->apply(algebra_, a, args.size() == 1 || same ? a : *args[1]);
  }
  if (args.size() != 1) throw Undecided("a function of several arguments");
  if (op == function("exp")) return algebra_.exponential(a);
  if (op == function("sqrt")) return algebra_.power(a, Rational(1, 2));
  if (expansion(op, 1, true) != nullptr) {
    const int sign = algebra_.sign(a);
    if (sign == 0) return algebra_.number(arena.number(0));
    return one_sided(op, a, sign);
  }
  // A derivative says nothing of what lies beyond a kink.
  if (kink(op) != nullptr) throw Undecided("a kink or a jump that repeats itself");
  const TailLimit limit = algebra_.limit(a);
  if (limit.kind == TailLimit::Kind::finite &&
      !(a.terms.empty() && a.rest && growth_sign(algebra_.constants(), a.rest_monomial) >= 0)) {
    const Id s = arena.variable("argument far out");
    const auto [constant, small] = algebra_.constant_and_small(a);
    return algebra_.taylor(arena.make(op, s), s, constant, small);
  }
  if (limit.kind == TailLimit::Kind::plus_infinity || limit.kind == TailLimit::Kind::minus_infinity) {
    const int sign = limit.kind == TailLimit::Kind::plus_infinity ? 1 : -1;
    if (op == function("log") && sign > 0) return algebra_.logarithm(a);
    if (op == function("erfc") && sign > 0) return algebra_.erfc(a);
    if (expansion(op, sign, false) != nullptr && algebra_.sign(a) == sign) return one_sided(op, a, sign);
  }
  // Of a bounded function its bounds are known, if it is defined for every argument.
  if (domain(op) != nullptr || row(op).range == nullptr) throw Undecided("a function that is not understood far out");
  return algebra_.any_of(row(op).range({}, {}, {}));
}

Tail FarOut::one_sided(Op op, const Tail& v, int sign) {
  const Template* text = expansion(op, sign, false);
  if (text == nullptr) throw Undecided("a function that is not understood far out");
  Arena& arena = algebra_.constants().arena();
  std::vector<Tail> values{v};
  for (const Step& step : text->steps()) {
    if (step.op == Op::number) {
      values.push_back(algebra_.number(arena.number(text->numbers()[step.args[0]])));
      continue;
    }
    if (step.count == 0) {
      values.push_back(algebra_.number(arena.make(step.op)));
      continue;
    }
    std::array<const Tail*, kMaxArity> args{};
    std::array<Id, kMaxArity> nodes{};
    for (std::size_t i = 0; i != step.count; ++i) {
      args[i] = &values[step.args[i]];
      nodes[i] = step.args[i];
    }
    Tail next = apply(step.op, {args.data(), step.count}, {nodes.data(), step.count});
    values.push_back(std::move(next));
  }
  return values[text->result()];
}

}  // namespace adage::analysis
