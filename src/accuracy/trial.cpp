// SPDX-License-Identifier: BSL-1.0
// True values by balls. Forms that cancel need as many bits as their arguments are small, so those that a first look
// leaves open get a second one; what stays open then is unknown.
#include "accuracy/trial.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "ball/ball.hpp"
#include "graph/slice.hpp"
#include "lower/constants.hpp"
#include "rules/template.hpp"
#include "verify/sampling.hpp"

namespace adage {
std::int64_t ordinal(double x) {
  const auto bits = std::bit_cast<std::int64_t>(x);
  return bits < 0 ? std::numeric_limits<std::int64_t>::min() - bits : bits;
}

double from_ordinal(std::int64_t place) {
  return std::bit_cast<double>(place < 0 ? std::numeric_limits<std::int64_t>::min() - place : place);
}

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// The numbers between two doubles, which may be more than an integer holds.
double apart(double a, double b) {
  return std::fabs(static_cast<double>(ordinal(a)) - static_cast<double>(ordinal(b)));
}

/// The rounded value that an enclosure pins down to a unit or two.
std::optional<double> pinned(const Enclosure& value) {
  if (!value.everywhere() || !std::isfinite(value.lo) || !std::isfinite(value.hi)) return std::nullopt;
  if (apart(value.lo, value.hi) > 2) return std::nullopt;
  return value.lo + (value.hi - value.lo) / 2;
}

/// Beyond the numbers for certain: with more bits too there would be no rounded value.
bool overflows(const Enclosure& value) {
  return value.everywhere() && std::max(value.lo, -value.hi) >= std::numeric_limits<double>::max();
}

}  // namespace

double bits_of_error(double computed, double truth) {
  constexpr double all = 64;
  if (std::isnan(truth)) return 0;
  if (!std::isfinite(computed)) return all;
  return std::log2(1 + apart(computed, truth));
}

namespace {

class Draw {
 public:
  Draw(std::span<const VariableRange> ranges, std::uint64_t seed) : ranges_(ranges), random_(seed) {}

  void next(std::span<double> point) {
    // A moderate size is the same for all variables, so that they meet.
    constexpr double sizes[] = {1, 8, 40, 800, 1e5};
    // Where squares overflow or vanish, and the ends of the format.
    constexpr double edges[] = {0x1.fffffffffffffp1023, 0x1p-1022, 0x1p-1074, 0x1p520, 0x1p-520};
    // Where 1 is about to be lost beside a number or its square, and where exponentials of these leave the numbers.
    constexpr VariableRange bands[] = {{0x1p52, 0x1p55},   {0x1p-55, 0x1p-52}, {0x1p25, 0x1p28},
                                       {0x1p-28, 0x1p-25}, {26, 28},           {700, 750}};
    if (count_ < 2 * std::size(edges)) {
      for (std::size_t v = 0; v != point.size(); ++v) {
        const double edge = edges[(count_ / 2 + v) % std::size(edges)];
        point[v] = std::clamp(count_ % 2 == 0 ? edge : -edge, ranges_[v].lo, ranges_[v].hi);
      }
      ++count_;
      return;
    }
    constexpr std::size_t between_bands = 8;
    if (count_ % between_bands == 0) {
      const VariableRange& band = bands[count_ / between_bands % std::size(bands)];
      ++count_;
      for (std::size_t v = 0; v != point.size(); ++v) {
        const double size = band.lo * std::pow(band.hi / band.lo, random_.uniform());
        point[v] = std::clamp(random_.next() % 2 == 0 ? size : -size, ranges_[v].lo, ranges_[v].hi);
      }
      return;
    }
    const bool even = count_ % 2 == 0;
    const double size = sizes[count_ / 2 % std::size(sizes)];
    ++count_;
    for (std::size_t v = 0; v != point.size(); ++v) {
      const VariableRange& range = ranges_[v];
      const double lo = std::max(range.lo, -size), hi = std::min(range.hi, size);
      if (even || lo >= hi) {
        const std::int64_t first = ordinal(range.lo), last = ordinal(range.hi);
        const std::uint64_t width = static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(first) + 1;
        const std::uint64_t step = width == 0 ? random_.next() : random_.next() % width;
        point[v] = from_ordinal(static_cast<std::int64_t>(static_cast<std::uint64_t>(first) + step));
      } else {
        point[v] = lo + random_.uniform() * (hi - lo);
      }
    }
  }

 private:
  std::span<const VariableRange> ranges_;
  Generator random_;
  std::size_t count_ = 0;
};

}  // namespace

Trial::Trial(const Arena& arena, std::span<const Id> equals, std::span<const Id> variables,
             std::span<const VariableRange> ranges, std::size_t count, std::uint64_t seed)
    : variables_(variables.begin(), variables.end()), columns_(variables.size()) {
  BallEvaluator balls(arena, equals);
  Draw draw(ranges, seed);
  std::vector<double> point(variables.size()), ordered;
  const auto truth_at = [&]() -> std::optional<double> {
    ordered.clear();
    for (const Id id : balls.variables()) {
      ordered.push_back(point[static_cast<std::size_t>(std::ranges::find(variables_, id) - variables_.begin())]);
    }
    for (const unsigned bits : {128U, 1'200U, 2'600U}) {
      balls.evaluate(std::span<const double>(ordered), bits);
      for (const Id form : equals) {
        const Enclosure value = balls[form];
        if (const auto truth = pinned(value)) return truth;
        if (value.nowhere() || overflows(value)) return std::nullopt;
      }
    }
    return std::nullopt;
  };
  const std::size_t most_draws = count * 12;
  for (std::size_t i = 0; i != most_draws && size_ != count; ++i) {
    draw.next(point);
    const auto truth = truth_at();
    if (!truth) continue;
    for (std::size_t v = 0; v != variables.size(); ++v) columns_[v].push_back(point[v]);
    truth_.push_back(*truth);
    ++size_;
  }
}

bool Trial::is_at_an_end(std::size_t point) const {
  constexpr double least = 1e-300, largest = 1e300;
  return std::ranges::any_of(columns_, [&](const std::vector<double>& column) {
    const double size = std::fabs(column[point]);
    return (size != 0 && size < least) || size > largest;
  });
}

std::vector<std::vector<double>> Trial::truths(const Arena& arena, std::span<const Id> nodes) const {
  std::vector<std::vector<double>> result(nodes.size(), std::vector<double>(size_, kNaN));
  BallEvaluator balls(arena, nodes);
  std::vector<std::size_t> order;
  for (const Id id : balls.variables()) {
    order.push_back(static_cast<std::size_t>(std::ranges::find(variables_, id) - variables_.begin()));
  }
  std::vector<double> point(order.size());
  for (std::size_t i = 0; i != size_; ++i) {
    for (std::size_t v = 0; v != order.size(); ++v) point[v] = columns_[order[v]][i];
    for (const unsigned bits : {160U, 1'200U}) {
      balls.evaluate(std::span<const double>(point), bits);
      bool open = false;
      for (std::size_t n = 0; n != nodes.size(); ++n) {
        const Enclosure value = balls[nodes[n]];
        const auto truth = pinned(value);
        if (truth) result[n][i] = *truth;
        open = open || (!truth && !value.nowhere());
      }
      if (!open) break;
    }
  }
  return result;
}

std::vector<double> Trial::constant(const Arena& arena, Id node) const {
  const auto values = constants(arena, slice(arena, node));
  const auto value = values.find(node);
  return std::vector<double>(size_, value != values.end() ? value->second.f64 : kNaN);
}

std::vector<double> Trial::applied(Op op, std::span<const std::vector<double>* const> args) const {
  const Row& r = row(op);
  if (r.machine.exists()) {
    std::vector<double> out(size_);
    const auto at = [&](std::size_t i) { return args[std::min(i, args.size() - 1)]->data(); };
    r.machine.code().lanes64(out.data(), at(0), at(1), at(2), size_);
    return out;
  }
  // A body, step by step; bodies within bodies are a few deep.
  const Template& text = *body(op);
  std::vector<std::vector<double>> made;
  made.reserve(text.steps().size());
  for (const Step& step : text.steps()) {
    if (step.op == Op::number) {
      made.emplace_back(size_, text.numbers()[step.args[0]].to_double());
      continue;
    }
    std::vector<const std::vector<double>*> inputs;
    for (std::size_t k = 0; k != step.count; ++k) {
      inputs.push_back(step.args[k] < args.size() ? args[step.args[k]] : &made[step.args[k] - args.size()]);
    }
    if (inputs.empty()) {
      double value = kNaN;
      if (row(step.op).machine.exists()) value = row(step.op).machine.code().f64(0, 0, 0);
      made.emplace_back(size_, value);
    } else {
      made.push_back(applied(step.op, inputs));
    }
  }
  return text.result() < args.size() ? *args[text.result()] : made[text.result() - args.size()];
}

const std::vector<double>& Trial::computed(const Arena& arena, Id root) {
  std::vector<Id> stack{root};
  while (!stack.empty()) {
    const Id id = stack.back();
    if (computed_.contains(id)) {
      stack.pop_back();
      continue;
    }
    std::vector<double> values;
    if (arena.is_constant(id)) {
      values = constant(arena, id);
    } else if (arena.op(id) == Op::variable) {
      values = columns_[static_cast<std::size_t>(std::ranges::find(variables_, id) - variables_.begin())];
    } else {
      const std::size_t before = stack.size();
      for (const Id arg : arena.args(id)) {
        if (!computed_.contains(arg)) stack.push_back(arg);
      }
      if (stack.size() != before) continue;
      std::vector<const std::vector<double>*> args;
      for (const Id arg : arena.args(id)) args.push_back(&computed_.find(arg)->second);
      values = applied(arena.op(id), args);
    }
    stack.pop_back();
    computed_.emplace(id, std::move(values));
  }
  return computed_.find(root)->second;
}

}  // namespace adage
