// SPDX-License-Identifier: BSL-1.0
// Operations of tapes alone: several of the language in one, which share an exponential or put back what rounding lost.
// The body says what each means; rules/table_fusing.cpp says where one takes its place. Nobody can write or see them
// but in the listing of a program, so that they need no derivative, no range and no enclosure.
#include "lanes/logistic.hpp"
#include "ops/primitive.hpp"
#include "ops/tables.hpp"

namespace adage {
namespace {

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
constexpr auto gauss_of = []<class T>(T x, T s) {
  using std::exp;
  return T(exp(T(s * x * x)));
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
};

}  // namespace

std::span<const Row> fused_rows() { return table; }

}  // namespace adage
