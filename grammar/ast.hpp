// SPDX-License-Identifier: BSL-1.0
// What a text says, before any name has a meaning. A formula is a list of items in postfix order, so that
// reading it is a loop with a stack of operands and its depth costs heap, never stack.
#pragma once

#include <adage/error.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ops/op.hpp"

namespace adage::ast {

/// What an item does to the stack of operands.
enum class Kind : std::uint8_t {
  number,     ///< push the number whose decimal text is at `head`
  name,       ///< push the value of `names[name]`
  operation,  ///< pop `count` operands, push `op` of them
  call,       ///< pop `count` arguments, push the function `names[name]` of them, differentiated `primes` times
  named,      ///< the operand on top is the argument `names[name] = operand` of the call that follows
  chain,      ///< pop `count` operands; they are joined by the comparisons `comparisons[name … name + count - 2]`
};

struct Item {
  Span span;               ///< the whole subexpression, brackets around it excluded
  Span head;               ///< the literal, the name or the operator alone
  std::uint32_t name = 0;  ///< index into Script::names, or Script::comparisons for a chain
  std::uint32_t count = 0;
  Kind kind = Kind::number;
  Op op = Op::number;
  std::uint8_t primes = 0;
};

/// One expression; empty only inside a statement that failed to parse.
using Formula = std::vector<Item>;

/// Where the operand that ends just before `end` begins in a postfix formula.
inline std::size_t operand_begin(const Formula& formula, std::size_t end) {
  std::size_t wanted = 1;
  while (wanted != 0) {
    const Item& item = formula[--end];
    if (item.kind == Kind::named) continue;
    wanted += item.count;
    --wanted;
  }
  return end;
}

struct Parameter {
  Span span;
  std::uint32_t name = 0;
  std::optional<Formula> fallback;  ///< the value after `=`
};

struct Statement {
  enum class Kind : std::uint8_t { expression, definition, check };
  Kind kind = Kind::expression;
  Span span;
  bool latex = false;  ///< written in LaTeX, where `x(y)` may have been meant as a product
  Formula formula;     ///< the expression, the definition's right side, or the claim

  std::uint32_t name = 0;             ///< definition: what is defined
  Span head;                          ///< definition: where its name stands
  bool is_function = false;           ///< definition: `f(x) = …` rather than `u = …`
  std::vector<Parameter> parameters;  ///< definition: variables first, then those with a value after `;` or `=`
  std::vector<Formula> assumptions;   ///< check: what follows `for`
};

/// A parsed text. Names are kept once each, in order of first appearance, already normalised
/// (`\alpha` is `alpha`, `{ReLU}` is `ReLU`).
struct Script {
  std::vector<std::string> names;
  std::vector<Op> comparisons;
  std::vector<Statement> statements;
};

}  // namespace adage::ast
