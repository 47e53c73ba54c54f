// SPDX-License-Identifier: BSL-1.0
// The scheduler. A rule that matches too often rests for some rounds (Willsey et al. 2021), so that none can crowd out
// the others.
#include "simplify/saturate.hpp"

#include <chrono>

namespace adage {

Saturation saturate(EGraph& graph, const SaturationLimits& limits, Witness* witness) {
  struct Schedule {
    std::size_t times_banned = 0;
    std::size_t banned_until = 0;
  };
  constexpr std::size_t most_matches = 48;
  const auto& rules = erules();
  std::vector<Schedule> schedule(rules.size());
  ArithmeticMemo memo;
  std::size_t steps = limits.steps;
  const auto start = std::chrono::steady_clock::now();
  const auto late = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() > limits.seconds;
  };
  graph.rebuild();
  for (std::size_t round = 0; round != limits.iterations; ++round) {
    const std::size_t before = graph.version();
    std::vector<std::vector<NodeId>> by_op(rows().size());
    for (NodeId n = 0; n != graph.all_nodes(); ++n) {
      if (graph.alive(n)) by_op[static_cast<std::size_t>(graph[n].op)].push_back(n);
    }
    std::vector<std::pair<const ERule*, EMatch>> matches;
    bool resting = false;
    for (std::size_t i = 0; i != rules.size(); ++i) {
      if (schedule[i].banned_until > round) {
        resting = true;
        continue;
      }
      EMatchLimits rule_limits{most_matches << schedule[i].times_banned, steps};
      auto found = ematch(graph, rules[i], by_op[static_cast<std::size_t>(rules[i].top)], rule_limits);
      steps = rule_limits.steps;
      if (found.size() == rule_limits.matches) {
        ++schedule[i].times_banned;
        schedule[i].banned_until = round + 1 + schedule[i].times_banned;
        resting = true;
        continue;
      }
      for (EMatch& match : found) matches.emplace_back(&rules[i], std::move(match));
      if (steps == 0 || late()) break;
    }
    for (const auto& [rule, match] : matches) {
      if (graph.live_nodes() >= limits.nodes) break;
      const ClassId left = graph.class_of(match.node);
      const ClassId right = rewritten(graph, *rule, match);
      if (graph.unite(left, right) && witness != nullptr) witness->rule(graph, *rule, match, right);
      if (graph.contradiction()) return Saturation::stopped;
    }
    graph.rebuild();
    apply_arithmetic(graph, memo, limits.nodes);
    graph.rebuild();
    if (graph.contradiction()) return Saturation::stopped;
    if (late()) return Saturation::out_of_time;
    if (steps == 0 || graph.live_nodes() >= limits.nodes) return Saturation::stopped;
    if (graph.version() == before && !resting) return Saturation::saturated;
  }
  return Saturation::stopped;
}

}  // namespace adage
