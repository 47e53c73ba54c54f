// SPDX-License-Identifier: BSL-1.0
// The true value of a formula at points given in doubles, enclosed: for many points at once in doubles, for single ones
// in 64 digits and, where these are not enough, by balls of growing precision.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "ball/approximant.hpp"
#include "ball/ball.hpp"
#include "lower/lower.hpp"
#include "ops/between.hpp"
#include "verify/precise_eval.hpp"

namespace adage {

/// For one thread at a time; a copy for each further thread shares the formula.
class Reference {
 public:
  /// The formula must depend on the `inputs` alone; throws Error otherwise. What is enclosed is its simplified form,
  /// which may have a value at isolated points where the formula has none (x/x), unless `options` keep it as it is.
  Reference(const Arena& arena, Id formula, std::span<const Id> inputs, const LowerOptions& options = {});

  std::size_t inputs() const { return inputs_.size(); }

  /// Row i of input k is `in[k][i]`. An infinite one stands for all numbers beyond the doubles, so that an enclosure
  /// holds for the limit too. Of NaN nothing comes. Many points of one input that lie close together are enclosed by
  /// polynomials where that is enough to measure errors in numbers of so few `digits`.
  void enclose(std::span<const double* const> in, std::span<Between> out, int digits = 53);

  /// At one point of finite numbers.
  Bounded precise(std::span<const double> point);

  /// The same, known only where it measures an error of any format to three digits, by balls where the library has
  /// them, which is faster. A value that stays below the subnormal numbers is known as zero with an error. With `hard`
  /// as many bits are tried as it takes, otherwise few.
  Split split(std::span<const double> point, bool hard = true);

 private:
  struct Step {
    Enclose enclose = nullptr;
    Margin margin;
    std::uint32_t target = 0;
    std::array<std::uint32_t, kMaxArity> args{};
  };
  /// Made when it is first needed; a copy makes its own.
  struct Balls {
    std::optional<BallEvaluator> evaluator;
    std::optional<BallEvaluator> swift;  ///< for few bits, so that its constants stay
    std::optional<Approximants> approximants;
    Balls() = default;
    Balls(const Balls&) {}
    Balls& operator=(const Balls&) { return evaluator.reset(), swift.reset(), approximants.reset(), *this; }
    ~Balls() = default;
  };
  std::optional<Bounded> refined();
  void enclose_one_by_one(std::span<const double* const> in, std::size_t first, std::span<Between> out);
  std::optional<Approximant> approximant(std::span<const double> x, double relative);
  void enclose_piecewise(const double* in, std::size_t first, std::span<Between> out, double relative);
  void enclose_block(std::span<const double* const> in, std::size_t first, std::size_t n);
  Between* block(std::size_t i) { return blocks_.data() + i * rows_; }

  std::shared_ptr<const Runnable> form_;
  PreciseEvaluator precise_;
  std::vector<std::uint32_t> inputs_;  ///< block of each input
  std::vector<std::uint32_t> order_;   ///< which input each variable of the precise evaluator is
  std::vector<Step> steps_;
  std::uint32_t result_ = 0;
  std::size_t rows_ = 0;  ///< in a block
  std::vector<Between> blocks_;
  std::vector<Rational> point_;
  std::vector<double> place_;  ///< the point in the order of the balls' variables
  Balls balls_;
};

/// The doubles around a bounded value.
Between between(const Bounded& value);
/// The same value in the other forms.
Split split(const Bounded& value);
Split split(const Between& value);

}  // namespace adage
