// SPDX-License-Identifier: BSL-1.0
// The ruler is tested first, and mostly for failing: a comparison that accepts a wrong number hides every error.
#include "ruler.hpp"

#include <boost/test/unit_test.hpp>
#include <initializer_list>

using ruler::close;
using ruler::identical;
using ruler::near;
using ruler::ulps;

namespace {

template <class T>
struct Special {
  static constexpr T nan = std::numeric_limits<T>::quiet_NaN();
  static constexpr T inf = std::numeric_limits<T>::infinity();
  static constexpr T tiny = std::numeric_limits<T>::denorm_min();
  static constexpr T huge = std::numeric_limits<T>::max();
};

template <class T>
T after(T x) {
  return std::nextafter(x, Special<T>::inf);
}

}  // namespace

using Types = std::tuple<float, double>;

BOOST_AUTO_TEST_CASE_TEMPLATE(wrong_numbers_fail_from_both_sides, T, Types) {
  BOOST_TEST(!near(T(1), T(2)));
  BOOST_TEST(!near(T(2), T(1)));
  BOOST_TEST(!near(T(1), T(-1), 1000));
  BOOST_TEST(!near(T(-1), T(1), 1000));
  BOOST_TEST(!near(T(1), after(T(1))));
  BOOST_TEST(!near(after(T(1)), T(1)));
  BOOST_TEST(!near(T(0), T(1e-30), 1000));
  BOOST_TEST(!close(T(1), T(1.02), T(0.01)));
  BOOST_TEST(!close(T(1.02), T(1), T(0.01)));
  BOOST_TEST(!close(T(0), T(1e-30), T(0.5)));
  BOOST_TEST(!close(T(1), T(-1), T(1)));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_is_not_finite_is_near_itself_alone, T, Types) {
  using S = Special<T>;
  for (const T x : {T(0), T(1), T(-1), S::huge, S::inf, -S::inf}) {
    BOOST_TEST(!near(S::nan, x, ruler::kFar));
    BOOST_TEST(!near(x, S::nan, ruler::kFar));
    BOOST_TEST(!close(S::nan, x, S::inf));
    BOOST_TEST(!close(x, S::nan, T(1)));
    BOOST_TEST(!identical(S::nan, x));
    BOOST_TEST(!identical(x, S::nan));
  }
  for (const T x : {T(0), T(1), S::huge, -S::inf}) {
    BOOST_TEST(!near(S::inf, x, ruler::kFar));
    BOOST_TEST(!near(x, S::inf, ruler::kFar));
    BOOST_TEST(!close(S::inf, x, T(1)));
    BOOST_TEST(!close(x, S::inf, T(1)));
  }
  BOOST_TEST(near(S::nan, S::nan));
  BOOST_TEST(near(S::nan, -S::nan));
  BOOST_TEST(close(S::nan, S::nan, T(0)));
  BOOST_TEST(near(S::inf, S::inf));
  BOOST_TEST(near(-S::inf, -S::inf));
  BOOST_TEST(close(-S::inf, -S::inf, T(0)));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(ulps_are_counted_across_zero_and_binades, T, Types) {
  using S = Special<T>;
  BOOST_TEST(ulps(T(1), T(1)) == 0u);
  BOOST_TEST(ulps(T(0), T(-0.0)) == 0u);
  BOOST_TEST(ulps(T(0), S::tiny) == 1u);
  BOOST_TEST(ulps(-S::tiny, S::tiny) == 2u);
  BOOST_TEST(ulps(S::tiny, -S::tiny) == 2u);
  BOOST_TEST(ulps(T(1), after(after(T(1)))) == 2u);
  BOOST_TEST(ulps(std::nextafter(T(1), T(0)), after(T(1))) == 2u);
  BOOST_TEST(ulps(T(-2), after(T(-2))) == 1u);
  BOOST_TEST(ulps(-S::huge, S::huge) == (sizeof(T) == 4 ? 0xFEFF'FFFEull : 0xFFDF'FFFF'FFFF'FFFEull));
  BOOST_TEST(near(T(1), after(T(1)), 1));
  BOOST_TEST(near(after(T(1)), T(1), 1));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(relative_closeness_is_symmetric_and_does_not_overflow, T, Types) {
  using S = Special<T>;
  BOOST_TEST(close(T(100), T(101), T(0.01)));
  BOOST_TEST(close(T(101), T(100), T(0.01)));
  BOOST_TEST(!close(S::huge, -S::huge, T(1)));
  BOOST_TEST(ruler::relative_distance(S::huge, -S::huge) == T(2));
  BOOST_TEST(close(T(1e-30), T(-1e-31), T(0), T(1e-29)));
  BOOST_TEST(!close(T(1e-30), T(1e-28), T(0.5), T(1e-29)));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(identity_tells_the_zeros_apart, T, Types) {
  BOOST_TEST(identical(T(0), T(0)));
  BOOST_TEST(!identical(T(0), T(-0.0)));
  BOOST_TEST(!identical(T(-0.0), T(0)));
  BOOST_TEST(!identical(T(1), after(T(1))));
  BOOST_TEST(identical(Special<T>::nan, -Special<T>::nan));
}

BOOST_AUTO_TEST_CASE(a_failure_shows_both_numbers) {
  std::ostringstream text;
  text << near(1.0, 1.5);
  BOOST_TEST(text.str() == "1 against 1.5, 2251799813685248 ulps apart (0.33333333333333337 relative)");
  text.str("");
  text << near(1.0, std::numeric_limits<double>::quiet_NaN());
  BOOST_TEST(text.str() == "1 against nan, not comparable");
}
