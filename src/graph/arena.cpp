// SPDX-License-Identifier: BSL-1.0
// Interning: open addressing over node ids, hashed by the node's bits.
#include "graph/arena.hpp"

#include <adage/error.hpp>
#include <algorithm>
#include <bit>
#include <utility>

namespace adage {
namespace {

using Bits = std::array<std::uint64_t, 2>;

/// All nodes with the same operation and arguments have the same count and flags.
Bits bits(const Node& node) { return std::bit_cast<Bits>(node); }

std::uint64_t mix(std::uint64_t h) {
  h ^= h >> 32;
  h *= 0xD6E8FEB86659FD93ull;
  return h ^ (h >> 32);
}

std::uint64_t hash(const Node& node) {
  const Bits b = bits(node);
  return mix(b[0] * 0x9E3779B97F4A7C15ull + std::rotl(b[1], 32) * 0xC2B2AE3D27D4EB4Full);
}

/// The slots in which a node may be. The first moves on with the arguments, so that nodes made one after
/// another lie side by side and memory is read in order. The others are those of its cache line, and then those of
/// scattered lines (double hashing, Knuth 1973, 6.4): what costs is the number of lines, not that of slots.
class Probe {
 public:
  Probe(const Node& node, std::uint64_t hash, std::size_t mask) : next_(hash), step_((hash >> 24) | 1), mask_(mask) {
    const auto [a, b, c] = node.args;
    const Id youngest = std::max({a, b, c});
    const std::uint64_t others = a ^ b ^ c ^ youngest;
    const std::uint64_t far = (others >> kNear << 8) | static_cast<std::uint8_t>(node.op);
    slot_ = (2 * (youngest + (others & ((1u << kNear) - 1))) + mix(far * 0x9E3779B97F4A7C15ull)) & mask;
  }
  std::size_t slot() const { return slot_; }
  void advance() {
    if (++seen_ != kLine) {
      slot_ = (slot_ & ~(kLine - 1)) | ((slot_ + 1) & (kLine - 1));
      return;
    }
    seen_ = 0;
    slot_ = next_ & mask_;
    next_ += step_ * kLine;
  }

 private:
  static constexpr std::size_t kLine = 64 / sizeof(Id);
  static constexpr unsigned kNear = 10;  // bits of an argument that move a slot on instead of elsewhere

  std::size_t slot_ = 0;
  std::size_t seen_ = 0;  // of the line
  std::uint64_t next_;
  std::uint64_t step_;
  std::size_t mask_;
};

/// What passes on from arguments to what is made of them.
constexpr std::uint8_t kInherited = kVarying | kSymbolic | kPartial | kPiecewise;

/// What interning has to know of a row, packed.
struct Traits {
  std::uint8_t flags = 0;
  bool commutative = false;
};

const std::array<Traits, 256>& traits() {
  static const std::array<Traits, 256> table = [] {
    std::array<Traits, 256> result{};
    for (std::size_t i = 0; i != all_rows().size(); ++i) {
      const Row& row = all_rows()[i];
      if (!row.domain.empty()) result[i].flags |= kPartial;
      if (!row.kink.empty() || static_cast<Op>(i) == Op::where) result[i].flags |= kPiecewise;
      if (row.boolean) result[i].flags |= kBoolean;
      result[i].commutative = row.commutative;
    }
    return result;
  }();
  return table;
}

}  // namespace

Arena::Arena(const Identities* identities, std::shared_ptr<Names> names)
    : identities_(identities),
      index_(std::size_t{1} << index_bits_, kNone),
      number_index_(0, ByValue{this}, ByValue{this}),
      names_(std::move(names)) {
  small_integers_.fill(kNone);
}

std::unique_ptr<Arena> Arena::clone() const {
  auto result = std::make_unique<Arena>(identities_, *this);
  result->nodes_.assign(nodes_);
  result->index_bits_ = index_bits_;
  result->index_ = index_;
  result->numbers_ = numbers_;
  result->number_index_.insert(number_index_.begin(), number_index_.end());
  result->small_integers_ = small_integers_;
  return result;
}

Id Arena::number(std::int64_t value) {
  if (value < -kSmall || value > kSmall) return number(Rational(value));
  Id& known = small_integers_[static_cast<std::size_t>(value + kSmall)];
  if (known == kNone) known = number(Rational(value));
  return known;
}

Id Arena::number(const Rational& value) {
  if (const auto known = number_index_.find(value); known != number_index_.end()) return *known;
  Node node;
  node.args[0] = static_cast<Id>(numbers_.size());
  numbers_.push_back(value);
  const Id id = insert(node);
  number_index_.insert(id);
  return id;
}

Id Arena::variable_of(std::uint32_t number) {
  Node node;
  node.op = Op::variable;
  node.flags = kVarying | kSymbolic;
  node.args[0] = number;
  return insert(node);
}

Id Arena::variable(std::string_view name) {
  if (const auto known = names_->find(name)) return variable_of(*known);
  if (names_.use_count() > 1) names_ = std::make_shared<Names>(*names_);
  return variable_of(names_->add(name));
}

Id Arena::variable(const Arena& other, Id id) {
  return names_ == other.names_ ? variable_of(other[id].args[0]) : variable(other.name(id));
}

bool Arena::is_number(Id id, std::int64_t value) const {
  if (nodes_[id].op != Op::number) return false;
  const auto known = this->value(id).small_integer();
  return known && *known == value;
}

Id Arena::make(Op op, std::span<const Id> args) {
  if (identities_ != nullptr) {
    if (const Id equal = identities_->apply(*this, op, args); equal != kNone) return equal;
  }
  return intern(op, args);
}

Id Arena::intern(Op op, std::span<const Id> args) {
  const Traits& about = traits()[static_cast<std::size_t>(op)];
  Node node;
  node.op = op;
  node.count = static_cast<std::uint8_t>(args.size());
  node.flags = about.flags;
  for (std::size_t i = 0; i != args.size(); ++i) {
    node.args[i] = args[i];
    node.flags = static_cast<std::uint8_t>(node.flags | (nodes_[args[i]].flags & kInherited));
  }
  if (op == Op::where) node.flags = static_cast<std::uint8_t>(node.flags | (nodes_[args[1]].flags & kBoolean));
  if (args.size() == 2 && args[0] > args[1] && about.commutative) std::swap(node.args[0], node.args[1]);
  return insert(node);
}

std::uint32_t Arena::entry(std::uint64_t hash, Id id) const {
  return static_cast<std::uint32_t>((hash >> 32) << index_bits_) | id;
}

Id Arena::insert(const Node& node) {
  if (nodes_.size() == nodes_.capacity() || (nodes_.size() + 1) * 10 > index_.size() * 7) reserve(nodes_.size() + 1);
  const std::size_t mask = index_.size() - 1;
  const std::uint64_t key = hash(node);
  const std::uint32_t tag = entry(key, 0);
  Probe probe(node, key, mask);
  for (; index_[probe.slot()] != kNone; probe.advance()) {
    const std::uint32_t found = index_[probe.slot()];
    if (((found ^ tag) & ~mask) != 0) continue;
    const Id known = static_cast<Id>(found & mask);
    if (bits(nodes_[known]) == bits(node)) return known;
  }
  if (nodes_.size() >= kMaxNodes)
    throw LimitError("the graph is full: it holds 4294967280 nodes, the most that 32-bit ids can tell apart");
  const Id id = static_cast<Id>(nodes_.size());
  nodes_.push_back(node);
  index_[probe.slot()] = tag | id;
  return id;
}

void Arena::grow_index(unsigned bits) {
  index_bits_ = bits;
  LargeVector<std::uint32_t> larger(std::size_t{1} << bits, kNone);
  const std::size_t mask = larger.size() - 1;
  for (Id id = 0; id != nodes_.size(); ++id) {
    const std::uint64_t key = hash(nodes_[id]);
    Probe probe(nodes_[id], key, mask);
    while (larger[probe.slot()] != kNone) probe.advance();
    larger[probe.slot()] = entry(key, id);
  }
  index_ = std::move(larger);
}

// Small at first, as a formula on its way to a tape passes through several arenas. Growth by a half keeps the bytes per
// node bounded where doubling would not.
void Arena::reserve(std::size_t nodes) {
  constexpr std::size_t first = 32, doubled_to = 4096;
  const std::size_t size = nodes_.size();
  if (nodes > nodes_.capacity()) nodes_.reserve(std::max({first, nodes, size + (size < doubled_to ? size : size / 2)}));
  unsigned bits = index_bits_;
  while (nodes * 10 > (std::size_t{7} << bits)) ++bits;
  if (bits != index_bits_ || index_.empty()) grow_index(bits);
}

std::size_t Arena::memory() const { return nodes_.capacity() * sizeof(Node) + index_.capacity() * sizeof(Id); }

}  // namespace adage
