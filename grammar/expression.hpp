// SPDX-License-Identifier: BSL-1.0
// The formula language: an operand, what may stand in operator position, an operand, and so on to the end. One place of
// the text is looked at once; what is open waits on the explicit stack, so nothing here recurses or goes back.
#pragma once

#include "grammar/operand.hpp"

namespace adage::grammar {

class Expression {
 public:
  Expression(Reading& reading, const rules::InfixSymbols& infix)
      : r(reading), infix_(infix), operand_(reading, infix) {}

  /// Reads one expression onto an empty stack, up to what ends it.
  Stop read() {
    while (operand_.read()) {
      const Stop stop = after_operand();
      if (stop != Stop::none) return stop;
    }
    return Stop::fault;
  }

  void skip(bool lines) { operand_.skip(lines); }

 private:
  /// Reads operators, closing brackets and separators up to where an operand must follow (Stop::none) or the end.
  Stop after_operand() {
    for (;;) {
      skip(r.spans_lines());
      if (r.here == r.last) return end_of_text(r) ? Stop::end : Stop::fault;
      const char c = *r.here;
      if (rules::is(c, rules::letter)) return word_after();
      const char* const begin = r.here;
      if (const Infix* op = infix_.find(r.here, r.last)) return infix(*op, r.span(begin, r.here));
      switch (c) {
        case ')':
        case ']':
        case '}':
          ++r.here;
          if (!close_bracket(r, c, r.span(begin, r.here))) return Stop::fault;
          break;
        case ',':
        case ';':
        case '\n':
          return separator(c);
        case '=':
          return equals();
        default:
          return no_operator(c);
      }
    }
  }

  Stop infix(const Infix& op, Span head) {
    return r.stack.infix(op, head) || r.too_deep(head) ? Stop::none : Stop::fault;
  }

  /// Separators stay unread outside brackets: they belong to the statement.
  Stop separator(char c) {
    if (!r.stack.open()) {
      r.stack.reduce_to_bracket();
      return c == ',' ? Stop::comma : Stop::end;
    }
    ++r.here;
    return separate(r, r.span(r.here - 1, r.here)) ? Stop::none : Stop::fault;
  }

  Stop equals() {
    const Span at = r.span(r.here, r.here + 1);
    ++r.here;
    if (r.stack.open()) return misplaced_equals(r, at), Stop::fault;
    r.stack.reduce_to_bracket();
    return Stop::equals;
  }

  Stop word_after() {
    const char* const end = rules::match(rules::name, r.here, r.last);
    const Span at = r.span(r.here, end);
    const Word word = rules::word_of(r.text(at));
    if (word == Word::none) return missing_operator(r, end), Stop::fault;
    r.here = end;
    switch (word) {
      case Word::logical_and:
      case Word::logical_or:
        return infix(infix_of(word == Word::logical_and ? Op::logical_and : Op::logical_or), at);
      case Word::then_:
      case Word::else_:
        return continue_if(r, word == Word::else_, at) ? Stop::none : Stop::fault;
      case Word::for_:
        if (r.stack.open()) return misplaced_word(r, at), Stop::fault;
        r.stack.reduce_to_bracket();
        r.here = r.place(at.begin);
        return Stop::for_;
      default:
        return misplaced_word(r, at), Stop::fault;
    }
  }

  Stop no_operator(char c) {
    const auto operand = rules::number | rules::name | rules::open_bracket | '{';
    if (const char* end = rules::match(operand, r.here, r.last)) {
      missing_operator(r, end);
    } else if (c == '!') {
      factorial(r);
    } else if (rules::match(rules::prime, r.here, r.last)) {
      bad_prime(r, r.after_operand(), r.here);
    } else {
      bad_character(r);
    }
    return Stop::fault;
  }

  Reading& r;
  const rules::InfixSymbols& infix_;
  Operand operand_;
};

}  // namespace adage::grammar
