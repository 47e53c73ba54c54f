// SPDX-License-Identifier: BSL-1.0
// How accurate a formula is in floating-point arithmetic, as it is written: measured against the true values.
//
//   const adage::AccuracyReport report = adage::measure_accuracy(adage::parse(graph, "exp(x) - 1"));
//   std::cout << to_string(report);    // mean error, worst points, NaN where there is a value
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "adage/expression.hpp"
#include "adage/function.hpp"
#include "adage/kernel.hpp"

namespace adage {

struct AccuracyOptions {
  enum class Precision { float32, float64 };
  /// Where a variable lies; the others are any finite number.
  struct Range {
    std::string variable;
    double first = -std::numeric_limits<double>::infinity();
    double last = std::numeric_limits<double>::infinity();
  };
  Precision precision = Precision::float64;
  /// Every finite float, for a formula in one variable and Precision::float32.
  bool exhaustive = false;
  /// Points of the sample, spread evenly over the numbers of the type and so over their binades. Special ones are tried
  /// beside them: zeros, the ends of the format, powers of two and kinks of the formula, each with its neighbours; for
  /// several variables also pairs of these, which are some ten thousand points for each.
  std::uint64_t points = 1 << 16;
  bool special_points = true;
  std::uint64_t seed = 1;
  std::vector<Range> ranges;
  std::vector<Expression> assumptions;  ///< truth values; points at which one does not hold are left out
  std::size_t worst = 5;                ///< how many of the worst points to report
  /// An expression is compiled as it is written (see CompileOptions), not to what is safe.
  bool as_written = true;
  unsigned threads = 0;  ///< 0: one for each of the machine's; the report is the same for any number
  /// Called now and then on the calling thread with the share that is done; the rest is left out when it returns false.
  std::function<bool(double)> progress;
};

/// What a measurement found. An ulp is the distance of the type's numbers in the binade of the true value. Where the
/// formula has no real value, or one that the type cannot hold, nothing is measured.
struct AccuracyReport {
  struct Point {
    KernelReport::Point at;
    double ulps = 0;
  };
  struct Largest {
    double error = 0;
    std::optional<KernelReport::Point> at;
  };
  /// How often something was seen, and the point nearest to zero at which it was.
  using Finding = KernelReport::Finding;

  std::string formula;
  std::vector<std::string> inputs;
  AccuracyOptions::Precision precision = AccuracyOptions::Precision::float64;
  std::uint64_t points = 0;     ///< tried
  std::uint64_t excluded = 0;   ///< at which an assumption does not hold
  std::uint64_t undefined = 0;  ///< at which the formula has no real value
  std::uint64_t beyond = 0;     ///< at which the true value rounds to an infinity
  std::uint64_t measured = 0;   ///< at which the true value and the computed one are finite
  /// Of what was measured, errors by size as in KernelReport: none, up to 0.5 ulp, up to 1, up to 2, and so on.
  std::array<std::uint64_t, KernelReport::kRows> histogram{};
  /// log2(1 + d), d being how many numbers of the type lie between the computed one and the true value rounded; all
  /// bits of the type for an infinity or NaN. Averaged over the sample, without the special points, wherever the true
  /// value is finite (Panchekha, Sanchez-Stern, Wilcox & Tatlock 2015).
  double mean_bits = 0;
  std::uint64_t averaged = 0;  ///< over so many points
  double worst_ulp = 0;        ///< at most 0.1% too large, never too small
  std::vector<Point> worst;    ///< the worst first, none of them exact; of each region of about a binade one
  /// Errors relative to the true value, where that is no subnormal number, and absolute ones.
  Largest relative;
  Largest absolute;
  Finding nonfinite;  ///< an infinity or NaN where the true value is finite
  Finding missed;     ///< something else where the true value rounds to an infinity
  Finding undecided;  ///< the true value could not be told well enough
  bool cancelled = false;
  double seconds = 0;

  int bits() const { return precision == AccuracyOptions::Precision::float32 ? 32 : 64; }
  /// The share of the points with a finite true value at which the error is at most `ulps`, a power of two from a half
  /// on, or zero.
  double share_within(double ulps) const;
};

/// Compares `e` in floating-point arithmetic with its true value. Throws Error when `e` is a truth value or has no
/// variable, when a range names no variable of it or is empty, and for options that contradict each other. The graph
/// gets a few nodes. True values come from where check_kernel takes them.
AccuracyReport measure_accuracy(const Expression& e, const AccuracyOptions& options = {});

/// The same for `program` against the true value of `truth`: two forms of one formula beside each other. The variables
/// of `program` are among those of `truth`.
AccuracyReport measure_accuracy(const Expression& program, const Expression& truth,
                                const AccuracyOptions& options = {});

/// Several programs at the same points; true values are computed once. Each program has one output, and as inputs the
/// variables of `truth` in the order in which `truth.variables()` gives them.
std::vector<AccuracyReport> measure_accuracy(std::span<const Function> programs, const Expression& truth,
                                             const AccuracyOptions& options = {});

/// For people, in lines of at most 80 columns as far as the formula allows; JSON for programs, infinities and NaN as
/// strings.
std::string to_string(const AccuracyReport& report);
std::string to_json(const AccuracyReport& report);

}  // namespace adage
