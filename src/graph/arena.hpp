// SPDX-License-Identifier: BSL-1.0
// The graph itself: an array of interned nodes in topological order. Invariants: the arguments of a node
// have smaller ids than the node; two nodes with the same bits are one node; arguments of commutative
// operations are in ascending order of id. Nothing here knows what an operation means.
#pragma once

#include <array>
#include <boost/unordered/unordered_flat_set.hpp>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/growing_array.hpp"
#include "base/large_pages.hpp"
#include "base/rational.hpp"
#include "graph/names.hpp"
#include "ops/row.hpp"

namespace adage {

/// Index of a node in its arena.
using Id = std::uint32_t;
inline constexpr Id kNone = 0xFFFF'FFFF;

/// One operation applied to earlier nodes; unused arguments are zero. For a number `args[0]` indexes the
/// pool of numbers, for a variable the table of names.
struct Node {
  Op op = Op::number;
  std::uint8_t count = 0;  ///< arguments in use
  std::uint8_t flags = 0;  ///< bits of Flag
  std::uint8_t spare = 0;
  std::array<Id, kMaxArity> args{};
};
static_assert(sizeof(Node) == 16);

enum Flag : std::uint8_t {
  kVarying = 1,    ///< has one value per row of a column rather than one for all
  kSymbolic = 2,   ///< depends on a variable; without it the node is a constant
  kPartial = 4,    ///< an operation below has a domain, so the value may not exist everywhere
  kPiecewise = 8,  ///< an operation below has a kink or a choice
  kBoolean = 16,   ///< is a truth value itself; the others hold for a node if for any argument
};

class Arena;

/// The identities that hold as a node is made. Given to an arena by the layer that owns the rule table.
class Identities {
 public:
  virtual ~Identities() = default;
  /// May a node of this shape match at all? Cheap: passes ask it of every node.
  virtual bool candidate(const Arena& arena, Op op, std::span<const Id> args) const = 0;
  /// The node that `op` of `args` is identical to, or kNone.
  virtual Id apply(Arena& arena, Op op, std::span<const Id> args) const = 0;
  /// Those of them that may match a node which was made under `held` (may be null) of arguments that are still the
  /// same.
  virtual const Identities& beyond(const Identities* /*held*/) const { return *this; }
};

/// Interned nodes. Making nodes is for one thread at a time; reading a const arena is for any number.
class Arena {
 public:
  static constexpr Id kMaxNodes = 0xFFFF'FFF0;

  /// `identities` may be null: then every node is kept as it is asked for. It must outlive the arena.
  explicit Arena(const Identities* identities = nullptr) : Arena(identities, std::make_shared<Names>()) {}
  /// With the names of `other`, so that its variables are copied without a look at their texts.
  Arena(const Identities* identities, const Arena& other) : Arena(identities, other.names_) {}
  /// The same nodes under the same ids.
  std::unique_ptr<Arena> clone() const;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  std::size_t size() const { return nodes_.size(); }
  /// Both are views into the arena, which the next new node may move.
  const Node& operator[](Id id) const { return nodes_[id]; }
  std::span<const Id> args(Id id) const { return {nodes_[id].args.data(), nodes_[id].count}; }
  Op op(Id id) const { return nodes_[id].op; }
  Id arg(Id id, std::size_t i) const { return nodes_[id].args[i]; }

  Id number(const Rational& value);
  Id number(std::int64_t value);
  /// The variable of that name; one node for each name.
  Id variable(std::string_view name);
  /// The variable that is called as this one of another arena.
  Id variable(const Arena& other, Id id);
  /// `op` of `args`, after the identities. Throws LimitError when the arena is full.
  Id make(Op op, std::span<const Id> args);
  Id make(Op op, Id a) { return make(op, std::array{a}); }
  Id make(Op op, Id a, Id b) { return make(op, std::array{a, b}); }
  Id make(Op op, Id a, Id b, Id c) { return make(op, std::array{a, b, c}); }
  Id make(Op op) { return make(op, std::span<const Id>{}); }
  /// The same without the identities: the node exactly as asked for.
  Id intern(Op op, std::span<const Id> args);

  bool is_number(Id id) const { return nodes_[id].op == Op::number; }
  bool is_number(Id id, std::int64_t value) const;
  const Rational& value(Id number) const { return numbers_[nodes_[number].args[0]]; }
  std::string_view name(Id variable) const { return (*names_)[nodes_[variable].args[0]]; }
  bool is_boolean(Id id) const { return has(id, kBoolean); }
  bool has(Id id, Flag flag) const { return (nodes_[id].flags & flag) != 0; }
  /// Independent of every variable (it may still be irrational, such as sqrt(2/pi)).
  bool is_constant(Id id) const { return (nodes_[id].flags & kSymbolic) == 0; }
  /// Is a variable called so, here or in an arena of the same names?
  bool has_name(std::string_view name) const { return names_->find(name).has_value(); }
  /// What is applied as nodes are made, or null.
  const Identities* identities() const { return identities_; }
  /// From here on; nodes that are there stay.
  void set_identities(const Identities* identities) { identities_ = identities; }

  /// Bytes held by nodes and their index, pools of numbers and names excluded.
  std::size_t memory() const;
  /// Gives back the memory that only the making of nodes needs; the next new node takes it again.
  void trim() { LargeVector<std::uint32_t>().swap(index_); }
  /// Makes room for so many nodes in all, and for some more than there were in any case.
  void reserve(std::size_t nodes);

 private:
  /// Numbers in a hash table, by what they stand for.
  struct ByValue {
    using is_transparent = void;
    const Arena* arena;
    std::size_t operator()(Id id) const { return arena->value(id).hash(); }
    std::size_t operator()(const Rational& value) const { return value.hash(); }
    bool operator()(Id a, Id b) const { return a == b; }
    bool operator()(const Rational& value, Id id) const { return arena->value(id) == value; }
    bool operator()(Id id, const Rational& value) const { return arena->value(id) == value; }
  };
  Arena(const Identities* identities, std::shared_ptr<Names> names);
  Id variable_of(std::uint32_t number);
  Id insert(const Node& node);
  std::uint32_t entry(std::uint64_t hash, Id id) const;
  void grow_index(unsigned bits);

  const Identities* identities_;
  GrowingArray<Node> nodes_;
  // Open addressing, kNone is empty. Of 2^k slots' ids k bits are in use; the others hold bits of the hash, so that
  // a slot of another node is nearly always told without a look at that node.
  unsigned index_bits_ = 6;
  LargeVector<std::uint32_t> index_;
  std::vector<Rational> numbers_;
  boost::unordered_flat_set<Id, ByValue, ByValue> number_index_;
  static constexpr std::int64_t kSmall = 16;
  std::array<Id, 2 * kSmall + 1> small_integers_;  // from -kSmall on
  std::shared_ptr<Names> names_;  // with the arenas of the same names; a copy is made before a name is added
};

}  // namespace adage
