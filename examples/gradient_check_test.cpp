// SPDX-License-Identifier: BSL-1.0
// A gradient check inside one's own test suite. The code under test is a hand-written loss with a hand-written
// gradient, as it might stand in a training loop; adage derives the gradient anew and the test compares.
#define BOOST_TEST_MODULE gradient_check
#include <adage/adage.hpp>
#include <boost/test/unit_test.hpp>
#include <cmath>

namespace {

/// The logistic loss of one sample, and its derivative with respect to the weight, written for speed.
double loss(double w, double x, double y) { return std::log1p(std::exp(-y * w * x)); }
double slope(double w, double x, double y) { return -y * x / (1 + std::exp(y * w * x)); }

}  // namespace

BOOST_AUTO_TEST_CASE(the_handwritten_gradient_is_right) {
  adage::Graph graph;
  const adage::Expression w = graph.variable("w");
  const adage::Expression x = graph.variable("x");
  const adage::Expression y = graph.variable("y");
  const adage::Expression formula = adage::parse(graph, "log(1 + exp(-y*w*x))");
  const adage::Expression derived = adage::simplify(adage::gradient(formula, {w})[0]);

  // The code agrees with the formula and its derivative at some points …
  const adage::Function expected = adage::compile({formula, derived}, {w, x, y});
  for (const double weight : {-3.0, -0.1, 0.0, 0.7, 5.0}) {
    for (const double target : {-1.0, 1.0}) {
      const double in[] = {weight, 1.5, target};
      double out[2];
      expected.evaluate(in, out);
      BOOST_TEST(loss(weight, 1.5, target) == out[0], boost::test_tools::tolerance(1e-14));
      BOOST_TEST(slope(weight, 1.5, target) == out[1], boost::test_tools::tolerance(1e-14));
    }
  }
  // … and the closed form behind it is the derivative at all of them.
  BOOST_TEST((adage::check(derived, adage::parse(graph, "-y*x*(1 - sigmoid(y*w*x))")) == adage::Verdict::Kind::proved));
}
