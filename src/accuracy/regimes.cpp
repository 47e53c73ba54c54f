// SPDX-License-Identifier: BSL-1.0
// Dynamic programming over the points in order of a variable (Panchekha et al. 2015): the least error with one, two, …
// pieces.
#include "accuracy/regimes.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/rational.hpp"

namespace adage {
namespace {

constexpr std::size_t kMostPieces = 4;
constexpr double kWorthABit = 0.5;  ///< of mean error, for one more piece

struct Piece {
  std::size_t form = 0;
  std::size_t end = 0;  ///< in the order of the points
};

struct Plan {
  double score = std::numeric_limits<double>::infinity();
  std::size_t variable = 0;
  std::vector<Piece> pieces;
};

/// A short decimal strictly between two doubles, or the upper one.
double short_between(double lo, double hi) {
  if (lo < 0 && hi > 0) return 0;
  const bool negative = hi <= 0;
  const double a = negative ? -hi : lo, b = negative ? -lo : hi;
  double middle = a == 0 ? b / 2 : std::sqrt(a) * std::sqrt(b);
  for (int digits = 0; digits != 16; ++digits) {
    char text[40];
    std::snprintf(text, sizeof text, "%.*e", digits, middle);
    const double candidate = std::strtod(text, nullptr);
    if (candidate > a && candidate < b) {
      middle = candidate;
      break;
    }
  }
  return negative ? -middle : middle;
}

/// The best plan along one variable, `errors[form][point]`.
Plan along(const std::vector<std::vector<double>>& errors, std::span<const std::size_t> order, std::size_t variable) {
  const std::size_t points = order.size(), forms = errors.size();
  const double price = kWorthABit * static_cast<double>(points);
  struct Cell {
    double error;
    std::size_t from;  ///< the form before, at the same place; itself when nothing changes
  };
  // best[k][i][f]: the first i points in k + 1 pieces, the last of form f.
  std::vector<std::vector<std::vector<Cell>>> best(
      kMostPieces, std::vector<std::vector<Cell>>(points + 1, std::vector<Cell>(forms, {1e300, 0})));
  for (std::size_t f = 0; f != forms; ++f) best[0][0][f] = {0, f};
  for (std::size_t k = 0; k != kMostPieces; ++k) {
    for (std::size_t i = 0; i != points; ++i) {
      std::size_t cheapest = 0;
      if (k > 0) {
        for (std::size_t f = 0; f != forms; ++f) {
          if (best[k - 1][i][f].error < best[k - 1][i][cheapest].error) cheapest = f;
        }
      }
      for (std::size_t f = 0; f != forms; ++f) {
        const double here = errors[f][order[i]];
        double start = best[k][i][f].error;
        std::size_t from = f;
        if (k > 0 && i > 0 && best[k - 1][i][cheapest].error + price < start) {
          start = best[k - 1][i][cheapest].error + price;
          from = forms + cheapest;
        }
        best[k][i + 1][f] = {start + here, from};
      }
    }
  }
  Plan plan;
  plan.variable = variable;
  std::size_t pieces = 0, form = 0;
  for (std::size_t k = 0; k != kMostPieces; ++k) {
    for (std::size_t f = 0; f != forms; ++f) {
      if (best[k][points][f].error < plan.score) {
        plan.score = best[k][points][f].error;
        pieces = k;
        form = f;
      }
    }
  }
  plan.pieces.push_back({form, points});
  for (std::size_t i = points; i-- != 0;) {
    const std::size_t from = best[pieces][i + 1][form].from;
    if (from < forms) continue;
    form = from - forms;
    --pieces;
    plan.pieces.push_back({form, i});
  }
  std::ranges::reverse(plan.pieces);
  return plan;
}

std::vector<std::size_t> by_value(const Trial& trial, std::size_t variable) {
  std::vector<std::size_t> order(trial.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::sort(order, {}, [&](std::size_t i) { return trial.column(variable)[i]; });
  return order;
}

/// A number in the range at which to go from one form to the other: closer and closer, as long as it matters where.
double best_cut(const Nearby& nearby, std::size_t variable, VariableRange range, Id below, Id above) {
  constexpr int most_rounds = 4;
  constexpr double matters = 2;  // bits, in the sum of the errors
  for (int round = 0; round != most_rounds && !(range.lo < 0 && range.hi > 0); ++round) {
    AsRun run = nearby(variable, range);
    const std::size_t n = run.points().size();
    if (n == 0) break;
    const std::vector<std::size_t> order = by_value(run.points(), variable);
    const std::vector<double> errors_below = run.bits(below), errors_above = run.bits(above);
    std::vector<double> total(n + 1, 0);  // when that many points are below the cut
    for (const double error : errors_above) total[0] += error;
    for (std::size_t i = 0; i != n; ++i) total[i + 1] = total[i] + errors_below[order[i]] - errors_above[order[i]];
    const auto best = std::ranges::min_element(total);
    const auto as_good = [&](double error) { return error <= *best + matters; };
    const auto last = std::find_if_not(best, total.end(), as_good) - 1 - total.begin();
    const auto first = std::find_if_not(std::make_reverse_iterator(best), total.rend(), as_good).base() - total.begin();
    const auto at = [&](std::ptrdiff_t i) { return run.points().column(variable)[order[static_cast<std::size_t>(i)]]; };
    if (first != 0) range.lo = at(first - 1);
    if (last != static_cast<std::ptrdiff_t>(n)) range.hi = at(last);
    if (first != last) break;
  }
  return short_between(range.lo, range.hi);
}

}  // namespace

Id best_by_regimes(Arena& arena, std::span<const Id> forms, AsRun& run, std::span<const Id> variables,
                   const Nearby& nearby) {
  const Trial& trial = run.points();
  std::vector<std::vector<double>> errors;
  for (const Id form : forms) {
    errors.push_back(run.bits(form));
    for (std::size_t i = 0; i != trial.size(); ++i) {
      if (trial.is_at_an_end(i)) errors.back()[i] = 0;  // no reason for a case
    }
  }
  Plan best;
  std::vector<std::size_t> best_order;
  for (std::size_t v = 0; v != variables.size(); ++v) {
    std::vector<std::size_t> order = by_value(trial, v);
    Plan plan = along(errors, order, v);
    if (plan.score < best.score) {
      best = std::move(plan);
      best_order = std::move(order);
    }
  }
  if (best.pieces.empty()) return forms[0];
  Id result = forms[best.pieces.back().form];
  for (std::size_t p = best.pieces.size() - 1; p-- != 0;) {
    const std::size_t end = best.pieces[p].end;
    const std::vector<double>& column = trial.column(best.variable);
    const Id below = forms[best.pieces[p].form], above = forms[best.pieces[p + 1].form];
    const VariableRange between{column[best_order[end - 1]], column[best_order[end]]};
    const double cut = best_cut(nearby, best.variable, between, below, above);
    const Id bound = arena.number(*Rational::from_double(cut));
    const Id condition = arena.make(Op::lt, variables[best.variable], bound);
    result = arena.make(Op::where, condition, below, result);
  }
  return result;
}

}  // namespace adage
