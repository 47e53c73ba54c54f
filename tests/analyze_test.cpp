// SPDX-License-Identifier: BSL-1.0
// Cards against what is known: every activation against figures that were computed in double (data/
// activations_properties.tsv), closed values, and the function itself at random points. ADAGE_ALL_CARDS=1 looks at
// every activation in slow builds too.
#include <adage/adage.hpp>
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "ball/ball.hpp"
#include "effort.hpp"
#include "random_expression.hpp"

namespace {

using namespace adage;
using Trend = Card::Trend;

constexpr double kInf = std::numeric_limits<double>::infinity();

Card card_of(const std::string& formula, AnalyzeOptions options = {}, double seconds = 60) {
  Graph graph;
  options.timing = options.backward = false;
  options.max_seconds = seconds;  // ample, for slow machines and sanitizers
  return analyze(parse(graph, formula), options);
}

bool holds(const Figure& f, double value, double tolerance = 0) {
  const double slack = std::isinf(value) ? 0 : tolerance * std::max(std::fabs(value), 1e-3);
  return f.lo - slack <= value && value <= f.hi + slack;
}

/// Certain to nine digits, or exactly infinite.
bool sharp(const Figure& f) {
  return f.known() && (f.lo == f.hi || f.hi - f.lo <= 1e-9 * std::max(std::fabs(f.lo), 1e-3));
}

using Properties = std::map<std::string, std::string>;

std::vector<Properties> properties() {
  std::ifstream stream(std::string(ADAGE_SOURCE_DIR) + "/tests/data/activations_properties.tsv");
  const auto cells_of = [](const std::string& line) {
    std::vector<std::string> cells;
    std::istringstream text(line);
    for (std::string cell; std::getline(text, cell, '\t');) cells.push_back(cell);
    return cells;
  };
  std::string line;
  std::getline(stream, line);
  const std::vector<std::string> head = cells_of(line);
  std::vector<Properties> rows;
  while (std::getline(stream, line)) {
    const std::vector<std::string> cells = cells_of(line);
    Properties row;
    for (std::size_t i = 0; i != cells.size(); ++i) row[head[i]] = cells[i];
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string call_of(const std::string& name) {
  Graph graph;
  for (const std::string suffix : {"_act(x)", "(x)"}) {
    if (try_parse(graph, name + suffix).expression) return name + suffix;
  }
  return "";
}

double number(const Properties& row, const std::string& key) { return std::strtod(row.at(key).c_str(), nullptr); }

double density(double x) { return std::isinf(x) ? 0 : std::exp(-x * x / 2) / std::sqrt(2 * 3.141592653589793); }

void compare_moments(const std::string& name, const Properties& row, const Card& card) {
  const std::pair<const char*, const Figure*> figures[] = {{"E[f]", &card.mean},
                                                           {"E[f^2]", &card.second_moment},
                                                           {"Var[f]", &card.variance},
                                                           {"E[df]", &card.mean_slope},
                                                           {"E[df^2]", &card.slope_moment},
                                                           {"chi1=E[df^2]/E[f^2]", &card.chi1},
                                                           {"gain=1/sqrt(E[f^2])", &card.he_gain},
                                                           {"nf_gamma=1/sqrt(Var)", &card.variance_gain}};
  for (const auto& [key, figure] : figures) {
    BOOST_TEST(holds(*figure, number(row, key), 1e-9),
               name << " " << key << ": " << row.at(key) << " against " << to_string(*figure));
    BOOST_TEST(sharp(*figure), name << " " << key << " is " << to_string(*figure));
  }
}

/// The file counts points of a grid of step 0.005, so that each end of an interval may be off by one step.
void compare_share(const std::string& name, const std::string& key, const Properties& row, const Card::Where& where) {
  double slack = 1e-6;
  for (const auto& [from, to] : where.intervals) slack += 0.0051 * (density(from.middle()) + density(to.middle()));
  const double stated = number(row, key);
  BOOST_TEST((where.share.lo - slack <= stated && (!where.complete || stated <= where.share.hi + slack)),
             name << " " << key << ": " << stated << " against " << to_string(where.share));
}

/// The file knows [-40, 40] alone, on a grid.
void compare_extreme(const std::string& name, const std::string& key, const Properties& row,
                     const Card::Extreme& extreme, int sign) {
  // The slope beside a kink lies between the grid's points.
  static const std::set<std::string> beside_kinks{"hard_swish", "hard_elish"};
  const double stated = number(row, key);
  BOOST_TEST(sign * stated <= (sign > 0 ? extreme.value.hi : -extreme.value.lo) + 1e-9 * std::fabs(stated),
             name << " " << key << ": " << stated << " against " << to_string(extreme.value));
  const auto inside = [](const Figure& at) { return std::fabs(at.middle()) < 40; };
  const bool within = !extreme.at.empty() && std::ranges::any_of(extreme.at, inside);
  if (within && !beside_kinks.contains(name))
    BOOST_TEST(holds(extreme.value, stated, 1e-6),
               name << " " << key << ": " << stated << " against " << to_string(extreme.value));
}

void compare_shape(const std::string& name, const Properties& row, const Card& card) {
  // Infinitely many stretches, of which a card knows some.
  static const std::set<std::string> endless{"sine", "cosine", "sinc", "gcu"};
  std::set<Trend> trends;
  for (const Card::Stretch& s : card.monotone) trends.insert(s.trend);
  const std::string stated = row.at("monotone");
  if (stated == "increasing") BOOST_TEST((trends == std::set{Trend::rising}), name);
  if (stated == "constant a.e.") BOOST_TEST((trends == std::set{Trend::rising}), name << ", with its jump");
  if (stated == "non-monotone") BOOST_TEST((trends.contains(Trend::rising) && trends.contains(Trend::falling)), name);
  BOOST_TEST(trends.contains(Trend::unknown) == endless.contains(name), name);
  const std::string smooth = row.at("smoothness");
  const std::string mine = card.smoothness == Card::kSmooth ? "Cinf"
                           : card.smoothness < 0            ? "discontinuous"
                                                            : "C" + std::to_string(card.smoothness);
  BOOST_TEST(smooth.starts_with(mine), name << " is " << mine << " and not " << smooth);
}

}  // namespace

BOOST_AUTO_TEST_CASE(filled_gaps_of_quotients_are_smooth) {
  if (!has_balls()) return;
  const std::vector<std::pair<std::string, int>> known = {
      {"where(x == 0, 1, sin(x)/x)", Card::kSmooth},
      {"where(x == 0, 1/2, (1 - cos(x))/x^2)", Card::kSmooth},
      {"where(x == 2, 1, (exp(x - 2) - 1)/(x - 2))", Card::kSmooth},
      {"where(x == 0, 2, sin(x)/x)", -1},
      {"where(x == 0, 0, sin(x)/sqrt(abs(x)))", Card::kUnknownSmoothness},
      {"where(x == 0, 0, x^2*sin(1/x))", Card::kUnknownSmoothness},
  };
  for (const auto& [formula, smoothness] : known) BOOST_TEST(card_of(formula).smoothness == smoothness, formula);
}

BOOST_AUTO_TEST_CASE(every_activation_agrees_with_its_figures) {
  if (!has_balls()) return;
  const bool all = testing::scale > 1 || std::getenv("ADAGE_ALL_CARDS") != nullptr;
  std::size_t seen = 0, n = 0;
  for (const Properties& row : properties()) {
    if (!all && n++ % 9 != 0) continue;
    const std::string name = row.at("name");
    const std::string call = call_of(name);
    BOOST_REQUIRE_MESSAGE(!call.empty(), name << " is not in the catalogue");
    const Card card = card_of(call);
    compare_moments(name, row, card);
    compare_share(name, "P(f=0)", row, card.sparse);
    compare_share(name, "P(df=0)", row, card.dead);
    compare_share(name, "P(|df|<1e-3)", row, card.saturated);
    compare_extreme(name, "min_[-40,40]", row, card.infimum, -1);
    compare_extreme(name, "max_[-40,40]", row, card.supremum, 1);
    compare_extreme(name, "sup|df|_[-40,40]", row, card.lipschitz, 1);
    compare_shape(name, row, card);
    ++seen;
  }
  BOOST_TEST(seen >= (all ? 100u : 10u));
}

BOOST_AUTO_TEST_CASE(closed_values) {
  if (!has_balls()) return;
  const double pi = 3.141592653589793;
  struct Known {
    const char* formula;
    Figure Card::*figure;
    double value;
  };
  const Known table[] = {
      {"relu(x)", &Card::second_moment, 0.5},
      {"relu(x)", &Card::mean, 1 / std::sqrt(2 * pi)},
      {"relu(x)", &Card::variance_gain, std::sqrt(2 * pi / (pi - 1))},
      {"gelu(x)", &Card::mean, 1 / (2 * std::sqrt(pi))},
      {"sigmoid(x)", &Card::mean, 0.5},
      {"normal_cdf(x)", &Card::second_moment, 1.0 / 3},
      {"abs(x)", &Card::mean, std::sqrt(2 / pi)},
      {"x^4", &Card::mean, 3},
      {"exp(x)", &Card::mean, std::exp(0.5)},
      {"exp(x)", &Card::second_moment, std::exp(2)},
      {"cos(x)", &Card::mean, std::exp(-0.5)},
      {"atan(x)", &Card::mean_slope, std::sqrt(pi / 2) * std::exp(0.5) * std::erfc(std::sqrt(0.5))},
      {"exp(x^2/8)", &Card::second_moment, std::sqrt(2.0)},
      {"exp(x^2/4)", &Card::second_moment, kInf},
      {"exp(x^2)", &Card::mean, kInf},
      {"x^3", &Card::mean, 0},
  };
  for (const Known& known : table) {
    const Figure figure = card_of(known.formula).*known.figure;
    BOOST_TEST(holds(figure, known.value, 1e-12),
               known.formula << ": " << known.value << " against " << to_string(figure, 15));
    BOOST_TEST(sharp(figure), known.formula);
  }
  const Card selu = card_of("selu(x)");
  BOOST_REQUIRE(selu.fixed_points.size() == 1u);
  BOOST_TEST(holds(selu.fixed_points[0].mean, 0, 1e-11));
  BOOST_TEST(holds(selu.fixed_points[0].variance, 1, 1e-11));
  BOOST_TEST((selu.fixed_points[0].stable == Answer::yes));
  BOOST_TEST(card_of("relu(x)").fixed_points.empty());
  // The largest slope of silu, and that of tanh, which is reached at 0.
  BOOST_TEST(holds(card_of("silu(x)").lipschitz.value, 1.0998393201284, 1e-12));
  BOOST_TEST(card_of("tanh(x)").lipschitz.value.exact == "1");
}

BOOST_AUTO_TEST_CASE(limits_and_asymptotes_are_exact) {
  if (!has_balls()) return;
  struct Known {
    const char* formula;
    const char* limit;
    const char* slope;
    const char* offset;
  };
  const Known right[] = {
      {"gelu(x)", "inf", "1", "0"},
      {"sigmoid(x)", "1", "0", "1"},
      {"atan(x)", "pi/2", "0", "pi/2"},
      {"x*tanh(softplus(x))", "inf", "1", "0"},
      {"sqrt(x^2 + 1)", "inf", "1", "0"},
      {"sqrt(x^2 + x)", "inf", "1", "0.5"},
      {"log(1 + exp(2*x + 1))", "inf", "2", "1"},
      {"asinh(x)", "inf", "0", "inf"},
      {"x*exp(-exp(-x))", "inf", "1", "0"},
      {"x^2/(x + 3)", "inf", "1", "-3"},
      {"erf(x)", "1", "0", "1"},
      {"x^5*exp(-x)", "0", "0", "0"},
      {"(1 + 1/x)^x", "e", "0", "e"},
      {"log(cosh(x))", "inf", "1", "log(0.5)"},
      {"x*sin(1/x)", "1", "0", "1"},
      {"sinh(x)/cosh(x)", "1", "0", "1"},
  };
  for (const Known& known : right) {
    const Card::End end = card_of(known.formula).right;
    BOOST_TEST(end.limit.exact == known.limit, known.formula << ": limit " << to_string(end.limit));
    BOOST_TEST(end.slope.exact == known.slope, known.formula << ": slope " << to_string(end.slope));
    BOOST_TEST(end.offset.exact == known.offset,
               known.formula << ": offset " << end.offset.exact << to_string(end.offset));
  }
}

namespace {

/// One function at random points, against everything that its card says of all points.
class Witness {
 public:
  Witness(const std::string& formula, std::uint64_t seed, double seconds = 60)
      : formula_(formula), card_(card_of(formula, {}, seconds)), random_(seed) {
    const Expression f = parse(graph_, formula);
    x_ = graph_.variable("x");
    const Expression slope = derivative(f, x_);
    run_ = compile({f, slope}, {x_});
  }

  void run(int points) {
    for (int i = 0; i != points; ++i) {
      const double x = point();
      const auto [value, slope] = at(x);
      if (!std::isfinite(value)) continue;
      const double slack = 1e-11 * (1 + std::fabs(value));
      check(value >= card_.infimum.value.lo - slack && value <= card_.supremum.value.hi + slack, x, "range");
      if (!beside_joint(x) && std::isfinite(slope)) {
        const double size = std::fabs(slope), room = 1e-10 * (1 + size);
        check(size <= card_.lipschitz.value.hi + room && size >= card_.least_slope.value.lo - room, x, "slopes");
        saturation(x, size);
      }
      trend(x);
    }
  }

 private:
  double point() {
    std::uniform_real_distribution<double> near(-6, 6), exponent(-20, 20);
    std::bernoulli_distribution far(0.3), negative(0.5);
    if (!far(random_)) return near(random_);
    return (negative(random_) ? -1 : 1) * std::exp2(exponent(random_));
  }

  std::pair<double, double> at(double x) const {
    double out[2];
    run_.evaluate(std::span<const double>(&x, 1), std::span<double>(out));
    return {out[0], out[1]};
  }

  bool beside_joint(double x) const {
    return !card_.joints_complete || std::ranges::any_of(card_.joints, [&](const Card::Joint& j) {
      return j.at && std::fabs(x - j.at->middle()) < 1e-9;
    });
  }

  static bool inside(double x, const Figure& from, const Figure& to) { return from.hi < x && x < to.lo; }

  void saturation(double x, double size) {
    const bool in =
        std::ranges::any_of(card_.saturated.intervals, [&](const auto& i) { return inside(x, i.first, i.second); });
    if (in) check(size < card_.epsilon * (1 + 1e-6) + 1e-12, x, "saturation");
    const bool edge = std::ranges::any_of(card_.saturated.intervals, [&](const auto& i) {
      return std::fabs(x - i.first.middle()) < 1e-6 || std::fabs(x - i.second.middle()) < 1e-6;
    });
    if (!in && !edge && card_.saturated.complete) check(size >= card_.epsilon * (1 - 1e-6) - 1e-12, x, "no saturation");
  }

  void trend(double x) {
    const double y = x + 0.01 * (1 + std::fabs(x));
    const double a = at(x).first, b = at(y).first, m = at(x + (y - x) / 2).first;
    if (!std::isfinite(a) || !std::isfinite(b) || !std::isfinite(m)) return;
    const double slack = 1e-11 * (1 + std::fabs(a) + std::fabs(b));
    for (const Card::Stretch& s : card_.signs) {
      if (!inside(x, s.from, s.to)) continue;
      if (s.trend == Card::Trend::not_negative) check(a >= -slack, x, "not negative");
      if (s.trend == Card::Trend::not_positive) check(a <= slack, x, "not positive");
      if (s.trend == Card::Trend::zero) check(std::fabs(a) <= slack, x, "zero");
    }
    for (const Card::Stretch& s : card_.monotone) {
      if (!inside(x, s.from, s.to) || !inside(y, s.from, s.to)) continue;
      if (s.trend == Trend::rising) check(a <= b + slack, x, "rising");
      if (s.trend == Trend::falling) check(a >= b - slack, x, "falling");
      if (s.trend == Trend::constant) check(std::fabs(a - b) <= slack, x, "constant");
    }
    for (const Card::Stretch& s : card_.convex) {
      if (!inside(x, s.from, s.to) || !inside(y, s.from, s.to)) continue;
      if (s.trend == Trend::convex) check(m <= (a + b) / 2 + slack, x, "convex");
      if (s.trend == Trend::concave) check(m >= (a + b) / 2 - slack, x, "concave");
      if (s.trend == Trend::straight) check(std::fabs(m - (a + b) / 2) <= slack, x, "straight");
    }
  }

  void check(bool fine, double x, const char* what) { BOOST_TEST(fine, formula_ << " at x = " << x << ": " << what); }

  std::string formula_;
  Card card_;
  Graph graph_;
  Expression x_;
  Function run_;
  std::mt19937_64 random_;
};

}  // namespace

BOOST_AUTO_TEST_CASE(cards_hold_at_random_points) {
  if (!has_balls()) return;
  const char* formulas[] = {"gelu(x)",
                            "mish(x)",
                            "selu(x)",
                            "hard_swish(x)",
                            "snake(x)",
                            "soft_root_sign(x)",
                            "1/(1 + x^2)",
                            "x^3 - 3*x",
                            "abs(x^2 - 2)",
                            "max(sin(x), x/2)",
                            "exp(-1/(x^2))",
                            "x/(x^2 - 2)",
                            "log(abs(x) + 1)",
                            "min(x^2, 2 - x, 5)",
                            "clamp(x^3, -1, 2)",
                            "where(x < -1, exp(x), where(x < 1, x^2, sqrt(x)))",
                            "cbrt(x)",
                            "x*abs(sin(x))",
                            "sqrt(abs(x))",
                            "tanh(x)/x",
                            "relu(x - 1) - relu(x - 2) + abs(x + 1/3)",
                            "atan(10*x) + x/100",
                            "x^4*exp(-x^2)",
                            "exp(x) - exp(3*x/2)",
                            "sign(x)*x^2",
                            "floor(x) + x",
                            "x^floor(x)"};
  std::uint64_t seed = 1;
  for (const char* formula : formulas) {
    if (++seed % 3 == 0 || testing::scale > 1) Witness(formula, seed).run(20 * testing::scale);
  }
}

/// ADAGE_RANDOM_CARDS=N draws so many; a failure names its formula.
BOOST_AUTO_TEST_CASE(cards_of_random_functions_hold) {
  if (!has_balls()) return;
  const char* wanted = std::getenv("ADAGE_RANDOM_CARDS");
  const int count = wanted != nullptr ? std::atoi(wanted) : testing::scale;
  std::mt19937_64 random(20);
  for (int i = 0; i != count; ++i) {
    Graph graph;
    Arena& arena = graph.arena();
    RandomOptions options;
    options.operations = 2 + static_cast<std::size_t>(i % 5);
    const Expression drawn(arena, random_expression(arena, random, options));
    std::vector<Expression> from = drawn.variables(), to(from.size(), graph.variable("x"));
    const Expression f = substitute(drawn, from, to);
    if (f.is_boolean() || f.size() > 40 || f.variables().empty()) continue;
    Witness(to_string(f), static_cast<std::uint64_t>(i), 1).run(60);
  }
}

BOOST_AUTO_TEST_CASE(hostile_functions_get_an_honest_card) {
  struct Hostile {
    const char* formula;
    double lo, hi;  // the range, which the card must not exclude
  };
  const Hostile table[] = {
      {"3", 3, 3},
      {"1/x", -kInf, kInf},
      {"sin(1/x)", -1, 1},
      {"sin(x)", -1, 1},
      {"exp(x^2)", 1, kInf},
      {"tan(x)", -kInf, kInf},
      {"floor(x)", -kInf, kInf},
      {"x^x", 0.692200627555346, kInf},
      {"sqrt(sin(x))", 0, 1},
      {"exp(exp(exp(x)))", 2.718281828459045, kInf},
      {"gamma(x)", -kInf, kInf},
      {"x*sin(x)", -kInf, kInf},
      {"1/sin(x)", -kInf, kInf},
      {"where(x == 0, 5, 0)", 0, 5},
      {"log(x)", -kInf, kInf},
      {"exp(-1/x)", 0, kInf},
      {"sin(x)^2 + cos(x)^2", 1, 1},
      {"x - floor(x)", 0, 1},
  };
  for (const Hostile& hostile : table) {
    AnalyzeOptions options;
    options.timing = options.backward = false;
    options.max_seconds = 0.5;
    Graph graph;
    const Card card = analyze(parse(graph, hostile.formula), options);
    const auto not_above = [](double bound, double value) { return bound <= value + 1e-12 * std::fabs(value); };
    BOOST_TEST((card.infimum.value.lo <= hostile.lo || not_above(card.infimum.value.lo, hostile.lo)), hostile.formula);
    BOOST_TEST((card.supremum.value.hi >= hostile.hi || not_above(hostile.hi, card.supremum.value.hi)),
               hostile.formula);
    BOOST_TEST(!to_string(card).empty());
    BOOST_TEST(!to_json(card).empty());
  }
}

BOOST_AUTO_TEST_CASE(nowhere_defined) {
  const Card card = card_of("log(-1 - x^2)");
  BOOST_TEST(!card.infimum.value.known());
  BOOST_TEST(!card.mean.known());
  BOOST_TEST((card.defined != Answer::yes));
  if (has_balls()) BOOST_TEST((card.defined == Answer::no));
}

BOOST_AUTO_TEST_CASE(a_hundred_kinks) {
  std::string formula = "0";
  for (int i = 0; i != 100; ++i) formula += " + abs(x - " + std::to_string(i) + ")";
  AnalyzeOptions options;
  options.timing = options.backward = false;
  options.max_seconds = 1;
  Graph graph;
  const Card card = analyze(parse(graph, formula), options);
  BOOST_TEST(card.infimum.value.lo <= 2500);
  BOOST_TEST(card.supremum.value.hi == kInf);
  BOOST_TEST(card.seconds < 3 * (testing::scale > 1 ? 1 : 20));
}

BOOST_AUTO_TEST_CASE(several_variables) {
  Graph graph;
  AnalyzeOptions options;
  options.box = {{"a", -2, 3}};
  const Card card = analyze(parse(graph, "a*sigmoid(b) + max(a, b)"), options);
  BOOST_TEST(card.inputs.size() == 2u);
  BOOST_TEST(card.joints.size() == 1u);
  if (!has_balls()) return;
  BOOST_TEST(holds(card.supremum.value, 3 / (1 + std::exp(-1)) + 3, 1e-9));
  BOOST_TEST(holds(card.slopes[0].second, 1 / (1 + std::exp(-1)) + 1, 1e-9));
}

BOOST_AUTO_TEST_CASE(options_are_checked) {
  Graph graph;
  const Expression f = parse(graph, "a*x");
  AnalyzeOptions options;
  options.values = {{"a", graph.rational(1, 2)}};
  BOOST_TEST((analyze(f, options).formula == "1/2*x" || analyze(f, options).formula == "0.5*x"));
  options.epsilon = 0;
  BOOST_CHECK_THROW(analyze(f, options), Error);
  BOOST_CHECK_THROW(analyze(parse(graph, "x > 0")), Error);
  options = {};
  options.variable = "x";
  BOOST_CHECK_THROW(analyze(f, options), Error);  // a has no value
  options.variable = "z";
  BOOST_CHECK_THROW(analyze(f, options), Error);
}

BOOST_AUTO_TEST_CASE(figures_print_only_what_is_certain) {
  Figure figure;
  BOOST_TEST(to_string(figure) == "undecided");
  figure.note = "no reason";
  BOOST_TEST(to_string(figure) == "undecided (no reason)");
  figure = {Figure::Kind::certified, 0.123456789012, 0.123456789013, "", ""};
  BOOST_TEST(to_string(figure) == "0.123456789");
  figure.hi = 0.12351;
  BOOST_TEST(to_string(figure) == "0.1235");
  figure = {Figure::Kind::certified, -1e-17, 2e-17, "", ""};
  BOOST_TEST(to_string(figure) == "0 ± 2e-17");
  figure = {Figure::Kind::at_least, 1.0998393, kInf, "", ""};
  BOOST_TEST(to_string(figure) == "≥ 1.09983, not certified");
  figure = {Figure::Kind::at_most, -kInf, 1.0998312, "", ""};
  BOOST_TEST(to_string(figure) == "≤ 1.09984, not certified");
  figure = {Figure::Kind::exact, kInf, kInf, "inf", ""};
  BOOST_TEST(to_string(figure) == "inf");
  BOOST_TEST(figure.infinite());
}
