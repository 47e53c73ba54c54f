// SPDX-License-Identifier: BSL-1.0
// Every operation at the edges of its domain and of the number format, against what IEEE 754, C's annex F or
// mathematics ask for. The expectations are written down here, not computed; a row without any fails the test.
#include <adage/adage.hpp>
#include <boost/test/unit_test.hpp>
#include <set>
#include <string>
#include <vector>

#include "graph/arena.hpp"
#include "ruler.hpp"

using adage::Arena;
using adage::Expression;
using adage::Id;
using adage::Op;

namespace {

/// `name(arguments)` shall be `expected`: exactly where that is 0, an infinity or NaN, else within 1 ulp.
template <class T>
struct Edge {
  std::string name;
  std::vector<T> arguments;
  T expected;
};

template <class T>
constexpr bool is_double = std::is_same_v<T, double>;

template <class T>
std::vector<Edge<T>> edges() {
  using Limits = std::numeric_limits<T>;
  const T N = Limits::quiet_NaN();
  const T I = Limits::infinity();
  const T M = Limits::max();
  const T t = Limits::denorm_min();
  const T pi = static_cast<T>(3.14159265358979323846L);
  const T half_pi = pi / 2;
  const T log2 = static_cast<T>(0.69314718055994530942L);
  const auto either = [](double for_double, double for_float) {
    return static_cast<T>(is_double<T> ? for_double : for_float);
  };
  const auto above = [&](T x) { return std::nextafter(x, I); };
  const auto below = [&](T x) { return std::nextafter(x, -I); };
  const T log_huge = either(709.78271289338399673, 88.722839052068353054);
  const T acosh_huge = either(710.47586007394394204, 89.415986232628298363);
  const T sin_huge = either(0.0049619547891840617905, -0.52187652333365854055);
  const T cos_huge = either(-0.99998768942655993746, 0.85302103983030415805);
  const T tan_huge = either(-0.0049620158744448949005, -0.61179794983424806116);
  const T exp_last = either(709.782712893384, 88.72283172607422);
  const T exp_value = either(1.797693134862273217839649630900041649873e+308, 340279853741184865674425880038589792968.5);
  const T exp_over = either(709.7827128933841, 88.72283935546875);
  const T smallest_exponent = either(-1074, -149);
  const T largest_exponent = either(1024, 128);

  return {
      // arithmetic
      {"+", {I, -I}, N},
      {"+", {I, M}, I},
      {"+", {M, M}, I},
      {"+", {-M, -M}, -I},
      {"+", {T(-0.0), T(0)}, 0},
      {"+", {T(-0.0), T(-0.0)}, T(-0.0)},
      {"+", {t, t}, 2 * t},
      {"+", {t, -t}, 0},
      {"+", {N, 1}, N},
      {"+", {1, t}, 1},
      {"-", {I, I}, N},
      {"-", {-I, M}, -I},
      {"-", {M, -M}, I},
      {"-", {1, 1}, 0},
      {"-", {T(-0.0), T(0)}, T(-0.0)},
      {"-", {t, t}, 0},
      {"-", {1, N}, N},
      {"neg", {T(0)}, T(-0.0)},
      {"neg", {T(-0.0)}, 0},
      {"neg", {I}, -I},
      {"neg", {-I}, I},
      {"neg", {N}, N},
      {"neg", {t}, -t},
      {"neg", {M}, -M},
      {"*", {I, T(0)}, N},
      {"*", {I, T(-0.0)}, N},
      {"*", {I, -t}, -I},
      {"*", {M, 2}, I},
      {"*", {M, -2}, -I},
      {"*", {t, T(0.5)}, 0},
      {"*", {-t, T(0.5)}, T(-0.0)},
      {"*", {t, t}, 0},
      {"*", {-1, T(0)}, T(-0.0)},
      {"*", {N, T(0)}, N},
      {"*", {t, 1}, t},
      {"/", {1, T(0)}, I},
      {"/", {1, T(-0.0)}, -I},
      {"/", {-1, T(0)}, -I},
      {"/", {T(0), T(0)}, N},
      {"/", {I, I}, N},
      {"/", {I, -M}, -I},
      {"/", {M, I}, 0},
      {"/", {-1, I}, T(-0.0)},
      {"/", {1, t}, I},
      {"/", {M, t}, I},
      {"/", {t, 2}, 0},
      {"/", {t, M}, 0},
      {"/", {M, M}, 1},
      {"/", {N, I}, N},
      {"/", {T(0), I}, 0},
      // powers: C17 F.10.4.4
      {"^", {T(0), -3}, I},
      {"^", {T(-0.0), -3}, -I},
      {"^", {T(0), -2}, I},
      {"^", {T(-0.0), -2}, I},
      {"^", {T(-0.0), T(-0.5)}, I},
      {"^", {T(0), -I}, I},
      {"^", {T(-0.0), -I}, I},
      {"^", {T(0), 3}, 0},
      {"^", {T(-0.0), 3}, T(-0.0)},
      {"^", {T(-0.0), 2}, 0},
      {"^", {T(-0.0), T(0.5)}, 0},
      {"^", {-1, I}, 1},
      {"^", {-1, -I}, 1},
      {"^", {1, N}, 1},
      {"^", {1, I}, 1},
      {"^", {N, T(0)}, 1},
      {"^", {I, T(-0.0)}, 1},
      {"^", {T(0), T(0)}, 1},
      {"^", {-8, T(0.5)}, N},
      {"^", {-t, T(0.5)}, N},
      {"^", {T(0.5), -I}, I},
      {"^", {2, -I}, 0},
      {"^", {T(0.5), I}, 0},
      {"^", {2, I}, I},
      {"^", {-I, -3}, T(-0.0)},
      {"^", {-I, -2}, 0},
      {"^", {-I, 3}, -I},
      {"^", {-I, 2}, I},
      {"^", {-I, T(0.5)}, I},
      {"^", {I, -1}, 0},
      {"^", {I, T(0.5)}, I},
      {"^", {M, 2}, I},
      {"^", {-M, 3}, -I},
      {"^", {M, -2}, 0},
      {"^", {t, 2}, 0},
      {"^", {t, -1}, I},
      {"^", {M, 1}, M},
      {"^", {-t, 1}, -t},
      {"^", {2, smallest_exponent}, t},
      {"^", {2, smallest_exponent - 1}, 0},
      {"^", {2, largest_exponent}, I},
      {"^", {N, 1}, N},
      {"^", {2, N}, N},
      {"^", {-2, M}, I},
      {"^", {-2, 3}, -8},
      // comparisons and logic
      {"==", {T(0), T(-0.0)}, 1},
      {"==", {N, N}, 0},
      {"==", {I, I}, 1},
      {"==", {t, T(0)}, 0},
      {"==", {M, I}, 0},
      {"!=", {T(0), T(-0.0)}, 0},
      {"!=", {N, N}, 1},
      {"!=", {I, -I}, 1},
      {"!=", {t, T(0)}, 1},
      {"<", {T(-0.0), T(0)}, 0},
      {"<", {-t, T(0)}, 1},
      {"<", {M, I}, 1},
      {"<", {N, I}, 0},
      {"<", {-I, N}, 0},
      {"<", {I, I}, 0},
      {"<=", {T(0), T(-0.0)}, 1},
      {"<=", {I, I}, 1},
      {"<=", {N, N}, 0},
      {"<=", {t, T(0)}, 0},
      {">", {t, T(0)}, 1},
      {">", {T(0), T(-0.0)}, 0},
      {">", {I, M}, 1},
      {">", {N, -I}, 0},
      {">=", {T(-0.0), T(0)}, 1},
      {">=", {N, N}, 0},
      {">=", {-t, T(0)}, 0},
      {">=", {I, I}, 1},
      {"and", {1, 1}, 1},
      {"and", {1, T(0)}, 0},
      {"and", {T(0), 1}, 0},
      {"and", {T(0), T(0)}, 0},
      {"or", {1, 1}, 1},
      {"or", {1, T(0)}, 1},
      {"or", {T(0), 1}, 1},
      {"or", {T(0), T(0)}, 0},
      {"not", {T(0)}, 1},
      {"not", {1}, 0},
      {"true", {}, 1},
      {"false", {}, 0},
      // choice
      {"where", {1, 2, N}, 2},
      {"where", {T(0), N, 3}, 3},
      {"where", {1, I, -I}, I},
      {"where", {T(0), I, T(-0.0)}, T(-0.0)},
      {"where", {1, N, 1}, N},
      {"min", {T(-0.0), T(0)}, T(-0.0)},
      {"min", {T(0), T(-0.0)}, T(-0.0)},
      {"min", {N, 1}, N},
      {"min", {1, N}, N},
      {"min", {-I, N}, N},
      {"min", {-I, M}, -I},
      {"min", {I, M}, M},
      {"min", {t, T(0)}, 0},
      {"min", {-t, T(0)}, -t},
      {"max", {T(-0.0), T(0)}, 0},
      {"max", {T(0), T(-0.0)}, 0},
      {"max", {N, 1}, N},
      {"max", {1, N}, N},
      {"max", {I, N}, N},
      {"max", {I, -M}, I},
      {"max", {-I, -M}, -M},
      {"max", {t, T(0)}, t},
      {"clamp", {N, T(0), 1}, N},
      {"clamp", {I, T(0), 1}, 1},
      {"clamp", {-I, T(0), 1}, 0},
      {"clamp", {T(-0.0), T(0), 1}, 0},
      {"clamp", {t, T(0), 1}, t},
      {"clamp", {M, T(0), I}, M},
      {"clamp", {T(0.5), 1, T(0)}, 0},
      {"clamp", {1, T(0), 1}, 1},
      // constants
      {"pi", {}, pi},
      {"e", {}, static_cast<T>(2.71828182845904523536L)},
      // exponentials and logarithms
      {"exp", {-I}, 0},
      {"exp", {-M}, 0},
      {"exp", {-t}, 1},
      {"exp", {T(-0.0)}, 1},
      {"exp", {T(0)}, 1},
      {"exp", {t}, 1},
      {"exp", {M}, I},
      {"exp", {I}, I},
      {"exp", {N}, N},
      {"exp", {exp_last}, exp_value},
      {"exp", {exp_over}, I},
      {"exp", {1}, static_cast<T>(2.71828182845904523536L)},
      {"expm1", {-I}, -1},
      {"expm1", {-M}, -1},
      {"expm1", {-t}, -t},
      {"expm1", {T(-0.0)}, T(-0.0)},
      {"expm1", {T(0)}, 0},
      {"expm1", {t}, t},
      {"expm1", {M}, I},
      {"expm1", {I}, I},
      {"expm1", {N}, N},
      {"expm1", {exp_over}, I},
      {"exp2", {-I}, 0},
      {"exp2", {-M}, 0},
      {"exp2", {T(-0.0)}, 1},
      {"exp2", {t}, 1},
      {"exp2", {smallest_exponent}, t},
      {"exp2", {smallest_exponent - 1}, 0},
      {"exp2", {largest_exponent}, I},
      {"exp2", {10}, 1024},
      {"exp2", {M}, I},
      {"exp2", {I}, I},
      {"exp2", {N}, N},
      {"log", {-I}, N},
      {"log", {-M}, N},
      {"log", {-t}, N},
      {"log", {T(-0.0)}, -I},
      {"log", {T(0)}, -I},
      {"log", {t}, either(-744.44007192138126231, -103.2789299034318511)},
      {"log", {1}, 0},
      {"log", {M}, log_huge},
      {"log", {I}, I},
      {"log", {N}, N},
      {"log1p", {-I}, N},
      {"log1p", {-M}, N},
      {"log1p", {below(-1)}, N},
      {"log1p", {-1}, -I},
      {"log1p", {-t}, -t},
      {"log1p", {T(-0.0)}, T(-0.0)},
      {"log1p", {T(0)}, 0},
      {"log1p", {t}, t},
      {"log1p", {1}, log2},
      {"log1p", {M}, log_huge},
      {"log1p", {I}, I},
      {"log1p", {N}, N},
      {"log2", {-I}, N},
      {"log2", {-t}, N},
      {"log2", {T(-0.0)}, -I},
      {"log2", {T(0)}, -I},
      {"log2", {t}, smallest_exponent},
      {"log2", {1}, 0},
      {"log2", {8}, 3},
      {"log2", {M}, largest_exponent},
      {"log2", {I}, I},
      {"log2", {N}, N},
      {"log10", {-I}, N},
      {"log10", {-t}, N},
      {"log10", {T(-0.0)}, -I},
      {"log10", {T(0)}, -I},
      {"log10", {1}, 0},
      {"log10", {t}, either(-323.30621534311580366, -44.853469353933198087)},
      {"log10", {1000}, 3},
      {"log10", {M}, either(308.25471555991674385, 38.531839419103623894)},
      {"log10", {I}, I},
      {"log10", {N}, N},
      // roots, magnitude and sign
      {"sqrt", {-I}, N},
      {"sqrt", {-M}, N},
      {"sqrt", {-t}, N},
      {"sqrt", {T(-0.0)}, T(-0.0)},
      {"sqrt", {T(0)}, 0},
      {"sqrt", {t}, either(2.2227587494850774834e-162, 3.7433921305746437535e-23)},
      {"sqrt", {M}, either(1.3407807929942596355e+154, 18446743523953729536.0)},
      {"sqrt", {4}, 2},
      {"sqrt", {I}, I},
      {"sqrt", {N}, N},
      {"cbrt", {-I}, -I},
      {"cbrt", {-8}, -2},
      {"cbrt", {T(-0.0)}, T(-0.0)},
      {"cbrt", {T(0)}, 0},
      {"cbrt", {t}, either(1.703183936003260288e-108, 1.1190346870425510815e-15)},
      {"cbrt", {-M}, either(-5.6438030941223619735e+102, -6981463519622.3358807)},
      {"cbrt", {I}, I},
      {"cbrt", {N}, N},
      {"abs", {-I}, I},
      {"abs", {-M}, M},
      {"abs", {-t}, t},
      {"abs", {T(-0.0)}, 0},
      {"abs", {T(0)}, 0},
      {"abs", {I}, I},
      {"abs", {N}, N},
      {"sign", {-I}, -1},
      {"sign", {-t}, -1},
      {"sign", {T(-0.0)}, 0},
      {"sign", {T(0)}, 0},
      {"sign", {t}, 1},
      {"sign", {M}, 1},
      {"sign", {I}, 1},
      {"sign", {N}, N},
      {"step", {-I}, 0},
      {"step", {-t}, 0},
      {"step", {T(-0.0)}, 0},
      {"step", {T(0)}, 0},
      {"step", {t}, 1},
      {"step", {M}, 1},
      {"step", {I}, 1},
      {"step", {N}, N},
      {"relu", {-I}, 0},
      {"relu", {-t}, 0},
      {"relu", {T(-0.0)}, 0},
      {"relu", {T(0)}, 0},
      {"relu", {t}, t},
      {"relu", {M}, M},
      {"relu", {I}, I},
      {"relu", {N}, N},
      {"floor", {-I}, -I},
      {"floor", {-M}, -M},
      {"floor", {-t}, -1},
      {"floor", {T(-0.0)}, T(-0.0)},
      {"floor", {t}, 0},
      {"floor", {below(1)}, 0},
      {"floor", {M}, M},
      {"floor", {I}, I},
      {"floor", {N}, N},
      {"ceil", {-I}, -I},
      {"ceil", {-t}, T(-0.0)},
      {"ceil", {T(-0.0)}, T(-0.0)},
      {"ceil", {T(0)}, 0},
      {"ceil", {t}, 1},
      {"ceil", {above(1)}, 2},
      {"ceil", {M}, M},
      {"ceil", {I}, I},
      {"ceil", {N}, N},
      {"hypot", {I, N}, I},
      {"hypot", {N, -I}, I},
      {"hypot", {N, 1}, N},
      {"hypot", {1, N}, N},
      {"hypot", {-I, M}, I},
      {"hypot", {M, M}, I},
      {"hypot", {M, T(0)}, M},
      {"hypot", {T(0), -M}, M},
      {"hypot", {t, T(0)}, t},
      {"hypot", {3 * t, 4 * t}, 5 * t},
      {"hypot", {M / 5, T(0)}, M / 5},
      {"hypot", {T(-0.0), T(-0.0)}, 0},
      {"hypot", {M / 8 * 3, M / 8 * 4}, M / 8 * 5},
      // trigonometry
      {"sin", {-I}, N},
      {"sin", {I}, N},
      {"sin", {N}, N},
      {"sin", {T(-0.0)}, T(-0.0)},
      {"sin", {T(0)}, 0},
      {"sin", {-t}, -t},
      {"sin", {t}, t},
      {"sin", {M}, sin_huge},
      {"sin", {-M}, -sin_huge},
      {"cos", {-I}, N},
      {"cos", {I}, N},
      {"cos", {N}, N},
      {"cos", {T(-0.0)}, 1},
      {"cos", {T(0)}, 1},
      {"cos", {t}, 1},
      {"cos", {M}, cos_huge},
      {"tan", {-I}, N},
      {"tan", {I}, N},
      {"tan", {N}, N},
      {"tan", {T(-0.0)}, T(-0.0)},
      {"tan", {T(0)}, 0},
      {"tan", {-t}, -t},
      {"tan", {t}, t},
      {"tan", {M}, tan_huge},
      {"asin", {-I}, N},
      {"asin", {below(-1)}, N},
      {"asin", {-1}, -half_pi},
      {"asin", {T(-0.0)}, T(-0.0)},
      {"asin", {T(0)}, 0},
      {"asin", {t}, t},
      {"asin", {1}, half_pi},
      {"asin", {above(1)}, N},
      {"asin", {M}, N},
      {"asin", {N}, N},
      {"acos", {-I}, N},
      {"acos", {below(-1)}, N},
      {"acos", {-1}, pi},
      {"acos", {T(-0.0)}, half_pi},
      {"acos", {t}, half_pi},
      {"acos", {1}, 0},
      {"acos", {above(1)}, N},
      {"acos", {I}, N},
      {"acos", {N}, N},
      {"atan", {-I}, -half_pi},
      {"atan", {-M}, -half_pi},
      {"atan", {T(-0.0)}, T(-0.0)},
      {"atan", {T(0)}, 0},
      {"atan", {-t}, -t},
      {"atan", {t}, t},
      {"atan", {1}, pi / 4},
      {"atan", {M}, half_pi},
      {"atan", {I}, half_pi},
      {"atan", {N}, N},
      {"atan2", {T(0), T(0)}, 0},
      {"atan2", {T(-0.0), T(0)}, T(-0.0)},
      {"atan2", {T(0), T(-0.0)}, pi},
      {"atan2", {T(-0.0), T(-0.0)}, -pi},
      {"atan2", {T(0), -1}, pi},
      {"atan2", {T(-0.0), -1}, -pi},
      {"atan2", {T(0), 1}, 0},
      {"atan2", {T(-0.0), 1}, T(-0.0)},
      {"atan2", {1, T(-0.0)}, half_pi},
      {"atan2", {-1, T(0)}, -half_pi},
      {"atan2", {1, -I}, pi},
      {"atan2", {-1, -I}, -pi},
      {"atan2", {1, I}, 0},
      {"atan2", {-1, I}, T(-0.0)},
      {"atan2", {I, M}, half_pi},
      {"atan2", {-I, -M}, -half_pi},
      {"atan2", {I, I}, pi / 4},
      {"atan2", {-I, I}, -pi / 4},
      {"atan2", {I, -I}, static_cast<T>(2.35619449019234492885L)},
      {"atan2", {-I, -I}, static_cast<T>(-2.35619449019234492885L)},
      {"atan2", {t, M}, 0},
      {"atan2", {-t, M}, T(-0.0)},
      {"atan2", {t, -M}, pi},
      {"atan2", {t, t}, pi / 4},
      {"atan2", {M, M}, pi / 4},
      {"atan2", {M, t}, half_pi},
      {"atan2", {N, 1}, N},
      {"atan2", {1, N}, N},
      // hyperbolic functions
      {"sinh", {-I}, -I},
      {"sinh", {-M}, -I},
      {"sinh", {T(-0.0)}, T(-0.0)},
      {"sinh", {T(0)}, 0},
      {"sinh", {-t}, -t},
      {"sinh", {t}, t},
      {"sinh", {M}, I},
      {"sinh", {I}, I},
      {"sinh", {N}, N},
      {"cosh", {-I}, I},
      {"cosh", {-M}, I},
      {"cosh", {T(-0.0)}, 1},
      {"cosh", {t}, 1},
      {"cosh", {M}, I},
      {"cosh", {I}, I},
      {"cosh", {N}, N},
      {"tanh", {-I}, -1},
      {"tanh", {-M}, -1},
      {"tanh", {T(-0.0)}, T(-0.0)},
      {"tanh", {T(0)}, 0},
      {"tanh", {-t}, -t},
      {"tanh", {t}, t},
      {"tanh", {M}, 1},
      {"tanh", {I}, 1},
      {"tanh", {N}, N},
      {"asinh", {-I}, -I},
      {"asinh", {-M}, -acosh_huge},
      {"asinh", {T(-0.0)}, T(-0.0)},
      {"asinh", {T(0)}, 0},
      {"asinh", {-t}, -t},
      {"asinh", {t}, t},
      {"asinh", {M}, acosh_huge},
      {"asinh", {I}, I},
      {"asinh", {N}, N},
      {"acosh", {-I}, N},
      {"acosh", {-M}, N},
      {"acosh", {-3}, N},
      {"acosh", {-1}, N},
      {"acosh", {T(0)}, N},
      {"acosh", {below(1)}, N},
      {"acosh", {1}, 0},
      {"acosh", {M}, acosh_huge},
      {"acosh", {I}, I},
      {"acosh", {N}, N},
      {"atanh", {-I}, N},
      {"atanh", {below(-1)}, N},
      {"atanh", {-1}, -I},
      {"atanh", {T(-0.0)}, T(-0.0)},
      {"atanh", {T(0)}, 0},
      {"atanh", {-t}, -t},
      {"atanh", {t}, t},
      {"atanh", {1}, I},
      {"atanh", {above(1)}, N},
      {"atanh", {M}, N},
      {"atanh", {N}, N},
      // activations
      {"sigmoid", {-I}, 0},
      {"sigmoid", {-M}, 0},
      {"sigmoid", {T(-0.0)}, T(0.5)},
      {"sigmoid", {T(0)}, T(0.5)},
      {"sigmoid", {t}, T(0.5)},
      {"sigmoid", {M}, 1},
      {"sigmoid", {I}, 1},
      {"sigmoid", {N}, N},
      {"softplus", {-I}, 0},
      {"softplus", {-M}, 0},
      {"softplus", {T(-0.0)}, log2},
      {"softplus", {T(0)}, log2},
      {"softplus", {t}, log2},
      {"softplus", {M}, M},
      {"softplus", {I}, I},
      {"softplus", {N}, N},
      // error functions
      {"erf", {-I}, -1},
      {"erf", {-M}, -1},
      {"erf", {T(-0.0)}, T(-0.0)},
      {"erf", {T(0)}, 0},
      {"erf", {-t}, -t},
      {"erf", {t}, t},
      {"erf", {M}, 1},
      {"erf", {I}, 1},
      {"erf", {N}, N},
      {"erfc", {-I}, 2},
      {"erfc", {-M}, 2},
      {"erfc", {T(-0.0)}, 1},
      {"erfc", {t}, 1},
      {"erfc", {M}, 0},
      {"erfc", {I}, 0},
      {"erfc", {N}, N},
      {"normal_cdf", {-I}, 0},
      {"normal_cdf", {-M}, 0},
      {"normal_cdf", {T(-0.0)}, T(0.5)},
      {"normal_cdf", {t}, T(0.5)},
      {"normal_cdf", {M}, 1},
      {"normal_cdf", {I}, 1},
      {"normal_cdf", {N}, N},
      // the gamma function: C17 F.10.5; digamma and polygamma have no value at their poles
      {"gamma", {T(0)}, I},
      {"gamma", {T(-0.0)}, -I},
      {"gamma", {-1}, N},
      {"gamma", {-I}, N},
      {"gamma", {-M}, N},
      {"gamma", {t}, I},
      {"gamma", {-t}, -I},
      {"gamma", {1}, 1},
      {"gamma", {2}, 1},
      {"gamma", {5}, 24},
      {"gamma", {M}, I},
      {"gamma", {I}, I},
      {"gamma", {N}, N},
      {"gamma", {T(-200.5)}, T(-0.0)},
      {"lgamma", {T(0)}, I},
      {"lgamma", {T(-0.0)}, I},
      {"lgamma", {-1}, I},
      {"lgamma", {-M}, I},
      {"lgamma", {-I}, I},
      {"lgamma", {I}, I},
      {"lgamma", {1}, 0},
      {"lgamma", {2}, 0},
      {"lgamma", {t}, either(744.44007192138126231, 103.2789299034318511)},
      {"lgamma", {M}, I},
      {"lgamma", {N}, N},
      {"digamma", {T(0)}, N},
      {"digamma", {-1}, N},
      {"digamma", {-M}, N},
      {"digamma", {-I}, N},
      {"digamma", {t}, -I},
      {"digamma", {M}, log_huge},
      {"digamma", {I}, I},
      {"digamma", {N}, N},
      {"digamma", {1}, static_cast<T>(-0.57721566490153286061L)},
      {"polygamma", {T(0), 1}, static_cast<T>(-0.57721566490153286061L)},
      {"polygamma", {1, 1}, static_cast<T>(1.64493406684822643647L)},
      {"polygamma", {1, T(0)}, N},
      {"polygamma", {1, -2}, N},
      {"polygamma", {1, I}, 0},
      {"polygamma", {1, -I}, N},
      {"polygamma", {1, N}, N},
      {"polygamma", {N, 1}, N},
      {"polygamma", {-1, 1}, N},
      {"polygamma", {T(0.5), 1}, N},
      {"polygamma", {101, 1}, N},
      {"polygamma", {1, t}, I},
      {"polygamma", {2, t}, -I},
      {"polygamma", {2, -t}, I},
      {"polygamma", {3, -t}, I},
      {"polygamma", {2, I}, 0},
      {"polygamma", {T(0), I}, I},
  };
}

/// The operation of an edge's name and number of arguments; `neg` is the minus of one argument.
Op operation(const std::string& name, std::size_t count) {
  if (name == "neg") return Op::neg;
  for (std::size_t i = static_cast<std::size_t>(Op::neg); i != adage::rows().size(); ++i) {
    const auto op = static_cast<Op>(i);
    if (adage::row(op).name == name && adage::arity(op) == count) return op;
  }
  throw std::runtime_error("no operation " + name);
}

/// The operation alone, over one variable for each argument.
adage::Function compiled(Arena& arena, Op op) {
  std::vector<Expression> inputs;
  std::vector<Id> ids;
  for (std::size_t i = 0; i != adage::arity(op); ++i) {
    ids.push_back(arena.variable("x" + std::to_string(i)));
    inputs.emplace_back(arena, ids.back());
  }
  const Expression output(arena, arena.intern(op, ids));
  return adage::compile(std::span(&output, 1), inputs);
}

template <class T>
ruler::Comparison as_expected(T value, T expected) {
  const bool exact = expected == 0 || !std::isfinite(expected);
  return exact ? ruler::identical(value, expected) : ruler::near(value, expected, 1);
}

template <class T>
std::string described(const Edge<T>& edge) {
  std::ostringstream text;
  text << edge.name << '(';
  for (const T argument : edge.arguments) text << ' ' << argument;
  text << " ), " << (is_double<T> ? "double" : "float");
  return text.str();
}

}  // namespace

using Types = std::tuple<double, float>;

BOOST_AUTO_TEST_CASE_TEMPLATE(scalars_and_columns_are_as_expected, T, Types) {
  for (const Edge<T>& edge : edges<T>()) {
    Arena arena;
    const adage::Function f = compiled(arena, operation(edge.name, edge.arguments.size()));
    T scalar = 0;
    f.evaluate(edge.arguments, std::span(&scalar, 1));
    BOOST_TEST(as_expected(scalar, edge.expected), described(edge) << " = " << scalar << ", not " << edge.expected);

    constexpr std::size_t rows = 9;
    std::vector<T> values;
    for (const T argument : edge.arguments) values.insert(values.end(), rows, argument);
    std::vector<adage::Column<const T>> in;
    for (std::size_t k = 0; k != edge.arguments.size(); ++k) in.emplace_back(values.data() + k * rows, rows);
    std::array<T, rows> column{};
    const adage::Column<T> out(column);
    f(in, std::span(&out, 1));
    for (const T value : column) BOOST_TEST(ruler::identical(value, scalar), described(edge) << " in a column");
  }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(no_operation_is_left_out, T, Types) {
  std::set<Op> seen;
  for (const Edge<T>& edge : edges<T>()) seen.insert(operation(edge.name, edge.arguments.size()));
  for (std::size_t i = static_cast<std::size_t>(Op::neg); i != adage::rows().size(); ++i) {
    const auto op = static_cast<Op>(i);
    BOOST_TEST(seen.contains(op), adage::row(op).name << " has no expectations at its edges");
  }
}
