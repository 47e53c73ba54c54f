// SPDX-License-Identifier: BSL-1.0
// Special functions: the error function and the gamma function with their relatives.
// Derivatives: DLMF 7.2 (error functions) and 5.2, 5.15 (gamma and polygamma).
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/polygamma.hpp>

#include "lanes/erf.hpp"
#include "ops/enclosing.hpp"
#include "ops/precise.hpp"
#include "ops/primitive.hpp"
#include "ops/tables.hpp"

// Before main Boost.Math would compute some of these to all digits of the precise type, lest threads meet as the first
// ones do it; that took every program 12 to 20 ms, and what they would meet at is guarded by the language since C++11.
namespace boost::math::detail {

template <class Policy, class Tag>
struct zeta_initializer<adage::PreciseNumber, Policy, Tag> {
  static void force_instantiate() {}
};

template <class Policy>
struct polygamma_initializer<adage::PreciseNumber, Policy> {
  struct init {
    void force_instantiate() const {}
  };
  static constexpr init initializer{};
};

}  // namespace boost::math::detail

namespace adage {
namespace {

namespace policies = boost::math::policies;

/// Poles give infinity or NaN, as in IEEE arithmetic, and never an exception.
using Quiet =
    policies::policy<policies::domain_error<policies::ignore_error>, policies::pole_error<policies::ignore_error>,
                     policies::overflow_error<policies::ignore_error>,
                     policies::underflow_error<policies::ignore_error>,
                     policies::evaluation_error<policies::ignore_error>, policies::promote_double<false>>;

constexpr double kInf = std::numeric_limits<double>::infinity();

constexpr auto erf_of = []<class T>(T x) {
  if constexpr (is_precise<T>) {
    return T(boost::math::erf(x, Quiet()));
  } else {
    return std::erf(x);
  }
};
constexpr auto erfc_of = []<class T>(T x) {
  if constexpr (is_precise<T>) {
    return T(boost::math::erfc(x, Quiet()));
  } else {
    return std::erfc(x);
  }
};

/// erfc(-x/√2)/2. In double the rounding of x/√2, which the tail would amplify x² times, is put back by one
/// step of Taylor's formula.
constexpr auto normal_cdf = []<class T>(T x) {
  if constexpr (is_wide<T>) {
    return T(erfc_of(T(-x / boost::math::constants::root_two<T>())) / 2);
  } else {
    constexpr double scale = 0.70710678118654752440;
    constexpr double scale_rest = -4.8336466567264567e-17;  // 1/√2 minus the double above
    const double z = -x * scale;
    const double value = std::erfc(z) / 2;
    if (!(std::fabs(z) < 30)) return value;
    const double rest = std::fma(-x, scale, -z) - x * scale_rest;
    return value - rest * std::exp(-z * z) * boost::math::constants::one_div_root_pi<double>();
  }
};

/// The type for negative arguments. There lgamma, digamma and polygamma cross zero between any two poles, and the
/// reflection formulas cancel: a double would lose thousands of ulps, the wider type loses none.
template <class T>
using Reflected = std::conditional_t<is_precise<T>, T, long double>;

/// std::lgamma writes a global variable and so is not safe to call from two threads.
constexpr auto lgamma_of = []<class T>(T x) {
  using std::floor, std::fabs;
  if (is_nan(x)) return x;
  if (x <= 0 && floor(x) == x) return std::numeric_limits<T>::infinity();
  using std::isinf;
  if (isinf(x)) return std::numeric_limits<T>::infinity();
  // Boost's lgamma of wide types has 47 digits where that of gamma has all.
  if constexpr (is_precise<T>) {
    if (fabs(x) < 1000) return T(log(fabs(boost::math::tgamma(x, Quiet()))));
  }
  if (x < 0) {  // DLMF 5.5.3; Boost's form of it asks an int whether floor(x) is odd
    using std::log, std::sin;
    using Wide = Reflected<T>;
    const Wide pi = boost::math::constants::pi<Wide>();
    const Wide wide(x);
    const Wide to_pole = fabs(Wide(wide - floor(Wide(wide + Wide(0.5)))));
    return T(log(Wide(pi / (-wide * sin(Wide(pi * to_pole))))) - boost::math::lgamma(Wide(-wide), Quiet()));
  }
  return T(boost::math::lgamma(x, Quiet()));
};
constexpr auto gamma_of = []<class T>(T x) {
  if constexpr (is_precise<T>) {
    return T(boost::math::tgamma(x, Quiet()));
  } else {
    return std::tgamma(x);
  }
};
constexpr auto digamma_of = []<class T>(T x) {
  using std::floor;
  if (is_nan(x)) return x;
  using std::isinf;
  if (isinf(x)) return x > 0 ? x : std::numeric_limits<T>::quiet_NaN();
  if (x <= 0 && floor(x) == x) return std::numeric_limits<T>::quiet_NaN();
  if (x < 0) {  // DLMF 5.5.4; Boost's form of it loses the distance to the nearest pole, which is exact here
    using std::tan;
    using Wide = Reflected<T>;
    const Wide pi = boost::math::constants::pi<Wide>();
    const Wide wide(x);
    return T(boost::math::digamma(Wide(1 - wide), Quiet()) -
             pi / tan(Wide(pi * (wide - floor(Wide(wide + Wide(0.5)))))));
  }
  return T(boost::math::digamma(x, Quiet()));
};
constexpr auto polygamma_of = []<class T>(T n, T x) {
  using std::floor, std::fabs;
  using std::isinf;
  const bool order = n >= 0 && n <= 100 && floor(n) == n;
  if (!order || is_nan(x) || (x <= 0 && floor(x) == x)) return std::numeric_limits<T>::quiet_NaN();
  if (n == 0) return digamma_of(x);
  if (isinf(x)) return x > 0 ? T(0) : std::numeric_limits<T>::quiet_NaN();
  const int whole = static_cast<int>(n);
  const T value =
      x < 0 ? T(boost::math::polygamma(whole, Reflected<T>(x), Quiet())) : T(boost::math::polygamma(whole, x, Quiet()));
  // Close to a pole p it is -(-1)^n n!/(x - p)^(n + 1); Boost forgets the sign when that overflows.
  const bool even = whole % 2 == 0;
  return isinf(value) && even && (x > 0 || x > floor(T(x + T(0.5)))) ? T(-fabs(value)) : value;
};

Between erf_enclosure(Between x, Margin m) { return enclosing::rising(erf_of, x, {-1, 1}, {}, m); }
Between erfc_enclosure(Between x, Margin m) { return enclosing::falling(erfc_of, x, {0, 2}, {}, m); }
Between normal_cdf_enclosure(Between x, Margin m) { return enclosing::rising(normal_cdf, x, {0, 1}, {}, m); }

bool at_pole(Between x) { return x.point() && x.lo <= 0 && std::floor(x.lo) == x.lo; }

/// The gamma function and its relatives, which have no value at whole numbers that are not positive.
template <auto F>
Between beside_poles(Between x, Margin m) {
  return at_pole(x) ? Between::nothing() : enclosing::at_points(F, m, x);
}
Between polygamma_enclosure(Between n, Between x, Margin m) {
  return at_pole(x) ? Between::nothing() : enclosing::at_points(polygamma_of, m, n, x);
}

const Row table[] = {
    {.name = "erf",
     .parameters = "x",
     .partials = {"2/sqrt(pi)*exp(-x^2)"},
     .machine = on_lanes<1>(
         [](auto x) __attribute__((always_inline)) { return lanes::erf(x); }, erf_of),
     .range =
         [](const Range& a, const Range&, const Range&) {
           return range::increasing(std::erf, a, {-1, 1, true, true});
         },
     .enclose = enclosing::lanes<erf_enclosure>,
     .summary = "error function",
     .cost = 20,
     .time = 120},
    {.name = "erfc",
     .parameters = "x",
     .partials = {"-2/sqrt(pi)*exp(-x^2)"},
     .machine = on_lanes<1>(
         [](auto x) __attribute__((always_inline)) { return lanes::erfc(x); }, erfc_of),
     .range =
         [](const Range&, const Range&, const Range&) {
           return Range{0, 2, true, true};
         },
     .enclose = enclosing::lanes<erfc_enclosure>,
     .summary = "1 - erf(x) without cancellation",
     .ulp = 4,
     .cost = 25,
     .time = 130},
    {.name = "normal_cdf",
     .parameters = "x",
     .partials = {"exp(-x^2/2)/sqrt(2*pi)"},
     .machine = on_lanes<1>(
         [](auto x) __attribute__((always_inline)) { return lanes::normal_cdf(x); }, normal_cdf),
     .range =
         [](const Range&, const Range&, const Range&) {
           return Range{0, 1, true, true};
         },
     .enclose = enclosing::lanes<normal_cdf_enclosure>,
     .latex = "\\Phi\\left(#1\\right)",
     .summary = "cumulative distribution function of N(0, 1)",
     .ulp = 5,
     .cost = 40,
     .time = 140},
    {.name = "gamma",
     .parameters = "x",
     .partials = {"self*digamma(x)"},
     .machine = function_of<1>(gamma_of),
     .domain = "x > 0 or floor(x) != x",
     .range =
         [](const Range& a, const Range&, const Range&) {
           return a.positive() ? Range{0, kInf, true, false} : Range{};
         },
     .enclose = enclosing::lanes<beside_poles<gamma_of>>,
     .aliases = "tgamma",
     .latex = "\\Gamma\\left(#1\\right)",
     .summary = "gamma function",
     .ulp = 5,
     .cost = 50,
     .time = 1060},
    {.name = "lgamma",
     .parameters = "x",
     .partials = {"digamma(x)"},
     .machine = function_of<1>(lgamma_of),
     .domain = "x > 0 or floor(x) != x",
     .enclose = enclosing::lanes<beside_poles<lgamma_of>>,
     .latex = "\\log\\left|\\Gamma\\left(#1\\right)\\right|",
     .summary = "logarithm of |gamma(x)|",
     .ulp = 5,
     .cost = 50,
     .time = 510},
    {.name = "digamma",
     .parameters = "x",
     .partials = {"polygamma(1, x)"},
     .machine = function_of<1>(digamma_of),
     .domain = "x > 0 or floor(x) != x",
     .enclose = enclosing::lanes<beside_poles<digamma_of>>,
     .aliases = "psi",
     .latex = "\\psi\\left(#1\\right)",
     .summary = "logarithmic derivative of gamma",
     .ulp = 8,
     .cost = 60,
     .time = 310},
    {.name = "polygamma",
     .parameters = "n, x",
     .partials = {"", "polygamma(n + 1, x)"},
     .machine = function_of<2>(polygamma_of),
     .domain = "n >= 0 and floor(n) == n and (x > 0 or floor(x) != x)",
     .enclose = enclosing::lanes<polygamma_enclosure>,
     .latex = "\\psi^{(#1)}\\left(#2\\right)",
     .summary = "n-th derivative of digamma, n a whole number up to 100",
     .ulp = 16,
     .cost = 100,
     .time = 220},
};

}  // namespace

std::span<const Row> special_rows() { return table; }

}  // namespace adage
