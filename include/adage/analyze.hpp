// SPDX-License-Identifier: BSL-1.0
// The card of a function: its range, shape, slopes and moments, each a number that is certain or says that it is not.
//
//   const adage::Card card = adage::analyze(adage::parse(graph, "x*tanh(softplus(x))"));
//   std::cout << to_string(card);    // range [-0.308843413, inf), Lipschitz constant 1.08850137, …
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adage/expression.hpp"

namespace adage {

/// A number of a card, and how certain it is. The true value lies in [lo, hi] whatever the kind; for `undecided` that
/// may be the whole line. Infinity as a value is exact, with both ends infinite.
struct Figure {
  enum class Kind : std::uint8_t {
    undecided,  ///< `note` says why
    exact,      ///< `exact` is the value in the formula language
    certified,  ///< enclosed so narrowly that digits are certain
    at_least,   ///< only that it is not below `lo`
    at_most,    ///< only that it is not above `hi`
    measured,   ///< a time taken on this machine, about `lo`
  };
  Kind kind = Kind::undecided;
  double lo = -std::numeric_limits<double>::infinity();
  double hi = std::numeric_limits<double>::infinity();
  std::string exact;
  std::string note;

  bool known() const { return kind == Kind::exact || kind == Kind::certified || kind == Kind::measured; }
  bool infinite() const { return known() && std::isinf(lo); }
  double middle() const;  ///< for sorting and drawing; NaN when undecided
};

/// Every digit that is certain, but at most `digits`; `≥ 1.09983, not certified`, `undecided (why)`.
std::string to_string(const Figure& figure, int digits = 9);

/// What is asserted of a function, where an answer may be missing.
enum class Answer : std::uint8_t { unknown, yes, no };

struct AnalyzeOptions {
  double epsilon = 1e-3;   ///< a slope of less is saturation
  double max_seconds = 2;  ///< of work; what is undecided by then says so
  bool timing = true;      ///< measure nanoseconds; everything else is the same on every machine
  bool backward = true;    ///< find out what a backward pass must keep
  std::string variable;    ///< which variable the function is of; by default the only one that has no value
  /// Values of parameters, in the formula language.
  std::vector<std::pair<std::string, Expression>> values;
  /// For several variables: the box over which the range is taken.
  struct Range {
    std::string variable;
    double first = -1;
    double last = 1;
  };
  std::vector<Range> box;  ///< [-1, 1] for a variable that is not named
};

/// What is known of a function of one variable over all real numbers, or of several over a box.
struct Card {
  struct Extreme {
    Figure value;
    Answer attained = Answer::unknown;
    std::vector<Figure> at;  ///< where; ±inf for a limit that is approached there. Of many places the first few.
  };
  /// The behaviour towards -inf or +inf.
  struct End {
    Figure limit;
    Figure slope;  ///< of the asymptote slope*x + offset, where there is one
    Figure offset;
    Answer defined = Answer::unknown;  ///< does f have a value all the way?
  };
  enum class Trend : std::uint8_t {
    unknown,
    rising,
    falling,
    constant,
    convex,
    concave,
    straight,
    undefined,
    not_negative,
    not_positive,
    zero,
  };
  struct Stretch {
    Figure from;
    Figure to;
    Trend trend = Trend::unknown;
  };
  /// A point at which a branch changes, or all that is known of one.
  struct Joint {
    enum class Kind : std::uint8_t { possible, kink, jump, smooth };
    Kind kind = Kind::possible;
    std::optional<Figure> at;  ///< nothing: only the condition is known
    std::string condition;     ///< zero where the joint is
    Figure value;
    Figure left_value;
    Figure right_value;
    Figure left_slope;
    Figure right_slope;
    Figure convention;    ///< the derivative that adage gives there
    int smoothness = -1;  ///< C^k there; -1 for a jump, kUnknownSmoothness when undecided
    /// What others return there, `{"PyTorch", "0"}`; analyze() knows no names, the command line fills it in.
    std::vector<std::pair<std::string, std::string>> frameworks;
  };
  static constexpr int kSmooth = 1000;  ///< C^inf
  static constexpr int kUnknownSmoothness = -1000;
  /// Where something holds: a union of intervals.
  struct Where {
    std::vector<std::pair<Figure, Figure>> intervals;
    bool complete = false;  ///< false: there may be more
    Figure share;           ///< of N(0,1)
  };
  struct FixedPoint {
    Figure mean;
    Figure variance;
    Answer stable = Answer::unknown;
  };
  /// The factor on the gradient's root mean square after so many layers, with one way to initialise.
  struct Vanishing {
    std::string initialisation;  ///< `own`, `he`, `xavier`
    Figure after10, after50, after100;
  };

  std::string formula;
  std::string variable;
  std::vector<std::string> inputs;  ///< several variables: their names
  std::string derivative;
  std::vector<std::string> notes;  ///< what the whole card lacks and why

  Answer defined = Answer::unknown;  ///< everywhere
  Extreme infimum;
  Extreme supremum;
  End left;
  End right;
  Answer odd = Answer::unknown;
  Answer even = Answer::unknown;
  std::vector<Figure> zeros;  ///< isolated ones
  bool zeros_complete = false;
  std::vector<Stretch> signs;

  std::vector<Stretch> monotone;
  std::vector<Stretch> convex;
  std::vector<Joint> joints;
  bool joints_complete = false;
  int smoothness = kUnknownSmoothness;

  Extreme lipschitz;    ///< sup |f'|
  Extreme least_slope;  ///< inf |f'|
  double epsilon = 1e-3;
  Where saturated;  ///< |f'| < epsilon
  Where dead;       ///< f' = 0 on an interval
  Where sparse;     ///< f = 0 on an interval

  Figure mean;           ///< E f(z), z of N(0,1), and so on
  Figure second_moment;  ///< E f²
  Figure variance;
  Figure mean_slope;     ///< E f'
  Figure slope_moment;   ///< E f'²
  Figure chi1;           ///< E f'² / E f²
  Figure he_gain;        ///< 1/√E f²
  Figure variance_gain;  ///< 1/√Var f
  /// Variances v that f(√v·z) has itself, with the mean there; those found are proved, others may exist.
  std::vector<FixedPoint> fixed_points;
  std::vector<Vanishing> vanishing;

  std::uint64_t operations = 0;    ///< of f and f' together, as they are run
  Figure value_time;               ///< nanoseconds an element for f
  Figure both_time;                ///< for f and f' together
  std::vector<std::string> keeps;  ///< what the backward pass must keep: `x`, `y`
  std::string backward;            ///< the derivative in terms of them

  /// Several variables: for each a bound on |∂f/∂v| over the box, and the box.
  std::vector<std::pair<std::string, Figure>> slopes;
  std::vector<AnalyzeOptions::Range> box;

  double seconds = 0;
};

/// The card of `f`. Figures rest on enclosures by balls, for which the library must have been built with Arb; without
/// it they are undecided. Throws Error for a truth value, an unknown variable, or a formula that is too large. Modifies
/// the graph, so one thread at a time. Apart from times, and from what `max_seconds` cuts off, the same on every run.
Card analyze(const Expression& f, const AnalyzeOptions& options = {});

/// One line of a card: a name for programs, one for people, the figure or a word, and what it means in plain language.
struct CardLine {
  std::string key;    ///< `lipschitz`
  std::string label;  ///< `Lipschitz constant`
  std::string text;   ///< as short as a table's cell
  std::optional<Figure> figure;
  std::string meaning;  ///< one sentence, or empty
};
/// All of a card in order. The same keys for every function of one variable.
std::vector<CardLine> lines(const Card& card);

/// For people, in lines of at most 80 columns; for programs; a fragment of a page.
std::string to_string(const Card& card);
std::string to_json(const Card& card);
std::string to_html(const Card& card);

}  // namespace adage
