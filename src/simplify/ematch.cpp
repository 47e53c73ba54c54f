// SPDX-License-Identifier: BSL-1.0
// Left sides found, and what they say of a node.
#include "simplify/ematch.hpp"

#include "simplify/matcher.hpp"

namespace adage {

std::vector<EMatch> ematch(EGraph& graph, const ERule& rule, std::span<const NodeId> nodes, EMatchLimits& limits) {
  Matcher matcher(graph, rule, limits);
  for (const NodeId n : nodes) {
    if (matcher.found.size() >= limits.matches || limits.steps == 0) break;
    if (graph.alive(n)) matcher.at(n);
  }
  return std::move(matcher.found);
}

float rewritten_size(const EGraph& graph, const ERule& rule, const EMatch& match) {
  std::vector<float> sizes;
  for (const Part& binding : match.bindings) sizes.push_back(graph.facts(binding.of).size);
  for (const Step& step : rule.right->steps()) {
    float size = step.op == Op::number ? 0.5F : 1;
    if (step.op != Op::number) {
      for (std::size_t k = 0; k != step.count; ++k) size += sizes[step.args[k]];
    }
    sizes.push_back(size);
  }
  const float rest = match.rest.empty() ? 0 : graph.size(match.rest);
  return sizes[rule.right->result()] + rest;
}

ClassId rewritten(EGraph& graph, const ERule& rule, const EMatch& match) {
  std::vector<ClassId> bindings;
  for (const Part& binding : match.bindings) bindings.push_back(graph.scaled(binding));
  const ClassId right = graph.instantiate(*rule.right, bindings);
  // The rule says factor·root = right.
  const ClassId root = graph.scaled({right, Rational(1) / rule.factor});
  const Op op = graph[match.node].op;
  if (op == Op::add && rule.top == Op::add) {
    Parts terms = match.rest;
    terms.push_back({root, match.scale});
    return graph.sum(terms);
  }
  if (op == Op::mul && rule.top == Op::mul) {
    Parts factors = match.rest;
    factors.push_back({root, Rational(match.times)});
    return graph.scaled({graph.product(factors), match.scale});
  }
  return root;
}

}  // namespace adage
