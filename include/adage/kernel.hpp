// SPDX-License-Identifier: BSL-1.0
// Checks of other people's kernels: code that claims to compute a formula is run over many numbers, for floats over all
// of them, and compared with the true values.
//
//   void gelu_slope(std::span<const float> x, std::span<float> dx);
//   const adage::KernelReport report = adage::check_kernel(gelu_slope, "gelu'(x)");
//   if (!report) std::cerr << to_string(report);
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "adage/error.hpp"

namespace adage {

struct KernelOptions {
  /// Which numbers are tried: `automatic` is all of them for one float input, otherwise a sample.
  enum class Points { automatic, all, sample };
  Points points = Points::automatic;
  /// Every input is at least `first` and at most `last`. Unless both are infinite, NaN and infinities are left out.
  double first = -std::numeric_limits<double>::infinity();
  double last = std::numeric_limits<double>::infinity();
  /// Points of a sample, beside special ones: zeros, infinities, NaN, the ends of the format, ones and powers of two
  /// with their neighbours, kinks of the formula with theirs. Half of the sample is spread evenly over all binades.
  std::uint64_t samples = 1 << 16;
  std::uint64_t seed = 1;
  /// The kernel's inputs in order; by default the formula's variables as it first names them.
  std::vector<std::string> inputs;
  double max_ulp = 4;  ///< the largest error that is fine
  /// 0: one for each of the machine's. With more than one the kernel is called by several threads at a time. The report
  /// is the same for any number.
  unsigned threads = 0;
  /// How many points may be evaluated one by one, by balls or in 64 digits, where doubles do not decide; what is left
  /// then is undecided. A million of them, or sixteen of 65,536 if that is more, to as many bits as it takes. (Of x/2
  /// and what is like it next to zero, sixteen million floats are as far from one subnormal number as from the next.)
  std::uint64_t precise_points = 1 << 25;
  /// Called now and then on the calling thread with the share that is done; the check is given up when it returns
  /// false.
  std::function<bool(double)> progress;
};

/// What came of a comparison. An error is the distance of the computed number from the true one in ulps: the distance
/// of neighbours of the output's type in the binade of the true value, of its subnormal numbers below the normal ones.
/// A correctly rounded result errs by at most 0.5. The sign of a zero is not looked at. A true value that rounds to an
/// infinity asks for it; where the formula has no real value any infinity or NaN will do.
struct KernelReport {
  struct Point {
    std::uint64_t index = 0;     ///< among the points or rows
    std::vector<double> inputs;  ///< exactly
    double computed = 0;
    std::string expected;  ///< the true value to 20 digits
  };
  /// How often something was seen, and the first time.
  struct Finding {
    std::uint64_t count = 0;
    std::optional<Point> first;
  };
  static constexpr std::size_t kRows = 24;

  std::string formula;
  std::vector<std::string> inputs;
  std::uint64_t points = 0;  ///< compared, NaN among them
  double max_ulp = 0;
  double worst_ulp = 0;  ///< at most 0.1% too large, never too small
  std::optional<Point> worst;
  /// Errors by size: row 0 for none, row 1 up to 0.5, row 2 up to 1, row 3 up to 2, and so on; the last has no end.
  std::array<std::uint64_t, kRows> histogram{};
  std::uint64_t agreed_nonfinite = 0;  ///< neither the result nor the true value is a finite number
  Finding wrong_nonfinite;             ///< an infinity or NaN, where there is a finite true value or another infinity
  Finding wrong_finite;                ///< a finite number, where there is none
  Finding undecided;                   ///< the true value could not be told well enough
  /// NaN as an input, and how often the result was none. Not held against the kernel: `x > 0` swallows it by right.
  std::uint64_t nan_inputs = 0;
  Finding nan_lost;
  /// Infinite inputs at which the formula has a known limit, and how often the result was another. Not held against the
  /// kernel either, as IEEE arithmetic gives NaN for many (inf*0).
  std::uint64_t limits = 0;
  Finding limits_missed;
  std::uint64_t no_limit = 0;  ///< infinite inputs at which no limit is known
  bool cancelled = false;
  double seconds = 0;

  /// No error beyond `max_ulp`, nothing wrong, nothing undecided, and something compared.
  bool fine() const {
    return points != 0 && !cancelled && worst_ulp <= max_ulp && wrong_nonfinite.count == 0 && wrong_finite.count == 0 &&
           undecided.count == 0;
  }
  explicit operator bool() const { return fine(); }
};

/// The largest error that row `row` of the histogram counts; infinite for the last.
double upper_end_of_row(std::size_t row);

/// For people, in lines of at most 80 columns; JSON for programs, infinities and NaN as strings.
std::string to_string(const KernelReport& report);
std::string to_json(const KernelReport& report);

/// A kernel: columns of equal length in, a column of that length out.
template <class T>
using Kernel = std::function<void(std::span<const std::span<const T>> in, std::span<T> out)>;

/// Runs `kernel` on blocks of points and compares its results with the true values of `formula`, in which the functions
/// of the catalogue are known. All floats take a quarter of a minute on two cores, more where a formula oscillates. The
/// true values come from interval arithmetic in double with the stated errors of the machine's functions, doubled and
/// more; for floats in order from polynomials with a proved error, where the library has balls; and where these do not
/// decide from balls of up to 4,096 bits or, without them, from 64 digits with a bound on their error. An error counts
/// as known to three digits, but whether it is more than half an ulp is decided. Throws ParseError, ShapeError when the
/// number of inputs is not the formula's, Error for options that contradict each other, and whatever the kernel throws.
KernelReport check_kernel(const Kernel<float>& kernel, std::size_t inputs, std::string_view formula,
                          const KernelOptions& options = {});
KernelReport check_kernel(const Kernel<double>& kernel, std::size_t inputs, std::string_view formula,
                          const KernelOptions& options = {});

namespace detail {

inline constexpr std::size_t kMostSpans = 8;

template <class T, class F, std::size_t... I>
constexpr bool takes(std::index_sequence<I...>) {
  return std::is_invocable_v<F&, std::conditional_t<I == I, std::span<const T>, void>..., std::span<T>>;
}
/// How many input spans of `T` the kernel takes; 0 for none.
template <class T, class F, std::size_t N = 1>
constexpr std::size_t spans_taken() {
  if constexpr (N > kMostSpans) {
    return 0;
  } else if constexpr (takes<T, F>(std::make_index_sequence<N>())) {
    return N;
  } else {
    return spans_taken<T, F, N + 1>();
  }
}

template <class T, class F, std::size_t... I>
KernelReport check_spans(F& f, std::string_view formula, const KernelOptions& options, std::index_sequence<I...>) {
  const Kernel<T> kernel = [&f](std::span<const std::span<const T>> in, std::span<T> out) { f(in[I]..., out); };
  return check_kernel(kernel, sizeof...(I), formula, options);
}

}  // namespace detail

/// The same for a callable such as `void(std::span<const float> x, std::span<float> out)`, with a span for each input.
/// One that takes float and double alike needs to be told: `check_kernel<float>(f, "tanh(x)")`.
template <class T = void, class F>
requires(!std::is_convertible_v<F, Kernel<float>> && !std::is_convertible_v<F, Kernel<double>>)  //
    KernelReport check_kernel(F&& f, std::string_view formula, const KernelOptions& options = {}) {
  constexpr bool of_float = detail::spans_taken<float, F>() != 0;
  if constexpr (std::is_void_v<T>) {
    static_assert(of_float || detail::spans_taken<double, F>() != 0,
                  "a kernel takes a std::span<const T> for each input and a std::span<T>, T being float or double");
    return check_kernel<std::conditional_t<of_float, float, double>>(f, formula, options);
  } else {
    return detail::check_spans<T>(f, formula, options, std::make_index_sequence<detail::spans_taken<T, F>()>());
  }
}

}  // namespace adage
