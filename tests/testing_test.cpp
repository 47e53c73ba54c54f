// SPDX-License-Identifier: BSL-1.0
// The checks offered to users hold what is right, fail what is wrong, and say why.
#include <adage/adage.hpp>
#include <adage/testing.hpp>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <sstream>

using adage::testing::gradient_of;
using adage::testing::matches_differences;
using adage::testing::Outcome;

namespace {

std::string text(const Outcome& outcome) {
  std::ostringstream out;
  out << outcome;
  return out.str();
}

double loss(std::span<const double> in) { return std::log1p(std::exp(in[0] * in[1])); }
double slope(std::span<const double> in) { return in[1] / (1 + std::exp(-in[0] * in[1])); }
double wrong_slope(std::span<const double> in) { return in[1] / (1 + std::exp(in[0] * in[1])); }
double other_slope(std::span<const double> in) { return in[0] / (1 + std::exp(-in[0] * in[1])); }

const adage::testing::Points points{{0.5, 2}, {-3, 1}, {0.1, -4}};

}  // namespace

BOOST_AUTO_TEST_CASE(a_formula_is_compared_with_a_claim) {
  BOOST_TEST(gradient_of("max(0, x)").wrt("x").equals("step(x)"));
  BOOST_TEST(gradient_of("x^2").equals("2*x"));
  BOOST_TEST(gradient_of("f(t) = t^3; f(x*y)").wrt("y").equals("3*x^3*y^2"));
  BOOST_TEST(gradient_of("sqrt(x^2)").assuming("x > 0").equals("1"));
  BOOST_TEST(!gradient_of("sqrt(x^2)").equals("1"));
  BOOST_TEST(!gradient_of("x^2").equals("2*x + 1e-12"));
  BOOST_TEST(!gradient_of("x^2").agrees("2*x + 1e-12"));
  BOOST_TEST(gradient_of("atan(sinh(x))").agrees("diff(2*atan(tanh(x/2)), x)"));
}

BOOST_AUTO_TEST_CASE(code_is_compared_with_a_formula) {
  BOOST_TEST(gradient_of("log(1 + exp(w*x))").wrt("w").matches(slope, points));
  BOOST_TEST(!gradient_of("log(1 + exp(w*x))").wrt("w").matches(wrong_slope, points));
  BOOST_TEST(gradient_of("log(1 + exp(w*x))").wrt("x").matches(other_slope, points));
  BOOST_TEST(gradient_of("log(1 + exp(w*x))").inputs({"x", "w"}).wrt("x").matches(slope, points));
  BOOST_TEST(!gradient_of("log(1 + exp(w*x))").wrt("w").matches(slope, {}));
  const auto nan = [](std::span<const double>) { return std::nan(""); };
  BOOST_TEST(!gradient_of("x^2").matches(nan, {{1.0}}));
  BOOST_TEST(gradient_of("x*abs(x)").assuming("x > 0").matches([](auto in) { return 2 * in[0]; }, {{1.0}, {-1.0}}));
}

BOOST_AUTO_TEST_CASE(code_is_compared_with_its_own_differences) {
  BOOST_TEST(matches_differences(loss, {slope, other_slope}, points, 1e-9));
  BOOST_TEST(!matches_differences(loss, {slope, slope}, points));
  BOOST_TEST(!matches_differences(loss, {wrong_slope, other_slope}, points));
  const auto slightly_wrong = [](std::span<const double> in) { return slope(in) * (1 + 1e-6); };
  BOOST_TEST(!matches_differences(loss, {slightly_wrong, other_slope}, points));
  BOOST_TEST(!matches_differences(loss, {slope, other_slope}, {}));
  const auto large = [](std::span<const double> in) { return std::sin(in[0] * 1e-6) * 1e8; };
  const auto large_slope = [](std::span<const double> in) { return std::cos(in[0] * 1e-6) * 1e2; };
  BOOST_TEST(matches_differences(large, {large_slope}, {{1.5e6}, {-3.0}}));
}

BOOST_AUTO_TEST_CASE(messages_say_what_was_claimed_and_where_it_fails) {
  BOOST_TEST(text(gradient_of("x^2").equals("2*x")) == "d/dx x^2 == 2*x: proved");
  BOOST_TEST(text(gradient_of("x^2").equals("3*x")) ==
             "d/dx x^2 == 3*x: refuted at x = -0.25: derived -0.5, claimed -0.75");
  BOOST_TEST(text(gradient_of("relu(x)").equals("where(x >= 0, 1, 0)")) ==
             "d/dx relu(x) == where(x >= 0, 1, 0): proved (differs at x = 0: derived 0, claimed 1)");
  BOOST_TEST(text(gradient_of("x^3").matches([](auto in) { return 2 * in[0]; }, {{0.0}, {0.5}})) ==
             "d/dx x^3 at x = 0.5: derived 0.75, the code returns 1");
  BOOST_TEST(text(gradient_of("x^2").matches([](auto in) { return 2 * in[0]; }, {{1.0}, {2.0}})) ==
             "d/dx x^2: the code agrees at 2 points");
}

BOOST_AUTO_TEST_CASE(misuse_is_an_error) {
  BOOST_CHECK_THROW(gradient_of("x*y").equals("y"), adage::Error);
  BOOST_CHECK_THROW(gradient_of("x").wrt("y").equals("0"), adage::Error);
  BOOST_CHECK_THROW(gradient_of("sin x").equals("0"), adage::ParseError);
  BOOST_CHECK_THROW(gradient_of("x^2").equals("2*"), adage::ParseError);
  BOOST_CHECK_THROW(gradient_of("x^2").matches(slope, {{1.0, 2.0}}), adage::ShapeError);
  BOOST_CHECK_THROW(matches_differences(loss, {slope}, points), adage::ShapeError);
}
