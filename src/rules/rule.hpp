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
  enum class Kind : std::uint8_t { operation, number, bind, same };
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

  /// The result of applying the rule to `op` of `args` (`op` being the root), or kNone. `ranges` may be null:
  /// then guards see only what numbers and the nodes' flags tell.
  Id apply(Arena& arena, std::span<const Id> args, Ranges* ranges) const;

 private:
  bool match(const Arena& arena, const Pattern& pattern, std::span<const Id> args, std::span<Id> bindings) const;
};

/// The compiled rules of a family, grouped by the operation on top.
class RuleSet {
 public:
  explicit RuleSet(std::span<const Family> families);
  std::span<const Rule* const> at(Op root) const { return by_root_[static_cast<std::size_t>(root)]; }
  /// May any rule match `op` with these operations as arguments? A cheap first test.
  bool candidate(const Arena& arena, Op op, std::span<const Id> args) const;

 private:
  std::vector<std::vector<const Rule*>> by_root_;
  std::vector<std::array<std::array<bool, 256>, kMaxArity>> interesting_;  // [op][argument][operation there]
  std::vector<bool> equal_arguments_;                                     // a rule asks for two equal arguments
};

/// The compiled rules of one family, in table order.
std::span<const Rule> rules(Family family);

/// Does the guard hold for these bindings, for certain?
bool holds(const Template& guard, const Arena& arena, std::span<const Id> bindings, Ranges* ranges);

}  // namespace adage
