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

}  // namespace

struct Integrator::State {
  Slice nodes;
  std::vector<Id> parameters;
  std::vector<std::uint32_t> places;
  std::optional<std::uint32_t> variable;
  std::vector<ball::ComplexStep> constants;
  std::vector<ball::ComplexStep> program;
  bool understood = true;
  ball::ComplexVector values;

  State(const Arena& arena, Id root, Id by) : nodes(slice(arena, root)), values(nodes.size()) {
    for (std::uint32_t i = 0; i != nodes.size(); ++i) {
      const Id id = nodes.nodes[i];
      if (id == by) {
        variable = i;
      } else if (arena.op(id) == Op::variable) {
        parameters.push_back(id);
        places.push_back(i);
      } else if (arena.is_number(id)) {
        const ball::Number value = ball::number_of(arena.value(id), kBits);
        arb_set(acb_realref(values[i]), ball::ball_of(value, kBits));
      } else {
        const ball::ComplexStep made(arena, nodes, i);
        understood &= made.extend != nullptr;
        (arena.is_constant(id) ? constants : program).push_back(made);
      }
    }
    if (!understood) return;
    for (const ball::ComplexStep& one : constants) one.run(values, false, kBits);
  }

  static int integrand(acb_ptr result, const acb_t z, void* self, slong order, slong bits) {
    auto& state = *static_cast<State*>(self);
    if (state.variable) acb_set(state.values[*state.variable], z);
    for (const ball::ComplexStep& one : state.program) one.run(state.values, order > 0, bits);
    acb_set(result, state.values[state.nodes.size() - 1]);
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
    acb_set_arb(state_->values[state_->places[i]], ball::ball_of(value, kBits));
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
