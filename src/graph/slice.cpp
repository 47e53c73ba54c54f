// SPDX-License-Identifier: BSL-1.0
// Reachability and rebuilding, as loops over ids.
#include "graph/slice.hpp"

#include <algorithm>
#include <boost/container/small_vector.hpp>

#include "graph/node_map.hpp"
#include "graph/rebuild.hpp"

namespace adage {
namespace {

constexpr std::size_t kFew = 256;

std::vector<Id> images(std::span<const Id> roots, SliceTable<Id>& image) {
  std::vector<Id> result;
  result.reserve(roots.size());
  for (const Id root : roots) result.push_back(image[root]);
  return result;
}

/// Is the node just this operation of these arguments, in one order or the other?
bool is_plain(const Arena& arena, Id id, Op op, std::span<const Id> args) {
  if (arena.op(id) != op) return false;
  const auto own = arena.args(id);
  return std::ranges::equal(own, args) || (row(op).commutative && std::ranges::is_permutation(own, args));
}

}  // namespace

std::size_t Slice::position(Id id) const {
  return static_cast<std::size_t>(std::lower_bound(nodes.begin(), nodes.end(), id) - nodes.begin());
}

bool Slice::contains(Id id) const { return std::binary_search(nodes.begin(), nodes.end(), id); }

namespace {

/// Found by a look at every node up to the last root.
Slice swept(const Arena& arena, std::span<const Id> roots) {
  const Id top = *std::max_element(roots.begin(), roots.end());
  boost::container::small_vector<char, kFew> marked(std::size_t{top} + 1, 0);
  for (const Id root : roots) marked[root] = 1;
  std::size_t count = 0;
  for (Id id = top + 1; id-- != 0;) {
    if (marked[id] == 0) continue;
    ++count;
    for (const Id arg : arena.args(id)) marked[arg] = 1;
  }
  Slice result;
  result.nodes.reserve(count);
  for (Id id = 0; id <= top; ++id) {
    if (marked[id] != 0) result.nodes.push_back(id);
  }
  return result;
}

}  // namespace

Slice slice(const Arena& arena, std::span<const Id> roots) {
  Slice result;
  if (roots.empty()) return result;
  // A small expression in a large arena must not cost the arena's size: collect by a stack and sort, and
  // sweep once the slice has shown itself to be large.
  if (arena.size() <= kFew) return swept(arena, roots);
  const std::size_t few = std::max(kFew, arena.size() / 64);
  std::vector<Id> stack(roots.begin(), roots.end());
  NodeMap<bool> seen;
  while (!stack.empty() && seen.size() <= few) {
    const Id id = stack.back();
    stack.pop_back();
    if (!seen.emplace(id, true).second) continue;
    result.nodes.push_back(id);
    for (const Id arg : arena.args(id)) stack.push_back(arg);
  }
  if (!stack.empty()) return swept(arena, roots);
  std::sort(result.nodes.begin(), result.nodes.end());
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
  return rebuilt(arena, slice(arena, roots), roots, [&](Id id, std::span<const Id> args, const auto&) {
    if (const auto found = replacements.find(id); found != replacements.end()) return found->second;
    return std::ranges::equal(arena.args(id), args) ? id : arena.make(arena.op(id), args);
  });
}

std::vector<Id> copy(const Arena& source, std::span<const Id> roots, Arena& target) {
  return copy(source, slice(source, roots), roots, target);
}

std::vector<Id> copy(const Arena& source, const Slice& nodes, std::span<const Id> roots, Arena& target) {
  target.reserve(target.size() + nodes.size());
  SliceTable<Id> image(nodes);
  // Where nothing below a node has changed, most identities have had their chance as it was made for the first time.
  SliceTable<std::uint8_t> changed(nodes);
  const Identities* const identities = target.identities();
  const Identities* const further = identities == nullptr ? nullptr : &identities->beyond(source.identities());
  for (const Id id : nodes) {
    const Node& node = source[id];
    if (node.op == Op::number) {
      image[id] = target.number(source.value(id));
      continue;
    }
    if (node.op == Op::variable) {
      image[id] = target.variable(source, id);
      continue;
    }
    std::array<Id, kMaxArity> places{};
    bool differs = false;
    for (std::size_t i = 0; i != node.count; ++i) {
      places[i] = image[node.args[i]];
      differs = differs || changed[node.args[i]] != 0;
    }
    const std::span<const Id> args(places.data(), node.count);
    if (!differs && (further == nullptr || !further->candidate(target, node.op, args))) {
      image[id] = target.intern(node.op, args);
    } else {
      image[id] = target.make(node.op, args);
      changed[id] = differs || !is_plain(target, image[id], node.op, args) ? 1 : 0;
    }
  }
  return images(roots, image);
}

}  // namespace adage
