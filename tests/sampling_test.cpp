// SPDX-License-Identifier: BSL-1.0
// What verdicts stand on: exact inequalities, points that are the same everywhere, numbers as people read them.
#include "verify/sampling.hpp"

#include <boost/test/unit_test.hpp>

#include "exact_text.hpp"

using namespace adage;

namespace {}  // namespace

BOOST_AUTO_TEST_CASE(linear_inequalities_contradict_each_other_exactly) {
  Arena arena;
  const Id x = arena.variable("x");
  const Id y = arena.variable("y");
  const Id z = arena.variable("z");
  const auto form = [](std::initializer_list<std::pair<Id, Rational>> terms, Rational constant = 0) {
    return Affine{std::vector<std::pair<Id, Rational>>(terms), std::move(constant)};
  };
  const Inequality x_above_y{form({{x, 1}, {y, -1}}), true};
  const Inequality y_above_z{form({{y, 1}, {z, -1}}), true};
  const Inequality z_above_x{form({{x, -1}, {z, 1}}), true};
  BOOST_TEST(contradictory({x_above_y, y_above_z, z_above_x}));
  BOOST_TEST(!contradictory({x_above_y, y_above_z}));
  const Inequality x_from_y{x_above_y.form, false};
  const Inequality y_from_z{y_above_z.form, false};
  const Inequality z_from_x{z_above_x.form, false};
  BOOST_TEST(!contradictory({x_from_y, y_from_z, z_from_x}));
  BOOST_TEST(contradictory({x_from_y, y_from_z, z_above_x}));
  const Rational third(1, 3);
  BOOST_TEST(contradictory({{form({{x, 3}}, -1), true}, {form({{x, -1}}, third), true}}));
  BOOST_TEST(!contradictory({{form({{x, 3}}, -1), false}, {form({{x, -1}}, third), false}}));
  const std::array<Inequality, 2> bounds{Inequality{form({{x, 3}}, -1), true}, Inequality{form({{x, -2}}, 5), false}};
  const Interval box = interval(x, bounds);
  BOOST_TEST((*box.lo == third && box.lo_open && *box.hi == Rational(5, 2) && !box.hi_open));
}

BOOST_AUTO_TEST_CASE(exact_numbers_are_written_briefly_and_read_back) {
  const auto written = [](const Rational& value) {
    const std::string text = exact_text(value);
    BOOST_TEST((adage::testing::read_exact(text) == value), text);
    return text;
  };
  BOOST_TEST(written(Rational(0)) == "0");
  BOOST_TEST(written(Rational(-7)) == "-7");
  BOOST_TEST(written(Rational(1, 3)) == "1/3");
  BOOST_TEST(written(Rational(-3, 8)) == "-0.375");
  BOOST_TEST(written(decimal(125, -302)) == "1.25e-300");
  BOOST_TEST(written(decimal(-125, 298)) == "-1.25e300");
  BOOST_TEST(written(Rational(1) + decimal(1, -30)) == "1.000000000000000000000000000001");
  BOOST_TEST(written(Rational(1, 3) * decimal(1, -12)) == "1/3000000000000");
  BOOST_TEST(rounded_text(PreciseNumber(1) / 3, 6) == "0.333333");
  BOOST_TEST(rounded_text(PreciseNumber(-20000), 6) == "-20000");
  BOOST_TEST(rounded_text(PreciseNumber(1234567), 3) == "1230000");
  BOOST_TEST(rounded_text(PreciseNumber("1.5e-300"), 6) == "1.5e-300");
  BOOST_TEST(rounded_text(PreciseNumber("0.00999999999"), 4) == "0.01");
}

BOOST_AUTO_TEST_CASE(points_are_the_same_on_every_machine_and_inside_the_box) {
  Interval box;
  box.lo = Rational(2);
  box.hi = Rational(3);
  Interval half;
  half.hi = Rational(-1);
  const std::array<Interval, 3> boxes{box, half, Interval{}};
  Sampler sampler(boxes, 1);
  Sampler twin(boxes, 1);
  bool small = false;
  bool large = false;
  for (int i = 0; i != 400; ++i) {
    const std::vector<Rational> point = sampler.draw();
    BOOST_TEST((point == twin.draw()));
    BOOST_TEST((point[0] > Rational(2) && point[0] < Rational(3) && point[1] < Rational(-1)));
    small = small || abs(point[2]) < decimal(1, -100);
    large = large || abs(point[2]) > decimal(1, 100);
  }
  BOOST_TEST((small && large));
  Sampler fresh(std::vector<Interval>(1), 1);
  std::string first;
  for (int i = 0; i != 4; ++i) first += exact_text(fresh.draw()[0]) + " ";
  BOOST_TEST(first == "-0.25 6.61 -7/3 17 ");
}
