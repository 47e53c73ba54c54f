// SPDX-License-Identifier: BSL-1.0
// Weights of operations. `size` counts nodes. `balanced` counts as simplification always has, four for an operation or
// variable and one for a number, with an eighth for each character to be read, and prefers the faster of equals.
// `speed` adds the times of the rows, as measured.
#include "simplify/cost.hpp"

#include <algorithm>

#include "graph/slice.hpp"
#include "simplify/product.hpp"
#include "simplify/reading.hpp"

namespace adage {
namespace {

/// The figure of a row; of one with a body, that of its body.
template <class T>
double machine_cost(T Row::*figure, Op op, int depth = 0) {
  constexpr int deepest = 8;
  const Template* formula = body(op);
  if (formula == nullptr || depth == deepest) return row(op).*figure;
  double sum = 0;
  for (const Step& step : formula->steps()) {
    if (step.op != Op::number && step.count != 0) sum += machine_cost(figure, step.op, depth + 1);
  }
  return sum;
}

/// Of one argument, and soon too large for any number.
bool grows(Op op) {
  static const auto table = [] {
    std::vector<bool> result;
    for (const Row& r : all_rows()) {
      constexpr double large = 1e3, too_large = 1e100;
      const auto beyond = [&](double x) { return std::fabs(r.machine.code().f64(x, x, x)) > too_large; };
      result.push_back(r.notation == Notation::call && r.machine.exists() && (beyond(large) || beyond(-large)));
    }
    return result;
  }();
  return table[static_cast<std::size_t>(op)];
}

/// How much of the price that stands on losing digits the form has to pay, by what is known of its class and of its
/// parts. What leaves the numbers may still be right, as a divisor.
double unsteadiness(const EGraph& graph, const ENode& form, const Range& range) {
  if (form.op != Op::add) return grows(form.op) && (std::isinf(range.lo) || std::isinf(range.hi)) ? 0.25 : 0;
  bool above = false, below = false;
  for (const Part& part : form.parts) {
    const Range& of = graph.facts(part.of).range;
    const bool minus = part.by.is_negative();
    above = above || (minus ? of.lo < 0 : of.hi > 0);
    below = below || (minus ? of.hi > 0 : of.lo < 0);
  }
  return above && below && form.parts.size() > 1 ? 1 : 0;
}

}  // namespace

CostModel::CostModel(Aim aim) : by_time_(aim == Aim::speed) {
  constexpr double tie = 1.0 / 4096;  // far less than a node, whatever the size
  for (std::size_t i = 0; i != rows().size(); ++i) {
    const Op op = static_cast<Op>(i);
    const double machine = machine_cost(&Row::cost, op);
    operations_.push_back(aim == Aim::size    ? 1 + machine * tie
                          : aim == Aim::speed ? machine_cost(&Row::time, op)
                                              : 4 + machine * tie * 64);
  }
  number_ = aim == Aim::speed ? 1.0 / 64 : 1;
  character_ = aim == Aim::size ? tie : aim == Aim::balanced ? 1.0 / 8 : 0;
  leaf_ = aim == Aim::size ? 1 : aim == Aim::speed ? 1.0 / 64 : 4;
}

double CostModel::power(const Rational& exponent) const {
  static const Op sqrt = function("sqrt");
  if (exponent == Rational(1, 2)) return operation(sqrt);
  // As lowering writes them out.
  if (by_time_ && exponent == Rational(2)) return operation(Op::mul);
  if (by_time_ && (exponent == Rational(3) || exponent == Rational(4))) return 2 * operation(Op::mul);
  if (by_time_ && exponent == Rational(3, 2)) return operation(Op::mul) + operation(sqrt);
  return operation(Op::pow) + number_;
}

double CostModel::own(const EGraph& graph, NodeId n) const {
  const ENode& form = graph[n];
  const double cost = as_written(graph, form);
  return unsteady_ == 0 ? cost : cost + unsteady_ * unsteadiness(graph, form, graph.facts(graph.class_of(n)).range);
}

double CostModel::as_written(const EGraph& graph, const ENode& form) const {
  if (form.op == Op::variable) return leaf(form.leaf);
  if (form.op == Op::add) {
    double cost = 0;
    bool positive = false;
    for (const Part& part : form.parts) {
      const bool minus = part.by.is_negative();
      positive = positive || !minus;
      if (graph.find(part.of) == graph.one()) {
        cost += number_;
        if (form.parts.size() == 1) positive = true;  // a negative number is one
      } else if (!abs(part.by).is_one()) {
        cost += operation(Op::mul) + number_;
      }
    }
    if (form.parts.empty()) return number_;
    if (!positive) cost += operation(Op::neg);
    return cost + operation(Op::add) * static_cast<double>(form.parts.size() - 1);
  }
  if (form.op == Op::mul) {
    if (form.parts.empty()) return number_;
    double cost = 0;
    std::size_t below = 0;
    for (const Part& part : form.parts) {
      below += part.by.is_negative() ? 1 : 0;
      const Rational power = abs(part.by);
      if (!power.is_one()) cost += this->power(power);
    }
    const std::size_t above = form.parts.size() - below;
    if (above == 0) cost += number_;  // 1/…
    const std::size_t divisions = below == 0 ? 0 : 1;
    const std::size_t products = (above == 0 ? 0 : above - 1) + (below == 0 ? 0 : below - 1);
    return cost + operation(Op::div) * static_cast<double>(divisions) +
           operation(Op::mul) * static_cast<double>(products);
  }
  return operation(form.op);
}

double CostModel::total(const Arena& arena, std::span<const Id> roots) const {
  double sum = 0;
  for (const Id id : slice(arena, roots)) {
    const Op op = arena.op(id);
    const bool power = by_time_ && op == Op::pow && arena.is_number(arena.arg(id, 1));
    // 2/3/x reads no better than 2/(3*x), and weighs no less.
    if (!by_time_ && splits_quotient(arena, id)) sum += operation(Op::mul) + number_;
    sum += op == Op::number     ? number_
           : op == Op::variable ? leaf(id)
           : power              ? this->power(abs(arena.value(arena.arg(id, 1))))
                                : operation(op);
  }
  return character_ == 0 ? sum : sum + character_ * reading_length(arena, roots);
}

}  // namespace adage
