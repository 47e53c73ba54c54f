// SPDX-License-Identifier: BSL-1.0
// The assumption `x in [a, b]`, which says a <= x <= b. What follows `x` is read as a call of `in`, which is no
// reserved word; the call is then put as a chain of comparisons.
#pragma once

#include "grammar/expression.hpp"

namespace adage::grammar {

/// Where the word `in` begins when `x in [` stands here, else null. Round brackets count, to be told that they are
/// wrong.
inline const char* word_in(const Reading& r) {
  const char* const name = rules::match(rules::name, r.here, r.last);
  if (!name || rules::word_of({r.here, static_cast<std::size_t>(name - r.here)}) != Word::none) return nullptr;
  const char* const word = rules::match(rules::blanks, name, r.last);
  const char* const bracket = rules::match(x3::lit("in") >> rules::blanks >> &rules::open_bracket, word, r.last);
  return word != name && bracket ? word : nullptr;
}

/// Turns the formula of the call `in[a, b]` into that of a <= x <= b; false, with a diagnostic, when it is none.
inline bool to_chain(Reading& r, ast::Formula& formula, const ast::Item& variable, const char* word) {
  const ast::Item call = formula.back();
  const Span head = r.span(word, word + 2);
  const bool is_call = call.kind == ast::Kind::call && call.head.begin == head.begin && call.count == 2 &&
                       call.primes == 0 && r.source[call.span.end - 1] == ']';
  const std::size_t second = is_call ? ast::operand_begin(formula, formula.size() - 1) : 0;
  const auto named = [](const ast::Item& item) { return item.kind == ast::Kind::named; };
  if (!is_call || named(formula[formula.size() - 2]) || named(formula[second - 1])) {
    r.fault(code("malformed-interval"), {head.begin, r.stack.end}, "an interval is written x in [a, b]");
    return false;
  }
  formula.pop_back();
  formula.insert(formula.begin() + static_cast<std::ptrdiff_t>(second), variable);
  auto& comparisons = r.parsed.script.comparisons;
  const auto first = static_cast<std::uint32_t>(comparisons.size());
  comparisons.insert(comparisons.end(), 2, Op::le);
  const Span whole{variable.span.begin, call.span.end};
  formula.push_back({whole, head, first, 3, ast::Kind::chain, Op::number, 0});
  return true;
}

}  // namespace adage::grammar
