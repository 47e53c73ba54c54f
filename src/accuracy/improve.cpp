// SPDX-License-Identifier: BSL-1.0
// The search for accuracy: saturate, measure every form, look again where the best one fails, split into regimes, and
// confirm the gain on fresh points.
#include "accuracy/improve.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "accuracy/as_run.hpp"
#include "accuracy/forms.hpp"
#include "accuracy/ranges.hpp"
#include "accuracy/regimes.hpp"
#include "ball/ball.hpp"
#include "graph/slice.hpp"
#include "rules/identities.hpp"
#include "simplify/simplify.hpp"

namespace adage {
namespace {

constexpr std::size_t kPoints = 192;
constexpr std::size_t kFreshPoints = 2048;  // so many that narrow bands in which a form fails are seen
constexpr std::size_t kNearbyPoints = 96;
constexpr std::size_t kFewestPoints = 16;
constexpr double kFelt = 0.05;  // bits of error in the mean; less is not

/// Forms that are best somewhere: over all points, then over those at which the best so far is wrong by some bits.
std::vector<Id> forms_of(EGraph& graph, ClassId root, Trial& trial) {
  const auto truths = class_truths(graph, trial);
  std::vector<double> weights(trial.size(), 1);
  std::vector<Id> result;
  constexpr int most_looks = 4;
  for (int look = 0; look != most_looks; ++look) {
    constexpr std::size_t most_forms = 12;
    std::vector<Id> found = accurate_forms(graph, root, trial, truths, weights);
    if (found.size() > most_forms) found.resize(most_forms);
    for (const Id id : found) {
      if (std::ranges::find(result, id) == result.end()) result.push_back(id);
    }
    std::vector<double> least(trial.size(), 64);
    for (const Id id : result) {
      const std::vector<double>& computed = trial.computed(graph.arena(), id);
      for (std::size_t i = 0; i != trial.size(); ++i)
        least[i] = std::min(least[i], bits_of_error(computed[i], trial.truth()[i]));
    }
    constexpr double wrong = 3;
    std::size_t left = 0;
    for (std::size_t i = 0; i != trial.size(); ++i) {
      weights[i] = least[i] > wrong ? 1 : 0;
      left += least[i] > wrong ? 1 : 0;
    }
    if (left == 0) break;
  }
  return result;
}

/// One search: its forms, measured, and what is chosen from them.
class Improver {
 public:
  Improver(Arena& arena, Id root, const SearchOptions& options)
      : arena_(arena), options_(options), root_(root), inputs_(variables(arena, std::span<const Id>(&root, 1))) {
    tidy_ = simplify(arena_, root_, {.assumptions = options_.assumptions});
    short_ = shortest(options_.assumptions);
  }

  Id run() {
    const bool measurable =
        has_balls() && !inputs_.empty() && !arena_.is_boolean(root_) && slice(arena_, root_).size() <= options_.window;
    if (!measurable) return tidy_;
    const Trial points = trial(options_.assumptions, kFreshPoints, 2);
    if (points.size() < kFewestPoints) return tidy_;
    AsRun fresh(arena_, points, inputs_, {});
    fresh.count_written();
    Id best = better(fresh, tidy_, std::array{root_});
    best = better(fresh, best, std::array{short_});
    best = better(fresh, best, std::array{as_lowered(tidy_)});
    best = better(fresh, best, candidates(options_.assumptions, short_));
    constexpr double well_enough = 0.3;
    for (const Id input : inputs_) {
      if (fresh.score(best) < well_enough) break;
      best = better(fresh, best, by_sign(input));
    }
    return readable(fresh, best);
  }

 private:
  /// What is short is often stable, and far from a form that differentiation has left.
  Id shortest(std::span<const Id> assumptions) {
    SearchOptions shorter = options_;
    shorter.aim = Aim::size;
    shorter.assumptions = assumptions;
    return search(arena_, std::array{root_}, shorter).front();
  }

  /// By the rules of lowering alone.
  Id as_lowered(Id form) {
    Arena own(&lowering_identities());
    const std::vector<Id> there = copy(arena_, std::array{form}, own);
    return copy(own, there, arena_).front();
  }

  /// What is hardly less accurate is better read short.
  Id readable(AsRun& fresh, Id best) {
    const CostModel model(Aim::balanced);
    const auto cost = [&](Id form) { return model.total(arena_, form); };
    SearchOptions shorter = options_;
    shorter.aim = Aim::balanced;
    const Id found = search(arena_, std::array{root_}, shorter).front();
    const Id tidied = simplify(arena_, best, {.assumptions = options_.assumptions});
    const double error = fresh.score(best) + kFelt, runs = fresh.run_mean(best) + kFelt;
    for (const Id other : {root_, tidy_, tidied, short_, found, as_lowered(short_), as_lowered(found)}) {
      if (cost(other) < cost(best) && fresh.score(other) <= error && fresh.run_mean(other) <= runs) best = other;
    }
    return best;
  }

  Trial trial(std::span<const Id> assumptions, std::size_t points, std::uint64_t seed) {
    const auto ranges = variable_ranges(arena_, inputs_, assumptions);
    const std::array equals{within(arena_, root_, inputs_, assumptions), within(arena_, tidy_, inputs_, assumptions)};
    return Trial(arena_, equals, inputs_, ranges, points, seed);
  }

  /// What runs worse by more than a twentieth of what it saves as it is written is not taken; and of what runs well,
  /// only what saves much.
  static Id better(AsRun& fresh, Id best, std::span<const Id> others) {
    constexpr double least_gain = 0.05, well = 0.05;
    double least = fresh.score(best);
    for (const Id other : others) {
      const double error = fresh.score(other), runs = fresh.run_mean(best);
      const double wanted = runs < well ? std::max(least_gain, least / 4) : least_gain;
      const double may_lose = std::max(kFelt, (least - error) * kFelt);
      if (error >= least - wanted || fresh.run_mean(other) > 1.1 * runs + may_lose) continue;
      least = error;
      best = other;
    }
    return best;
  }

  /// The best choice by regimes and the best single form, where the assumptions hold; `shorter` is the shortest there.
  std::vector<Id> candidates(std::span<const Id> assumptions, Id shorter) {
    Trial points = trial(assumptions, kPoints, 1);
    if (points.size() < kFewestPoints) return {};
    Ranges known(arena_);
    for (const Id assumption : assumptions) known.assume(assumption);
    SearchOptions wide = options_;
    wide.limits.algebraic = true;
    wide.alternatives = true;
    // Measuring takes most of the time, so the search may take more too.
    wide.limits.nodes *= 4;
    wide.limits.steps *= 4;
    wide.limits.slack = kWideSlack;
    wide.limits.patience = wide.limits.iterations;  // the shortest is not what is looked for
    wide.assumptions = assumptions;
    std::vector<ClassId> classes;
    std::vector<Id> forms{root_, tidy_, shorter, as_lowered(tidy_), as_lowered(shorter)};
    EGraph graph = saturated(arena_, std::array{root_, tidy_, shorter}, known, wide, classes);
    if (classes.empty()) return {};
    const std::vector<Id> found = forms_of(graph, classes[0], points);
    forms.insert(forms.end(), found.begin(), found.end());
    AsRun run(arena_, points, inputs_, {});
    run.count_written();
    const Nearby nearby = [&](std::size_t variable, VariableRange between) {
      std::vector<VariableRange> ranges = variable_ranges(arena_, inputs_, assumptions);
      ranges[variable] = between;
      AsRun more(arena_, Trial(arena_, std::array{root_, tidy_}, inputs_, ranges, kNearbyPoints, 4), inputs_, {});
      more.count_written();
      return more;
    };
    const Id regimes = best_by_regimes(arena_, forms, run, inputs_, nearby);
    std::ranges::stable_sort(forms, {}, [&](Id id) { return run.score(id); });
    return {regimes, forms.front()};
  }

  /// More holds of a formula where the sign of a variable is known: the best forms for either, put together.
  std::vector<Id> by_sign(Id input) {
    const Id zero = arena_.number(0);
    const auto side = [&](Op comparison) {
      std::vector<Id> assumptions(options_.assumptions.begin(), options_.assumptions.end());
      assumptions.push_back(arena_.make(comparison, input, zero));
      const std::vector<Id> found = candidates(assumptions, shortest(assumptions));
      return found.empty() ? tidy_ : found.front();
    };
    const Id above = side(Op::gt), below = side(Op::lt);
    const Id is_above = arena_.make(Op::gt, input, zero), is_below = arena_.make(Op::lt, input, zero);
    return {arena_.make(Op::where, is_above, above, tidy_), arena_.make(Op::where, is_below, below, tidy_),
            arena_.make(Op::where, is_above, above, arena_.make(Op::where, is_below, below, tidy_))};
  }

  Arena& arena_;
  const SearchOptions& options_;
  Id root_;
  Id tidy_ = kNone;
  Id short_ = kNone;
  std::vector<Id> inputs_;
};

}  // namespace

Id most_accurate(Arena& arena, Id root, const SearchOptions& options) { return Improver(arena, root, options).run(); }

}  // namespace adage
