// SPDX-License-Identifier: BSL-1.0
// Interpolation at Chebyshev's points. On the disc |z - center| <= R an analytic f is at most M, so that the polynomial
// through n points of |x - center| <= r errs by at most M*R/(R - r) * max|w| / (R - r)^n, w being the product of the
// distances from the points (Davis 1963, 3.6). Where the formula has branches, f is that which the stretch takes.
#include "ball/approximant.hpp"

#include <arb_poly.h>

#include <algorithm>
#include <cmath>

#include "ball/bounds.hpp"
#include "ball/complex_table.hpp"
#include "ball/taken_branch.hpp"

namespace adage {
namespace {

using ball::Ball;
using ball::Real;

constexpr slong kBits = 128;
constexpr auto kNodes = static_cast<slong>(Approximant::kTerms);
constexpr double kReach = 32;  // R/r

/// Chebyshev's points to twenty bits, so that center + r*t is a double.
const std::array<double, Approximant::kTerms>& nodes() {
  static const std::array<double, Approximant::kTerms> made = [] {
    std::array<double, Approximant::kTerms> result{};
    for (std::size_t k = 0; k != result.size(); ++k) {
      const double angle = (static_cast<double>(k) + 0.5) * 3.141592653589793 / static_cast<double>(result.size());
      result[k] = std::round(std::cos(angle) * 0x1p20) * 0x1p-20;
    }
    return result;
  }();
  return made;
}

/// Not less than |f - p|/M. For the points as rounded |w| is less than 2.01*(r/2)^n.
double share_of_most() { return 2.01 * kReach / (kReach - 1) * std::pow(0.5 / (kReach - 1), kNodes) * (1 + 0x1p-40); }

bool is_arithmetic(Op op) { return op == Op::neg || op == Op::add || op == Op::sub || op == Op::mul || op == Op::div; }

/// The polynomial through values at Chebyshev's points.
class Interpolation {
 public:
  Interpolation() : values_(_arb_vec_init(kNodes)) { arb_poly_init(polynomial_); }
  Interpolation(const Interpolation&) = delete;
  Interpolation& operator=(const Interpolation&) = delete;
  ~Interpolation() {
    _arb_vec_clear(values_, kNodes);
    arb_poly_clear(polynomial_);
  }
  void set(std::size_t k, const Split& value) {
    arb_struct* const into = values_ + k;
    arb_set_d(into, value.tail);
    arb_add(into, into, Ball(Real(value.head)), ARF_PREC_EXACT);
    arb_add_error_arf(into, Real(value.error));
    arb_mul_2exp_si(into, into, static_cast<slong>(value.exponent));
  }
  void solve() {
    arb_ptr const at = _arb_vec_init(kNodes);
    for (std::size_t k = 0; k != Approximant::kTerms; ++k) arb_set_d(at + k, nodes()[k]);
    arb_poly_interpolate_newton(polynomial_, at, values_, kNodes, kBits);
    _arb_vec_clear(at, kNodes);
  }
  Ball coefficient(std::size_t k) const {
    Ball result;
    arb_poly_get_coeff_arb(result, polynomial_, static_cast<slong>(k));
    return result;
  }

 private:
  arb_ptr values_;
  arb_poly_t polynomial_;
};

}  // namespace

struct Approximants::State {
  const Arena* arena;
  Id root;
  Slice all;
  BallEvaluator real;
  ball::ComplexVector values;
  std::vector<ball::ComplexStep> program;
  std::optional<std::uint32_t> variable;

  State(const Arena& source, Id formula)
      : arena(&source), root(formula), all(slice(source, root)), real(source, std::span(&root, 1)), values(all.size()) {
    if (real.variables().size() != 1) return;
    const double anywhere = 1;
    real.evaluate(std::span(&anywhere, 1), kBits);
    for (std::uint32_t i = 0; i != all.size(); ++i) {
      const Id id = all.nodes[i];
      if (source.op(id) == Op::variable) {
        variable = i;
      } else if (source.is_constant(id)) {
        set_constant(values[i], real[id]);
      } else {
        program.emplace_back(source, all, i);
      }
    }
  }

  static void set_constant(acb_t into, const Enclosure& value) {
    if (!value.everywhere() || !std::isfinite(value.lo) || !std::isfinite(value.hi)) return acb_indeterminate(into);
    arb_set_interval_arf(acb_realref(into), Real(value.lo), Real(value.hi), kBits);
  }

  /// By what the arguments are between the ends, of which the real line is asked before.
  std::optional<ball::TakenBranch> branch_of(const ball::ComplexStep& one) const {
    std::array<Enclosure, kMaxArity> args;
    for (std::size_t k = 0; k != one.count; ++k) args[k] = real[all.nodes[one.args[k]]];
    return ball::taken_branch(one.op, {args.data(), one.count});
  }

  /// Is there nothing but arithmetic on the branch that is taken?
  bool arithmetic_alone() {
    std::vector<bool> plain(all.size());
    for (std::uint32_t i = 0; i != all.size(); ++i) plain[i] = i == *variable || arena->is_number(all.nodes[i]);
    for (const ball::ComplexStep& one : program) {
      const std::optional<ball::TakenBranch> branch = branch_of(one);
      const auto is_plain = [&](std::uint32_t arg) { return plain[arg]; };
      plain[one.target] =
          branch ? !branch->argument || plain[one.args[*branch->argument]]
                 : is_arithmetic(one.op) && std::all_of(one.args.begin(), one.args.begin() + one.count, is_plain);
    }
    return plain[all.position(root)];
  }

  /// A node on the disc, or the branch of it that is taken; indeterminate where that is not known.
  void run(const ball::ComplexStep& one) {
    acb_struct* const into = values[one.target];
    if (one.extend != nullptr) return one.run(values, true, kBits);
    const std::optional<ball::TakenBranch> branch = branch_of(one);
    if (!branch) {
      acb_indeterminate(into);
    } else if (!branch->argument) {
      acb_set_d(into, branch->factor);
    } else if (branch->factor < 0) {
      acb_neg(into, values[one.args[*branch->argument]]);
    } else {
      acb_set(into, values[one.args[*branch->argument]]);
    }
  }

  /// Not less than the formula's branch on the disc around the stretch, after a look at the real line.
  std::optional<Ball> most(double center, double radius) {
    acb_struct* const disc = values[*variable];
    const Real reach(kReach * radius);
    acb_set_d(disc, center);
    arb_add_error_arf(acb_realref(disc), reach);
    arb_add_error_arf(acb_imagref(disc), reach);
    for (const ball::ComplexStep& one : program) run(one);
    const acb_struct* const result = values[all.position(root)];
    if (!acb_is_finite(result)) return std::nullopt;
    Ball size;
    acb_abs(size, result, kBits);
    return size;
  }

  /// Do the values at Chebyshev's points exist, and are these doubles?
  bool interpolate(Interpolation& through, double center, double radius) {
    for (std::size_t k = 0; k != Approximant::kTerms; ++k) {
      const double off = radius * nodes()[k];
      const double point = center + off;
      if (point - center != off) return false;
      real.evaluate(std::span(&point, 1), kBits);
      const Split value = real.split(root);
      if (!value.known()) return false;
      through.set(k, value);
    }
    through.solve();
    return true;
  }
};

Approximants::Approximants(const Arena& arena, Id root) : state_(std::make_unique<State>(arena, root)) {}
Approximants::Approximants(Approximants&&) noexcept = default;
Approximants& Approximants::operator=(Approximants&&) noexcept = default;
Approximants::~Approximants() = default;

std::optional<Approximant> Approximants::over(double lo, double hi, double relative, double absolute) {
  State& state = *state_;
  if (!state.variable) return std::nullopt;
  const double center = lo + (hi - lo) / 2;
  const double radius = std::ldexp(1.0, std::ilogb(std::max(hi - center, center - lo)) + 1);
  // All between is looked at, so that the points of interpolation lie on the branch that the disc belongs to.
  const Extent box{Rational::from_double_exactly(center - radius), Rational::from_double_exactly(center + radius)};
  if (!box.lo || !box.hi) return std::nullopt;
  state.real.evaluate(std::span(&box, 1), kBits);
  const Enclosure all = state.real[state.root];
  Approximant result{.center = center, .defined = !all.nowhere()};
  if (all.nowhere()) return result;
  if (!all.everywhere() || state.arithmetic_alone()) return std::nullopt;
  // Beyond nearly all doubles: for two ends of which one is infinite.
  constexpr double huge = 0x1p1022;
  if (all.lo >= huge || all.hi <= -huge) {
    result.coefficients[0] = std::copysign(3 * huge, all.lo);
    result.error = 2 * huge;
    return result;
  }
  const auto good = [&](double error, double size) {
    return std::isfinite(size) && error <= std::max(relative * size, absolute);
  };
  const double middle = all.lo + (all.hi - all.lo) / 2;
  const double width = (all.hi - all.lo) * (1 + 0x1p-40) + std::fabs(middle) * 0x1p-50;
  if (good(width, std::fabs(middle))) {
    result.coefficients[0] = middle;
    result.error = width;
    return result;
  }
  result.to_unit = 1 / radius;
  const std::optional<Ball> most = std::isfinite(result.to_unit) ? state.most(center, radius) : std::nullopt;
  Interpolation through;
  if (!most || !state.interpolate(through, center, radius)) return std::nullopt;
  Ball off = ball::product_of(*most, Ball(Real(share_of_most())));
  double size = 0;
  for (std::size_t k = 0; k != Approximant::kTerms; ++k) {
    const Ball exact = through.coefficient(k);
    double& rounded = result.coefficients[k];
    rounded = arf_get_d(arb_midref(static_cast<const arb_struct*>(exact)), ARF_RND_NEAR);
    if (!std::isfinite(rounded)) return std::nullopt;
    size += std::fabs(rounded);
    Ball rest;
    arb_sub(rest, exact, Ball(Real(rounded)), ball::kBits);
    arb_abs(rest, rest);
    off = ball::sum_of(off, rest);
  }
  // Three roundings a term and four more, each of at most 2^-53 of all terms' sizes (Higham 2002, 5.1).
  constexpr double roundings = (3 * kNodes + 4) * 0x1p-53;
  result.error = (ball::upper(off) + size * roundings + 0x1p-1060) * (1 + 0x1p-40);
  return good(result.error, size) ? std::optional(result) : std::nullopt;
}

}  // namespace adage
