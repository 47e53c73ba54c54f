// SPDX-License-Identifier: BSL-1.0
// Checks of kernels: known errors are measured exactly, single wrong points are found among millions, enclosures
// contain the value that 64 digits give, and a report depends on neither threads nor luck.
#include <adage/adage.hpp>
#include <bit>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <random>

#include "effort.hpp"
#include "graph/print.hpp"
#include "random_expression.hpp"
#include "rules/identities.hpp"
#include "verify/judge.hpp"
#include "verify/reference.hpp"
#include "verify/sampling.hpp"

using namespace adage;

namespace {

using adage::testing::scale;

using In = std::span<const float>;
using Out = std::span<float>;

constexpr float kInf = std::numeric_limits<float>::infinity();
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

/// A kernel of one function.
template <class F>
auto each(F f) {
  return [f](In x, Out y) {
    for (std::size_t i = 0; i != x.size(); ++i) y[i] = f(x[i]);
  };
}

float moved(float x, int ulps) {
  for (; ulps > 0; --ulps) x = std::nextafter(x, kInf);
  return x;
}

KernelOptions between(double first, double last) {
  KernelOptions options;
  options.first = first;
  options.last = last;
  options.threads = 2;
  return options;
}

/// The report but for the time, which differs.
std::string without_time(KernelReport report) {
  report.seconds = 0;
  return to_json(report);
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_operation_that_runs_has_an_enclosure) {
  for (const Row& row : rows().subspan(static_cast<std::size_t>(Op::neg))) {
    const bool runs = row.machine.exists() && !row.parameters.empty();
    BOOST_TEST((row.enclose != nullptr) == runs, row.name);
  }
}

BOOST_AUTO_TEST_CASE(enclosures_contain_the_precise_value) {
  std::mt19937_64 random(7);
  int compared = 0;
  int narrow = 0;
  const int count = 400 * scale;
  for (int i = 0; i != count; ++i) {
    Arena arena(&local_identities());
    const Id id = random_expression(arena, random, {.operations = 8, .variables = {"x", "y"}});
    const Id variables[] = {arena.variable("x"), arena.variable("y")};
    Reference reference(arena, id, variables);
    Sampler sampler(std::vector<Interval>(2), static_cast<std::uint64_t>(i));
    for (int k = 0; k != 4; ++k) {
      const std::vector<Rational> drawn = sampler.draw();
      const std::vector<double> point{drawn[0].to_double(), drawn[1].to_double()};
      const double* const columns[] = {&point[0], &point[1]};
      Between fast;
      reference.enclose(columns, std::span(&fast, 1));
      const Bounded slow = reference.precise(point);
      const std::string where = to_infix(arena, id) + " at " + exact_text(drawn[0]) + ", " + exact_text(drawn[1]);
      if (fast.undefined()) BOOST_TEST((slow.state != Bounded::State::known), where);
      if (slow.state == Bounded::State::undefined) BOOST_TEST((fast.undefined() || fast.unknown()), where);
      if (!slow.known() || fast.undefined() || fast.unknown()) continue;
      ++compared;
      narrow += fast.hi - fast.lo <= 1e-9 * std::fabs(fast.lo) ? 1 : 0;
      // Both hold the truth, so that they meet.
      BOOST_TEST((PreciseNumber(fast.lo) <= slow.value + slow.error), where << ": " << fast.lo);
      BOOST_TEST((PreciseNumber(fast.hi) >= slow.value - slow.error), where << ": " << fast.hi);
    }
  }
  BOOST_TEST_MESSAGE(narrow << " narrow of " << compared << " compared of " << 4 * count);
  BOOST_TEST(compared > count);
  BOOST_TEST(narrow * 10 > compared * 8);
}

BOOST_AUTO_TEST_CASE(points_in_order_are_enclosed_together_as_apart) {
  std::mt19937_64 random(3);
  constexpr std::size_t n = 1 << 12;
  int together_only = 0;
  const int count = 100 * scale;
  for (int i = 0; i != count; ++i) {
    Arena arena(&local_identities());
    const Id id = random_expression(arena, random, {.operations = 1 + random() % 6, .variables = {"x"}});
    const Id x = arena.variable("x");
    Reference reference(arena, id, std::span(&x, 1));
    const auto first = static_cast<std::uint32_t>(random());
    std::vector<double> points;
    for (std::uint32_t k = 0; k != n; ++k) points.push_back(std::bit_cast<float>(first + k));
    const double* const column = points.data();
    std::vector<Between> together(n), apart(n);
    reference.enclose(std::span(&column, 1), together, kFloat32.digits);
    reference.enclose(std::span(&column, 1), apart);
    for (std::size_t k = 0; k != n; ++k) {
      const Between &a = together[k], &b = apart[k];
      const bool meet = a.undefined() || b.undefined() ? a.undefined() == b.undefined() || a.unknown() || b.unknown()
                                                       : a.lo <= b.hi && b.lo <= a.hi;
      if (!meet) BOOST_ERROR(to_infix(arena, id) << " at " << points[k] << ": " << a.lo << " and " << b.lo);
      together_only += !(a.lo == b.lo && a.hi == b.hi) ? 1 : 0;
    }
  }
  BOOST_TEST_MESSAGE(together_only << " of " << count * static_cast<int>(n) << " otherwise than alone");
  if (has_balls()) BOOST_TEST(together_only > count * static_cast<int>(n) / 4);
}

BOOST_AUTO_TEST_CASE(rows_are_judged_as_one_by_one) {
  std::mt19937_64 random(5);
  const auto number = [&] {
    const auto bits = static_cast<std::uint32_t>(random());
    return double{std::bit_cast<float>(bits)};
  };
  constexpr std::size_t n = 1 << 10;
  std::vector<Between> truths(n);
  std::vector<double> computed(n), high(n);
  std::vector<std::uint8_t> rows(n);
  for (const FloatFormat& format : {kFloat32, kFloat16, kBfloat16}) {
    std::size_t hard = 0;
    for (int round = 0; round != 20 * scale; ++round) {
      for (std::size_t i = 0; i != n; ++i) {
        computed[i] = number();
        const int off = static_cast<int>(random() % 8);
        const double near =
            computed[i] * (1 + std::ldexp(static_cast<double>(random() % 4), off - 30)) * (random() % 16 == 0 ? -1 : 1);
        const double width = random() % 4 == 0 ? 0 : std::ldexp(std::fabs(near), -50 + 8 * off);
        truths[i] = random() % 32 == 0   ? Between::nothing()
                    : random() % 32 == 0 ? Between{}
                                         : Between{near - width, near + width};
      }
      judge_rows(truths, computed, format, high, rows);
      for (std::size_t i = 0; i != n; ++i) {
        if (rows[i] == kHardRow) {
          ++hard;
          continue;
        }
        const Judgement one = judge(truths[i], computed[i], format);
        if (rows[i] == kAgreedRow) {
          BOOST_TEST((one.kind == Judgement::Kind::agreed));
          continue;
        }
        const bool same = one.settled() && one.kind == Judgement::Kind::measured && one.high == high[i] &&
                          row_of_error(one.high) == rows[i];
        if (!same) BOOST_ERROR(computed[i] << " in " << truths[i].lo << ", " << truths[i].hi << ": " << high[i]);
      }
    }
    BOOST_TEST(hard < n * 20 * scale * 3 / 4);
  }
}

BOOST_AUTO_TEST_CASE(balls_decide_what_64_digits_do_not) {
  if (!has_balls()) return;
  Graph graph;
  const Expression e = parse(graph, "sin(x) - x + x^3/6");  // x^5/120, of which 64 digits see nothing at 1e-30
  const Id variables[] = {graph.arena().variable("x")};
  Reference reference(graph.arena(), e.id(), variables);
  Reference copy = reference;
  for (Reference* one : {&reference, &copy}) {
    const double x = 1e-30;
    const Bounded value = one->precise(std::span(&x, 1));
    BOOST_REQUIRE(value.known());
    const PreciseNumber expected = pow(PreciseNumber(x), 5) / 120;
    BOOST_TEST((abs(value.value - expected) <= value.error + expected * 1e-50));
    BOOST_TEST((value.error <= expected * 1e-20));
  }
}

BOOST_AUTO_TEST_CASE(errors_are_judged_in_ulps_of_the_true_value) {
  const auto error = [](double truth, double computed, const FloatFormat& format) {
    const Judgement judgement = judge(Between{truth, truth}, computed, format);
    BOOST_TEST((judgement.kind == Judgement::Kind::measured));
    BOOST_TEST(judgement.low == judgement.high);
    return judgement.high;
  };
  BOOST_TEST(error(1, 1, kFloat32) == 0);
  BOOST_TEST(error(1, 1 + 0x1p-23, kFloat32) == 1);
  BOOST_TEST(error(1, 1 - 0x1p-24, kFloat32) == 0.5);
  BOOST_TEST(error(1 + 0x1p-24, 1, kFloat32) == 0.5);
  BOOST_TEST(error(-2, -2 + 0x1p-22, kFloat32) == 1);
  BOOST_TEST(error(0x1p-149, 0, kFloat32) == 1);
  BOOST_TEST(error(0x1p-150, 0, kFloat32) == 0.5);
  BOOST_TEST(error(0x1p-126, 0x1p-149, kFloat32) == 0x1p23 - 1);
  BOOST_TEST(error(0, 0x1p-149, kFloat32) == 1);
  BOOST_TEST(error(0, -0.0, kFloat64) == 0);
  BOOST_TEST(error(0x1p-1074, 0, kFloat64) == 1);
  BOOST_TEST(error(0x1p1023, 0x1p1023 + 0x1p971, kFloat64) == 1);
  BOOST_TEST(error(1, 1 + 0x1p-7, kBfloat16) == 1);
  BOOST_TEST(error(1, 1 + 0x1p-10, kFloat16) == 1);
  BOOST_TEST(error(0x1p-24, 0, kFloat16) == 1);
  // Almost a power of two is no less than one.
  BOOST_TEST(error(2 - 0x1p-50, 2 + 0x1p-22, kFloat32) < 1.001);
  BOOST_TEST(error(2 - 0x1p-23, 2, kFloat32) == 1);
  BOOST_TEST(error(2 - 0x1p-52, 2, kFloat64) == 1);
  BOOST_TEST(judge(Between{1 - 0x1p-50, 1}, 0, kFloat32).settled());
  const auto kind = [](double truth, double computed, const FloatFormat& format) {
    return judge(Between{truth, truth}, computed, format).kind;
  };
  using Kind = Judgement::Kind;
  const double last = std::numeric_limits<float>::max();
  BOOST_TEST((kind(last + 0x1p103, kInf, kFloat32) == Kind::agreed));
  BOOST_TEST((kind(last + 0x1p102, kInf, kFloat32) == Kind::wrong_nonfinite));
  BOOST_TEST((kind(last + 0x1p103, last, kFloat32) == Kind::wrong_finite));
  BOOST_TEST((kind(-1e60, kInf, kFloat32) == Kind::wrong_nonfinite));
  BOOST_TEST((kind(1e60, kNan, kFloat32) == Kind::wrong_nonfinite));
  BOOST_TEST((kind(65520, kInf, kFloat16) == Kind::agreed));
  BOOST_TEST((kind(1, kNan, kFloat32) == Kind::wrong_nonfinite));
  BOOST_TEST((judge(Between::nothing(), kNan, kFloat32).kind == Kind::agreed));
  BOOST_TEST((judge(Between::nothing(), 1, kFloat32).kind == Kind::wrong_finite));
  BOOST_TEST((judge(Between{}, 1, kFloat32).kind == Kind::unclear));
  for (const auto& [ulps, row] : std::vector<std::pair<double, std::size_t>>{{0, 0},
                                                                             {1e-9, 1},
                                                                             {0.5, 1},
                                                                             {0.51, 2},
                                                                             {1, 2},
                                                                             {1.01, 3},
                                                                             {2, 3},
                                                                             {3, 4},
                                                                             {4, 4},
                                                                             {1e300, kErrorRows - 1}}) {
    BOOST_TEST(row_of_error(ulps) == row, ulps);
    if (ulps != 1e300) BOOST_TEST(ulps <= upper_end_of_row(row));
  }
}

BOOST_AUTO_TEST_CASE(a_known_error_is_measured_exactly) {
  for (const int ulps : {0, 1, 2, 3, 7, 100}) {
    const auto kernel = each([ulps](float x) { return moved(x / 4, ulps); });
    const KernelReport report = check_kernel(kernel, "x/4", between(1.0, 1.001));
    BOOST_TEST(report.worst_ulp == ulps);
    BOOST_TEST(report.fine() == (ulps <= 4));
    BOOST_TEST(report.histogram[row_of_error(ulps)] == report.points);
  }
  // And up to half an ulp where the true value is no float.
  for (const int ulps : {1, 2, 5}) {
    const auto kernel = each([ulps](float x) { return moved(static_cast<float>(std::exp(double{x})), ulps); });
    const KernelReport report = check_kernel(kernel, "exp(x)", between(0.001, 0.00101));
    BOOST_TEST(report.worst_ulp > ulps);
    BOOST_TEST(report.worst_ulp <= ulps + 0.5);
  }
}

BOOST_AUTO_TEST_CASE(one_wrong_float_is_found) {
  const float bad = 1.2345F;
  const auto right = [](float x) { return static_cast<float>(std::tanh(double{x})); };
  const auto kernel = each([=](float x) { return moved(right(x), x == bad ? 5 : 0); });
  const KernelReport report = check_kernel(kernel, "tanh(x)", between(1.23, 1.24));
  BOOST_TEST(!report);
  BOOST_TEST(report.worst->inputs.front() == bad);
  BOOST_TEST(report.worst_ulp > 4);
  BOOST_TEST(report.histogram[row_of_error(report.worst_ulp)] == 1U);
  BOOST_TEST(report.undecided.count == 0U);

  const auto broken = each([=](float x) { return x == -750 ? kNan : right(x); });
  const KernelReport nan = check_kernel(broken, "tanh(x)", between(-751, -749));
  BOOST_TEST(nan.wrong_nonfinite.count == 1U);
  BOOST_TEST(nan.wrong_nonfinite.first->inputs.front() == -750);
  BOOST_TEST(nan.wrong_nonfinite.first->expected == "-1");

  const auto finite = each([](float x) { return x < 0 ? 0 : static_cast<float>(std::log(double{x})); });
  const KernelReport log = check_kernel(finite, "log(x)", between(-1e-44, 1e-44));
  BOOST_TEST(log.wrong_finite.count == 7U);
  BOOST_TEST(log.agreed_nonfinite == 1U);  // at zero
  BOOST_TEST(log.wrong_finite.first->expected == "no real number");
}

BOOST_AUTO_TEST_CASE(a_wrong_value_at_a_kink_is_found) {
  const auto kernel = each([](float x) { return x >= 0.25F ? 1.0F : 0.0F; });
  const KernelReport report = check_kernel(kernel, "f(x) = relu(x - 1/4); f'(x)", between(0.249, 0.251));
  BOOST_TEST(!report);
  BOOST_TEST(report.worst->inputs.front() == 0.25);
  const auto step_at = [](bool included) {
    return [included](std::span<const double> x, std::span<double> y) {
      for (std::size_t i = 0; i != x.size(); ++i) y[i] = x[i] > 0.3 || (included && x[i] == 0.3) ? 1 : 0;
    };
  };
  KernelOptions few;
  few.samples = 100;
  few.threads = 1;
  BOOST_TEST(check_kernel(step_at(false), "f(x) = relu(x - 3/10); f'(x)", few).fine());
  const KernelReport wrong = check_kernel(step_at(true), "f(x) = relu(x - 3/10); f'(x)", few);
  BOOST_TEST(!wrong);
  BOOST_TEST(wrong.worst->inputs.front() == 0.3);  // which is a little less than 3/10
}

BOOST_AUTO_TEST_CASE(cancellation_is_decided_by_more_digits) {
  const auto kernel = each([](float x) {
    const double z = x;
    return static_cast<float>(std::fabs(z) < 0.01 ? z * z * z / 3 * (1 - z * z * 2 / 5) : z - std::tanh(z));
  });
  KernelOptions options = between(0x1p-20, 0x1.001p-20);
  const KernelReport report = check_kernel(kernel, "x - tanh(x)", options);
  BOOST_TEST(report.undecided.count == 0U);
  BOOST_TEST(report.worst_ulp <= 0.51);
  options.precise_points = 0;
  const KernelReport lazy = check_kernel(kernel, "x - tanh(x)", options);
  BOOST_TEST(lazy.undecided.count > 1000U);
  BOOST_TEST(!lazy);
}

BOOST_AUTO_TEST_CASE(reports_do_not_depend_on_threads) {
  const auto sloppy = each([](float x) { return std::exp(x) / (1 + std::exp(x)) / (1 + std::exp(x)); });
  KernelOptions one = between(-0.51, 0.53);
  one.points = KernelOptions::Points::sample;
  KernelOptions three = one;
  one.threads = 1;
  three.threads = 3;
  BOOST_TEST(without_time(check_kernel(sloppy, "sigmoid'(x)", one)) ==
             without_time(check_kernel(sloppy, "sigmoid'(x)", three)));
  one = between(87, 89);  // where it overflows
  three = one;
  one.threads = 1;
  three.threads = 3;
  const KernelReport report = check_kernel(sloppy, "sigmoid'(x)", one);
  BOOST_TEST(report.wrong_nonfinite.count > 0U);
  BOOST_TEST(without_time(report) == without_time(check_kernel(sloppy, "sigmoid'(x)", three)));
}

BOOST_AUTO_TEST_CASE(several_inputs_and_double) {
  const auto kernel = [](std::span<const double> x, std::span<const double> g, std::span<double> out) {
    for (std::size_t i = 0; i != x.size(); ++i) out[i] = x[i] > 0 ? g[i] : 0;
  };
  KernelOptions options;
  options.samples = 500 * scale;
  options.inputs = {"x", "g"};
  options.threads = 2;
  const KernelReport report = check_kernel(kernel, "g*relu'(x)", options);
  BOOST_TEST(report.fine(), to_string(report));
  BOOST_TEST(report.worst_ulp == 0);
  BOOST_TEST(report.nan_inputs > 0U);
  const auto wrong = [](std::span<const double> x, std::span<const double> g, std::span<double> out) {
    for (std::size_t i = 0; i != x.size(); ++i) out[i] = x[i] >= 0 ? g[i] : 0;
  };
  BOOST_TEST(!check_kernel(wrong, "g*relu'(x)", options));
}

BOOST_AUTO_TEST_CASE(special_inputs_are_reported) {
  KernelOptions options;
  options.points = KernelOptions::Points::sample;
  options.samples = 10;
  const KernelReport good = check_kernel(each([](float x) { return std::tanh(x); }), "tanh(x)", options);
  BOOST_TEST(good.limits == 2U);
  BOOST_TEST(good.limits_missed.count == 0U);
  BOOST_TEST(good.nan_lost.count == 0U);
  const KernelReport bad =
      check_kernel(each([](float x) { return std::isfinite(x) ? std::tanh(x) : 0.0F; }), "tanh(x)", options);
  BOOST_TEST(bad.limits_missed.count == 2U);
  BOOST_TEST(bad.nan_lost.count == 1U);
}

BOOST_AUTO_TEST_CASE(a_check_can_be_given_up) {
  KernelOptions options = between(0, 1);
  options.threads = 1;
  int calls = 0;
  options.progress = [&](double done) {
    BOOST_TEST(done > 0);
    return ++calls != 3;
  };
  const KernelReport report = check_kernel(each([](float x) { return x; }), "x", options);
  BOOST_TEST(calls == 3);
  BOOST_TEST(report.cancelled);
  BOOST_TEST(!report);
}

BOOST_AUTO_TEST_CASE(reports_fit_a_terminal) {
  const auto kernel = each([](float x) { return x < 0 ? kNan : std::sqrt(x) * 1.5F; });
  const KernelReport report = check_kernel(kernel, "sqrt(abs(x))", between(-1e-41, 1e-41));
  const std::string text = to_string(report);
  std::size_t begin = 0;
  for (std::size_t end = 0; (end = text.find('\n', begin)) != text.npos; begin = end + 1)
    BOOST_TEST(end - begin <= 80U);
  BOOST_TEST(text.starts_with("not fine: sqrt(abs(x))\n"));
}

BOOST_AUTO_TEST_CASE(misuse_is_an_error) {
  const auto kernel = each([](float x) { return x; });
  BOOST_CHECK_THROW(check_kernel(kernel, "2x"), ParseError);
  BOOST_CHECK_THROW(check_kernel(kernel, "x*y"), ShapeError);
  BOOST_CHECK_THROW(check_kernel(kernel, "x > 0"), Error);
  BOOST_CHECK_THROW(check_kernel(kernel, "x", between(2, 1)), Error);
  KernelOptions options;
  options.inputs = {"y"};
  BOOST_CHECK_THROW(check_kernel(kernel, "x", options), Error);
  options = {};
  options.points = KernelOptions::Points::all;
  BOOST_CHECK_THROW(check_kernel([](std::span<const double>, std::span<double>) {}, "x", options), Error);
  BOOST_CHECK_THROW(check_kernel([](In, Out) { throw std::runtime_error("lost"); }, "x", between(0, 1)),
                    std::runtime_error);
}
