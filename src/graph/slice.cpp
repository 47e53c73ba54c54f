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
  boost::container::small_vector<char, kFew, LargePages<char>> marked(std::size_t{top} + 1, 0);
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
  // Where nothing below a node has changed, most identities have had their chance as it was made for the first time.
  SliceTable<std::uint8_t> changed(nodes);
  const Identities* const identities = target.identities();
  const Identities* const further = identities == nullptr ? nullptr : &identities->beyond(source.identities());
  return rebuilt(source, nodes, roots, [&](Id id, std::span<const Id> args, const auto&) {
    const Op op = source.op(id);
    if (op == Op::number) return target.number(source.value(id));
    if (op == Op::variable) return target.variable(source, id);
    const bool differs = std::ranges::any_of(source.args(id), [&](Id arg) { return changed.at(arg) != 0; });
    if (!differs && (further == nullptr || !further->candidate(target, op, args))) return target.intern(op, args);
    const Id made = target.make(op, args);
    changed[id] = differs || !is_plain(target, made, op, args) ? 1 : 0;
    return made;
  });
}

}  // namespace adage
