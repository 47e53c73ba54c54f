// SPDX-License-Identifier: BSL-1.0
// A class is written when its parts are, through a worklist; what is needed by its own parts has no node.
#include "simplify/writer.hpp"

#include <algorithm>

#include "rules/fold.hpp"
#include "simplify/product.hpp"
#include "simplify/sum.hpp"
#include "simplify/tables.hpp"

namespace adage {

Id Writer::write(ClassId root) {
  std::vector<ClassId> stack{graph_.find(root)};
  while (!stack.empty()) {
    const ClassId c = stack.back();
    if (written_.contains(c)) {
      stack.pop_back();
      continue;
    }
    const ENode form = graph_[choice_[c]];
    const std::size_t before = stack.size();
    for (const Part& part : form.parts) {
      if (!written_.contains(graph_.find(part.of))) stack.push_back(graph_.find(part.of));
    }
    if (stack.size() != before) continue;
    stack.pop_back();
    const Id id = write_known(form);
    written_.emplace(c, id);
  }
  return written_.at(graph_.find(root));
}

bool Writer::is_needed(ClassId own, std::span<const Part> parts) const {
  std::vector<ClassId> stack;
  NodeMap<bool> seen;
  for (const Part& part : parts) stack.push_back(graph_.find(part.of));
  while (!stack.empty()) {
    const ClassId c = stack.back();
    stack.pop_back();
    if (c == own || choice_[c] == kNoForm) return true;
    if (!seen.emplace(c, true).second) continue;
    for (const Part& part : graph_[choice_[c]].parts) stack.push_back(graph_.find(part.of));
  }
  return false;
}

Id Writer::write_node(NodeId n) {
  if (is_needed(graph_.class_of(n), graph_[n].parts)) return kNone;
  for (const Part& part : graph_[n].parts) write(part.of);
  return write_known(ENode(graph_[n]));
}

std::vector<Id> Writer::write_multiples(NodeId n) {
  const ENode form = graph_[n];
  std::vector<Id> result;
  if (form.op != Op::add || form.parts.size() != 1) return result;
  for (const NodeId inner : graph_.nodes(form.parts[0].of)) {
    if (const Id id = write_node(inner); id != kNone) result.push_back(times(form.parts[0].by, id));
  }
  return result;
}

Id Writer::times(const Rational& number, Id unit) {
  SimplifyContext context{graph_.arena(), simplify_rule_set(), Ranges(graph_.arena())};
  Sum sum;
  sum.terms.push_back({unit, number});
  return write_sum(context, sum);
}

/// Is it a sum of whole numbers of terms with nothing in common?
bool Writer::is_primitive(ClassId c) const {
  return std::ranges::any_of(graph_.nodes(c), [&](NodeId n) {
    const auto common = content(graph_[n]);
    return common && abs(*common).is_one();
  });
}

std::vector<Id> Writer::write_rescaled(NodeId n) {
  const ENode form = graph_[n];
  std::vector<Id> result;
  if (form.op == Op::add && form.parts.size() == 1) {
    for (const NodeId inner : graph_.nodes(form.parts[0].of)) {
      if (graph_[inner].op != Op::mul) continue;
      for (const Id unit : write_rescaled(inner)) result.push_back(times(form.parts[0].by, unit));
    }
  }
  if (form.op != Op::mul) return result;
  SimplifyContext context{graph_.arena(), simplify_rule_set(), Ranges(graph_.arena())};
  for (std::size_t i = 0; i != form.parts.size(); ++i) {
    const auto exponent = form.parts[i].by.small_integer();
    if (!exponent) continue;
    for (const NodeId inner : graph_.nodes(form.parts[i].of)) {
      const ENode multiple = graph_[inner];
      const bool rescales = multiple.op == Op::add && multiple.parts.size() == 1 &&
                            !abs(multiple.parts[0].by).is_one() && is_primitive(multiple.parts[0].of);
      if (!rescales) continue;
      const auto taken = power(multiple.parts[0].by, *exponent, kMaxFoldedBits);
      std::vector<Part> parts(form.parts.begin(), form.parts.end());
      parts[i].of = multiple.parts[0].of;
      if (!taken || is_needed(graph_.class_of(n), parts)) continue;
      Product product;
      product.coefficient = *taken;
      for (const Part& part : parts) product.factors.push_back({write(part.of), part.by});
      result.push_back(write_product(context, product));
    }
  }
  return result;
}

Id Writer::write_known(const ENode& form) {
  return write_form(graph_.arena(), form, [&](ClassId c) { return written_.at(graph_.find(c)); });
}

Id write_form(Arena& arena, const ENode& form, const std::function<Id(ClassId)>& part) {
  if (form.op == Op::variable) return form.leaf;
  SimplifyContext context{arena, simplify_rule_set(), Ranges(arena)};
  if (form.op == Op::add) {
    Sum sum;
    for (const Part& term : form.parts) sum.terms.push_back({part(term.of), term.by});
    return write_sum(context, sum);
  }
  if (form.op == Op::mul) {
    Product product;
    for (const Part& factor : form.parts) product.factors.push_back({part(factor.of), factor.by});
    return write_product(context, product);
  }
  std::vector<Id> args;
  for (const Part& arg : form.parts) args.push_back(part(arg.of));
  return arena.make(form.op, args);
}

}  // namespace adage
