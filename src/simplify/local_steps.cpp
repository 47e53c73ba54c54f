// SPDX-License-Identifier: BSL-1.0
// A rule has its part in the way if local simplification still comes to the same end after it was applied by hand.
#include "simplify/local_steps.hpp"

#include <algorithm>

#include "graph/slice.hpp"
#include "simplify/simplify.hpp"

namespace adage {
namespace {

struct Reached {
  const Rule* rule = nullptr;
  Id whole = kNone;
};

/// The first use of a rule, arguments first, after which `goal` is still reached; none when there is none.
Reached next(Prover& prover, Id a, Id goal, std::span<const Id> assumptions, const std::vector<Id>& seen) {
  Arena& arena = prover.arena();
  for (const Id id : slice(arena, a)) {
    const Op op = arena.op(id);
    const Node node = arena[id];
    for (const Stage stage : {Stage::simplify, Stage::local}) {
      for (const Rule& rule : rules(stage)) {
        if (rule.root != op) continue;
        for (const Pattern& pattern : rule.patterns) {
          const Id equal = rule.apply(arena, pattern, {node.args.data(), node.count}, &prover.known());
          if (equal == kNone || equal == id) continue;
          const Id whole = substitute(arena, std::array{a}, std::array{id}, std::array{equal}).front();
          if (std::ranges::find(seen, whole) != seen.end()) continue;
          if (simplify(arena, whole, {.assumptions = assumptions}) == goal) return {&rule, whole};
        }
      }
    }
  }
  return {};
}

}  // namespace

std::optional<std::vector<ExplainedStep>> local_steps(Prover& prover, Id a, Id b, std::span<const Id> assumptions) {
  constexpr std::size_t most_steps = 24;
  std::vector<ExplainedStep> steps;
  std::vector<Id> seen{a};
  while (a != b) {
    if (prover.equal(a, b, {})) {
      steps.push_back({std::string(kArithmetic), b});
      return steps;
    }
    const Reached reached = steps.size() == most_steps ? Reached{} : next(prover, a, b, assumptions, seen);
    if (reached.rule == nullptr) return std::nullopt;
    a = reached.whole;
    seen.push_back(a);
    steps.push_back({reached.rule->name, a});
  }
  return steps;
}

}  // namespace adage
