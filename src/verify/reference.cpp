// SPDX-License-Identifier: BSL-1.0
// Enclosures in doubles by a loop over the slice, a block of rows for each node. Constants are enclosed from 64 digits.
#include "verify/reference.hpp"

#include <algorithm>
#include <cmath>

#include "lanes/versions.hpp"

namespace adage {
namespace {

/// What all blocks together should take, so that they stay in the second-level cache.
constexpr std::size_t kBlocksBytes = 256 << 10;

/// Correct bits that measure an error of any format to three digits.
constexpr int kEnoughBits = 80;
constexpr unsigned kSwiftBits = 128;
constexpr unsigned kFewestBits = 256;
constexpr unsigned kMostBits = 4096;

/// An error of an ulp is known to three digits, and that of a subnormal number too.
bool enough(const Split& value) {
  constexpr double relative = 0x1p-90;
  constexpr int absolute = -1090;
  if (!value.known()) return value.state != Split::State::unknown;
  return value.error <= std::max(relative, std::ldexp(1.0, static_cast<int>(absolute - value.exponent)));
}

/// For numbers of so few digits a polynomial in doubles tells errors to three digits, and these are the bits for it.
constexpr int kMostDigits = 24;
constexpr int kSpareBits = 16;
/// Fewer points are not worth the making of a polynomial.
constexpr std::size_t kFewestTogether = 1024;
constexpr double kWidest = 0x1p-6;
/// Far below what floats can tell from zero.
constexpr double kLeastOfInterest = 0x1p-170;

struct Order {
  std::uint64_t not_rising = 0;
  std::uint64_t not_falling = 0;
};
constexpr auto order_loop = [](const double* x, std::size_t n, Order* order) __attribute__((always_inline)) {
  Order found;
  for (std::size_t i = 1; i < n; ++i) {
    found.not_rising += static_cast<std::uint64_t>(!(x[i - 1] <= x[i]));
    found.not_falling += static_cast<std::uint64_t>(!(x[i - 1] >= x[i]));
  }
  *order = found;
};
constexpr auto polynomial_loop =
    [](const Approximant* by, const double* x, std::size_t n, Between* out) __attribute__((always_inline)) {
  const Approximant all = *by;
  for (std::size_t i = 0; i != n; ++i) {
    const double value = all.at(x[i]);
    out[i] = {value - all.error, value + all.error};
  }
};

/// Do they rise all along, or fall, and is none a NaN?
bool in_order(std::span<const double> x) {
  Order found;
  lanes::on_target(order_loop, x.data(), x.size(), &found);
  return found.not_rising == 0 || found.not_falling == 0;
}

void enclose_by(const Approximant& by, std::span<const double> x, std::span<Between> out) {
  if (by.defined) return lanes::on_target(polynomial_loop, &by, x.data(), x.size(), out.data());
  std::ranges::fill(out, Between::nothing());
}

}  // namespace

Between between(const Bounded& value) {
  if (value.state == Bounded::State::undefined) return Between::nothing();
  if (!value.known()) return {};
  const auto nearest = value.value.convert_to<double>();
  if (value.error == 0 && PreciseNumber(nearest) == value.value) return {nearest, nearest};
  // Half a unit of rounding for each of the two conversions, with room.
  const Margin margin = Margin::of_units(1);
  const double low = PreciseNumber(value.value - value.error).convert_to<double>();
  const double high = PreciseNumber(value.value + value.error).convert_to<double>();
  return {margin.down(low), margin.up(high)};
}

Split split(const Bounded& value) {
  Split result;
  if (value.state == Bounded::State::undefined) result.state = Split::State::undefined;
  if (!value.known()) return result;
  const PreciseNumber size = abs(value.value) + value.error;
  result.state = Split::State::known;
  if (size == 0) return result;
  result.exponent = std::max<std::int64_t>(ilogb(size), kLeastExponent);
  const auto scaled = [&](const PreciseNumber& x) { return ldexp(x, static_cast<int>(-result.exponent)); };
  PreciseNumber rest = scaled(value.value);
  if (result.exponent != kLeastExponent) {
    result.head = rest.convert_to<double>();
    rest -= result.head;
    result.tail = rest.convert_to<double>();
    rest -= result.tail;
  }
  // Twice, as this is rounded to nearest.
  result.error = 2 * PreciseNumber(abs(rest) + scaled(value.error)).convert_to<double>();
  return result;
}

Split split(const Between& value) {
  Split result;
  if (value.undefined()) result.state = Split::State::undefined;
  if (!std::isfinite(value.lo) || !std::isfinite(value.hi)) return result;
  result.state = Split::State::known;
  const double size = std::max(std::fabs(value.lo), std::fabs(value.hi));
  if (size == 0) return result;
  const int exponent = std::ilogb(size);
  result.exponent = exponent;
  const double lo = std::scalbn(value.lo, -exponent);
  const double hi = std::scalbn(value.hi, -exponent);
  result.head = lo + (hi - lo) / 2;
  result.error = std::max(std::fabs(result.head - lo), std::fabs(hi - result.head)) * (1 + 0x1p-50);
  return result;
}

Reference::Reference(const Arena& arena, Id formula, std::span<const Id> inputs, const LowerOptions& options)
    : form_(std::make_shared<const Runnable>(runnable(arena, std::span(&formula, 1), inputs, options))),
      precise_(*form_->arena, form_->outputs) {
  const Arena& form = *form_->arena;
  std::vector<Id> roots = form_->outputs;
  roots.insert(roots.end(), form_->inputs.begin(), form_->inputs.end());
  const Slice nodes = slice(form, roots);
  const auto position = [&](Id id) { return static_cast<std::uint32_t>(nodes.position(id)); };
  std::vector<std::pair<std::uint32_t, Between>> constants;
  for (const Id id : nodes) {
    if (form.is_constant(id)) {
      constants.emplace_back(position(id), between(precise_[id]));
    } else if (form.op(id) != Op::variable) {
      const Row& about = row(form.op(id));
      Step step{about.enclose, margin(about), position(id), {}};
      step.args.fill(position(form.arg(id, 0)));
      for (std::size_t k = 0; k != form.args(id).size(); ++k) step.args[k] = position(form.arg(id, k));
      steps_.push_back(step);
    }
  }
  for (const Id input : form_->inputs) inputs_.push_back(position(input));
  for (const Id variable : precise_.variables()) {
    const auto found = std::ranges::find(form_->inputs, variable);
    order_.push_back(static_cast<std::uint32_t>(found - form_->inputs.begin()));
  }
  result_ = position(form_->outputs.front());
  point_.resize(order_.size());
  rows_ = std::clamp<std::size_t>(kBlocksBytes / sizeof(Between) / nodes.size(), 8, 1024);
  blocks_.resize(nodes.size() * rows_);
  for (const auto& [at, value] : constants) std::fill_n(block(at), rows_, value);
}

void Reference::enclose(std::span<const double* const> in, std::span<Between> out, int digits) {
  const bool many = in.size() == 1 && out.size() >= kFewestTogether && digits <= kMostDigits;
  if (!many || !has_balls() || !in_order(std::span(in[0], out.size()))) return enclose_one_by_one(in, 0, out);
  enclose_piecewise(in[0], 0, out, std::ldexp(1.0, -digits - kSpareBits));
}

void Reference::enclose_one_by_one(std::span<const double* const> in, std::size_t first, std::span<Between> out) {
  for (std::size_t done = 0; done < out.size(); done += rows_) {
    const std::size_t n = std::min(rows_, out.size() - done);
    enclose_block(in, first + done, n);
    std::copy_n(block(result_), n, out.begin() + static_cast<std::ptrdiff_t>(done));
  }
}

/// Over numbers in order.
std::optional<Approximant> Reference::approximant(std::span<const double> x, double relative) {
  const auto [lo, hi] = std::minmax({x.front(), x.back()});
  if (!(lo < hi && hi - lo <= kWidest * std::max(std::fabs(lo), std::fabs(hi)))) return std::nullopt;
  if (!balls_.approximants) balls_.approximants.emplace(*form_->arena, form_->outputs.front());
  return balls_.approximants->over(lo, hi, relative, kLeastOfInterest);
}

/// By one polynomial, or by halves where that is not known. Where not even a short piece in the middle has one, there
/// is little hope for others.
void Reference::enclose_piecewise(const double* in, std::size_t first, std::span<Between> out, double relative) {
  const std::span x(in + first, out.size());
  if (const auto one = approximant(x, relative)) return enclose_by(*one, x, out);
  const std::size_t half = x.size() / 2;
  const bool divisible = half >= kFewestTogether;
  if (!divisible || !approximant(x.subspan(half - kFewestTogether / 2, kFewestTogether), relative))
    return enclose_one_by_one(std::span(&in, 1), first, out);
  enclose_piecewise(in, first, out.first(half), relative);
  enclose_piecewise(in, first + half, out.subspan(half), relative);
}

void Reference::enclose_block(std::span<const double* const> in, std::size_t first, std::size_t n) {
  constexpr double most = std::numeric_limits<double>::max();
  for (std::size_t k = 0; k != in.size(); ++k) {
    Between* out = block(inputs_[k]);
    for (std::size_t i = 0; i != n; ++i) {
      const double x = in[k][first + i];
      out[i] = {std::min(x, most), std::max(x, -most)};
    }
  }
  for (const Step& step : steps_) {
    step.enclose(block(step.target), block(step.args[0]), block(step.args[1]), block(step.args[2]), n, step.margin);
  }
}

Bounded Reference::precise(std::span<const double> point) {
  for (std::size_t i = 0; i != order_.size(); ++i) point_[i] = *Rational::from_double_exactly(point[order_[i]]);
  precise_.evaluate(point_);
  const Bounded& found = precise_[form_->outputs.front()];
  const bool enough = found.known() && found.error <= ldexp(abs(found.value), -kEnoughBits);
  if (enough || found.state == Bounded::State::undefined || !has_balls()) return found;
  return refined().value_or(found);
}

Split Reference::split(std::span<const double> point, bool hard) {
  const auto known_well = [](const Split& value) { return enough(value) ? value : Split{}; };
  if (!has_balls()) return known_well(adage::split(precise(point)));
  const Id output = form_->outputs.front();
  place_.resize(order_.size());
  for (std::size_t i = 0; i != order_.size(); ++i) place_[i] = point[order_[i]];
  if (!balls_.swift) balls_.swift.emplace(*form_->arena, form_->outputs);
  balls_.swift->evaluate(place_, kSwiftBits);
  Split found = balls_.swift->split(output);
  const unsigned most = hard ? kMostBits : 2 * kFewestBits;
  for (unsigned bits = kFewestBits; !enough(found) && bits <= most; bits *= 2) {
    if (!balls_.evaluator) balls_.evaluator.emplace(*form_->arena, form_->outputs);
    balls_.evaluator->evaluate(place_, bits);
    found = balls_.evaluator->split(output);
  }
  return known_well(found);
}

/// The value at `point_`, by balls.
std::optional<Bounded> Reference::refined() {
  const Id output = form_->outputs.front();
  if (!balls_.evaluator) balls_.evaluator.emplace(*form_->arena, form_->outputs);
  BallEvaluator& balls = *balls_.evaluator;
  for (unsigned bits = kFewestBits; bits <= kMostBits; bits *= 2) {
    balls.evaluate(point_, bits);
    if (balls[output].nowhere()) {
      Bounded nothing;
      nothing.state = Bounded::State::undefined;
      return nothing;
    }
    const auto low = balls.lower(output);
    const auto high = balls.upper(output);
    if (!balls[output].everywhere() || !low || !high) continue;
    if (*low != *high && balls.accurate_bits(output) < kEnoughBits) continue;
    Bounded result = bounded((*low + *high) * Rational(1, 2));
    const Bounded radius = bounded((*high - *low) * Rational(1, 2));
    if (result.known() && radius.known()) result.error += 2 * (radius.value + radius.error);
    return result;
  }
  return std::nullopt;
}

}  // namespace adage
