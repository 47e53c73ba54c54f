// SPDX-License-Identifier: BSL-1.0
// Rewrite rules: a name, a left side, a right side and a guard, all in the formula language. A rule keeps
// the value wherever its left side is defined and its guard holds, and it is defined at most at isolated
// points more. Names that are not functions or constants are holes.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/template.hpp"

namespace adage {

class Ranges;

/// A row of the rule table. A table writes the first four columns; `family` and `both_ways` below give the others.
struct RuleRow {
  std::string_view name;
  std::string_view left;
  std::string_view right;
  std::string_view guard{};  ///< a truth value over the holes; may call the predicates of template.hpp
  bool both = false;  ///< holds from right to left too: within the guard the sides are defined at the same points
  std::string_view family{};  ///< the branch of mathematics, such as `logarithm`
};

/// A row that holds in both directions. Only the stage `saturation` goes from right to left.
constexpr RuleRow both_ways(std::string_view name, std::string_view left, std::string_view right,
                            std::string_view guard = {}) {
  return {name, left, right, guard, true, {}};
}

/// A heading in a table: the rows below it are of that family.
constexpr RuleRow family(std::string_view name) { return {{}, {}, {}, {}, false, name}; }

/// The same row from right to left.
constexpr RuleRow reversed(RuleRow row) {
  const std::string_view left = row.left;
  row.left = row.right;
  row.right = left;
  return row;
}

/// When and by whom rules are applied.
enum class Stage : std::uint8_t {
  local,       ///< as a node is made, in every graph
  simplify,    ///< by simplification; each makes the expression smaller or more readable
  lowering,    ///< on the way to a tape: forms that are safe to run, however they read
  saturation,  ///< by equality saturation alone, which uses the rows of all other stages as well
};
inline constexpr std::array kStages{Stage::local, Stage::simplify, Stage::lowering, Stage::saturation};

/// The rows of a stage in table order, without headings.
std::span<const RuleRow> rule_rows(Stage stage);

/// One check of a pattern, in the order in which they are made. Registers start with the root's arguments.
struct PatternStep {
  enum class Kind : std::uint8_t {
    operation,     ///< must be this operation, whose arguments become registers
    number,        ///< must be this number
    bind,          ///< anything, remembered as the hole
    bind_literal,  ///< any literal number, since the guard asks for one
    same,          ///< must be what the hole already is
    opposite,      ///< must be visibly -1 times what the hole already is: y - x of x - y, -2*x of 2*x
  };
  Kind kind = Kind::bind;
  Op op = Op::number;
  std::uint32_t reg = 0;    ///< the register that is looked at
  std::uint32_t index = 0;  ///< number: into Rule::numbers; others: the hole

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
  bool once = false;  ///< not applied to what its own right side makes; of lowering's rows, so that all end

  explicit Rule(const RuleRow& row);

  /// The result of applying the rule in one of its orders to `args`, the arguments of an operation `root`, or
  /// kNone. `ranges` may be null: then guards see only what numbers and the nodes' flags tell.
  Id apply(Arena& arena, const Pattern& pattern, std::span<const Id> args, Ranges* ranges) const;
  /// Does the left side match, whatever the guard says?
  bool matches(const Arena& arena, const Pattern& pattern, std::span<const Id> args) const;

 private:
  bool match(const Arena& arena, const Pattern& pattern, std::span<const Id> args, std::span<Id> bindings) const;
};

/// Compiled rules, indexed by the operation on top: of each operation or number that may stand in a place below, two
/// levels deep, a bit for each pattern tells whether it could match then, so that a few words leave what is worth a
/// try.
class RuleSet {
 public:
  /// The rules of some stages.
  explicit RuleSet(std::span<const Stage> stages);
  /// These rules, which must outlive the set; earlier ones go first.
  explicit RuleSet(std::span<const Rule* const> rules);
  /// Could any left side match, as far as the operations of the first two levels tell?
  bool candidate(const Arena& arena, Op op, std::span<const Id> args) const;
  /// Does the left side of any rule match, whatever its guard says?
  bool matches(const Arena& arena, Op op, std::span<const Id> args) const;
  /// The result of the first rule that matches `op` of `args`, or kNone.
  Id apply(Arena& arena, Op op, std::span<const Id> args, Ranges* ranges) const;

 private:
  struct Entry {
    const Rule* rule;
    const Pattern* pattern;
  };
  /// The patterns under one operation, and their bits.
  struct Root {
    std::vector<Entry> entries;
    std::size_t words = 0;
    std::vector<std::uint64_t> possible;  ///< [place][what is seen there][word]
    std::vector<std::uint64_t> unequal;   ///< [word]: those that can match where the first two arguments differ
  };
  class Candidates;

  std::vector<Root> roots_;  // by operation
};

/// The compiled rules of one stage, from left to right, in table order.
std::span<const Rule> rules(Stage stage);

/// Does the guard hold for these bindings, for certain?
bool holds(const Template& guard, const Arena& arena, std::span<const Id> bindings, Ranges* ranges);

}  // namespace adage
