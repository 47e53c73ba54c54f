// SPDX-License-Identifier: BSL-1.0
// A form is better if the mean of its bits of error, with a hundredth of its size, is less. What a part gets wrong the
// whole seldom mends, so the best whole is looked for among wholes of best parts.
#include "accuracy/forms.hpp"

#include <algorithm>

#include "simplify/writer.hpp"

namespace adage {
namespace {

struct Best {
  Id node = kNone;
  NodeId form = kNoForm;
  double score = 0;
  double size = 0;
  std::vector<ClassId> below{};  ///< ascending
};

class Accurate {
 public:
  Accurate(EGraph& graph, Trial& trial, const std::vector<std::vector<double>>& truths, std::span<const double> weights)
      : graph_(graph), trial_(trial), truths_(truths), weights_(weights), best_(graph.all_classes()) {
    for (const double w : weights) total_ += w;
  }

  std::vector<Id> run(ClassId root) {
    std::vector<std::pair<ClassId, NodeId>> forms;
    for (ClassId c = 0; c != graph_.all_classes(); ++c) {
      if (graph_.find(c) != c) continue;
      for (const NodeId n : graph_.nodes(c)) {
        if (!graph_.facts(c).total || graph_.total(n)) forms.emplace_back(c, n);
      }
    }
    constexpr int most_rounds = 8;
    bool changed = true;
    for (int round = 0; changed && round != most_rounds; ++round) {
      changed = false;
      for (const auto& [c, n] : forms) changed = consider(c, n) || changed;
    }
    std::vector<std::pair<double, Id>> found;
    for (const NodeId n : graph_.nodes(root)) {
      const auto candidate = candidate_of(graph_.find(root), n);
      if (candidate) found.emplace_back(candidate->score, candidate->node);
    }
    std::ranges::stable_sort(found, {}, &std::pair<double, Id>::first);
    std::vector<Id> result;
    for (const auto& [score, id] : found) {
      if (std::ranges::find(result, id) == result.end()) result.push_back(id);
    }
    return result;
  }

 private:
  std::optional<Best> candidate_of(ClassId c, NodeId n) {
    const ENode& form = graph_[n];
    Best candidate{kNone, n, 0, 1, {}};
    for (const Part& part : form.parts) {
      const ClassId of = graph_.find(part.of);
      const Best& inner = best_[of];
      if (inner.node == kNone) return std::nullopt;
      candidate.size += inner.size + (part.by.is_one() ? 0 : 0.5);
      std::vector<ClassId> both;
      std::ranges::set_union(candidate.below, inner.below, std::back_inserter(both));
      const auto at = std::ranges::lower_bound(both, of);
      if (at == both.end() || *at != of) both.insert(at, of);
      candidate.below = std::move(both);
    }
    constexpr double largest = 200;
    if (candidate.size > largest || std::ranges::binary_search(candidate.below, c)) return std::nullopt;
    candidate.node = write_form(graph_.arena(), form, [&](ClassId part) { return best_[graph_.find(part)].node; });
    candidate.score = error(candidate.node, c) + 0.01 * candidate.size;
    return candidate;
  }

  bool consider(ClassId c, NodeId n) {
    auto candidate = candidate_of(c, n);
    if (!candidate) return false;
    Best& best = best_[c];
    if (best.node == candidate->node) {
      const bool same = best.below == candidate->below;
      best = std::move(*candidate);
      return !same;
    }
    constexpr double least_gain = 1e-6;
    const bool better = best.node == kNone || best.form == n || candidate->score < best.score - least_gain;
    if (better) best = std::move(*candidate);
    return better;
  }

  double error(Id node, ClassId c) {
    const std::vector<double>& truth = truths_[c];
    if (truth.empty() || total_ == 0) return 0;
    const std::vector<double>& computed = trial_.computed(graph_.arena(), node);
    double sum = 0;
    for (std::size_t i = 0; i != trial_.size(); ++i) {
      if (weights_[i] != 0) sum += weights_[i] * bits_of_error(computed[i], truth[i]);
    }
    return sum / total_;
  }

  EGraph& graph_;
  Trial& trial_;
  const std::vector<std::vector<double>>& truths_;
  std::span<const double> weights_;
  double total_ = 0;
  std::vector<Best> best_;
};

}  // namespace

std::vector<Id> accurate_forms(EGraph& graph, ClassId root, Trial& trial,
                               const std::vector<std::vector<double>>& truths, std::span<const double> weights) {
  return Accurate(graph, trial, truths, weights).run(root);
}

std::vector<std::vector<double>> class_truths(EGraph& graph, const Trial& trial) {
  const Choice choice = cheapest(graph, CostModel(Aim::size));
  Writer writer(graph, choice);
  std::vector<ClassId> classes;
  std::vector<Id> nodes;
  for (ClassId c = 0; c != graph.all_classes(); ++c) {
    if (graph.find(c) != c || choice[c] == kNoForm) continue;
    classes.push_back(c);
    nodes.push_back(writer.write(c));
  }
  auto values = trial.truths(graph.arena(), nodes);
  std::vector<std::vector<double>> result(graph.all_classes());
  for (std::size_t i = 0; i != classes.size(); ++i) result[classes[i]] = std::move(values[i]);
  return result;
}

}  // namespace adage
