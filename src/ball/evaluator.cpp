// SPDX-License-Identifier: BSL-1.0
// The loop over a slice: constants once for each precision, the rest at each point or box.
#include <adage/error.hpp>
#include <algorithm>
#include <cmath>

#include "ball/table.hpp"
#include "base/rational_big.hpp"
#include "graph/slice.hpp"

namespace adage {
namespace {

using ball::Number;
using ball::Real;

struct Instruction {
  Op op = Op::number;
  std::uint8_t count = 0;
  std::uint32_t target = 0;
  std::array<std::uint32_t, kMaxArity> args{};
};

std::optional<Rational> rational_of(const ball::Real& value) {
  constexpr slong most = 1 << 16;
  if (!value.finite()) return std::nullopt;
  if (value.sign() == 0) return Rational(0);
  if (arf_cmpabs_2exp_si(value, most) > 0 || arf_cmpabs_2exp_si(value, -most) < 0) return std::nullopt;
  fmpz_t mantissa, exponent;
  fmpz_init(mantissa);
  fmpz_init(exponent);
  arf_get_fmpz_2exp(mantissa, exponent, value);
  char* const digits = fmpz_get_str(nullptr, 16, mantissa);
  const std::string text = digits;
  flint_free(digits);
  const auto shift = static_cast<std::int64_t>(fmpz_get_si(exponent));
  fmpz_clear(mantissa);
  fmpz_clear(exponent);
  const bool negative = text.starts_with('-');
  boost::multiprecision::cpp_int whole("0x" + text.substr(negative ? 1 : 0));
  if (negative) whole = -whole;
  boost::multiprecision::cpp_int scale = 1;
  scale <<= static_cast<unsigned>(std::abs(shift));
  using boost::multiprecision::cpp_rational;
  return Rational::from_big({shift < 0 ? cpp_rational(whole, scale) : cpp_rational(whole * scale)});
}

}  // namespace

bool has_balls() { return true; }

struct BallEvaluator::State {
  const Arena* arena;
  Slice nodes;
  std::vector<Id> variables;
  std::vector<std::uint32_t> places;  // of the variables in the slice
  std::vector<Instruction> constants;
  std::vector<Instruction> program;
  std::vector<Number> values;
  unsigned bits = 0;
  std::uint64_t cost = 0;

  State(const Arena& source, std::span<const Id> roots)
      : arena(&source), nodes(slice(source, roots)), values(nodes.size()) {
    for (std::uint32_t i = 0; i != nodes.size(); ++i) {
      const Id id = nodes.nodes[i];
      if (arena->op(id) == Op::variable) {
        variables.push_back(id);
        places.push_back(i);
        continue;
      }
      Instruction made{
          .op = arena->op(id), .count = arena->is_number(id) ? std::uint8_t{0} : (*arena)[id].count, .target = i};
      for (std::size_t k = 0; k != made.count; ++k) {
        made.args[k] = static_cast<std::uint32_t>(nodes.position(arena->arg(id, k)));
      }
      cost += row(made.op).cost;
      (arena->is_constant(id) ? constants : program).push_back(made);
    }
  }

  void run(const Instruction& instruction) {
    std::array<const Number*, kMaxArity> args{};
    for (std::size_t k = 0; k != instruction.count; ++k) args[k] = &values[instruction.args[k]];
    values[instruction.target] =
        ball::apply(instruction.op, {args.data(), instruction.count}, static_cast<slong>(bits));
  }

  void use(unsigned precision) {
    precision = std::clamp(precision, 2U, 1U << 20);
    if (precision == bits) return;
    bits = precision;
    for (const Instruction& instruction : constants) {
      if (instruction.op == Op::number) {
        values[instruction.target] =
            ball::number_of(arena->value(nodes.nodes[instruction.target]), static_cast<slong>(bits));
      } else {
        run(instruction);
      }
    }
  }

  template <class Value, class Read>
  void evaluate(std::span<const Value> at, unsigned precision, Read read) {
    if (at.size() != variables.size()) throw Error("an evaluation takes one value for each variable");
    use(precision);
    for (std::size_t i = 0; i != variables.size(); ++i) values[places[i]] = read(at[i]);
    for (const Instruction& instruction : program) run(instruction);
  }

  const Number& value(Id id) const { return values[nodes.position(id)]; }
};

BallEvaluator::BallEvaluator(const Arena& arena, std::span<const Id> roots)
    : state_(std::make_unique<State>(arena, roots)) {}
BallEvaluator::BallEvaluator(BallEvaluator&&) noexcept = default;
BallEvaluator& BallEvaluator::operator=(BallEvaluator&&) noexcept = default;
BallEvaluator::~BallEvaluator() = default;

std::span<const Id> BallEvaluator::variables() const { return state_->variables; }
std::uint64_t BallEvaluator::cost() const { return state_->cost; }

void BallEvaluator::evaluate(std::span<const Rational> point, unsigned bits) {
  state_->evaluate(point, bits,
                   [&](const Rational& x) { return ball::number_of(x, static_cast<slong>(state_->bits)); });
}

void BallEvaluator::evaluate(std::span<const double> point, unsigned bits) {
  state_->evaluate(point, bits, [](double x) { return ball::exactly(x); });
}

void BallEvaluator::evaluate(std::span<const Extent> box, unsigned bits) {
  state_->evaluate(box, bits, [&](const Extent& x) {
    Number result = ball::whole_line(ball::Defined::everywhere);
    if (x.lo) result.lo = ball::number_of(*x.lo, static_cast<slong>(state_->bits)).lo;
    if (x.hi) result.hi = ball::number_of(*x.hi, static_cast<slong>(state_->bits)).hi;
    return result;
  });
}

Enclosure BallEvaluator::operator[](Id id) const {
  const Number& value = state_->value(id);
  return {.lo = arf_get_d(value.lo, ARF_RND_FLOOR),
          .hi = arf_get_d(value.hi, ARF_RND_CEIL),
          .lo_sign = value.lo.sign(),
          .hi_sign = value.hi.sign(),
          .defined = value.defined};
}

void release_thread_memory() { flint_cleanup(); }

Split BallEvaluator::split(Id id) const {
  constexpr slong digits = 192;
  const Number& value = state_->value(id);
  Split result;
  if (value.defined == Enclosure::Defined::nowhere) result.state = Split::State::undefined;
  if (value.defined != Enclosure::Defined::everywhere) return result;
  constexpr slong beyond = 4096;
  const bool large = arf_cmpabs_2exp_si(value.lo, beyond) > 0 && arf_cmpabs_2exp_si(value.hi, beyond) > 0;
  if (large && value.lo.sign() == value.hi.sign()) {
    result.head = value.lo.sign();
    result.state = Split::State::huge;
  }
  const Real& largest = arf_cmpabs(value.lo, value.hi) < 0 ? value.hi : value.lo;
  // One end alone so far out says nothing, and its exponent need not fit.
  if (arf_cmpabs_2exp_si(largest, beyond) > 0) return result;
  result.state = Split::State::known;
  if (largest.sign() == 0) return result;
  const slong exponent = std::max<slong>(arf_abs_bound_lt_2exp_si(largest) - 1, kLeastExponent);
  Real lo, hi, rest;
  arf_mul_2exp_si(lo, value.lo, -exponent);
  arf_mul_2exp_si(hi, value.hi, -exponent);
  result.exponent = exponent;
  result.head = arf_get_d(exponent == kLeastExponent ? Real(0.0) : lo, ARF_RND_NEAR);
  arf_sub(rest, lo, Real(result.head), digits, ARF_RND_FLOOR);
  result.tail = arf_get_d(exponent == kLeastExponent ? Real(0.0) : rest, ARF_RND_NEAR);
  const auto off = [&](const Real& end, arf_rnd_t outward) {
    arf_sub(rest, end, Real(result.head), digits, outward);
    arf_sub(rest, rest, Real(result.tail), digits, outward);
    return std::fabs(arf_get_d(rest, ARF_RND_UP));
  };
  result.error = std::max(off(lo, ARF_RND_FLOOR), off(hi, ARF_RND_CEIL));
  return result;
}

std::optional<Rational> BallEvaluator::lower(Id id) const { return rational_of(state_->value(id).lo); }
std::optional<Rational> BallEvaluator::upper(Id id) const { return rational_of(state_->value(id).hi); }

unsigned BallEvaluator::accurate_bits(Id id) const {
  const Number& value = state_->value(id);
  if (value.defined != Enclosure::Defined::everywhere || !value.lo.finite() || !value.hi.finite()) return 0;
  if (value.point()) return state_->bits;
  const slong bits = arb_rel_accuracy_bits(ball::ball_of(value, static_cast<slong>(state_->bits)));
  return static_cast<unsigned>(std::clamp<slong>(bits, 0, static_cast<slong>(state_->bits)));
}

std::string BallEvaluator::text(Id id, int digits) const {
  const Number& value = state_->value(id);
  if (value.defined == Enclosure::Defined::nowhere) return "undefined";
  if (value.defined == Enclosure::Defined::maybe) return "unknown";
  if (state_->arena->is_boolean(id)) return value.surely_true() ? "true" : value.surely_false() ? "false" : "unknown";
  if (!value.lo.moderate() || !value.hi.moderate()) return "beyond all bounds";
  const ball::Ball around = ball::ball_of(value, static_cast<slong>(state_->bits));
  char* const written = arb_get_str(around, digits, 0);
  std::string text = written;
  flint_free(written);
  std::erase_if(text, [](char c) { return c == '[' || c == ']'; });
  if (const auto at = text.find("+/-"); at != text.npos) return text.replace(at, 3, at == 0 ? "0 ±" : "±");
  const std::string exponent = text.find('e') == text.npos ? "" : text.substr(text.find('e'));
  text.resize(text.size() - exponent.size());
  if (text.find('.') != text.npos) text.resize(std::max(text.find_last_not_of('0'), text.find('.') - 1) + 1);
  if (text.ends_with('.')) text.pop_back();
  return text + exponent;
}

}  // namespace adage
