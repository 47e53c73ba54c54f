// SPDX-License-Identifier: BSL-1.0
// LaTeX mathematics, to the same items: an operand, what may stand in operator position, an operand, and so on, up to
// what ends the expression or the row.
#pragma once

#include "grammar/latex_product.hpp"
#include "grammar/reorder.hpp"

namespace adage::grammar {

class Latex : public LatexProduct {
 public:
  Latex(Reading& reading, const rules::InfixSymbols& infix) : LatexProduct(reading), infix_(infix) {}

  /// Reads one expression onto an empty stack, up to what ends it. The items are in the order of the language.
  Stop read() {
    cases_.reset();
    bars_product_ = false;
    while (read_operand()) {
      const Stop stop = after_operand();
      if (stop == Stop::none) continue;
      if (stop != Stop::fault) reorder(r.stack.items);
      return stop;
    }
    return Stop::fault;
  }

 private:
  /// Reads operators, closing delimiters and separators up to where an operand must follow (Stop::none) or the end.
  Stop after_operand() {
    for (;;) {
      skip();
      if (r.here == r.last) return end_of_text(r) ? Stop::end : Stop::fault;
      if (ends_sentence()) {
        ++r.here;
        continue;
      }
      const Stop stop = operator_or_end(*r.here);
      if (stop != Stop::again) return stop;
    }
  }

  Stop operator_or_end(char c) {
    if (rules::is(c, rules::latin)) return letters_after();
    switch (c) {
      case '\\':
        return command_after(command_here());
      case '&':
        return column();
      case '^':
        return power();
      case '|':
        return bar();
      case '$':
        return ended(Stop::environment);
      case '\n':
        return ended(Stop::end);
      case ',':
      case ';':
        return separator(c);
      case ')':
      case ']':
      case '}':
        return close(closing_at(r.here));
      default:
        return symbol(c);
    }
  }

  Stop symbol(char c) {
    const char* const begin = r.here;
    if (const Infix* op = infix_.find(r.here, r.last)) return infix(*op, r.span(begin, r.here));
    if (c == '=') return equals();
    const bool operand = rules::is(c, rules::digit | rules::dot) || c == '(' || c == '[' || c == '{' ||
                         match(rules::high_letter, r.here);
    if (operand) return juxtapose();
    if (c == '!') return factorial(r), Stop::fault;
    if (c == '_') return r.fault(code("malformed-subscript"), span_here(r), "a subscript follows a name"), Stop::fault;
    if (prime_at(rest_of(r)) != 0) return bad_prime(r, r.after_operand(), r.here), Stop::fault;
    return bad_character(r), Stop::fault;
  }

  Stop ended(Stop stop) {
    if (!r.stack.open()) return r.stack.reduce_to_bracket(), stop;
    return left_open(r, r.stack.innermost_bracket(), r.after_operand()), Stop::fault;
  }

  /// A full stop or comma that belongs to the sentence around the formula.
  bool ends_sentence() const {
    if (*r.here != '.' && *r.here != ',') return false;
    if (r.stack.open() && !cases_.innermost()) return false;
    const char* const next = match(rules::blanks, r.here + 1);
    if (next == r.last || *next == '\n' || *next == '$' || (*next == '&' && cases_.innermost())) return true;
    const Found found = command_at(next);
    return found.is(Is::row) || found.is(Is::end) || found.is(Is::display_end);
  }

  Stop separator(char c) {
    if (!r.stack.open()) return r.stack.reduce_to_bracket(), c == ',' ? Stop::comma : Stop::end;
    ++r.here;
    return separate(r, r.span(r.here - 1, r.here)) ? Stop::none : Stop::fault;
  }

  Stop equals() {
    const Span at = r.span(r.here, r.here + 1);
    ++r.here;
    if (cases_.in_condition()) return infix(infix_of(Op::eq), at);
    if (r.stack.open()) return misplaced_equals(r, at), Stop::fault;
    r.stack.reduce_to_bracket();
    return Stop::equals;
  }

  Stop close(const Delimiter& delimiter) {
    const Span at = r.span(r.here, delimiter.after);
    const bool bars = delimiter.closer == '|';
    r.here = delimiter.after;
    if (!close_bracket(r, delimiter.closer, at)) {
      std::string& closer = r.parsed.diagnostics.back().suggestion;
      if (closer.size() == 1 && r.text(at).starts_with("\\right")) closer.insert(0, "\\right");
      return Stop::fault;
    }
    bars_product_ = bars;
    bars_end_ = at.end;
    return completed();
  }

  /// The operand that a bracket or environment was may complete more; it may also want more.
  Stop completed() {
    coefficient_ = false;
    const Read read = complete();
    return read == Read::operand ? Stop::again : read == Read::opening ? Stop::none : Stop::fault;
  }

  /// A bar closes the innermost bracket when a bar opened it, and opens one otherwise.
  Stop bar() {
    if (r.stack.innermost_bracket().closer == '|') return close({'|', r.here + 1});
    if (bars_product_ && bars_end_ != r.stack.end) {
      const Span at = span_here(r);
      r.fault(code("ambiguous"), at, "it is not clear whether this bar opens or closes")
          .notes.push_back({at, "write `\\lvert` and `\\rvert`, or `\\left|` and `\\right|`"});
      return Stop::fault;
    }
    return juxtapose();
  }

  Stop column() {
    const Span at = r.span(r.here, r.here + 1);
    if (cases_.innermost()) {
      ++r.here;
      return cases_.next_column(at) ? Stop::none : Stop::fault;
    }
    if (r.here + 1 != r.last && r.here[1] == '&') return symbol('&');
    const char* const next = match(rules::blanks, r.here + 1);
    if (next == r.last || *next != '=') return bad_character(r), Stop::fault;
    ++r.here;
    return Stop::again;
  }

  Stop command_after(const Found& found) {
    switch (found.known ? found.known->is : Is::unsupported) {
      case Is::infix: {
        const Span head = r.span(r.here, found.after);
        r.here = found.after;
        return infix(infix_of(found.known->op), head);
      }
      case Is::closing:
      case Is::right: {
        const Delimiter delimiter = closing_at(r.here);
        if (delimiter.closer != 0) return close(delimiter);
        r.fault(code("stray-bracket"), r.span(r.here, found.after), "`\\right` needs a delimiter");
        return Stop::fault;
      }
      case Is::row:
        return row(r.span(r.here, found.after));
      case Is::end:
        return end_environment(found);
      case Is::display_end:
        return ended(Stop::environment);
      case Is::infinity:
      case Is::unsupported:
        return refuse(found), Stop::fault;
      case Is::text:
        return letters_after();
      default:
        return juxtapose();
    }
  }

  /// `\\` ends a row of cases or a statement, unless what follows goes on with the expression.
  Stop row(Span at) {
    pass_row();
    if (cases_.innermost()) {
      cases_.next_row(at);
      return Stop::none;
    }
    if (r.stack.open()) return Stop::again;
    if (displays == 0) pass_to_next_row();
    skip(false, true);
    const Found found = command_here();
    const char* next = r.here;
    const bool goes_on = r.here == r.last || *r.here == '=' || *r.here == '\n' || *r.here == '$' ||
                         infix_.find(next, r.last) || found.is(Is::infix) || found.is(Is::end) ||
                         found.is(Is::display_end);
    if (goes_on) return Stop::again;
    r.stack.reduce_to_bracket();
    return Stop::row;
  }

  Stop end_environment(const Found& found) {
    const char* after = nullptr;
    const auto name = words_at(found.after, after);
    const Frame& open = r.stack.innermost_bracket();
    const Span at = r.span(r.here, name ? after : found.after);
    if (!r.stack.open()) return r.stack.reduce_to_bracket(), Stop::environment;
    const bool cases = open.role == Role::cases;
    if ((!cases && open.closer != 'E') || !name || !r.text(open.head).ends_with(r.text(at).substr(4))) {
      Diagnostic& mismatch = r.fault(code("mismatched-bracket"), at,
                                     fmt::format("`{}` does not close `{}`", r.quoted(at), r.quoted(open.head)));
      mismatch.notes.push_back({open.head, "this is still open"});
      return Stop::fault;
    }
    r.here = after;
    if (cases ? !cases_.close(at) : !close_bracket(r, 'E', at)) return Stop::fault;
    return completed();
  }

  /// Letters or a text command: a word of the language, else another factor.
  Stop letters_after() {
    const char* after = nullptr;
    const Word word = rules::word_of(words_here(after));
    if (word == Word::none || word == Word::logical_not) return juxtapose();
    const Span at = r.span(r.here, after);
    if (word == Word::for_) return ended(Stop::for_);
    r.here = after;
    if (word == Word::logical_and || word == Word::logical_or) {
      return infix(infix_of(word == Word::logical_and ? Op::logical_and : Op::logical_or), at);
    }
    const bool goes_on = word == Word::then_ || word == Word::else_;
    if (!goes_on) return misplaced_word(r, at), Stop::fault;
    return continue_if(r, word == Word::else_, at) ? Stop::none : Stop::fault;
  }

  const rules::InfixSymbols& infix_;
};

}  // namespace adage::grammar
