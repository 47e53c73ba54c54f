// SPDX-License-Identifier: BSL-1.0
// What a pass remembers of each node of a slice, by id: a table where ids lie close together, a map where they do not.
#pragma once

#include <boost/container/small_vector.hpp>

#include "base/large_pages.hpp"
#include "graph/node_map.hpp"
#include "graph/slice.hpp"

namespace adage {

/// Of every node `absent` until it is set. References to it die with the next node that is set.
template <class T>
class SliceTable {
 public:
  explicit SliceTable(const Slice& nodes, T absent = {}) : absent_(absent) {
    if (nodes.nodes.empty()) return;
    first_ = nodes.nodes.front();
    const std::size_t span = nodes.nodes.back() - first_ + std::size_t{1};
    if (span <= nodes.size() * 8 + 1024) dense_.assign(span, absent);
  }
  /// The node must be in the slice.
  T& operator[](Id id) { return dense_.empty() ? sparse_.try_emplace(id, absent_).first->second : dense_[id - first_]; }
  /// Any node may be asked about.
  T at(Id id) const {
    if (!dense_.empty()) return id >= first_ && id - first_ < dense_.size() ? dense_[id - first_] : absent_;
    const auto found = sparse_.find(id);
    return found == sparse_.end() ? absent_ : found->second;
  }

 private:
  T absent_;
  Id first_ = 0;
  boost::container::small_vector<T, 32, LargePages<T>> dense_;
  NodeMap<T> sparse_;
};

/// How often each node is an argument within the slice, or one of the roots.
inline SliceTable<unsigned> uses(const Arena& arena, const Slice& nodes, std::span<const Id> roots) {
  SliceTable<unsigned> result(nodes);
  for (const Id root : roots) ++result[root];
  for (const Id id : nodes) {
    for (const Id arg : arena.args(id)) ++result[arg];
  }
  return result;
}

/// Positions in a slice, in constant time.
class PositionMap {
 public:
  explicit PositionMap(const Slice& nodes) : positions_(nodes, kNone) {
    for (std::size_t i = 0; i != nodes.size(); ++i) positions_[nodes.nodes[i]] = static_cast<std::uint32_t>(i);
  }
  /// The node must be in the slice.
  std::size_t operator[](Id id) const { return positions_.at(id); }
  bool contains(Id id) const { return positions_.at(id) != kNone; }

 private:
  SliceTable<std::uint32_t> positions_;
};

}  // namespace adage
