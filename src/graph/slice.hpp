// SPDX-License-Identifier: BSL-1.0
// The nodes reachable from some roots, in topological order: what a pass loops over.
#pragma once

#include <boost/container/small_vector.hpp>
#include <span>
#include <vector>

#include "base/large_pages.hpp"
#include "graph/arena.hpp"

namespace adage {

/// Reachable nodes, ascending by id, which is arguments first.
struct Slice {
  boost::container::small_vector<Id, 24, LargePages<Id>> nodes;  ///< formulas that people write, in place

  std::size_t size() const { return nodes.size(); }
  auto begin() const { return nodes.begin(); }
  auto end() const { return nodes.end(); }
  /// Position of a node in the slice; the node must be in it.
  std::size_t position(Id id) const;
  bool contains(Id id) const;
};

Slice slice(const Arena& arena, std::span<const Id> roots);
inline Slice slice(const Arena& arena, Id root) { return slice(arena, std::span<const Id>(&root, 1)); }

/// The variables in a slice of these roots, in order of first appearance in the arena.
std::vector<Id> variables(const Arena& arena, std::span<const Id> roots);

/// `root` with `from[i]` replaced by `to[i]`, rebuilt with `arena.make`. Several roots share the work.
std::vector<Id> substitute(Arena& arena, std::span<const Id> roots, std::span<const Id> from, std::span<const Id> to);

/// Rebuilds `roots`, nodes of `source`, in `target`, variables by name.
std::vector<Id> copy(const Arena& source, std::span<const Id> roots, Arena& target);
/// The same where the nodes below the roots, in order, are known.
std::vector<Id> copy(const Arena& source, const Slice& nodes, std::span<const Id> roots, Arena& target);

}  // namespace adage
