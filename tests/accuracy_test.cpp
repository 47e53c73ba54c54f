// SPDX-License-Identifier: BSL-1.0
// Measurements against what is known: formulas whose errors can be told by hand, and a brute-force comparison of every
// float of a range with the long double functions of the machine.
#include <adage/adage.hpp>
#include <bit>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <fstream>
#include <limits>
#include <sstream>

#include "accuracy/improved.hpp"
#include "ball/ball.hpp"
#include "verify/judge.hpp"
#include "verify/reference.hpp"

namespace {

using namespace adage;
using Precision = AccuracyOptions::Precision;

AccuracyReport measured(const char* text, const AccuracyOptions& options = {}) {
  Graph graph;
  return measure_accuracy(parse(graph, text), options);
}

AccuracyOptions within(const char* variable, double first, double last, std::uint64_t points = 4096) {
  AccuracyOptions options;
  options.points = points;
  options.ranges = {{variable, first, last}};
  return options;
}

double run(const char* text, double x, bool as_written) {
  Graph graph;
  return compile({parse(graph, text)}, {graph.variable("x")}, {.as_written = as_written})({x});
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_is_written_is_run) {
  BOOST_TEST(run("exp(x) - 1", 1e-20, true) == 0);
  BOOST_TEST(run("exp(x) - 1", 1e-20, false) == 1e-20);
  BOOST_TEST(std::isnan(run("exp(-x)/(1 + exp(-x))^2", -750, true)));
  BOOST_TEST(!std::isnan(run("exp(-x)/(1 + exp(-x))^2", -750, false)));
  BOOST_TEST(run("(x + 1) - x", 1e20, true) == 0);
  BOOST_TEST(run("1/x^2", 1e-160, true) == 1 / std::pow(1e-160, 2));
  BOOST_TEST(run("log(1 + x)", 1e-17, true) == 0);
  // Bodies are expanded all the same: there is no machine code for a softplus.
  BOOST_TEST(run("softplus(x)", 800, true) == 800);
  // Constants are exact until they are rounded, once.
  BOOST_TEST(run("(1/3 + 1/3 + 1/3)*x", 1, true) == 1);
}

BOOST_AUTO_TEST_CASE(an_error_is_judged_by_two_doubles_as_by_64_digits) {
  Graph graph;
  const Expression e = parse(graph, "exp(x)/3 + sin(x)*1e-5");
  const std::vector<Id> inputs{graph.variable("x").id()};
  Reference reference(graph.arena(), e.id(), inputs);
  for (const double x :
       {-800.0, -745.2, -710.0, -40.0, -1.0, 1e-9, 0.5, 3.0, 88.8, 350.0, 709.7, 710.9, 711.0, 720.0}) {
    for (const FloatFormat& format : {kFloat32, kFloat64}) {
      for (const double off : {0.0, 1e-16, -3e-16, 1e-8, -1e-3, 2.0}) {
        const double computed = (std::exp(x) / 3 + std::sin(x) * 1e-5) * (1 + off);
        const Judgement slow = judge(reference.precise(std::span(&x, 1)), computed, format);
        const Judgement fast = judge(reference.split(std::span(&x, 1)), computed, format);
        BOOST_TEST((slow.kind == fast.kind), "at " << x << " of " << computed);
        if (slow.kind != Judgement::Kind::measured) continue;
        BOOST_TEST(std::fabs(slow.high - fast.high) <= 1e-3 * std::max(1.0, slow.high), slow.high << " " << fast.high);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(rounding_once_is_half_an_ulp) {
  for (const char* text : {"x + 1", "3*x", "x/7", "sqrt(x)"}) {
    const AccuracyReport report = measured(text);
    BOOST_TEST(report.worst_ulp <= 0.5005, text);
    BOOST_TEST(report.mean_bits == 0, text);
    BOOST_TEST(report.nonfinite.count == 0u, text);
    BOOST_TEST(report.undecided.count == 0u, text);
    BOOST_TEST(report.share_within(0.5) == 1, text);
    BOOST_TEST(report.measured + report.undefined + report.beyond == report.points, text);
  }
  BOOST_TEST(measured("-x").share_within(0) == 1);
  BOOST_TEST(measured("sqrt(x)").undefined > 30'000u);
}

BOOST_AUTO_TEST_CASE(cancellation_is_found) {
  const AccuracyReport naive = measured("exp(x) - 1", within("x", -1, 1));
  BOOST_TEST(naive.worst_ulp > 1e15);
  BOOST_TEST(naive.mean_bits > 50);  // nearly all numbers from -1 to 1 are tiny, and give 0
  BOOST_TEST(naive.relative.error == 1, boost::test_tools::tolerance(1e-3));
  BOOST_TEST(naive.absolute.error < 4.5e-16);
  BOOST_TEST(!naive.worst.empty());
  for (const AccuracyReport::Point& point : naive.worst) {
    const double x = point.at.inputs.front();
    BOOST_TEST(point.at.computed == std::exp(x) - 1);
    BOOST_TEST(std::stod(point.at.expected) == std::expm1(x), boost::test_tools::tolerance(1e-15));
    BOOST_TEST(point.ulps <= naive.worst_ulp);
  }
  const AccuracyReport good = measured("expm1(x)", within("x", -1, 1));
  BOOST_TEST(good.worst_ulp < 2);
  BOOST_TEST(good.mean_bits < 0.5);
}

BOOST_AUTO_TEST_CASE(the_worst_points_are_no_neighbours) {
  AccuracyOptions options;
  options.worst = 8;
  const AccuracyReport report = measured("sqrt(x + 1) - sqrt(x)", options);
  BOOST_TEST(report.worst.size() == 8u);
  std::vector<int> binades;
  for (std::size_t i = 0; i != report.worst.size(); ++i) {
    if (i != 0) BOOST_TEST(report.worst[i].ulps <= report.worst[i - 1].ulps);
    binades.push_back(std::ilogb(report.worst[i].at.inputs.front()));
  }
  std::ranges::sort(binades);
  BOOST_TEST((std::ranges::adjacent_find(binades) == binades.end()));
}

BOOST_AUTO_TEST_CASE(nan_where_there_is_a_value_is_found) {
  const AccuracyReport report = measured("exp(-x)/(1 + exp(-x))^2", within("x", -750, 750));
  BOOST_TEST(report.nonfinite.count > 0u);
  const KernelReport::Point& first = report.nonfinite.first.value();
  BOOST_TEST(!std::isfinite(first.computed));
  BOOST_TEST(first.inputs.front() < -300);  // from where the square overflows
  BOOST_TEST(first.inputs.front() > -760);
  // What is run by default has none.
  Graph graph;
  const Expression e = parse(graph, "exp(-x)/(1 + exp(-x))^2");
  AccuracyOptions options = within("x", -750, 750);
  options.as_written = false;
  BOOST_TEST(measure_accuracy(improved(e), e, options).nonfinite.count == 0u);
}

BOOST_AUTO_TEST_CASE(what_runs_well_is_left_alone) {
  // As they are written all forms of it are wrong at large angles, and products of smaller ones a little less so.
  Graph graph;
  const Expression e = parse(graph, "sin(30*x)");
  BOOST_TEST(to_string(improved(e)) == "sin(30*x)");
}

BOOST_AUTO_TEST_CASE(points_without_a_value_are_left_out) {
  const AccuracyReport logarithm = measured("log(x)", within("x", -10, 10));
  BOOST_TEST(logarithm.undefined > 1000u);
  BOOST_TEST(logarithm.nonfinite.count == 0u);
  // 0/0 has no value, though the simplified form has one there.
  const AccuracyReport quotient = measured("(x^2 + x)/x", within("x", -10, 10));
  BOOST_TEST(quotient.undefined >= 1u);
  BOOST_TEST(quotient.nonfinite.count == 0u);
  const AccuracyReport large = measured("exp(x)");
  BOOST_TEST(large.beyond > 15'000u);
  BOOST_TEST(large.missed.count == 0u);
  BOOST_TEST(large.undecided.count == 0u);
  const AccuracyReport missed = measured("exp(x)/2*2 - exp(x)/2", within("x", 709.9, 710.4));
  BOOST_TEST(missed.nonfinite.count > 0u);
}

BOOST_AUTO_TEST_CASE(assumptions_and_ranges_restrict) {
  Graph graph;
  const Expression x = graph.variable("x");
  AccuracyOptions options = within("x", -1, 1, 1000);
  options.assumptions = {x > 0, x < 0.5};
  const AccuracyReport report = measure_accuracy(exp(x) - 1, options);
  BOOST_TEST(report.excluded > 400u);
  BOOST_TEST(report.measured + report.excluded == report.points);
  for (const AccuracyReport::Point& point : report.worst) {
    BOOST_TEST((point.at.inputs.front() > 0 && point.at.inputs.front() < 0.5));
  }
  const AccuracyReport two = measure_accuracy(x - graph.variable("y"), within("y", 2, 3, 100));
  for (const AccuracyReport::Point& point : two.worst) BOOST_TEST(point.at.inputs[1] >= 2);
}

BOOST_AUTO_TEST_CASE(exhaustion_is_what_brute_force_finds) {
  // Every float from 1 to 1 + 2^-9, against long double.
  static_assert(std::numeric_limits<long double>::digits >= 64);
  const float first = 1, last = 1 + 0x1p-9F;
  AccuracyOptions options = within("x", first, last);
  options.precision = Precision::float32;
  options.exhaustive = true;
  Graph graph;
  const Expression e = parse(graph, "log(x) + x*1e-3 - 1e-3");
  const AccuracyReport report = measure_accuracy(e, options);
  const Function function = compile({e}, {graph.variable("x")}, {.as_written = true});
  std::uint64_t count = 0, half = 0;
  long double worst = 0, bits = 0;
  for (float x = first; x <= last; x = std::nextafter(x, 2.0F)) {
    float computed = 0;
    function.evaluate(std::span<const float>(&x, 1), std::span(&computed, 1));
    const long double truth = std::log(static_cast<long double>(x)) + (static_cast<long double>(x) - 1) * 1e-3L;
    const auto rounded = static_cast<float>(truth);
    int exponent = -126;
    if (rounded != 0) exponent = std::max(exponent, std::ilogb(rounded));
    const long double ulps = std::ldexp(std::fabs(computed - truth), 23 - exponent);
    ++count;
    half += ulps <= 0.5L ? 1U : 0U;
    worst = std::max(worst, ulps);
    const auto rank = [](float y) {
      return std::copysign(static_cast<long double>(std::bit_cast<std::int32_t>(std::fabs(y))), y);
    };
    bits += std::log2(1 + std::fabs(rank(computed) - rank(rounded)));
  }
  BOOST_TEST(report.points == count);
  BOOST_TEST(report.measured == count);
  BOOST_TEST(report.averaged == count);
  BOOST_TEST(report.worst_ulp >= static_cast<double>(worst) * (1 - 1e-12));
  BOOST_TEST(report.worst_ulp <= static_cast<double>(worst) * 1.001 + 1e-3);
  BOOST_TEST(report.histogram[0] + report.histogram[1] == half);
  BOOST_TEST(report.mean_bits == static_cast<double>(bits / static_cast<long double>(count)),
             boost::test_tools::tolerance(1e-5));
}

BOOST_AUTO_TEST_CASE(the_report_does_not_depend_on_threads) {
  for (const Precision precision : {Precision::float32, Precision::float64}) {
    std::string texts[4];
    for (unsigned threads = 1; threads != 5; ++threads) {
      AccuracyOptions options;
      options.precision = precision;
      options.points = 20'000;
      options.threads = threads;
      AccuracyReport report = measured("sin(x + y) - sin(x)", options);
      report.seconds = 0;
      texts[threads - 1] = to_json(report) + to_string(report);
    }
    for (const std::string& text : texts) BOOST_TEST(text == texts[0]);
  }
  AccuracyOptions other;
  other.seed = 2;
  BOOST_TEST(measured("exp(x) - 1", other).mean_bits != measured("exp(x) - 1").mean_bits);
}

BOOST_AUTO_TEST_CASE(a_measurement_can_be_given_up) {
  AccuracyOptions options;
  options.points = 1'000'000;
  options.threads = 1;
  options.progress = [](double) { return false; };
  const AccuracyReport report = measured("exp(x) - 1", options);
  BOOST_TEST(report.cancelled);
  BOOST_TEST(report.points > 0u);
  BOOST_TEST(report.points < 100'000u);
}

BOOST_AUTO_TEST_CASE(what_makes_no_sense_is_refused) {
  BOOST_CHECK_THROW(measured("1 + 1"), Error);
  BOOST_CHECK_THROW(measured("x > 0"), Error);
  BOOST_CHECK_THROW(measured("x", within("y", 0, 1)), Error);
  BOOST_CHECK_THROW(measured("x", within("x", 1, 0)), Error);
  AccuracyOptions exhaustive;
  exhaustive.exhaustive = true;
  BOOST_CHECK_THROW(measured("x", exhaustive), Error);
  exhaustive.precision = Precision::float32;
  BOOST_CHECK_THROW(measured("x + y", exhaustive), Error);
  Graph graph;
  const Expression x = graph.variable("x");
  BOOST_CHECK_THROW(measure_accuracy(x + graph.variable("y"), x), Error);
  AccuracyOptions number;
  number.assumptions = {x};
  BOOST_CHECK_THROW(measure_accuracy(x, number), Error);
}

BOOST_AUTO_TEST_CASE(the_corpus_can_be_measured) {
  std::ifstream stream(ADAGE_SOURCE_DIR "/tests/corpus/accuracy/textbook.tsv");
  std::string line;
  std::getline(stream, line);
  std::size_t formulas = 0;
  while (std::getline(stream, line)) {
    std::vector<std::string> cells;
    std::istringstream fields(line);
    for (std::string cell; std::getline(fields, cell, '\t');) cells.push_back(cell);
    BOOST_REQUIRE(cells.size() == 5u);
    BOOST_TEST(!cells[4].empty());
    Graph graph;
    const Expression e = parse(graph, cells[1]);
    AccuracyOptions options;
    options.points = 1000;
    options.special_points = false;
    std::istringstream ranges(cells[2]);
    for (std::string range; ranges >> range;) {
      const std::size_t equals = range.find('='), colon = range.find(':');
      const auto end = [](const std::string& written, double otherwise) {
        Graph numbers;
        return written.empty() ? otherwise : evaluate(parse(numbers, written));
      };
      const double infinity = std::numeric_limits<double>::infinity();
      options.ranges.push_back({range.substr(0, equals), end(range.substr(equals + 1, colon - equals - 1), -infinity),
                                end(range.substr(colon + 1), infinity)});
    }
    if (!cells[3].empty()) options.assumptions = {parse(graph, cells[3])};
    const AccuracyReport report = measure_accuracy(e, options);
    BOOST_TEST(report.points != 0u, line);
    ++formulas;
    const bool trouble = report.mean_bits > 1 || report.worst_ulp > 100 || report.nonfinite.count != 0;
    BOOST_TEST(trouble, cells[0] << " has none: " << report.mean_bits << " bits, " << report.worst_ulp << " ulp");
  }
  BOOST_TEST(formulas >= 60u);
}
