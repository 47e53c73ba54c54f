// SPDX-License-Identifier: BSL-1.0
// A pass that makes nodes anew where it must, in the arena that they are in: what does not change stays as it is, so
// that a pass over ten million nodes that changes a few costs little more than a look at them.
#pragma once

#include <algorithm>
#include <vector>

#include "graph/slice_table.hpp"

namespace adage {

/// The node itself where `args` are its arguments, else one of them by the same operation, without identities.
inline Id with_args(Arena& arena, Id id, std::span<const Id> args) {
  return std::ranges::equal(arena.args(id), args) ? id : arena.intern(arena.op(id), args);
}

/// What becomes of `roots`, below which `nodes` are. Of each node, arguments first, `make(id, args, images)` says what
/// it becomes: `args` are the images of its arguments, `images` those of all nodes before it.
template <class Make>
std::vector<Id> rebuilt(const Arena& arena, const Slice& nodes, std::span<const Id> roots, Make make) {
  SliceTable<Id> images(nodes);
  for (const Id id : nodes) {
    const Node node = arena[id];  // a copy: making nodes may move the array
    std::array<Id, kMaxArity> args{};
    for (std::size_t k = 0; k != node.count; ++k) args[k] = images[node.args[k]];
    const Id image = make(id, std::span<const Id>(args.data(), node.count), images);
    images[id] = image;
  }
  std::vector<Id> result;
  result.reserve(roots.size());
  for (const Id root : roots) result.push_back(images[root]);
  return result;
}

}  // namespace adage
