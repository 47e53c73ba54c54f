// SPDX-License-Identifier: BSL-1.0
// Operations of tapes alone: several of the language in one, which share an exponential or put back what rounding lost.
// The body says what each means; rules/table_fusing.cpp says where one takes its place. Nobody can write or see them
// but in the listing of a program, so that they need no derivative, no range and no enclosure.
#include <boost/math/special_functions/erf.hpp>

#include "lanes/erf.hpp"
#include "lanes/hyperbolic.hpp"
#include "lanes/leftover.hpp"
#include "lanes/logistic.hpp"
#include "lanes/trigonometric.hpp"
#include "ops/primitive.hpp"
#include "ops/tables.hpp"

namespace adage {
namespace {

using lanes::fused;

constexpr auto sigmoid_slope_of = []<class T>(T x) {
  using std::exp, std::fabs;
  const T small = exp(T(-fabs(x)));
  return T(small / ((1 + small) * (1 + small)));
};
constexpr auto softplus_of = []<class T>(T x) {
  using std::exp, std::fabs, std::log1p;
  return T((x > 0 ? x : T(0)) + log1p(T(exp(T(-fabs(x))))));
};
constexpr auto tanh_softplus_of = []<class T>(T x) {
  using std::tanh;
  return T(tanh(softplus_of(x)));
};
constexpr auto slope_at_softplus_of = []<class T>(T x) { return sigmoid_slope_of(T(2 * softplus_of(x))); };
constexpr auto exp_of_sum = []<class T>(T x, T rest) {
  using std::exp;
  return T(exp(T(x + rest)));
};
constexpr auto sigmoid_of_sum = []<class T>(T x, T rest) {
  using std::exp;
  return T(1 / (1 + exp(T(-x - rest))));
};
constexpr auto sigmoid_slope_of_sum = []<class T>(T x, T rest) { return sigmoid_slope_of(T(x + rest)); };
constexpr auto softplus_of_sum = []<class T>(T x, T rest) { return softplus_of(T(x + rest)); };
constexpr auto erfc_of_sum = []<class T>(T x, T rest) {
  if constexpr (is_precise<T>) {
    return T(boost::math::erfc(T(x + rest)));
  } else {
    return std::erfc(T(x + rest));
  }
};
constexpr auto normal_cdf_of_sum = []<class T>(T x, T rest) {
  const T scale = -1 / boost::math::constants::root_two<T>();
  return T(erfc_of_sum(T(x * scale), T(rest * scale)) / 2);
};
constexpr auto cosh_of_sum = []<class T>(T x, T rest) {
  using std::cosh;
  return T(cosh(T(x + rest)));
};
constexpr auto sinh_of_sum = []<class T>(T x, T rest) {
  using std::sinh;
  return T(sinh(T(x + rest)));
};
/// The addition theorems, as x + rest may not be a number of the type, in the widest one, as the terms may cancel.
constexpr auto sin_of_sum = []<class T>(T x, T rest) {
  using std::sin, std::cos;
  using Wide = std::conditional_t<is_precise<T>, T, long double>;
  const Wide a = x, b = rest;
  return T(sin(a) * cos(b) + cos(a) * sin(b));
};
constexpr auto cos_of_sum = []<class T>(T x, T rest) {
  using std::sin, std::cos;
  using Wide = std::conditional_t<is_precise<T>, T, long double>;
  const Wide a = x, b = rest;
  return T(cos(a) * cos(b) - sin(a) * sin(b));
};
constexpr auto tan_of_sum = []<class T>(T x, T rest) { return T(sin_of_sum(x, rest) / cos_of_sum(x, rest)); };
/// The sum of (-1)^k*x^(2*k + 1)/(2*k + 1)!*weight(k) from k = 1 on, or without the alternating sign, for |x| <= 2.
template <class T, class Weight>
T odd_series(const T& x, int sign, Weight weight) {
  constexpr int enough = 30;  // for 64 digits
  const T z = sign * x * x;
  T term = x, sum = 0;
  for (int k = 1; k != enough; ++k) {
    term *= z / T(2 * k * (2 * k + 1));
    sum += weight(k) * term;
  }
  return sum;
}
constexpr auto sub_sin_of = []<class T>(T x) {
  using std::sin;
  if (x <= 1 && x >= -1) return T(-odd_series(x, -1, [](int) { return 1; }));
  return T(x - sin(x));
};
constexpr auto sub_tanh_of = []<class T>(T x) {
  using std::cosh, std::tanh;
  if (x <= 1 && x >= -1) return T(odd_series(x, 1, [](int k) { return 2 * k; }) / cosh(x));
  return T(x - tanh(x));
};
constexpr auto sinc_slope_of = []<class T>(T x) {
  if (x <= 2 && x >= -2) return T(odd_series(x, -1, [](int k) { return 2 * k; }) / x / x);
  return is_nan(x) ? x : T(0);
};
/// x less whole turns, which pi does not divide exactly: within [-1, 1].
template <class T>
T less_turns(const T& x) {
  using std::floor;
  return T(x - 2 * floor(T(x / 2 + T(0.5))));
}
template <class T>
T sin_of_half_turns(const T& x) {
  using std::sin;
  return T(sin(T(x * boost::math::constants::pi<T>())));
}
constexpr auto sin_pi_of = []<class T>(T x) {
  const T part = less_turns(x), half = T(0.5);
  return sin_of_half_turns(part > half ? T(1 - part) : part < -half ? T(-1 - part) : part);
};
constexpr auto cos_pi_of = []<class T>(T x) {
  const T part = less_turns(x);
  return sin_of_half_turns(T(T(0.5) - (part < 0 ? T(-part) : part)));
};
constexpr auto sin_pi_of_sum = []<class T>(T x, T rest) {
  return T(sin_pi_of(x) * cos_pi_of(rest) + cos_pi_of(x) * sin_pi_of(rest));
};
constexpr auto cos_pi_of_sum = []<class T>(T x, T rest) {
  return T(cos_pi_of(x) * cos_pi_of(rest) - sin_pi_of(x) * sin_pi_of(rest));
};
/// Of real numbers nothing is lost.
constexpr auto nothing = []<class... T>(const T&...) { return std::common_type_t<T...>(0); };
/// NaN where the value is not a normal number though it should not be zero.
template <class L, class C>
[[gnu::always_inline]] inline L shown_if_small(L value, C not_zero) {
  using T = lanes::Element<L>;
  const auto small = lanes::magnitude(value) < L(std::numeric_limits<T>::min());
  return lanes::select(lanes::both(small, not_zero), L(lanes::Format<T>::nan), value);
}
constexpr auto showing_power = []<class A, class B>(A a, B b) {
  using std::pow, std::fabs;
  const auto value = pow(a, b);
  if constexpr (!is_wide<A>) {
    if (fabs(value) < std::numeric_limits<A>::min() && a != 0) return std::numeric_limits<A>::quiet_NaN();
  }
  return value;
};
constexpr auto gauss_of = []<class T>(T x, T s) {
  using std::exp;
  return T(exp(T(s * x * x)));
};
constexpr auto gauss_of_sum = []<class T>(T x, T s, T rest) {
  using std::exp;
  return T(exp(T(s * x * x + rest)));
};

const Row table[] = {
    {.name = "fused_sigmoid_slope",
     .parameters = "x",
     .body = "sigmoid(x)*sigmoid(-x)",
     .machine = on_lanes<1>(
         [](auto x) __attribute__((always_inline)) { return lanes::sigmoid_slope(x); }, sigmoid_slope_of),
     .ulp = 4},
    {.name = "fused_softplus",
     .parameters = "x",
     .body = "softplus(x)",
     .machine = on_lanes<1>(
         [](auto x) __attribute__((always_inline)) { return lanes::softplus(x); }, softplus_of),
     .ulp = 3},
    {.name = "fused_tanh_softplus",
     .parameters = "x",
     .body = "tanh(softplus(x))",
     .machine = on_lanes<1>(
         [](auto x) __attribute__((always_inline)) { return lanes::tanh_softplus(x); }, tanh_softplus_of),
     .ulp = 4},
    {.name = "fused_slope_softplus",
     .parameters = "x",
     .body = "(1 - tanh(softplus(x))^2)/4",
     .machine = on_lanes<1>(
         [](auto x) __attribute__((always_inline)) { return lanes::slope_at_softplus(x); }, slope_at_softplus_of),
     .ulp = 9},
    {.name = "fused_gauss",
     .parameters = "x, s",
     .body = "exp(s*x^2)",
     .machine = on_lanes<2>(
         [](auto x, auto s) __attribute__((always_inline)) { return lanes::exp_of_square(x, s); }, gauss_of),
     .ulp = 2},
    {.name = "fused_gauss_of_sum",
     .parameters = "x, s, rest",
     .body = "exp(s*x^2 + rest)",
     .machine = on_lanes<3>(
         [](auto x, auto s, auto rest) __attribute__((always_inline)) { return lanes::exp_of_square(x, s, rest); },
         gauss_of_sum),
     .ulp = 2},
    {.name = "fused_exp_of_sum",
     .parameters = "x, rest",
     .body = "exp(x + rest)",
     .machine = on_lanes<2>(
         [](auto x, auto rest) __attribute__((always_inline)) { return lanes::exp_of_sum(x, rest); }, exp_of_sum),
     .ulp = 2},
    {.name = "fused_sigmoid_of_sum",
     .parameters = "x, rest",
     .body = "sigmoid(x + rest)",
     .machine = on_lanes<2>(
         [](auto x, auto rest) __attribute__((always_inline)) { return lanes::sigmoid_of_sum(x, rest); },
         sigmoid_of_sum),
     .ulp = 2},
    {.name = "fused_sigmoid_slope_of_sum",
     .parameters = "x, rest",
     .body = "sigmoid(x + rest)*sigmoid(-x - rest)",
     .machine = on_lanes<2>(
         [](auto x, auto rest) __attribute__((always_inline)) { return lanes::sigmoid_slope_of_sum(x, rest); },
         sigmoid_slope_of_sum),
     .ulp = 4},
    {.name = "fused_softplus_of_sum",
     .parameters = "x, rest",
     .body = "softplus(x + rest)",
     .machine = on_lanes<2>(
         [](auto x, auto rest) __attribute__((always_inline)) { return lanes::softplus_of_sum(x, rest); },
         softplus_of_sum),
     .ulp = 3},
    {.name = "fused_erfc_of_sum",
     .parameters = "x, rest",
     .body = "erfc(x + rest)",
     .machine = on_lanes<2>(
         [](auto x, auto rest) __attribute__((always_inline)) { return lanes::erfc_of_sum(x, rest); }, erfc_of_sum),
     .ulp = 6},
    {.name = "fused_normal_cdf_of_sum",
     .parameters = "x, rest",
     .body = "normal_cdf(x + rest)",
     .machine = on_lanes<2>(
         [](auto x, auto rest) __attribute__((always_inline)) { return lanes::normal_cdf_of_sum(x, rest); },
         normal_cdf_of_sum),
     .ulp = 6},
    {.name = "fused_cosh_of_sum",
     .parameters = "x, rest",
     .body = "cosh(x + rest)",
     .machine = on_double_lanes<2>(
         [](auto x, auto rest) __attribute__((always_inline)) { return lanes::cosh_of_sum(x, rest); }, cosh_of_sum),
     .ulp = 3},
    {.name = "fused_sinh_of_sum",
     .parameters = "x, rest",
     .body = "sinh(x + rest)",
     .machine = on_double_lanes<2>(
         [](auto x, auto rest) __attribute__((always_inline)) { return lanes::sinh_of_sum(x, rest); }, sinh_of_sum),
     .ulp = 3},
    // At angles beyond kFarthestAngle the terms of the addition theorems may cancel: there errors grow next to zeros.
    {.name = "fused_sin_of_sum",
     .parameters = "x, rest",
     .body = "sin(x + rest)",
     .machine = on_double_lanes_within<lanes::kFarthestAngle, 2>(
         [](auto x, auto rest) __attribute__((always_inline)) { return lanes::sin_of_sum(x, rest); }, sin_of_sum),
     .ulp = 2},
    {.name = "fused_cos_of_sum",
     .parameters = "x, rest",
     .body = "cos(x + rest)",
     .machine = on_double_lanes_within<lanes::kFarthestAngle, 2>(
         [](auto x, auto rest) __attribute__((always_inline)) { return lanes::cos_of_sum(x, rest); }, cos_of_sum),
     .ulp = 2},
    {.name = "fused_tan_of_sum",
     .parameters = "x, rest",
     .body = "tan(x + rest)",
     .machine = on_double_lanes_within<lanes::kFarthestAngle, 2>(
         [](auto x, auto rest) __attribute__((always_inline)) { return lanes::tan_of_sum(x, rest); }, tan_of_sum),
     .ulp = 3},
    {.name = "fused_sin_pi",
     .parameters = "x",
     .body = "sin(pi*x)",
     .machine = on_double_lanes<1>(
         [](auto x) __attribute__((always_inline)) { return lanes::sin_pi(x); }, sin_pi_of),
     .ulp = 2},
    {.name = "fused_cos_pi",
     .parameters = "x",
     .body = "cos(pi*x)",
     .machine = on_double_lanes<1>(
         [](auto x) __attribute__((always_inline)) { return lanes::cos_pi(x); }, cos_pi_of),
     .ulp = 2},
    {.name = "fused_sub_sin",
     .parameters = "x",
     .body = "x - sin(x)",
     .machine = on_double_lanes_within<lanes::kFarthestAngle, 1>(
         [](auto x) __attribute__((always_inline)) { return lanes::sub_sin(x); }, sub_sin_of),
     .ulp = 3},
    {.name = "fused_sub_tanh",
     .parameters = "x",
     .body = "x - tanh(x)",
     .machine = on_double_lanes<1>(
         [](auto x) __attribute__((always_inline)) { return lanes::sub_tanh(x); }, sub_tanh_of),
     .ulp = 5},
    // Of sin(x)/x next to zero alone: further out the slope has zeros, at which digits are lost.
    {.name = "fused_sinc_slope",
     .parameters = "x",
     .body = "where(abs(x) <= 2, (cos(x) - sin(x)/x)/x, 0)",
     .machine = on_double_lanes<1>(
         [](auto x) __attribute__((always_inline)) { return lanes::sinc_slope(x); }, sinc_slope_of),
     .ulp = 3},
    {.name = "fused_sin_pi_of_sum",
     .parameters = "x, rest",
     .body = "sin(pi*(x + rest))",
     .machine = on_double_lanes<2>(
         [](auto x, auto rest) __attribute__((always_inline)) { return lanes::sin_pi_of_sum(x, rest); }, sin_pi_of_sum),
     .ulp = 2},
    {.name = "fused_cos_pi_of_sum",
     .parameters = "x, rest",
     .body = "cos(pi*(x + rest))",
     .machine = on_double_lanes<2>(
         [](auto x, auto rest) __attribute__((always_inline)) { return lanes::cos_pi_of_sum(x, rest); }, cos_pi_of_sum),
     .ulp = 2},
    // A divisor that has overflowed hides in a zero (lower/escape.cpp): b - b is 0, or NaN where b is infinite.
    {.name = "fused_showing_quotient",
     .parameters = "a, b",
     .body = "a/b",
     .machine = on_lanes<2>(
         [](auto a, auto b) __attribute__((always_inline)) { return a / b - (b - b); },
         [](const auto& a, const auto& b) { return std::common_type_t<decltype(a + b)>(a / b); }),
     .ulp = 0},
    // A product that has vanished, or lost digits below the normal numbers, hides when it is magnified
    // (lower/sunk.cpp).
    {.name = "fused_showing_small_product",
     .parameters = "a, b",
     .body = "a*b",
     .machine = on_lanes<2>(
         [](auto a, auto b) __attribute__((always_inline)) {
           const auto zero = decltype(a)(0);
           return shown_if_small(a * b, lanes::both(a != zero, b != zero));
         },
         [](const auto& a, const auto& b) { return std::common_type_t<decltype(a + b)>(a * b); }),
     .ulp = 0},
    {.name = "fused_showing_small_quotient",
     .parameters = "a, b",
     .body = "a/b",
     .machine = on_lanes<2>(
         [](auto a, auto b) __attribute__((always_inline)) { return shown_if_small(a / b, a != decltype(a)(0)); },
         [](const auto& a, const auto& b) { return std::common_type_t<decltype(a + b)>(a / b); }),
     .ulp = 0},
    {.name = "fused_showing_small_value",
     .parameters = "a",
     .body = "a",
     .machine = on_lanes<1>(
         [](auto a) __attribute__((always_inline)) {
           const auto any = a == a;  // zero too: what a function makes small is never zero
           return shown_if_small(a, any);
         },
         [](const auto& a) { return a; }),
     .ulp = 0},
    {.name = "fused_showing_small_power",
     .parameters = "a, b",
     .body = "a^b",
     .machine = function_of<2>(showing_power)},
    // What rounding lost of a constant (lower/constants.cpp), a product, a sum (Knuth 1969), a quotient, an
    // exponential, a softplus.
    {.name = "fused_rest",
     .parameters = "c",
     .body = "0",
     .machine = on_lanes<1>(
         [](auto c) __attribute__((always_inline)) { return c - c; }, nothing),
     .rest = true},
    {.name = "fused_product_rest",
     .parameters = "a, b",
     .body = "0",
     .machine = on_lanes<2>(
         [](auto a, auto b) __attribute__((always_inline)) { return fused(a, b, -(a * b)); }, nothing),
     .rest = true},
    {.name = "fused_sum_rest",
     .parameters = "a, b",
     .body = "0",
     .machine = on_lanes<2>(
         [](auto a, auto b) __attribute__((always_inline)) { return lanes::two_sum(a, b).rest; }, nothing),
     .rest = true},
    {.name = "fused_quotient_rest",
     .parameters = "a, b",
     .body = "0",
     .machine = on_lanes<2>(
         [](auto a, auto b) __attribute__((always_inline)) { return fused(-(a / b), b, a) / b; }, nothing),
     .rest = true},
    {.name = "fused_exp_rest",
     .parameters = "x",
     .body = "0",
     .machine = on_lanes<1>(
         [](auto x) __attribute__((always_inline)) { return lanes::exp_rest(x); }, nothing),
     .rest = true},
    {.name = "fused_softplus_rest",
     .parameters = "x",
     .body = "0",
     .machine = on_lanes<1>(
         [](auto x) __attribute__((always_inline)) { return lanes::softplus_rest(x); }, nothing),
     .rest = true},
};

}  // namespace

std::span<const Row> fused_rows() { return table; }

}  // namespace adage
