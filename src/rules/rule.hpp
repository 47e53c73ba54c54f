// SPDX-License-Identifier: BSL-1.0
// Rewrite rules: a name, a left side, a right side and a guard, all in the formula language. A rule keeps
// the value wherever its left side is defined and its guard holds, and it is defined at most at isolated
// points more. Names that are not functions or constants are holes.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/template.hpp"

namespace adage {

class Ranges;

/// A row of the rule table.
struct RuleRow {
  std::string_view name;
  std::string_view left;
  std::string_view right;
  std::string_view guard{};  ///< a truth value over the holes; may call the predicates of template.hpp
};

/// When and by whom rules are applied.
enum class Family : std::uint8_t {
  local,     ///< as a node is made, in every graph
  simplify,  ///< by simplification; each makes the expression smaller or more readable
  lowering,  ///< on the way to a tape: forms that are safe to run, however they read
};

std::span<const RuleRow> rule_rows(Family family);

/// One check of a pattern, in the order in which they are made. Registers start with the root's arguments.
struct PatternStep {
  enum class Kind : std::uint8_t {
    operation,     ///< must be this operation, whose arguments become registers
    number,        ///< must be this number
    bind,          ///< anything, remembered as the hole
    bind_literal,  ///< any literal number, since the guard asks for one
    same,          ///< must be what the hole already is
  };
  Kind kind = Kind::bind;
  Op op = Op::number;
  std::uint32_t reg = 0;    ///< the register that is looked at
  std::uint32_t index = 0;  ///< number: into Rule::numbers; bind, same: the hole

  friend bool operator==(const PatternStep&, const PatternStep&) = default;
};

/// One order of the commutative operands of a left side.
using Pattern = std::vector<PatternStep>;

/// A compiled row.
struct Rule {
  std::string name;
  Op root = Op::number;  ///< the operation on top of the left side
  std::vector<std::string> holes;
  std::vector<Pattern> patterns;
  std::vector<Rational> numbers;
  std::optional<Template> right;
  std::optional<Template> guard;

  explicit Rule(const RuleRow& row);

  /// The result of applying the rule in one of its orders to `args`, the arguments of an operation `root`, or
  /// kNone. `ranges` may be null: then guards see only what numbers and the nodes' flags tell.
  Id apply(Arena& arena, const Pattern& pattern, std::span<const Id> args, Ranges* ranges) const;

 private:
  bool match(const Arena& arena, const Pattern& pattern, std::span<const Id> args, std::span<Id> bindings) const;
};

/// The compiled rules of some families, indexed by the operation on top and those of its first two arguments,
/// so that a node no rule can match is recognised by one look.
class RuleSet {
 public:
  explicit RuleSet(std::span<const Family> families);
  bool candidate(const Arena& arena, Op op, std::span<const Id> args) const { return !at(arena, op, args).empty(); }
  /// The result of the first rule that matches `op` of `args`, or kNone.
  Id apply(Arena& arena, Op op, std::span<const Id> args, Ranges* ranges) const;

 private:
  struct Entry {
    const Rule* rule;
    const Pattern* pattern;
    friend auto operator<=>(const Entry&, const Entry&) = default;
  };
  std::span<const Entry> at(const Arena& arena, Op op, std::span<const Id> args) const;

  std::vector<std::vector<Entry>> lists_;             // the first is empty
  std::vector<std::vector<std::uint16_t>> by_shape_;  // [op][first · rows + second]; empty for an op without rules
};

/// The compiled rules of one family, in table order.
std::span<const Rule> rules(Family family);

/// Does the guard hold for these bindings, for certain?
bool holds(const Template& guard, const Arena& arena, std::span<const Id> bindings, Ranges* ranges);

}  // namespace adage
