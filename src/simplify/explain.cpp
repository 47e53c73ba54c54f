// SPDX-License-Identifier: BSL-1.0
// The search is run as ever, and only its stations are remembered. Between two of them a saturation from both ends is
// written down until they meet, and of its equations those that are needed become steps.
#include "simplify/explain.hpp"

#include <fmt/format.h>

#include <adage/error.hpp>
#include <algorithm>

#include "graph/print.hpp"
#include "graph/slice.hpp"
#include "simplify/chain.hpp"
#include "simplify/local_steps.hpp"

namespace adage {
namespace {

/// The steps between two expressions of which it is known that they are equal; nothing when none are found. Rules say
/// more than algebra, which is asked when they do not do.
std::optional<std::vector<ExplainedStep>> bridge(Prover& prover, Id a, Id b, SearchOptions options) {
  std::vector<ExplainedStep> none;
  if (a == b) return none;
  if (auto steps = local_steps(prover, a, b, options.assumptions)) return steps;
  struct Way {
    bool algebra;
    std::size_t ends;
    std::size_t wider = 1;  ///< than the search that found it
  };
  const SaturationLimits limits = options.limits;
  for (const auto [algebra, ends, wider] : {Way{false, 2}, Way{true, 2}, Way{true, 1}, Way{true, 2, 4}}) {
    options.algebra = algebra;
    options.limits.nodes = wider * limits.nodes;
    options.limits.steps = wider * limits.steps;
    options.limits.slack = kWideSlack;
    options.limits.patience = options.limits.iterations;  // until both ends have met
    EquationLog log(prover.arena(), a, ends == 2 ? b : kNone);
    std::vector<ClassId> classes;
    const std::array both{a, b};
    saturated(prover.arena(), {both.data(), ends}, prover.known(), options, classes, {}, &log);
    Equations all;
    for (const Equation& equation : log.equations) all.push_back(&equation);
    std::ranges::stable_sort(all, {}, [](const Equation* equation) { return equation->rule == nullptr; });
    if (auto needed = prover.core(a, b, all)) return chain(prover, a, b, std::move(*needed));
  }
  return std::nullopt;
}

/// How much there is to follow: the names, and more where nothing is said.
std::size_t length(const std::vector<ExplainedStep>& steps) {
  std::size_t result = 0;
  for (const ExplainedStep& step : steps) {
    constexpr std::size_t unsaid = 4;
    result += step.rule == kUnsaid ? unsaid : 1 + 2 * static_cast<std::size_t>(std::ranges::count(step.rule, ','));
  }
  return result;
}

/// Are these the same characters in another order, brackets aside?
bool reordered(std::string a, std::string b) {
  for (std::string* text : {&a, &b}) {
    std::erase_if(*text, [](char c) { return c == '(' || c == ')' || c == ' '; });
    std::ranges::sort(*text);
  }
  return a == b;
}

/// Without detours and steps that nobody sees. The last expression stays the last.
class Tidy {
 public:
  Tidy(const Arena& arena, Id root) : arena_(arena), texts_{to_infix(arena, root)} {}

  std::vector<ExplainedStep> operator()(const std::vector<ExplainedStep>& steps) {
    for (const ExplainedStep& step : steps) take(step);
    // Order is never worth a step of its own, beside others.
    for (std::size_t i = 0; steps_.size() > 1 && i != steps_.size();) {
      if (steps_[i].rule != kArithmetic || !reordered(texts_[i], texts_[i + 1])) {
        ++i;
        continue;
      }
      if (i + 1 == steps_.size()) {
        steps_[i - 1].after = steps_[i].after;
        texts_[i] = texts_[i + 1];
      }
      steps_.erase(steps_.begin() + static_cast<std::ptrdiff_t>(i));
      texts_.erase(texts_.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    }
    return std::move(steps_);
  }

 private:
  void take(const ExplainedStep& step) {
    std::string text = to_infix(arena_, step.after);
    const auto same = std::ranges::find(texts_, text);
    if (same != texts_.end()) {
      const auto kept = static_cast<std::size_t>(same - texts_.begin());
      steps_.resize(kept);
      texts_.resize(kept + 1);
      if (kept != 0) steps_.back().after = step.after;
      return;
    }
    const bool goes_on =
        step.rule == kArithmetic || step.rule == kAlgebra || step.rule == kIntervals || step.rule == kConditions;
    if (goes_on && !steps_.empty() && step.rule == steps_.back().rule) {
      steps_.back().after = step.after;
      texts_.back() = std::move(text);
      return;
    }
    steps_.push_back(step);
    texts_.push_back(std::move(text));
  }

  const Arena& arena_;
  std::vector<ExplainedStep> steps_;
  std::vector<std::string> texts_;  // before the first step and after each
};

void check_size(const Arena& arena, Id root, const SearchOptions& options) {
  const std::size_t size = slice(arena, root).size();
  if (size <= options.window) return;
  throw LimitError(fmt::format("an explanation is for at most {} nodes (SimplifyOptions::window), and these are {}",
                               options.window, size));
}

std::vector<ExplainedStep> explained(Arena& arena, Id root, const std::vector<std::vector<Id>>& stations,
                                     const SearchOptions& options) {
  Prover prover(arena, options.assumptions);
  std::vector<ExplainedStep> steps;
  Id at = root;
  std::size_t hops = 0;
  for (const std::vector<Id>& station : stations) {
    const Id next = station.front();
    hops += next != at ? 1 : 0;
    const auto more = bridge(prover, at, next, options);
    if (more) steps.insert(steps.end(), more->begin(), more->end());
    if (!more) steps.push_back({std::string(kUnsaid), next});
    at = next;
  }
  steps = Tidy(arena, root)(steps);
  // The straight way may be the shorter one.
  if (hops > 1 && steps.size() > 2) {
    if (const auto straight = bridge(prover, root, at, options)) {
      auto tidied = Tidy(arena, root)(*straight);
      if (length(tidied) < length(steps)) steps = std::move(tidied);
    }
  }
  // Another node with the same text.
  if (steps.empty() && at != root) steps.push_back({std::string(kArithmetic), at});
  return steps;
}

}  // namespace

std::vector<ExplainedStep> explain(Arena& arena, Id root, const SearchOptions& options) {
  check_size(arena, root, options);
  std::vector<std::vector<Id>> stations;
  SearchOptions watched = options;
  watched.stations = &stations;
  search(arena, {&root, 1}, watched);
  return explained(arena, root, stations, options);
}

std::vector<ExplainedStep> explain(Arena& arena, Id root, Id goal, const SearchOptions& options) {
  check_size(arena, root, options);
  SearchOptions all = options;
  all.limits.algebraic = true;
  return explained(arena, root, {{goal}}, all);
}

}  // namespace adage
