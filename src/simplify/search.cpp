// SPDX-License-Identifier: BSL-1.0
// The driver. A search starts from what local simplification leaves and is repeated on its own result until that gets
// no cheaper, which makes it idempotent.
#include "simplify/search.hpp"

#include <algorithm>
#include <cmath>

#include "graph/slice.hpp"
#include "simplify/branches.hpp"
#include "simplify/candidates.hpp"
#include "simplify/intervals.hpp"
#include "simplify/simplify.hpp"
#include "simplify/writer.hpp"

namespace adage {

EGraph saturated(Arena& arena, std::span<const Id> roots, Ranges& known, const SearchOptions& options,
                 std::vector<ClassId>& classes, const NodeMap<bool>& leaves, Witness* witness) {
  EGraph graph(arena, known);
  for (const Id root : roots) classes.push_back(graph.add(root, leaves));
  for (std::size_t i = 1; options.alternatives && i != classes.size(); ++i) graph.unite(classes[0], classes[i]);
  const auto also = [&](Id id, Id form, std::string_view by) {
    if (graph.unite(graph.add(id), graph.add(form)) && witness != nullptr) witness->known(id, form, by);
  };
  if (leaves.empty() && options.algebra) {
    for (const Id root : roots) {
      if (const Id form = by_intervals(arena, root, options.assumptions); form != kNone) also(root, form, kIntervals);
    }
    for (const auto& [id, form] : under_conditions(arena, roots, options.assumptions)) also(id, form, kConditions);
    for (const Id id : arithmetic_tops(arena, roots)) {
      for (const Id form : algebraic_forms(arena, id, options.assumptions, options.sigmoids)) also(id, form, kAlgebra);
    }
  }
  SaturationLimits limits = options.limits;
  // Cases are put together in one round and simplified in the next.
  if (std::ranges::any_of(roots, [&](Id root) { return arena.has(root, kPiecewise); })) ++limits.patience;
  const Saturation end = saturate(graph, limits, classes, witness);
  // What the clock has cut short might be different next time.
  if (end == Saturation::out_of_time || graph.contradiction()) classes.clear();
  for (ClassId& c : classes) c = graph.find(c);
  graph.write_multiples();
  return graph;
}

namespace {

constexpr std::size_t kWider = 2;

class Search {
 public:
  Search(Arena& arena, const SearchOptions& options)
      : arena_(arena), options_(options), model_(options.aim == Aim::accuracy ? Aim::balanced : options.aim) {}

  std::vector<Id> run(std::span<const Id> roots) {
    std::vector<Id> current(roots.begin(), roots.end());
    current = tidied(current);
    pass(current);
    if (slice(arena_, current).size() > options_.max_searched) return current;
    constexpr int most_rounds = 16;
    for (int i = 0; i != most_rounds; ++i) {
      untidied_ = kNone;
      const auto gains = [&](const std::vector<Id>& next) {
        constexpr double least_gain = 0.25;  // a word or two; otherwise the form that is there stays
        return cost(next) < cost(current) - least_gain;
      };
      std::vector<Id> better = improved(current);
      std::vector<Id> next = tidied(better);
      if (!gains(next) && full_ && is_long(current)) {
        better = improved(current, kWider);
        next = tidied(better);
      }
      if (!gains(next)) break;
      current = next;
      if (untidied_ != kNone) pass({untidied_});
      pass(better);
      pass(current);
    }
    return current;
  }

 private:
  void pass(const std::vector<Id>& roots) {
    if (options_.stations != nullptr) options_.stations->push_back(roots);
  }
  double cost(std::span<const Id> roots) const { return model_.total(arena_, roots); }

  /// After local simplification, unless that costs more under this aim.
  std::vector<Id> tidied(const std::vector<Id>& roots) {
    std::vector<Id> tidy = simplify(arena_, roots, {.assumptions = options_.assumptions});
    return cost(tidy) <= cost(roots) ? tidy : roots;
  }

  /// Worth the time of a wider search, where no shorter form has fitted into the e-graph? Cases take long.
  bool is_long(const std::vector<Id>& roots) const {
    constexpr std::size_t few_nodes = 10, many_nodes = 60;
    const std::size_t size = slice(arena_, roots).size();
    return few_nodes <= size && size < many_nodes &&
           std::ranges::none_of(roots, [&](Id root) { return arena_.has(root, kPiecewise); });
  }

  /// `wider`: in an e-graph so many times as large.
  std::vector<Id> improved(const std::vector<Id>& roots, std::size_t wider = 1) {
    const Slice nodes = slice(arena_, roots);
    if (nodes.size() <= options_.window) return written(roots, {}, wider);
    return improved_in_windows(roots, nodes);
  }

  std::vector<Id> written(std::span<const Id> roots, const NodeMap<bool>& leaves, std::size_t wider = 1) {
    Ranges known(arena_);
    for (const Id assumption : options_.assumptions) known.assume(assumption);
    std::vector<ClassId> classes;
    SearchOptions options = options_;
    options.limits.nodes *= wider;
    options.sigmoids = wider != 1;
    EGraph graph = saturated(arena_, roots, known, options, classes, leaves);
    full_ = graph.live_nodes() >= options.limits.full();
    if (classes.empty()) return {roots.begin(), roots.end()};
    const Choice greedy = cheapest(graph, model_);
    // A class whose forms could not be brought up to date may have none left.
    if (std::ranges::any_of(classes, [&](ClassId c) { return greedy[c] == kNoForm; })) {
      return {roots.begin(), roots.end()};
    }
    const Choice choice = exchanged(graph, model_, greedy, classes);
    Writer writer(graph, choice);
    std::vector<Id> result;
    for (const ClassId c : classes) result.push_back(writer.write(c));
    return classes.size() == 1 ? std::vector<Id>{best_form(graph, choice, classes[0], result[0])} : result;
  }

  /// What is written down is weighed again, form by form of the root: only then is it known which numbers are shared
  /// and what local simplification makes of it. For the best few what is below them is chosen anew.
  Id best_form(EGraph& graph, const Choice& choice, ClassId root, Id first) {
    Id best = first;
    double least = cost({&first, 1});
    const auto weigh = [&](Id form) {
      std::pair<double, Id> lighter{HUGE_VAL, kNone};
      for (const Id candidate : {form, simplify(arena_, form, {.assumptions = options_.assumptions})}) {
        const double weight = cost({&candidate, 1});
        if (options_.others != nullptr) options_.others->push_back(candidate);
        lighter = std::min(lighter, {weight, candidate});
        if (weight < least) {
          least = weight;
          best = candidate;
          untidied_ = candidate == form ? kNone : form;
        }
      }
      return lighter;
    };
    constexpr std::size_t most_forms = 64, most_chosen_anew = 4;
    std::vector<std::pair<std::pair<double, Id>, NodeId>> weighed;
    Writer writer(graph, choice);
    for (const NodeId n : graph.nodes(root)) {
      if (graph.facts(root).total && !graph.total(n)) continue;
      const Id form = writer.write_node(n);
      if (form != kNone && weighed.size() != most_forms) weighed.emplace_back(weigh(form), n);
      for (const Id multiple : writer.write_multiples(n)) (void)weigh(multiple);
      for (const Id rescaled : writer.write_rescaled(n)) {
        if (cost({&rescaled, 1}) < least) (void)weigh(rescaled);
      }
    }
    std::ranges::sort(weighed);
    // Often local simplification makes one of several.
    weighed.erase(
        std::unique(weighed.begin(), weighed.end(), [](const auto& a, const auto& b) { return a.first == b.first; }),
        weighed.end());
    if (weighed.size() > most_chosen_anew) weighed.resize(most_chosen_anew);
    for (const auto& [weight, n] : weighed) {
      Choice with = choice;
      with[graph.find(root)] = n;
      with = exchanged(graph, model_, std::move(with), std::span(&root, 1), true);
      weigh(Writer(graph, with).write(root));
    }
    return best;
  }

  /// Pieces of the slice, in order: what a piece takes from earlier ones is a leaf, what later ones take of it a root.
  std::vector<Id> improved_in_windows(const std::vector<Id>& roots, const Slice& nodes) {
    NodeMap<Id> image;
    const auto image_of = [&](Id id) {
      const auto found = image.find(id);
      return found == image.end() ? id : found->second;
    };
    std::vector<bool> used_later(nodes.size(), false);
    for (const Id root : roots) used_later[nodes.position(root)] = true;
    for (std::size_t i = 0; i != nodes.size(); ++i) {
      for (const Id arg : arena_.args(nodes.nodes[i])) {
        const std::size_t at = nodes.position(arg);
        if (at / options_.window != i / options_.window) used_later[at] = true;
      }
    }
    for (std::size_t first = 0; first < nodes.size(); first += options_.window) {
      const std::size_t last = std::min(first + options_.window, nodes.size());
      NodeMap<bool> leaves;
      NodeMap<Id> rebuilt;
      std::vector<Id> inner, outer;
      for (std::size_t i = first; i != last; ++i) {
        const Id id = nodes.nodes[i];
        const Node node = arena_[id];
        std::array<Id, kMaxArity> args{};
        for (std::size_t k = 0; k != node.count; ++k) {
          const auto here = rebuilt.find(node.args[k]);
          args[k] = here != rebuilt.end() ? here->second : image_of(node.args[k]);
          if (here == rebuilt.end()) leaves.emplace(args[k], true);
        }
        const Id again = node.count == 0 ? id : arena_.make(node.op, {args.data(), node.count});
        rebuilt.emplace(id, again);
        if (used_later[i]) {
          outer.push_back(id);
          inner.push_back(again);
        }
      }
      const std::vector<Id> better = written(inner, leaves);
      const bool gains = cost(better) < cost(inner);
      for (std::size_t i = 0; i != outer.size(); ++i) image.insert_or_assign(outer[i], gains ? better[i] : inner[i]);
    }
    std::vector<Id> result;
    for (const Id root : roots) result.push_back(image_of(root));
    return result;
  }

  Arena& arena_;
  const SearchOptions& options_;
  CostModel model_;
  bool full_ = false;    ///< had the last e-graph no room for more?
  Id untidied_ = kNone;  ///< what the last result was before local simplification
};

}  // namespace

std::vector<Id> steady_forms(Arena& arena, std::span<const Id> equals, const SearchOptions& options) {
  SearchOptions wide = options;
  wide.limits.nodes *= kWider;
  wide.sigmoids = true;
  wide.alternatives = true;
  Ranges known(arena);
  for (const Id assumption : options.assumptions) known.assume(assumption);
  std::vector<ClassId> classes;
  EGraph graph = saturated(arena, equals, known, wide, classes);
  if (classes.empty()) return {};
  constexpr double operations = 4;
  CostModel model(options.aim);
  model.shun_unsteady(operations * model.operation(Op::add));
  const ClassId root = classes[0];
  const Choice choice = exchanged(graph, model, cheapest(graph, model), std::span(&root, 1));
  if (choice[root] == kNoForm) return {};
  Writer writer(graph, choice);
  std::vector<Id> result{writer.write(root)};
  for (const NodeId n : graph.nodes(root)) {
    if (graph.facts(root).total && !graph.total(n)) continue;
    if (const Id form = writer.write_node(n); form != kNone) result.push_back(form);
    std::ranges::copy(writer.write_multiples(n), std::back_inserter(result));
  }
  // Of several products in one class only the cheapest is written, which may be one of those that overflow.
  const std::vector<Id> decays = decay_forms(arena, equals.back(), options.assumptions);
  std::ranges::copy(simplify(arena, decays, {.assumptions = options.assumptions}), std::back_inserter(result));
  return result;
}

std::vector<Id> search(Arena& arena, std::span<const Id> roots, const SearchOptions& options) {
  return Search(arena, options).run(roots);
}

}  // namespace adage
