// SPDX-License-Identifier: BSL-1.0
// A line of a script: a definition, a check or an expression. After a fault reading resumes at the next statement.
#pragma once

#include "grammar/definition.hpp"
#include "grammar/expression.hpp"
#include "grammar/interval.hpp"

namespace adage::grammar {

/// The items read so far as a formula of its own; the stack keeps its memory unless there is much of it.
inline ast::Formula take_formula(Reading& r) {
  constexpr std::size_t much = 1 << 16;
  ast::Formula formula;
  if (r.stack.items.size() > much) {
    formula.swap(r.stack.items);
  } else {
    formula.assign(r.stack.items.begin(), r.stack.items.end());
  }
  return formula;
}

/// A place that ends no expression of this kind: a second =, a comma, the word `for`.
inline bool misplaced_stop(Reading& r, Stop stop) {
  if (stop == Stop::equals) return misplaced_equals(r, r.span(r.here - 1, r.here));
  if (stop == Stop::comma) return separate(r, span_here(r));
  return misplaced_word(r, r.span(r.here, r.here + 3));
}

class Statement {
 public:
  Statement(Reading& reading, const rules::InfixSymbols& infix) : r(reading), expression_(reading, infix) {}

  /// Reads one statement, of which at least one byte stands here, and appends it to the script.
  bool read() {
    ast::Statement statement;
    statement.span.begin = r.offset(r.here);
    r.stack.reset(r.likely_length());
    const bool good = is_check() ? check(statement) : definition_or_expression(statement);
    statement.span.end = std::max(r.stack.end, statement.span.begin);
    if (!good) statement.formula.clear();
    r.parsed.script.statements.push_back(std::move(statement));
    return good;
  }

  /// The expression that is the whole text.
  bool read_only() {
    ast::Statement statement;
    r.stack.reset(r.likely_length());
    if (is_check()) {
      r.fault(code("not-an-expression"), r.span(r.here - 5, r.here), "a check stands where an expression is wanted");
      return false;
    }
    const Stop stop = expression_.read();
    if (stop == Stop::fault) return false;
    if (stop != Stop::end) return misplaced_stop(r, stop);
    statement.span = {r.stack.begin, r.stack.end};
    statement.formula = take_formula(r);
    r.parsed.script.statements.push_back(std::move(statement));
    return true;
  }

 private:
  /// Passes the word `check`.
  bool is_check() {
    const char* const end = rules::match(rules::name, r.here, r.last);
    if (!end || rules::word_of({r.here, static_cast<std::size_t>(end - r.here)}) != Word::check_) return false;
    r.here = end;
    return true;
  }

  bool definition_or_expression(ast::Statement& statement) {
    Stop stop = expression_.read();
    if (stop == Stop::equals) {
      if (!read_head(r, statement, r.span(r.here - 1, r.here))) return false;
      r.stack.reset(r.likely_length());
      stop = expression_.read();
    }
    if (stop == Stop::fault) return false;
    if (stop != Stop::end) return misplaced_stop(r, stop);
    statement.formula = take_formula(r);
    return true;
  }

  bool check(ast::Statement& statement) {
    statement.kind = ast::Statement::Kind::check;
    const Span word = r.span(r.here - 5, r.here);
    expression_.skip(true);
    const std::string_view rest = rest_of(r);
    if (rest.starts_with('=') && !rest.starts_with("==")) return misplaced_word(r, word);
    Stop stop = expression_.read();
    if (stop == Stop::fault) return false;
    if (stop == Stop::equals || stop == Stop::comma) return misplaced_stop(r, stop);
    statement.formula = take_formula(r);
    if (stop == Stop::for_) r.here += 3;
    while (stop == Stop::for_ || stop == Stop::comma) {
      if (stop == Stop::comma) ++r.here;
      expression_.skip(true);
      const char* const in = word_in(r);
      const Span name = r.span(r.here, in ? rules::match(rules::name, r.here, r.last) : r.here);
      if (in) r.here = in;
      r.stack.reset(r.likely_length());
      stop = expression_.read();
      if (stop == Stop::fault) return false;
      if (stop == Stop::equals || stop == Stop::for_) return misplaced_stop(r, stop);
      statement.assumptions.push_back(take_formula(r));
      if (!in) continue;
      const ast::Item variable{name,       name, r.names.intern(letter_name(r.text(name))), 0, ast::Kind::name,
                               Op::number, 0};
      if (!to_chain(r, statement.assumptions.back(), variable, in)) return false;
    }
    return true;
  }

  Reading& r;
  Expression expression_;
};

}  // namespace adage::grammar
