// SPDX-License-Identifier: BSL-1.0
// Interning: open addressing over node ids, hashed by the node's bits.
#include "graph/arena.hpp"

#include <adage/error.hpp>
#include <algorithm>
#include <bit>

namespace adage {
namespace {

std::uint64_t mix(std::uint64_t h) {
  h ^= h >> 32;
  h *= 0xD6E8FEB86659FD93ull;
  return h ^ (h >> 32);
}

std::uint64_t hash(const Node& node) {
  const std::uint64_t first = (std::uint64_t{static_cast<std::uint8_t>(node.op)} << 32) | node.args[0];
  const std::uint64_t rest = (std::uint64_t{node.args[1]} << 32) | node.args[2];
  return mix(first * 0x9E3779B97F4A7C15ull + rest);
}

/// What a row adds to the flags of the nodes made of it.
std::uint8_t own_flags(Op op) {
  static const std::array<std::uint8_t, 256> flags = [] {
    std::array<std::uint8_t, 256> result{};
    for (std::size_t i = 0; i != rows().size(); ++i) {
      const Row& row = rows()[i];
      if (!row.domain.empty()) result[i] |= kPartial;
      if (!row.kink.empty() || static_cast<Op>(i) == Op::where) result[i] |= kPiecewise;
    }
    return result;
  }();
  return flags[static_cast<std::size_t>(op)];
}

bool same(const Node& a, const Node& b) { return a.op == b.op && a.args == b.args; }

}  // namespace

Arena::Arena(const Identities* identities) : identities_(identities), index_(1024, kNone) {
  small_integers_.fill(kNone);
}

Id Arena::number(std::int64_t value) {
  if (value < -128 || value > 128) return number(Rational(value));
  Id& known = small_integers_[static_cast<std::size_t>(value + 128)];
  if (known == kNone) known = number(Rational(value));
  return known;
}

Id Arena::number(const Rational& value) {
  const std::size_t key = value.hash();
  for (auto [it, end] = number_index_.equal_range(key); it != end; ++it) {
    if (this->value(it->second) == value) return it->second;
  }
  Node node;
  node.args[0] = static_cast<Id>(numbers_.size());
  numbers_.push_back(value);
  const Id id = insert(node);
  number_index_.emplace(key, id);
  return id;
}

Id Arena::variable(std::string_view name) {
  if (const auto known = find_variable(name)) return *known;
  Node node;
  node.op = Op::variable;
  node.flags = kVarying | kSymbolic;
  node.args[0] = static_cast<Id>(names_.size());
  names_.emplace_back(name);
  const Id id = insert(node);
  name_index_.emplace(names_.back(), id);
  return id;
}

std::optional<Id> Arena::find_variable(std::string_view name) const {
  const auto found = name_index_.find(name);
  return found == name_index_.end() ? std::nullopt : std::optional<Id>(found->second);
}

bool Arena::is_number(Id id, std::int64_t value) const {
  if (nodes_[id].op != Op::number) return false;
  const auto known = this->value(id).small_integer();
  return known && *known == value;
}

bool Arena::is_boolean_where(Id id) const {
  Id branch = id;
  while (nodes_[branch].op == Op::where) branch = nodes_[branch].args[1];
  return row(nodes_[branch].op).boolean;
}

Id Arena::make(Op op, std::span<const Id> args) {
  if (identities_ != nullptr && identities_->candidate(*this, op, args)) {
    if (const Id equal = identities_->apply(*this, op, args); equal != kNone) return equal;
  }
  return intern(op, args);
}

Id Arena::intern(Op op, std::span<const Id> args) {
  Node node;
  node.op = op;
  node.count = static_cast<std::uint8_t>(args.size());
  node.flags = own_flags(op);
  for (std::size_t i = 0; i != args.size(); ++i) {
    node.args[i] = args[i];
    node.flags |= nodes_[args[i]].flags;
  }
  if (args.size() == 2 && args[0] > args[1] && row(op).commutative) std::swap(node.args[0], node.args[1]);
  return insert(node);
}

Id Arena::insert(const Node& node) {
  if ((nodes_.size() + 1) * 10 > index_.size() * 7) grow_index();
  const std::size_t mask = index_.size() - 1;
  std::size_t slot = hash(node) & mask;
  for (; index_[slot] != kNone; slot = (slot + 1) & mask) {
    if (same(nodes_[index_[slot]], node)) return index_[slot];
  }
  if (nodes_.size() >= kMaxNodes)
    throw LimitError("the graph is full: it holds 4294967280 nodes, the most that 32-bit ids can tell apart");
  const Id id = static_cast<Id>(nodes_.size());
  // Growth by a half keeps the bytes per node bounded where doubling would not.
  if (nodes_.size() == nodes_.capacity())
    nodes_.reserve(std::max<std::size_t>(1024, nodes_.size() + nodes_.size() / 2));
  nodes_.push_back(node);
  index_[slot] = id;
  return id;
}

void Arena::grow_index() {
  std::vector<Id> larger(index_.size() * 2, kNone);
  const std::size_t mask = larger.size() - 1;
  for (Id id = 0; id != nodes_.size(); ++id) {
    std::size_t slot = hash(nodes_[id]) & mask;
    while (larger[slot] != kNone) slot = (slot + 1) & mask;
    larger[slot] = id;
  }
  index_ = std::move(larger);
}

void Arena::reserve(std::size_t nodes) {
  nodes_.reserve(nodes);
  std::size_t slots = index_.size();
  while (nodes * 10 > slots * 7) slots *= 2;
  while (index_.size() < slots) grow_index();
}

std::size_t Arena::memory() const { return nodes_.capacity() * sizeof(Node) + index_.capacity() * sizeof(Id); }

}  // namespace adage
