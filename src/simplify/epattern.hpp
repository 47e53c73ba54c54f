// SPDX-License-Identifier: BSL-1.0
// Rules made ready for an e-graph: left sides as multisets, like the nodes they are matched against. A rule of the
// table that only orders, groups or moves signs says nothing here and is left out.
#pragma once

#include <bitset>
#include <string>
#include <vector>

#include "rules/rule.hpp"

namespace adage {

using OpSet = std::bitset<256>;

/// One position of a left side.
struct EPattern {
  enum class Kind : std::uint8_t { hole, number, sum, product, operation };
  /// `by` is the coefficient or exponent, or that of the hole `by_hole`, which stands for a literal number.
  struct Part {
    std::uint32_t of = 0;  ///< position
    Rational by{1};
    int by_hole = -1;
  };
  Kind kind = Kind::hole;
  Op op = Op::number;
  std::uint32_t hole = 0;
  Rational number;
  std::vector<Part> parts;
};

struct ERule {
  std::string name;
  std::vector<std::string> holes;
  std::vector<bool> literal;  ///< holes that stand for literal numbers
  std::vector<EPattern> positions;
  std::uint32_t root = 0;
  Rational factor{1};   ///< the left side is the root times this
  Op top = Op::number;  ///< of the nodes that the root matches
  std::optional<Template> left;
  std::optional<Template> right;
  std::optional<Template> guard;
  OpSet near;                 ///< operations that must be among the forms of the root's parts
  OpSet twice;                ///< those of them that two parts must have
  OpSet far;                  ///< and among those of the parts of these
  bool algebraic = false;     ///< about sums, products and powers alone, which exact algebra knows as well
  bool steers_signs = false;  ///< f(-a): only for arguments that have a minus
};

/// All that the rule table says, one entry for each direction.
const std::vector<ERule>& erules();

/// A single row; nothing when the sides are the same as multisets, or the left side has no operation to look for.
std::optional<ERule> compile_erule(const RuleRow& row, bool backwards = false);

}  // namespace adage
