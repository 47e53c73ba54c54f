// SPDX-License-Identifier: BSL-1.0
// Gradient checks for one's own test suite, whatever framework it uses.
//
//   using adage::testing::gradient_of;
//   BOOST_TEST(gradient_of("max(0, x)").wrt("x").equals("step(x)"));
//   BOOST_TEST(gradient_of("log(1 + exp(w*x))").wrt("w").matches(slope, {{0.5, 2.0}, {-3.0, 1.0}}));
//   if (const auto outcome = gradient_of("x^2").equals("2*x"); !outcome) std::cerr << outcome << '\n';
#pragma once

#include <functional>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace adage::testing {

/// True where the check holds. Printed, it says what was claimed, what came of it, and where it fails.
struct Outcome {
  bool holds = false;
  std::string message;
  explicit operator bool() const { return holds; }
};
std::ostream& operator<<(std::ostream& out, const Outcome& outcome);

/// Code under test: inputs to one number.
using Code = std::function<double(std::span<const double>)>;
using Points = std::vector<std::vector<double>>;

/// A formula whose derivative is checked. Every check throws ParseError for a text that is no formula, and Error for
/// an unknown variable; none modifies the object, so checks may be repeated and run from several threads.
class GradientCheck {
 public:
  explicit GradientCheck(std::string_view formula);

  /// The variable to differentiate by; may be left out where the formula has only one.
  GradientCheck& wrt(std::string_view variable);
  /// A condition such as `x > 0`, to which the check is restricted; several must all hold.
  GradientCheck& assuming(std::string_view condition);
  /// The order in which code takes its inputs; by default the order in which the formula first names them.
  GradientCheck& inputs(std::vector<std::string> names);

  /// Is the derivative equal to `claimed`, proved for all values?
  Outcome equals(std::string_view claimed) const;
  /// Is it proved or, where that is out of reach, seen to agree to 40 digits at many points?
  Outcome agrees(std::string_view claimed) const;
  /// Does code return the derivative at these points, each a value for each input? `tolerance` is relative to the
  /// larger value; NaN equals NaN alone, and the points at which the assumptions fail are left out.
  Outcome matches(const Code& code, const Points& points, double tolerance = 1e-12) const;

 private:
  std::string formula_;
  std::string variable_;
  std::vector<std::string> assumptions_;
  std::vector<std::string> inputs_;
};

/// Starts a check of the derivative of a formula in the formula language; definitions may precede it.
GradientCheck gradient_of(std::string_view formula);

/// For code without a formula: is `gradient` (one function for each input) the gradient of `function` at these points?
/// By central differences, extrapolated twice (Richardson 1911), so that `tolerance` cannot be much below 1e-10; it is
/// relative to the slope or, where that is larger, to the function's value. A kink within 1e-3 of a point fails it.
Outcome matches_differences(const Code& function, const std::vector<Code>& gradient, const Points& points,
                            double tolerance = 1e-7);

}  // namespace adage::testing
