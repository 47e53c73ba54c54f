// SPDX-License-Identifier: BSL-1.0
// The scheduler. A rule that matches too often rests for some rounds (Willsey et al. 2021), so that none can crowd out
// the others.
#include "simplify/saturate.hpp"

#include <algorithm>
#include <chrono>

namespace adage {

namespace {

/// The live nodes by operation, each with the operations that stand one and two levels below it, and the last change
/// as far down as left sides reach.
struct Census {
  struct Entry {
    NodeId node;
    OpSet near, twice, far;
    std::size_t changed = 0;
  };
  struct Entries {
    std::vector<Entry> all;
    OpSet near, far;  ///< of any of them
  };
  std::vector<Entries> by_op;

  explicit Census(const EGraph& graph) : by_op(rows().size()) {
    std::vector<OpSet> below(graph.all_classes());
    std::vector<std::size_t> changed(graph.all_classes(), 0);
    for (ClassId c = 0; c != graph.all_classes(); ++c) changed[c] = graph.changed(c);
    constexpr int deepest = 4;
    for (int level = 0; level != deepest; ++level) {
      std::vector<std::size_t> higher = changed;
      for (NodeId n = 0; n != graph.all_nodes(); ++n) {
        if (!graph.alive(n)) continue;
        std::size_t& mine = higher[graph.class_of(n)];
        for (const Part& part : graph[n].parts) mine = std::max(mine, changed[graph.find(part.of)]);
      }
      changed.swap(higher);
    }
    for (NodeId n = 0; n != graph.all_nodes(); ++n) {
      if (!graph.alive(n)) continue;
      OpSet& set = below[graph.class_of(n)];
      for (const Part& part : graph[n].parts) set |= graph.operations(part.of);
    }
    for (NodeId n = 0; n != graph.all_nodes(); ++n) {
      if (!graph.alive(n)) continue;
      Entry entry{n, {}, {}, {}, changed[graph.class_of(n)]};
      for (const Part& part : graph[n].parts) {
        const OpSet here = graph.operations(part.of);
        entry.twice |= entry.near & here;
        entry.near |= here;
        entry.far |= below[graph.find(part.of)];
        entry.changed = std::max(entry.changed, changed[graph.find(part.of)]);
      }
      Entries& alike = by_op[static_cast<std::size_t>(graph[n].op)];
      alike.near |= entry.near;
      alike.far |= entry.far;
      alike.all.push_back(entry);
    }
  }

  /// Where the rule might match; `result` is what it was given.
  std::span<const NodeId> candidates(const ERule& rule, std::size_t since, std::vector<NodeId>& result) const {
    result.clear();
    const Entries& alike = by_op[static_cast<std::size_t>(rule.top)];
    const auto has = [](const OpSet& all, const OpSet& needed) { return (needed & ~all).none(); };
    if (!has(alike.near, rule.near) || !has(alike.far, rule.far)) return result;
    for (const Entry& entry : alike.all) {
      if (entry.changed < since) continue;
      if (has(entry.near, rule.near) && has(entry.twice, rule.twice) && has(entry.far, rule.far))
        result.push_back(entry.node);
    }
    return result;
  }
};

}  // namespace

Saturation saturate(EGraph& graph, const SaturationLimits& limits, std::span<const ClassId> roots, Witness* witness) {
  struct Schedule {
    std::size_t times_banned = 0;
    std::size_t banned_until = 0;
    std::size_t seen = 0;  ///< the version up to which it has been looked for everywhere
  };
  constexpr std::size_t most_matches = 48;
  const auto& rules = erules();
  std::vector<Schedule> schedule(rules.size());
  std::vector<NodeId> room;
  ArithmeticMemo memo;
  std::size_t steps = limits.steps;
  const auto start = std::chrono::steady_clock::now();
  const auto late = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() > limits.seconds;
  };
  const auto shortest = [&] {
    float sum = 0;
    for (const ClassId c : roots) sum += graph.facts(c).size;
    return sum;
  };
  graph.rebuild();
  float least = shortest();
  std::size_t idle = 0;
  constexpr std::size_t small = 32;  // a round over so few costs next to nothing
  for (std::size_t round = 0; round != limits.iterations; ++round) {
    const std::size_t before = graph.version();
    const Census census(graph);
    struct Found {
      const ERule* rule;
      EMatch match;
      float growth;  ///< of the smallest form of its class
    };
    std::vector<Found> matches;
    bool resting = false;
    std::size_t tried = 0;
    for (std::size_t i = 0; i != rules.size(); ++i) {
      if (rules[i].algebraic && !limits.algebraic) continue;
      if (schedule[i].banned_until > round) {
        resting = true;
        continue;
      }
      const std::span<const NodeId> candidates = census.candidates(rules[i], schedule[i].seen, room);
      if (candidates.empty()) {
        schedule[i].seen = before;
        continue;
      }
      EMatchLimits rule_limits{most_matches << schedule[i].times_banned, steps};
      auto found = ematch(graph, rules[i], candidates, rule_limits);
      steps = rule_limits.steps;
      if (found.size() == rule_limits.matches) {
        ++schedule[i].times_banned;
        schedule[i].banned_until = round + 1 + schedule[i].times_banned;
        resting = true;
        continue;
      }
      schedule[i].seen = before;
      for (EMatch& match : found) {
        const float smallest = graph.facts(graph.class_of(match.node)).size;
        const float size = rewritten_size(graph, rules[i], match);
        if (worth_keeping(size, smallest, limits.slack))
          matches.push_back({&rules[i], std::move(match), size - smallest});
      }
      constexpr std::size_t rules_a_look = 16;  // at the clock
      if (steps == 0 || (++tried % rules_a_look == 0 && late())) break;
    }
    // What shrinks comes first, so that a limit cuts off the least promising.
    std::ranges::stable_sort(matches, {}, &Found::growth);
    for (const auto& [rule, match, growth] : matches) {
      if (graph.live_nodes() >= limits.nodes) break;
      const ClassId left = graph.class_of(match.node);
      const ClassId right = rewritten(graph, *rule, match);
      if (graph.unite(left, right) && witness != nullptr) witness->rule(graph, *rule, match, right);
      if (graph.contradiction()) return Saturation::stopped;
    }
    graph.rebuild();
    apply_arithmetic(graph, memo, limits);
    graph.rebuild();
    if (graph.contradiction() || (witness != nullptr && witness->done(graph))) return Saturation::stopped;
    if (late()) return Saturation::out_of_time;
    if (steps == 0 || graph.live_nodes() >= limits.full()) return Saturation::stopped;
    if (graph.version() == before && !resting) return Saturation::saturated;
    const float now = shortest();
    idle = now < least ? 0 : idle + (graph.live_nodes() < small ? 0 : 1);
    least = now;
    if (!roots.empty() && idle >= limits.patience) return Saturation::stopped;
  }
  return Saturation::stopped;
}

}  // namespace adage
