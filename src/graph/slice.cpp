// SPDX-License-Identifier: BSL-1.0
// Reachability and rebuilding, as loops over ids.
#include "graph/slice.hpp"

#include <algorithm>

#include "graph/node_map.hpp"

namespace adage {
namespace {

/// Nodes rebuilt one after another; `image` holds the new id of each node of the slice, by position.
template <class Rebuild>
std::vector<Id> rebuild(const Arena& arena, std::span<const Id> roots, Rebuild&& node_image) {
  const Slice nodes = slice(arena, roots);
  const Id first = nodes.nodes.empty() ? 0 : nodes.nodes.front();
  const std::size_t span = nodes.nodes.empty() ? 0 : nodes.nodes.back() - first + 1;
  std::vector<Id> dense;
  NodeMap<Id> sparse;
  const bool is_dense = span <= nodes.size() * 8 + 1024;
  if (is_dense) dense.assign(span, kNone);
  const auto image = [&](Id id) -> Id& { return is_dense ? dense[id - first] : sparse[id]; };
  for (const Id id : nodes) image(id) = node_image(id, image);
  std::vector<Id> result;
  result.reserve(roots.size());
  for (const Id root : roots) result.push_back(image(root));
  return result;
}

}  // namespace

std::size_t Slice::position(Id id) const {
  return static_cast<std::size_t>(std::lower_bound(nodes.begin(), nodes.end(), id) - nodes.begin());
}

bool Slice::contains(Id id) const { return std::binary_search(nodes.begin(), nodes.end(), id); }

Slice slice(const Arena& arena, std::span<const Id> roots) {
  Slice result;
  if (roots.empty()) return result;
  // A small expression in a large arena must not cost the arena's size: collect by a stack and sort, and
  // go over to a bit per node once the slice has shown itself to be large.
  const std::size_t few = std::max<std::size_t>(256, arena.size() / 64);
  std::vector<Id> stack(roots.begin(), roots.end());
  NodeMap<bool> seen;
  while (!stack.empty() && seen.size() <= few) {
    const Id id = stack.back();
    stack.pop_back();
    if (!seen.emplace(id, true).second) continue;
    result.nodes.push_back(id);
    for (const Id arg : arena.args(id)) stack.push_back(arg);
  }
  if (stack.empty()) {
    std::sort(result.nodes.begin(), result.nodes.end());
    return result;
  }
  result.nodes.clear();
  const Id top = *std::max_element(roots.begin(), roots.end());
  std::vector<bool> marked(std::size_t{top} + 1, false);
  for (const Id root : roots) marked[root] = true;
  std::size_t count = 0;
  for (Id id = top + 1; id-- != 0;) {
    if (!marked[id]) continue;
    ++count;
    for (const Id arg : arena.args(id)) marked[arg] = true;
  }
  result.nodes.reserve(count);
  for (Id id = 0; id <= top; ++id) {
    if (marked[id]) result.nodes.push_back(id);
  }
  return result;
}

std::vector<Id> variables(const Arena& arena, std::span<const Id> roots) {
  std::vector<Id> result;
  for (const Id id : slice(arena, roots)) {
    if (arena.op(id) == Op::variable) result.push_back(id);
  }
  return result;
}

std::vector<Id> substitute(Arena& arena, std::span<const Id> roots, std::span<const Id> from, std::span<const Id> to) {
  NodeMap<Id> replacements;
  for (std::size_t i = 0; i != from.size(); ++i) replacements.emplace(from[i], to[i]);
  return rebuild(arena, roots, [&](Id id, auto& image) -> Id {
    if (const auto found = replacements.find(id); found != replacements.end()) return found->second;
    const Node node = arena[id];  // a copy: making nodes may move the array
    std::array<Id, kMaxArity> args{};
    bool changed = false;
    for (std::size_t i = 0; i != node.count; ++i) {
      args[i] = image(node.args[i]);
      changed |= args[i] != node.args[i];
    }
    return changed ? arena.make(node.op, {args.data(), node.count}) : id;
  });
}

std::vector<Id> copy(const Arena& source, std::span<const Id> roots, Arena& target) {
  return rebuild(source, roots, [&](Id id, auto& image) -> Id {
    const Node& node = source[id];
    if (node.op == Op::number) return target.number(source.value(id));
    if (node.op == Op::variable) return target.variable(source.name(id));
    std::array<Id, kMaxArity> args{};
    for (std::size_t i = 0; i != node.count; ++i) args[i] = image(node.args[i]);
    return target.make(node.op, {args.data(), node.count});
  });
}

}  // namespace adage
