// SPDX-License-Identifier: BSL-1.0
// The structure itself as text: a tree, a listing. A node is one line, and shared nodes stay shared.
#include "graph/print.hpp"
#include "graph/print_shape.hpp"
#include "graph/slice.hpp"

namespace adage {
namespace {

/// How many arguments of nodes in the slice each node is, by position.
std::vector<std::size_t> uses(const Arena& arena, const Slice& nodes) {
  std::vector<std::size_t> result(nodes.size(), 0);
  for (const Id id : nodes) {
    for (const Id arg : arena.args(id)) ++result[nodes.position(arg)];
  }
  return result;
}

}  // namespace

std::string node_label(const Arena& arena, Id id) {
  if (arena.is_number(id)) return literal_text(arena.value(id));
  if (arena.op(id) == Op::variable) return std::string(arena.name(id));
  return std::string(row(arena.op(id)).name);
}

std::string to_listing(const Arena& arena, Id root) {
  const Slice nodes = slice(arena, root);
  const Shape shape(arena);
  std::string text;
  for (std::size_t i = 0; i != nodes.size(); ++i) {
    const Id id = nodes.nodes[i];
    text += "%" + std::to_string(i) + " = " + node_label(arena, id);
    const auto args = shape.arguments(id);
    for (std::size_t k = 0; k != arena.args(id).size(); ++k) text += " %" + std::to_string(nodes.position(args[k]));
    text += '\n';
  }
  return text;
}

std::string to_tree(const Arena& arena, Id root) {
  // Deeper lines are not indented further but say how deep they are: the text stays linear in the nodes.
  constexpr std::size_t deepest_indent = 24;
  struct Line {
    Id id;
    std::size_t depth;
  };
  const Slice nodes = slice(arena, root);
  const Shape shape(arena);
  const std::vector<std::size_t> used = uses(arena, nodes);
  std::vector<std::size_t> reference(nodes.size(), 0);
  std::size_t references = 0;
  std::string text;
  std::vector<Line> stack{{root, 0}};
  while (!stack.empty()) {
    const Line line = stack.back();
    stack.pop_back();
    text.append(2 * std::min(line.depth, deepest_indent), ' ');
    if (line.depth > deepest_indent) text += "(" + std::to_string(line.depth) + ") ";
    const std::size_t at = nodes.position(line.id);
    const std::size_t count = arena.args(line.id).size();
    const bool known = reference[at] != 0;
    if (count > 0 && used[at] > 1 && !known) reference[at] = ++references;
    text += node_label(arena, line.id);
    if (reference[at] != 0) text += (known ? "  -> [" : "  [") + std::to_string(reference[at]) + "]";
    text += '\n';
    if (known) continue;
    const auto args = shape.arguments(line.id);
    for (std::size_t i = count; i-- != 0;) stack.push_back({args[i], line.depth + 1});
  }
  return text;
}

}  // namespace adage
