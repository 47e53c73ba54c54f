// SPDX-License-Identifier: BSL-1.0
// The loop over the slice on complex balls, as the function that Arb integrates.
#include "ball/integral.hpp"

#include <acb_calc.h>

#include <algorithm>

#include "ball/complex_table.hpp"
#include "ball/number.hpp"
#include "graph/slice.hpp"

namespace adage {
namespace {

constexpr slong kBits = 72;
constexpr slong kGoal = 54;    // relative accuracy that is aimed at, in bits
constexpr slong kLeast = -60;  // errors below 2^this do not matter

struct Instruction {
  ball::Extend extend = nullptr;
  std::uint8_t count = 0;
  std::uint32_t target = 0;
  std::array<std::uint32_t, kMaxArity> args{};
};

}  // namespace

struct Integrator::State {
  Slice nodes;
  std::vector<Id> parameters;
  std::vector<std::uint32_t> places;
  std::optional<std::uint32_t> variable;
  std::vector<Instruction> constants;
  std::vector<Instruction> program;
  bool understood = true;
  acb_ptr values = nullptr;

  State(const Arena& arena, Id root, Id by) : nodes(slice(arena, root)) {
    values = _acb_vec_init(static_cast<slong>(nodes.size()));
    for (std::uint32_t i = 0; i != nodes.size(); ++i) {
      const Id id = nodes.nodes[i];
      if (id == by) {
        variable = i;
      } else if (arena.op(id) == Op::variable) {
        parameters.push_back(id);
        places.push_back(i);
      } else if (arena.is_number(id)) {
        const ball::Number value = ball::number_of(arena.value(id), kBits);
        arb_set(acb_realref(values + i), ball::ball_of(value, kBits));
      } else {
        Instruction made{.extend = ball::extension_of(arena.op(id)), .count = arena[id].count, .target = i};
        understood &= made.extend != nullptr;
        for (std::size_t k = 0; k != made.count; ++k)
          made.args[k] = static_cast<std::uint32_t>(nodes.position(arena.arg(id, k)));
        (arena.is_constant(id) ? constants : program).push_back(made);
      }
    }
    if (!understood) return;
    for (const Instruction& one : constants) run(one, false, kBits);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { _acb_vec_clear(values, static_cast<slong>(nodes.size())); }

  void run(const Instruction& one, bool analytic, slong bits) {
    std::array<const acb_struct*, kMaxArity> args{};
    for (std::size_t k = 0; k != one.count; ++k) args[k] = values + one.args[k];
    one.extend(values + one.target, {args.data(), one.count}, analytic, bits);
  }

  static int integrand(acb_ptr result, const acb_t z, void* self, slong order, slong bits) {
    auto& state = *static_cast<State*>(self);
    if (state.variable) acb_set(state.values + *state.variable, z);
    for (const Instruction& one : state.program) state.run(one, order > 0, bits);
    acb_set(result, state.values + (state.nodes.size() - 1));
    return 0;
  }
};

Integrator::Integrator(const Arena& arena, Id root, Id variable)
    : state_(std::make_unique<State>(arena, root, variable)) {}
Integrator::Integrator(Integrator&&) noexcept = default;
Integrator& Integrator::operator=(Integrator&&) noexcept = default;
Integrator::~Integrator() = default;

std::span<const Id> Integrator::parameters() const { return state_->parameters; }

std::optional<Integrator::Interval> Integrator::over(double lo, double hi, std::span<const Interval> parameters,
                                                     const IntegralLimits& limits) {
  if (!state_->understood || parameters.size() != state_->parameters.size()) return std::nullopt;
  if (lo == hi) return Interval{};
  for (std::size_t i = 0; i != parameters.size(); ++i) {
    const ball::Number value{parameters[i].lo, parameters[i].hi, Enclosure::Defined::everywhere};
    acb_set_arb(state_->values + state_->places[i], ball::ball_of(value, kBits));
  }
  acb_calc_integrate_opt_t options;
  acb_calc_integrate_opt_init(options);
  options->eval_limit = static_cast<slong>(limits.evaluations);
  acb_t a, b, found;
  mag_t tolerance;
  acb_init(a);
  acb_init(b);
  acb_init(found);
  mag_init(tolerance);
  acb_set_d(a, lo);
  acb_set_d(b, hi);
  mag_set_ui_2exp_si(tolerance, 1, kLeast);
  acb_calc_integrate(found, State::integrand, state_.get(), a, b, kGoal, tolerance, options, kBits);
  std::optional<Interval> result;
  if (acb_is_finite(found)) {
    ball::Ball real;
    arb_set(real, acb_realref(found));
    const ball::Number value = ball::number_of(real, kBits);
    result = Interval{arf_get_d(value.lo, ARF_RND_FLOOR), arf_get_d(value.hi, ARF_RND_CEIL)};
  }
  acb_clear(a);
  acb_clear(b);
  acb_clear(found);
  mag_clear(tolerance);
  return result;
}

}  // namespace adage
