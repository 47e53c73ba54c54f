// SPDX-License-Identifier: BSL-1.0
// One program computes all values, partial derivatives and conditions; the sweep over its results is numerical.
#include "emit/trace.hpp"

#include "diff/masked.hpp"
#include "lower/lower.hpp"
#include "run/interpreter.hpp"

namespace adage {
namespace {

/// Where the outputs of the program hold the partial derivative along an edge, and the condition of the flow.
struct Edge {
  std::size_t from = 0;  ///< position of the node
  std::size_t argument = 0;
  std::size_t to = 0;
  std::size_t partial = 0;
  std::size_t condition = 0;  ///< 0: always
};

/// The edges that carry adjoints, those of later nodes last; appends to the outputs what has to be computed for them.
std::vector<Edge> edges_of(Arena& arena, const Trace& t, const PositionMap& position, std::vector<Id>& outputs) {
  std::vector<Edge> edges;
  for (std::size_t at = 0; at != t.nodes.size(); ++at) {
    const Id id = t.nodes.nodes[at];
    if (!t.active[at]) continue;
    for (std::size_t k = 0; k != arena.args(id).size(); ++k) {
      const std::size_t target = position[arena.arg(id, k)];
      if (!t.active[target]) continue;
      const Masked weight = masked_partial(arena, id, k);
      if (weight.empty()) continue;
      edges.push_back({at, k, target, outputs.size(), 0});
      outputs.push_back(weight.value);
      if (weight.condition == kNone) continue;
      edges.back().condition = outputs.size();
      outputs.push_back(weight.condition);
    }
  }
  return edges;
}

}  // namespace

Trace trace(Arena& arena, Id root, std::span<const std::pair<Id, double>> point) {
  Trace t;
  t.nodes = slice(arena, root);
  const PositionMap position(t.nodes);
  std::vector<Id> inputs;
  std::vector<double> in;
  for (const auto& [variable, value] : point) {
    inputs.push_back(variable);
    in.push_back(value);
  }
  t.active = depends_on(arena, t.nodes, position, variables(arena, std::span<const Id>(&root, 1)));
  for (std::size_t at = 0; at != t.nodes.size(); ++at) {
    if (arena.is_boolean(t.nodes.nodes[at])) t.active[at] = false;
  }

  std::vector<Id> outputs(t.nodes.begin(), t.nodes.end());
  const std::vector<Edge> edges = edges_of(arena, t, position, outputs);
  std::vector<double> out(outputs.size());
  run_scalar(lower(arena, outputs, inputs), in.data(), out.data());

  t.values.assign(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(t.nodes.size()));
  t.adjoints.assign(t.nodes.size(), 0);
  t.flows.resize(t.nodes.size());
  std::vector<bool> reached(t.nodes.size(), false);
  if (t.active.back()) {
    t.adjoints.back() = 1;
    reached.back() = true;
  }
  for (auto edge = edges.rbegin(); edge != edges.rend(); ++edge) {
    // What is not reached is not multiplied: its partial derivatives may be infinite.
    if (!reached[edge->from] || (edge->condition != 0 && out[edge->condition] == 0)) continue;
    reached[edge->to] = true;
    t.flows[edge->from][edge->argument] = {true, out[edge->partial]};
    t.adjoints[edge->to] += t.adjoints[edge->from] * out[edge->partial];
  }
  return t;
}

}  // namespace adage
