// SPDX-License-Identifier: BSL-1.0
// Elementary functions. Derivatives are the ones of any calculus table, in the form that stays exact longest.
#include <boost/math/special_functions/cbrt.hpp>

#include "lanes/arctangent.hpp"
#include "lanes/exp.hpp"
#include "lanes/hyperbolic.hpp"
#include "lanes/hypotenuse.hpp"
#include "lanes/log.hpp"
#include "lanes/logistic.hpp"
#include "lanes/tanh.hpp"
#include "lanes/trigonometric.hpp"
#include "ops/enclosing.hpp"
#include "ops/primitive.hpp"
#include "ops/tables.hpp"

namespace adage {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr Range kPositive{0, kInf, true, false};
constexpr Range kNonnegative{0, kInf};

/// The range of an increasing function with the given image.
template <double (*F)(double), auto Image>
Range increasing(const Range& a, const Range&, const Range&) {
  return range::increasing(F, a, Image());
}

template <auto Image>
Range within(const Range&, const Range&, const Range&) {
  return Image();
}

constexpr auto any_real = [] { return Range{}; };
constexpr auto positive = [] { return kPositive; };
constexpr auto nonnegative = [] { return kNonnegative; };
constexpr auto open_unit = [] { return Range{-1, 1, true, true}; };
constexpr auto probability = [] { return Range{0, 1, true, true}; };
constexpr auto above_minus_one = [] { return Range{-1, kInf, true, false}; };
constexpr auto half_turn = [] { return Range{-1.5707963267948968, 1.5707963267948968, true, true}; };
constexpr auto closed_half_turn = [] { return Range{-1.5707963267948968, 1.5707963267948968}; };
constexpr auto upper_half_turn = [] { return Range{0, 3.1415926535897936}; };

constexpr auto unit = [] { return Range{-1, 1}; };
constexpr auto from_one = [] { return Range{1, kInf}; };

template <double (*F)(double), auto Image, auto Domain>
Between rising_rule(Between x, Margin m) {
  return enclosing::rising(F, x, Image(), Domain(), m);
}
template <double (*F)(double), auto Image, auto Domain = any_real>
constexpr Enclose rising = enclosing::lanes<rising_rule<F, Image, Domain>>;

/// A function that never falls and is computed without error.
template <auto F>
Between exact_rule(Between x, Margin) {
  return {F(x.lo), F(x.hi)};
}
template <auto F>
constexpr Enclose exactly = enclosing::lanes<exact_rule<F>>;

template <double (*F)(double)>
Between wave_rule(Between x, Margin m) {
  return enclosing::wave(F, x, m);
}
template <double (*F)(double)>
constexpr Enclose wave = enclosing::lanes<wave_rule<F>>;

Between tan_enclosure(Between x, Margin m) {
  return enclosing::tangent([](double at) { return std::tan(at); }, x, m);
}
Between acos_enclosure(Between x, Margin m) {
  return enclosing::falling([](double at) { return std::acos(at); }, x, upper_half_turn(), unit(), m);
}
Between atan2_enclosure(Between y, Between x, Margin m) {
  if (y.point() && x.point() && y.lo == 0 && x.lo == 0) return Between::nothing();
  return enclosing::at_points([](double b, double a) { return std::atan2(b, a); }, m, y, x);
}
Between cosh_enclosure(Between x, Margin m) {
  return enclosing::rising([](double at) { return std::cosh(at); }, enclosing::abs(x, m), from_one(), any_real(), m);
}
Between hypot_enclosure(Between x, Between y, Margin m) {
  const Between a = enclosing::abs(x, m);
  const Between b = enclosing::abs(y, m);
  return {std::max(0.0, m.down(std::hypot(a.lo, b.lo))), m.up(std::hypot(a.hi, b.hi))};
}

using lanes::magnitude, lanes::round_down, lanes::round_up, lanes::select, lanes::square_root;

constexpr auto sign = []<class T>(T x) __attribute__((always_inline)) {
  return select(x > T(0), T(1), select(x < T(0), T(-1), select(x == T(0), T(0), x)));
};
constexpr auto step = []<class T>(T x) __attribute__((always_inline)) {
  return select(x > T(0), T(1), select(x <= T(0), T(0), x));
};
constexpr auto relu = []<class T>(T x) __attribute__((always_inline)) { return select(x <= T(0), T(0), x); };

/// Both forms are stable: neither exponential can overflow, and small results keep full relative accuracy.
constexpr auto sigmoid = [](auto x) {
  using std::exp;
  using T = decltype(x);
  if (x >= 0) return T(1 / (1 + exp(T(-x))));
  const T t = exp(x);
  return T(t / (1 + t));
};
double sigmoid_of(double x) { return sigmoid(x); }

constexpr auto exp_of = [](auto x) {
  using std::exp;
  return decltype(x)(exp(x));
};
constexpr auto log_of = [](auto x) {
  using std::log;
  return decltype(x)(log(x));
};
constexpr auto tanh_of = [](auto x) {
  using std::tanh;
  return decltype(x)(tanh(x));
};
constexpr auto sqrt_of = []<class T>(T x) __attribute__((always_inline)) {
  if constexpr (is_wide<T>) {
    using std::sqrt;
    return T(sqrt(x));
  } else {
    return square_root(x);
  }
};
constexpr auto abs_of = []<class T>(T x) __attribute__((always_inline)) {
  if constexpr (is_wide<T>) {
    using std::fabs;
    return T(fabs(x));
  } else {
    return magnitude(x);
  }
};
constexpr auto floor_of = []<class T>(T x) __attribute__((always_inline)) {
  if constexpr (is_wide<T>) {
    using std::floor;
    return T(floor(x));
  } else {
    return round_down(x);
  }
};
constexpr auto ceil_of = []<class T>(T x) __attribute__((always_inline)) {
  if constexpr (is_wide<T>) {
    using std::ceil;
    return T(ceil(x));
  } else {
    return round_up(x);
  }
};

/// 2^x; the general power is exact enough for wide types, which have no exp2 of their own.
constexpr auto exp2_of = []<class T>(T x) {
  using std::pow;
  return T(pow(T(2), x));
};
constexpr auto log2_of = []<class T>(T x) {
  using std::log;
  return T(log(x) / boost::math::constants::ln_two<T>());
};
constexpr auto log10_of = []<class T>(T x) {
  using std::log10;
  return T(log10(x));
};
constexpr auto cbrt_of = []<class T>(T x) {
  if constexpr (is_precise<T>) {
    return x == 0 ? x : T(boost::math::cbrt(x));
  } else {
    return std::cbrt(x);
  }
};
constexpr auto hypot_of = []<class T>(T x, T y) {
  using std::sqrt;
  return T(sqrt(T(x * x + y * y)));  // the exponent range of wide types rules out overflow
};
constexpr auto expm1_of = [](auto x) {
  using std::expm1;
  return decltype(x)(expm1(x));
};
constexpr auto log1p_of = [](auto x) {
  using std::log1p;
  return decltype(x)(log1p(x));
};

const Row table[] = {
    {.name = "pi",
     .parameters = "",
     .machine = exact<0>([]<class T>(std::type_identity<T>) { return boost::math::constants::pi<T>(); }),
     .range = within<[] {
       return Range{3.141592653589793, 3.1415926535897936, true, true};
     }>,
     .latex = "\\pi",
     .summary = "the ratio of a circle's circumference to its diameter",
     .notation = Notation::leaf,
     .cost = 0},
    {.name = "e",
     .parameters = "",
     .machine = exact<0>([]<class T>(std::type_identity<T>) { return boost::math::constants::e<T>(); }),
     .range = within<[] {
       return Range{2.718281828459045, 2.7182818284590455, true, true};
     }>,
     .latex = "e",
     .summary = "Euler's number, the base of natural logarithms",
     .notation = Notation::leaf,
     .cost = 0},
    {.name = "exp",
     .parameters = "x",
     .partials = {"self"},
     .machine = on_lanes<1>(
         [](auto x) __attribute__((always_inline)) { return lanes::exp(x); }, exp_of),
     .range = increasing<std::exp, positive>,
     .enclose = rising<std::exp, positive>,
     .latex = "\\exp\\left(#1\\right)",
     .summary = "e^x",
     .cost = 10,
     .time = 23},
    {.name = "expm1",
     .parameters = "x",
     .partials = {"exp(x)"},
     .machine = on_lanes<1>(
         [](auto x) __attribute__((always_inline)) { return lanes::expm1(x); }, expm1_of),
     .range = increasing<std::expm1, above_minus_one>,
     .enclose = rising<std::expm1, above_minus_one>,
     .summary = "exp(x) - 1 without cancellation",
     .ulp = 2,
     .cost = 12,
     .time = 25},
    {.name = "exp2",
     .parameters = "x",
     .partials = {"self*log(2)"},
     .machine = on_double_lanes<1>(
         [](auto x) __attribute__((always_inline)) { return lanes::exp2(x); }, exp2_of),
     .range = increasing<std::exp2, positive>,
     .enclose = rising<std::exp2, positive>,
     .latex = "2^{#1}",
     .summary = "2^x",
     .cost = 10,
     .time = 23},
    {.name = "log",
     .parameters = "x",
     .partials = {"1/x"},
     .machine = on_lanes<1>(
         [](auto x) __attribute__((always_inline)) { return lanes::log(x); }, log_of),
     .domain = "x > 0",
     .range = increasing<std::log, any_real>,
     .enclose = rising<std::log, any_real, positive>,
     .aliases = "ln",
     .latex = "\\log\\left(#1\\right)",
     .summary = "natural logarithm",
     .cost = 10,
     .time = 43},
    {.name = "log1p",
     .parameters = "x",
     .partials = {"1/(1 + x)"},
     .machine = on_lanes<1>(
         [](auto x) __attribute__((always_inline)) { return lanes::log1p(x); }, log1p_of),
     .domain = "x > -1",
     .range = increasing<std::log1p, any_real>,
     .enclose = rising<std::log1p, any_real, above_minus_one>,
     .summary = "log(1 + x) without cancellation",
     .ulp = 2,
     .cost = 12,
     .time = 51},
    {.name = "log2",
     .parameters = "x",
     .partials = {"1/(x*log(2))"},
     .machine = on_double_lanes<1>(
         [](auto x) __attribute__((always_inline)) { return lanes::log2(x); }, log2_of),
     .domain = "x > 0",
     .range = increasing<std::log2, any_real>,
     .enclose = rising<std::log2, any_real, positive>,
     .latex = "\\log_2\\left(#1\\right)",
     .summary = "binary logarithm",
     .cost = 10,
     .time = 59},
    {.name = "log10",
     .parameters = "x",
     .partials = {"1/(x*log(10))"},
     .machine = on_double_lanes<1>(
         [](auto x) __attribute__((always_inline)) { return lanes::log10(x); }, log10_of),
     .domain = "x > 0",
     .range = increasing<std::log10, any_real>,
     .enclose = rising<std::log10, any_real, positive>,
     .latex = "\\log_{10}\\left(#1\\right)",
     .summary = "decimal logarithm",
     .cost = 12,
     .time = 60},
    {.name = "sqrt",
     .parameters = "x",
     .partials = {"1/(2*self)"},
     .machine = exact<1>(sqrt_of),
     .domain = "x >= 0",
     .range = increasing<std::sqrt, nonnegative>,
     .enclose = rising<std::sqrt, nonnegative, nonnegative>,
     .latex = "\\sqrt{#1}",
     .summary = "nonnegative square root",
     .ulp = 0,
     .cost = 5,
     .time = 18},
    {.name = "cbrt",
     .parameters = "x",
     .partials = {"1/(3*self^2)"},
     .machine = function_of<1>(cbrt_of),
     .range = increasing<std::cbrt, any_real>,
     .enclose = rising<std::cbrt, any_real>,
     .latex = "\\sqrt[3]{#1}",
     .summary = "real cube root",
     .ulp = 4,
     .cost = 15,
     .time = 480},
    {.name = "abs",
     .parameters = "x",
     .partials = {"sign(x)"},
     .machine = exact<1>(abs_of),
     .kink = "x",
     .above = "x",
     .below = "-x",
     .range = range::abs,
     .enclose = enclosing::lanes<enclosing::abs>,
     .latex = "\\left|#1\\right|",
     .summary = "absolute value",
     .ulp = 0},
    {.name = "sign",
     .parameters = "x",
     .partials = {"0"},
     .machine = exact<1>(sign),
     .kink = "x",
     .jumps = true,
     .above = "1",
     .below = "-1",
     .range = range::sign,
     .enclose = exactly<sign>,
     .aliases = "sgn",
     .summary = "-1, 0 or 1; sign(0) = 0",
     .ulp = 0,
     .time = 4},
    {.name = "step",
     .parameters = "x",
     .partials = {"0"},
     .machine = exact<1>(step),
     .kink = "x",
     .jumps = true,
     .above = "1",
     .below = "0",
     .range =
         [](const Range& a, const Range&, const Range&) {
           return Range{a.positive() ? 1.0 : 0.0, a.nonpositive() ? 0.0 : 1.0, false, false, true};
         },
     .enclose = exactly<step>,
     .aliases = "heaviside",
     .summary = "1 above zero, else 0; step(0) = 0",
     .ulp = 0},
    {.name = "floor",
     .parameters = "x",
     .partials = {"0"},
     .machine = exact<1>(floor_of),
     .kink = "x - floor(x)",
     .jumps = true,
     .range = range::floor,
     .enclose = exactly<[](double x) { return std::floor(x); }>,
     .latex = "\\left\\lfloor #1 \\right\\rfloor",
     .summary = "the largest integer not above x",
     .ulp = 0},
    {.name = "ceil",
     .parameters = "x",
     .partials = {"0"},
     .machine = exact<1>(ceil_of),
     .kink = "x - ceil(x)",
     .jumps = true,
     .range = range::ceil,
     .enclose = exactly<[](double x) { return std::ceil(x); }>,
     .latex = "\\left\\lceil #1 \\right\\rceil",
     .summary = "the smallest integer not below x",
     .ulp = 0},
    {.name = "clamp",
     .parameters = "x, lo, hi",
     .partials = {"where(lo < x and x < hi, 1, 0)", "where(x < lo and lo < hi, 1, 0)", "where(max(x, lo) > hi, 1, 0)"},
     .body = "min(max(x, lo), hi)",
     .kink = "(x - lo)*(max(x, lo) - hi)",
     .range = [](const Range& a, const Range& b, const Range& c) { return range::min(range::max(a, b, c), c, c); },
     .aliases = "clip",
     .summary = "min(max(x, lo), hi)",
     .ulp = 0,
     .cost = 2},
    {.name = "hypot",
     .parameters = "x, y",
     .partials = {"where(self == 0, 0, x/self)", "where(self == 0, 0, y/self)"},
     .machine = on_double_lanes<2>(
         [](auto x, auto y) __attribute__((always_inline)) { return lanes::hypot(x, y); }, hypot_of),
     .kink = "self",
     .range = range::hypot,
     .enclose = enclosing::lanes<hypot_enclosure>,
     .summary = "sqrt(x^2 + y^2) without overflow",
     .commutative = true,
     .cost = 15,
     .time = 41},
    {.name = "sin",
     .parameters = "x",
     .partials = {"cos(x)"},
     .machine = on_double_lanes_within<lanes::kFarthestAngle, 1>(
         [](auto x) __attribute__((always_inline)) { return lanes::sin(x); },
         [](auto x) {
           using std::sin;
           return decltype(x)(sin(x));
         }),
     .range = range::sin,
     .enclose = wave<std::sin>,
     .latex = "\\sin\\left(#1\\right)",
     .summary = "sine of x radians",
     .periodic = true,
     .cost = 12,
     .time = 43},
    {.name = "cos",
     .parameters = "x",
     .partials = {"-sin(x)"},
     .machine = on_double_lanes_within<lanes::kFarthestAngle, 1>(
         [](auto x) __attribute__((always_inline)) { return lanes::cos(x); },
         [](auto x) {
           using std::cos;
           return decltype(x)(cos(x));
         }),
     .range = range::cos,
     .enclose = wave<std::cos>,
     .latex = "\\cos\\left(#1\\right)",
     .summary = "cosine of x radians",
     .periodic = true,
     .cost = 12,
     .time = 41},
    {.name = "tan",
     .parameters = "x",
     .partials = {"1 + self^2"},
     .machine = on_double_lanes_within<lanes::kFarthestAngle, 1>(
         [](auto x) __attribute__((always_inline)) { return lanes::tan(x); },
         [](auto x) {
           using std::tan;
           return decltype(x)(tan(x));
         }),
     .domain = "cos(x) != 0",
     .enclose = enclosing::lanes<tan_enclosure>,
     .latex = "\\tan\\left(#1\\right)",
     .summary = "tangent of x radians",
     .periodic = true,
     .ulp = 3,
     .cost = 18,
     .time = 54},
    {.name = "asin",
     .parameters = "x",
     .partials = {"1/sqrt(1 - x^2)"},
     .machine = on_double_lanes<1>(
         [](auto x) __attribute__((always_inline)) { return lanes::asin(x); },
         [](auto x) {
           using std::asin;
           return decltype(x)(asin(x));
         }),
     .domain = "-1 <= x and x <= 1",
     .range = increasing<std::asin, closed_half_turn>,
     .enclose = rising<std::asin, closed_half_turn, unit>,
     .aliases = "arcsin",
     .latex = "\\arcsin\\left(#1\\right)",
     .summary = "inverse sine, in [-pi/2, pi/2]",
     .ulp = 2,
     .cost = 15,
     .time = 100},
    {.name = "acos",
     .parameters = "x",
     .partials = {"-1/sqrt(1 - x^2)"},
     .machine = on_double_lanes<1>(
         [](auto x) __attribute__((always_inline)) { return lanes::acos(x); },
         [](auto x) {
           using std::acos;
           return decltype(x)(acos(x));
         }),
     .domain = "-1 <= x and x <= 1",
     .range = within<upper_half_turn>,
     .enclose = enclosing::lanes<acos_enclosure>,
     .aliases = "arccos",
     .latex = "\\arccos\\left(#1\\right)",
     .summary = "inverse cosine, in [0, pi]",
     .ulp = 2,
     .cost = 15,
     .time = 95},
    {.name = "atan",
     .parameters = "x",
     .partials = {"1/(1 + x^2)"},
     .machine = on_double_lanes<1>(
         [](auto x) __attribute__((always_inline)) { return lanes::atan(x); },
         [](auto x) {
           using std::atan;
           return decltype(x)(atan(x));
         }),
     .range = increasing<std::atan, half_turn>,
     .enclose = rising<std::atan, half_turn>,
     .aliases = "arctan",
     .latex = "\\arctan\\left(#1\\right)",
     .summary = "inverse tangent, in (-pi/2, pi/2)",
     .ulp = 2,
     .cost = 15,
     .time = 66},
    {.name = "atan2",
     .parameters = "y, x",
     .partials = {"x/(x^2 + y^2)", "-y/(x^2 + y^2)"},
     .machine = on_double_lanes<2>(
         [](auto y, auto x) __attribute__((always_inline)) { return lanes::atan2(y, x); },
         [](auto y, auto x) {
           using std::atan2;
           return decltype(x)(atan2(y, x));
         }),
     .domain = "x != 0 or y != 0",
     .kink = "where(x < 0, y, 1)",
     .jumps = true,
     .range = range::atan2,
     .enclose = enclosing::lanes<atan2_enclosure>,
     .summary = "the angle of the point (x, y), in [-pi, pi]",
     .ulp = 2,
     .cost = 20,
     .time = 82},
    {.name = "sinh",
     .parameters = "x",
     .partials = {"cosh(x)"},
     .machine = on_double_lanes<1>(
         [](auto x) __attribute__((always_inline)) { return lanes::sinh(x); },
         [](auto x) {
           using std::sinh;
           return decltype(x)(sinh(x));
         }),
     .range = increasing<std::sinh, any_real>,
     .enclose = rising<std::sinh, any_real>,
     .latex = "\\sinh\\left(#1\\right)",
     .summary = "hyperbolic sine",
     .ulp = 2,
     .cost = 15,
     .time = 40},
    {.name = "cosh",
     .parameters = "x",
     .partials = {"sinh(x)"},
     .machine = on_double_lanes<1>(
         [](auto x) __attribute__((always_inline)) { return lanes::cosh(x); },
         [](auto x) {
           using std::cosh;
           return decltype(x)(cosh(x));
         }),
     .range = range::cosh,
     .enclose = enclosing::lanes<cosh_enclosure>,
     .latex = "\\cosh\\left(#1\\right)",
     .summary = "hyperbolic cosine",
     .ulp = 2,
     .cost = 15,
     .time = 26},
    {.name = "tanh",
     .parameters = "x",
     .partials = {"1 - self^2"},
     .machine = on_lanes<1>(
         [](auto x) __attribute__((always_inline)) { return lanes::tanh(x); }, tanh_of),
     .range = increasing<std::tanh, open_unit>,
     .enclose = rising<std::tanh, open_unit>,
     .latex = "\\tanh\\left(#1\\right)",
     .summary = "hyperbolic tangent",
     .ulp = 2,
     .cost = 15,
     .time = 66},
    {.name = "asinh",
     .parameters = "x",
     .partials = {"1/sqrt(1 + x^2)"},
     .machine = on_double_lanes<1>(
         [](auto x) __attribute__((always_inline)) { return lanes::asinh(x); },
         [](auto x) {
           using std::asinh;
           return decltype(x)(asinh(x));
         }),
     .range = increasing<std::asinh, any_real>,
     .enclose = rising<std::asinh, any_real>,
     .aliases = "arcsinh",
     .summary = "inverse hyperbolic sine",
     .ulp = 2,
     .cost = 20,
     .time = 120},
    {.name = "acosh",
     .parameters = "x",
     .partials = {"1/(sqrt(x - 1)*sqrt(x + 1))"},
     .machine = on_double_lanes<1>(
         [](auto x) __attribute__((always_inline)) { return lanes::acosh(x); },
         [](auto x) {
           using std::acosh;
           return decltype(x)(acosh(x));
         }),
     .domain = "x >= 1",
     .range = increasing<std::acosh, nonnegative>,
     .enclose = rising<std::acosh, nonnegative, from_one>,
     .aliases = "arccosh",
     .summary = "inverse hyperbolic cosine",
     .ulp = 3,
     .cost = 20,
     .time = 110},
    {.name = "atanh",
     .parameters = "x",
     .partials = {"1/(1 - x^2)"},
     .machine = on_double_lanes<1>(
         [](auto x) __attribute__((always_inline)) { return lanes::atanh(x); },
         [](auto x) {
           using std::atanh;
           return decltype(x)(atanh(x));
         }),
     .domain = "-1 < x and x < 1",
     .range = increasing<std::atanh, any_real>,
     .enclose = rising<std::atanh, any_real, open_unit>,
     .aliases = "arctanh",
     .summary = "inverse hyperbolic tangent",
     .ulp = 2,
     .cost = 20,
     .time = 64},
    {.name = "sigmoid",
     .parameters = "x",
     .partials = {"self*(1 - self)"},
     .machine = on_lanes<1>(
         [](auto x) __attribute__((always_inline)) { return lanes::sigmoid(x); }, sigmoid),
     .range = increasing<sigmoid_of, probability>,
     .enclose = rising<sigmoid_of, probability>,
     .aliases = "sigma logistic expit",
     .latex = "\\sigma\\left(#1\\right)",
     .summary = "logistic function 1/(1 + exp(-x)) (Verhulst 1845)",
     .ulp = 3,
     .cost = 14,
     .time = 31},  // measured: 49; but exp(x)/(1 + exp(x)) is run as this, too
    {.name = "softplus",
     .parameters = "x",
     .partials = {"sigmoid(x)"},
     .body = "max(x, 0) + log1p(exp(-abs(x)))",
     .range = within<positive>,
     .summary = "log(1 + exp(x)), stable everywhere (Dugas et al. 2001)",
     .ulp = 3,
     .cost = 24},
    {.name = "relu",
     .parameters = "x",
     .partials = {"where(x > 0, 1, 0)"},
     .machine = exact<1>(relu),
     .kink = "x",
     .above = "x",
     .below = "0",
     .range =
         [](const Range& a, const Range& b, const Range& c) {
           return range::max(a, {0, 0}, (void(b), c));
         },
     .enclose = exactly<relu>,
     .aliases = "ReLU",
     .latex = "\\operatorname{ReLU}\\left(#1\\right)",
     .summary = "max(0, x) (Nair & Hinton 2010)",
     .ulp = 0},
};

}  // namespace

std::span<const Row> elementary_rows() { return table; }

}  // namespace adage
