// SPDX-License-Identifier: BSL-1.0
// Each class remembers which classes its choice rests on, so that the cost of a form is that of a set and not of a
// tree.
#include "simplify/extract.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace adage {
namespace {

using Set = std::vector<ClassId>;  // ascending

Set joined(const Set& a, const Set& b) {
  Set result;
  result.reserve(a.size() + b.size());
  std::ranges::set_union(a, b, std::back_inserter(result));
  return result;
}

class Cheapest {
 public:
  Cheapest(const EGraph& graph, const CostModel& model)
      : graph_(graph),
        model_(model),
        choice_(graph.all_classes(), kNoForm),
        below_(graph.all_classes()),
        cost_(graph.all_classes(), 0),
        own_(graph.all_classes(), 0) {}

  Choice run() {
    std::vector<std::pair<ClassId, NodeId>> forms;
    for (ClassId c = 0; c != graph_.all_classes(); ++c) {
      if (graph_.find(c) != c) continue;
      const bool total = graph_.facts(c).total;
      const auto nodes = graph_.nodes(c);
      const bool any = total && std::ranges::any_of(nodes, [&](NodeId n) { return graph_.total(n); });
      for (const NodeId n : nodes) {
        if (!any || graph_.total(n)) forms.emplace_back(c, n);
      }
    }
    own_of_form_.resize(graph_.all_nodes(), 0);
    for (const auto& [c, n] : forms) own_of_form_[n] = model_.own(graph_, n);
    constexpr int most_rounds = 40;
    bool changed = true;
    for (int round = 0; changed && round != most_rounds; ++round) {
      changed = false;
      for (const auto& [c, n] : forms) changed = consider(c, n) || changed;
    }
    return std::move(choice_);
  }

 private:
  bool consider(ClassId c, NodeId n) {
    Set below;
    for (const Part& part : graph_[n].parts) {
      const ClassId of = graph_.find(part.of);
      if (choice_[of] == kNoForm) return false;
      below = below.empty() ? with(of) : joined(below, with(of));
    }
    if (std::ranges::binary_search(below, c)) return false;
    double cost = own_of_form_[n];
    for (const ClassId of : below) cost += own_[of];
    constexpr double least_gain = 1e-9;
    const bool same = choice_[c] == n;
    if (same && cost == cost_[c] && below == below_[c]) return false;
    if (!same && choice_[c] != kNoForm && !(cost < cost_[c] - least_gain)) return false;
    if (!same && rests_on(n, c)) return false;
    choice_[c] = n;
    cost_[c] = cost;
    own_[c] = own_of_form_[n];
    below_[c] = std::move(below);
    return true;
  }

  /// Does the form rest on the class as things are now? What is remembered below a class may be older than the last
  /// choice there, and then misses what that brought in.
  bool rests_on(NodeId n, ClassId c) const {
    std::vector<ClassId> open;
    NodeMap<bool> seen;
    for (const Part& part : graph_[n].parts) open.push_back(graph_.find(part.of));
    while (!open.empty()) {
      const ClassId next = open.back();
      open.pop_back();
      if (next == c) return true;
      if (choice_[next] == kNoForm || !seen.emplace(next, true).second) continue;
      for (const Part& part : graph_[choice_[next]].parts) open.push_back(graph_.find(part.of));
    }
    return false;
  }

  Set with(ClassId c) const {
    Set result = below_[c];
    result.insert(std::ranges::upper_bound(result, c), c);
    return result;
  }

  const EGraph& graph_;
  const CostModel& model_;
  Choice choice_;
  std::vector<Set> below_;
  std::vector<double> cost_;
  std::vector<double> own_;
  std::vector<double> own_of_form_;
};

/// Each class chose by itself, without a look at what others need anyway: sigmoid(-x) is short, but beside sigmoid(x)
/// 1 - sigmoid(x) is shorter. So forms are exchanged one by one while that makes all of the roots together cheaper.
class Exchange {
 public:
  Exchange(const EGraph& graph, const CostModel& model, Choice choice, std::span<const ClassId> roots, bool keep_roots)
      : graph_(graph), choice_(std::move(choice)), own_(graph.all_nodes(), 0), keep_roots_(keep_roots) {
    for (const ClassId root : roots) roots_.push_back(graph.find(root));
    for (NodeId n = 0; n != graph.all_nodes(); ++n) {
      if (graph.alive(n)) own_[n] = model.own(graph, n);
    }
  }

  Choice run() {
    constexpr int most_rounds = 4;
    double least = total();
    bool changed = true;
    for (int round = 0; changed && round != most_rounds; ++round) {
      changed = false;
      for (ClassId c = 0; c != choice_.size(); ++c) {
        if (choice_[c] == kNoForm || needed_[c] == 0) continue;
        if (keep_roots_ && std::ranges::find(roots_, c) != roots_.end()) continue;
        changed = try_forms(c, least) || changed;
      }
    }
    return std::move(choice_);
  }

 private:
  bool try_forms(ClassId c, double& least) {
    constexpr double least_gain = 1e-9;
    const bool only_total = graph_.facts(c).total && graph_.total(choice_[c]);
    bool changed = false;
    for (const NodeId n : graph_.nodes(c)) {
      if (n == choice_[c] || (only_total && !graph_.total(n))) continue;
      const NodeId before = std::exchange(choice_[c], n);
      if (const double now = total(); now < least - least_gain) {
        least = now;
        changed = true;
      } else {
        choice_[c] = before;
      }
    }
    least = total();  // which also marks what is needed now
    return changed;
  }

  /// The cost of what the roots need as things are chosen, which it marks; infinite when something needs itself.
  double total() {
    constexpr std::uint8_t open = 1, done = 2;
    needed_.assign(choice_.size(), 0);
    stack_ = roots_;
    double sum = 0;
    while (!stack_.empty()) {
      const ClassId c = stack_.back();
      if (needed_[c] != 0) {
        needed_[c] = done;
        stack_.pop_back();
        continue;
      }
      if (choice_[c] == kNoForm) return HUGE_VAL;
      needed_[c] = open;
      sum += own_[choice_[c]];
      for (const Part& part : graph_[choice_[c]].parts) {
        const ClassId of = graph_.find(part.of);
        if (needed_[of] == open) return HUGE_VAL;
        if (needed_[of] == 0) stack_.push_back(of);
      }
    }
    return sum;
  }

  const EGraph& graph_;
  Choice choice_;
  std::vector<double> own_;
  bool keep_roots_;
  std::vector<ClassId> roots_;
  std::vector<ClassId> stack_;
  std::vector<std::uint8_t> needed_;
};

}  // namespace

Choice cheapest(const EGraph& graph, const CostModel& model) { return Cheapest(graph, model).run(); }

Choice exchanged(const EGraph& graph, const CostModel& model, Choice choice, std::span<const ClassId> roots,
                 bool keep_roots) {
  return Exchange(graph, model, std::move(choice), roots, keep_roots).run();
}

}  // namespace adage
