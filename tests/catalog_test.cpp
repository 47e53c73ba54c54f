// SPDX-License-Identifier: BSL-1.0
// The catalogue against what is known of its activations: values and two derivatives to 20 digits at hard points
// (data/activations_reference.tsv), slopes on either side of every kink (data/activations_kinks.tsv), and its claims.
#include "script/catalog.hpp"

#include <adage/adage.hpp>
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "script/session.hpp"

namespace {

using namespace adage;

using Fields = std::vector<std::string>;

std::vector<Fields> table(const std::string& file) {
  std::ifstream stream(std::string(ADAGE_SOURCE_DIR) + "/tests/data/" + file);
  std::vector<Fields> rows;
  for (std::string line; std::getline(stream, line);) {
    std::istringstream cells(line);
    Fields row;
    for (std::string cell; std::getline(cells, cell, '\t');) row.push_back(cell);
    rows.push_back(std::move(row));
  }
  rows.erase(rows.begin());
  return rows;
}

/// The catalogue, executed once.
struct Catalogue {
  Graph graph;
  Session session{graph.arena()};
  Script script{builtin_catalog(), "catalog/activations.adage"};
  std::vector<Outcome> outcomes = session.run(script);

  Expression formula(const std::string& text) {
    const Script one(text, "test");
    const FormulaOutcome outcome = session.formula(one);
    if (!outcome.value) throw Error(outcome.diagnostics.front().rendered);
    return {graph.arena(), *outcome.value};
  }

  /// What the catalogue calls an activation: one that bears the name of a built-in function has a suffix.
  std::string name_of(const std::string& activation) const {
    return session.find(activation) != nullptr ? activation : activation + "_act";
  }
};

Catalogue& catalogue() {
  static Catalogue instance;
  return instance;
}

/// How far `got` is from `want`, relative to `want` and to what rounding `x` by itself does to it: `slope` is the
/// next derivative. A cancellation that could be avoided is not excused by this, a steep function is.
double error(double got, double want, double x, double slope) {
  if (!std::isfinite(got) || !std::isfinite(want)) return got == want ? 0 : std::numeric_limits<double>::infinity();
  const double least = std::numeric_limits<double>::min();
  return std::fabs(got - want) / std::max(std::fabs(want) + std::fabs(x * slope), least);
}

/// What holds for the rest: |f|, |f'| and |f''| are this close, by the measure above.
constexpr double bounds[] = {1e-14, 1e-13, 1e-12};

/// Where double arithmetic on the formula is worse: how bad it is relatively, rounded up, and why. Absolutely it is
/// right to `absolute` all the same.
struct Exception {
  std::string_view name;
  int order;
  double relative;
  std::string_view why;
  double absolute = 1e-15;
  double overflows = std::numeric_limits<double>::infinity();  ///< from this |x| on the formula is inf*0 or inf/inf
};

const std::vector<Exception> exceptions = {
    {"arctan_sigmoid", 0, 3e-14, "atan(x)/pi + 1/2 cancels in the left tail"},
    {"bent_identity", 0, 2e-9, "sqrt(x^2 + 1) - 1 cancels near 0"},
    {"bent_identity", 2, 3e-11, "1/r - x^2/r^3 cancels in the tails"},
    {"blu", 0, 2e-9, "as bent_identity"},
    {"blu", 2, 3e-11, "as bent_identity"},
    {"bsilu", 0, 6e-9, "(x + alpha)*sigmoid(x) - alpha/2 crosses zero at 0"},
    {"cloglog", 2, 2e-8, "1 - exp(x) as a difference of products crosses zero at 0"},
    {"colu", 0, 2e-3, "below the smallest normal number", 1e-15},
    {"colu", 1, 1e-13, "x^2*exp(-(x + exp(x))) overflows", 1e-15, 700},
    {"colu", 2, 1e-12, "x^2*exp(-(x + exp(x))) overflows", 1e-15, 700},
    {"dsilu", 2, 7e-9, "1 - 2*sigmoid(x) crosses zero at 0"},
    {"gish", 0, 7e-14, "log(2 - exp(-exp(x))) is the logarithm of nearly 1"},
    {"isrlu", 1, 6e-12, "1/r - x^2/r^3 cancels in the left tail"},
    {"isrlu", 2, 5e-12, "1/r - x^2/r^3 cancels in the left tail"},
    {"isru", 1, 6e-12, "1/r - x^2/r^3 cancels in the tails"},
    {"isru", 2, 5e-12, "1/r - x^2/r^3 cancels in the tails"},
    {"laplace", 2, 2e-3, "below the smallest normal number", 1e-15},
    {"log_cosh", 0, 0.5, "the logarithm of nearly 1, near 0"},
    {"log_sigmoid", 2, 1, "s + (1 - s)^2 - 1 for s*(s - 1)"},
    {"multiquadric", 2, 3e-11, "1/r - x^2/r^3 cancels in the tails"},
    {"pflu", 0, 3e-11, "1 + x/r cancels in the left tail"},
    {"pflu", 1, 2e-11, "1 + x/r cancels in the left tail"},
    {"pflu", 2, 4e-11, "1 + x/r cancels in the left tail"},
    {"shifted_softplus", 0, 7e-9, "softplus(x) - log(2) crosses zero at 0"},
    {"sigmoid", 2, 7e-9, "1 - 2*sigmoid(x) crosses zero at 0"},
    {"sinc", 1, 0.5, "the singularity at 0 is removable in exact arithmetic alone", 4e-9},
    {"sinc", 2, 4, "the singularity at 0 is removable in exact arithmetic alone", 1.2},
    {"soft_clipping", 1, 0.03, "the difference of two sigmoids near 1 cancels in the right tail"},
    {"soft_root_sign", 1, 5e-3, "two terms near 2/x cancel in the right tail"},
    {"soft_root_sign", 2, 9e-3, "two terms near 2/x cancel in the right tail"},
    {"squareplus", 0, 4e-12, "x + r cancels in the left tail"},
    {"squareplus", 1, 6e-12, "1 + x/r cancels in the left tail"},
    {"squareplus", 2, 2e-11, "1/r - x^2/r^3 cancels in the tails"},
    {"tanhexp", 1, 1e-13, "x*exp(x) overflows before it meets a factor 0", 1e-15, 700},
    {"tanhshrink", 0, 0.3, "x - tanh(x) cancels near 0"},
};

const Exception* exception_of(std::string_view name, int order) {
  const auto found =
      std::ranges::find_if(exceptions, [&](const Exception& e) { return e.name == name && e.order == order; });
  return found == exceptions.end() ? nullptr : &*found;
}

/// One derivative of one activation: its largest error at the points of the reference that count.
struct Worst {
  double relative = 0;
  double absolute = 0;  ///< divided by |x| where that is above 1
  std::string place;

  void take(double got, const Fields& row, int order) {
    const double x = std::stod(row[1]);
    const auto known = [&](int k) {
      return k < 3 ? std::strtod(row[static_cast<std::size_t>(2 + k)].c_str(), nullptr) : 0;
    };
    if (order == 2 && std::fabs(known(2)) > 1e200) return;  // on a kink, where there is none
    const double off = error(got, known(order), x, known(order + 1));
    if (!(off <= relative)) {
      relative = off;
      place = row[1];
    }
    if (got != known(order)) absolute = std::max(absolute, std::fabs(got - known(order)) / std::max(1.0, std::fabs(x)));
  }
};

}  // namespace

BOOST_AUTO_TEST_CASE(every_statement_has_a_meaning) {
  std::size_t definitions = 0;
  std::map<std::string, std::size_t> claims;
  for (const Outcome& outcome : catalogue().outcomes) {
    if (outcome.kind == Outcome::Kind::error) BOOST_ERROR(outcome.diagnostic.rendered);
    BOOST_TEST(outcome.notes.empty());
    if (outcome.kind == Outcome::Kind::definition) ++definitions;
    for (const Claim& claim : outcome.claims) {
      for (const Definition* definition : catalogue().session.definitions()) {
        const bool primed = claim.text.starts_with(definition->name + "'(");
        if (primed || claim.text.starts_with("diff(" + definition->name + "(")) ++claims[definition->name];
      }
    }
  }
  BOOST_TEST(definitions == 114u);
  for (const Definition* definition : catalogue().session.definitions()) {
    BOOST_TEST(claims[definition->name] >= definition->variables(), definition->name << " lacks a claim");
  }
}

BOOST_AUTO_TEST_CASE(values_and_derivatives_match_the_reference) {
  std::map<std::string, std::vector<Fields>> points;
  for (const Fields& row : table("activations_reference.tsv")) points[row[0]].push_back(row);
  BOOST_TEST(points.size() == 104u);
  const Expression x = catalogue().graph.variable("x");
  for (const auto& [activation, rows] : points) {
    for (int order = 0; order != 3; ++order) {
      const std::string primes(static_cast<std::size_t>(order), '\'');
      const Expression derived = catalogue().formula(catalogue().name_of(activation) + primes + "(x)");
      const Expression e = order == 0 ? derived : simplify(derived);
      const Function function = compile({e}, {x});
      const Exception* exception = exception_of(activation, order);
      Worst worst;
      for (const Fields& row : rows) {
        const double at = std::stod(row[1]);
        if (exception != nullptr && std::fabs(at) >= exception->overflows) continue;
        worst.take(function(at), row, order);
      }
      const std::string what = activation + primes + " at " + worst.place + " in " + to_string(e);
      BOOST_TEST(worst.relative <= (exception != nullptr ? exception->relative : bounds[order]),
                 what << ": " << worst.relative);
      if (exception == nullptr) continue;
      BOOST_TEST(worst.absolute <= exception->absolute, what << ": " << worst.absolute << " absolutely");
      const bool needed = worst.relative > bounds[order] || std::isfinite(exception->overflows);
      BOOST_TEST_WARN(needed, what << ": needs no exception any more");
    }
  }
}

BOOST_AUTO_TEST_CASE(kinks_have_the_known_slopes) {
  // Found, but with slopes that could not be shown: the choice of a branch there needs more than intervals.
  const std::vector<std::string> possible = {"plu", "plu", "hard_elish", "sinc"};
  std::vector<std::string> unsolved;
  std::map<std::string, std::vector<Fields>> known;
  for (const Fields& row : table("activations_kinks.tsv")) known[catalogue().name_of(row[0])].push_back(row);
  const Expression x = catalogue().graph.variable("x");
  const auto number = [](const Expression& e) { return evaluate(e, {}); };
  for (const Definition* definition : catalogue().session.definitions()) {
    if (definition->variables() != 1) continue;
    const std::string& name = definition->name;
    std::vector<Fields> wanted = known[name];
    for (const Kink& kink : kinks(catalogue().formula(name + "(x)"), x)) {
      if (kink.kind == Kink::Kind::possible) unsolved.push_back(name);
      if (kink.kind != Kink::Kind::kink && kink.kind != Kink::Kind::jump) continue;
      const auto row = std::ranges::find_if(wanted, [&](const Fields& fields) {
        return std::fabs(number(catalogue().formula(fields[1])) - number(kink.point.value())) < 1e-9;
      });
      BOOST_TEST((row != wanted.end()), name << " has no kink at " << *kink.point);
      if (row == wanted.end()) continue;
      const auto expect = [&](const Expression& e, const std::string& value) {
        BOOST_TEST(std::fabs(number(e) - std::stod(value)) < 1e-7,
                   name << " at " << *kink.point << ": " << e << " for " << value);
      };
      expect(kink.left.value(), (*row)[2]);
      expect(kink.right.value(), (*row)[3]);
      expect(kink.convention.value(), (*row)[4]);
      BOOST_TEST((kink.kind == Kink::Kind::jump) == ((*row)[5] == "jump"), name << " at " << *kink.point);
      wanted.erase(row);
    }
    for (const Fields& row : wanted) {
      BOOST_TEST((std::ranges::find(possible, name) != possible.end()), name << " should have a kink at " << row[1]);
    }
  }
  BOOST_TEST(unsolved == possible, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(no_claim_is_refuted) {
  Arena& arena = catalogue().graph.arena();
  std::map<Verdict::Kind, std::size_t> count;
  for (const Outcome& outcome : catalogue().outcomes) {
    for (const Claim& claim : outcome.claims) {
      CheckOptions options;
      for (const Id assumption : claim.assumptions) options.assumptions.emplace_back(arena, assumption);
      const Verdict verdict = check({arena, claim.left}, {arena, claim.right}, options);
      ++count[verdict.kind];
      BOOST_TEST((verdict.kind != Verdict::Kind::refuted),
                 claim.text << ": " << verdict.left << " against " << verdict.right);
      if (verdict.kind == Verdict::Kind::undecided) {
        BOOST_TEST_MESSAGE("undecided, " << verdict.digits << " digits: " << claim.text);
        BOOST_TEST(verdict.digits >= 30, claim.text);
        BOOST_TEST(verdict.points >= 50u, claim.text);
      }
    }
  }
  BOOST_TEST_MESSAGE(count[Verdict::Kind::proved] << " proved, " << count[Verdict::Kind::undecided] << " undecided");
  BOOST_TEST(count[Verdict::Kind::proved] >= 95u);
}

BOOST_AUTO_TEST_CASE(a_wrong_claim_is_not_proved) {
  // The ruler: every closed form that is not a constant, made slightly wrong, must lose its proof.
  Arena& arena = catalogue().graph.arena();
  const Id nearly_one = arena.number(Rational(1'000'001, 1'000'000));
  for (const Outcome& outcome : catalogue().outcomes) {
    for (const Claim& claim : outcome.claims) {
      if (arena.is_number(claim.right)) continue;
      CheckOptions options;
      for (const Id assumption : claim.assumptions) options.assumptions.emplace_back(arena, assumption);
      const Id wrong = arena.make(Op::mul, nearly_one, claim.right);
      const Verdict verdict = check({arena, claim.left}, {arena, wrong}, options);
      BOOST_TEST((verdict.kind == Verdict::Kind::refuted), claim.text);
    }
  }
}
