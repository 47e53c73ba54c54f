// SPDX-License-Identifier: BSL-1.0
// What stands in for this room when the library is built without it: nothing is known of any value.
#include "ball/approximant.hpp"
#include "ball/ball.hpp"
#include "ball/expansion.hpp"
#include "ball/integral.hpp"
#include "graph/slice.hpp"

namespace adage {

bool has_balls() { return false; }

struct BallEvaluator::State {
  std::vector<Id> variables;
};

BallEvaluator::BallEvaluator(const Arena& arena, std::span<const Id> roots)
    : state_(std::make_unique<State>(State{adage::variables(arena, roots)})) {}
void release_thread_memory() {}
BallEvaluator::BallEvaluator(BallEvaluator&&) noexcept = default;
BallEvaluator& BallEvaluator::operator=(BallEvaluator&&) noexcept = default;
BallEvaluator::~BallEvaluator() = default;

std::span<const Id> BallEvaluator::variables() const { return state_->variables; }
void BallEvaluator::evaluate(std::span<const Rational>, unsigned) {}
void BallEvaluator::evaluate(std::span<const Extent>, unsigned) {}
void BallEvaluator::evaluate(std::span<const double>, unsigned) {}
Enclosure BallEvaluator::operator[](Id) const {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  return {.lo = -infinity, .hi = infinity};
}
Split BallEvaluator::split(Id) const { return {}; }
std::optional<Rational> BallEvaluator::lower(Id) const { return std::nullopt; }
std::optional<Rational> BallEvaluator::upper(Id) const { return std::nullopt; }
unsigned BallEvaluator::accurate_bits(Id) const { return 0; }
std::string BallEvaluator::text(Id, int) const { return "unknown"; }
std::uint64_t BallEvaluator::cost() const { return 1; }

struct Integrator::State {
  std::vector<Id> parameters;
};
Integrator::Integrator(const Arena& arena, Id root, Id variable) : state_(std::make_unique<State>()) {
  state_->parameters = adage::variables(arena, std::span<const Id>(&root, 1));
  std::erase(state_->parameters, variable);
}
Integrator::Integrator(Integrator&&) noexcept = default;
Integrator& Integrator::operator=(Integrator&&) noexcept = default;
Integrator::~Integrator() = default;
std::span<const Id> Integrator::parameters() const { return state_->parameters; }
std::optional<Integrator::Interval> Integrator::over(double, double, std::span<const Interval>, const IntegralLimits&) {
  return std::nullopt;
}

struct Approximants::State {};
Approximants::Approximants(const Arena&, Id) {}
Approximants::Approximants(Approximants&&) noexcept = default;
Approximants& Approximants::operator=(Approximants&&) noexcept = default;
Approximants::~Approximants() = default;
std::optional<Approximant> Approximants::over(double, double, double, double) { return std::nullopt; }

std::optional<Expansion> expansion(const Arena&, Id, Id, int) { return std::nullopt; }

}  // namespace adage
